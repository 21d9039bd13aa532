using System.Net.Mime;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Reserve.Web.Pages;

namespace Reserve.Web.Access;

/// <summary>The second step of signing in: a code of the authenticator, a recovery code, or a passkey.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SignInCodeModel(UserManager<User> users, IServiceProvider services, Words words) : PageModel
{
    [BindProperty]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>What an authenticator answered.</summary>
    [BindProperty]
    public string? Credential { get; set; }

    /// <summary>A form that was sent after the session had ended, sealed (<see cref="KeptForms"/>).</summary>
    [BindProperty]
    public string? Kept { get; set; }

    public string? Refusal { get; private set; }

    public bool HasCodes { get; private set; }

    public bool HasPasskeys { get; private set; }

    internal PasskeyButton Passkey { get; private set; } = new("Подтвердить ключом доступа", "/sign-in/code?handler=PasskeyOptions");

    private Passkeys Keys => services.GetRequiredService<Passkeys>();

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        await HalfwayIn.Recall(HttpContext, users) is { } user ? await Show(user, cancellationToken) : LocalRedirect("/sign-in");

    public async Task<IActionResult> OnGetPasskeyOptionsAsync() =>
        await HalfwayIn.Recall(HttpContext, users) is { } user
            ? Content(await Keys.Ask(PasskeyChallenges.Purpose.SecondStep, user, HttpContext), MediaTypeNames.Application.Json)
            : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await HalfwayIn.Recall(HttpContext, users) is not { } user)
            return TooLate();

        var guard = services.GetRequiredService<SignInGuard>();
        var journal = services.GetRequiredService<SignInJournal>();
        var counted = SignInGuard.CodesOf(user);
        var address = SourceAddress.Counted(HttpContext);
        var closed = await guard.IsClosed(counted, address, user.Id, cancellationToken);
        var kind = closed ? null : await services.GetRequiredService<SecondFactor>().Check(user, Code ?? "");
        if (kind is null)
        {
            await guard.Failed(counted, address, cancellationToken);
            await journal.RecordFailure(
                user,
                user.UserName ?? "",
                closed ? SignInJournal.Why.CodeClosed : SignInJournal.Why.WrongCode,
                SourceAddress.Of(HttpContext)
            );
            Refusal = "Код неверен или уже использован. После пяти неверных попыток ввод закрывается на 15 минут.";
            return await Show(user, cancellationToken);
        }

        await guard.Forgive(counted, address, cancellationToken);
        if (kind == SecondFactor.Kind.RecoveryCode)
            await journal.Record(SignInJournal.Act.UseRecoveryCode, user, HttpContext);
        return await LetIn(user, SignInJournal.Act.SignInWithCode, cancellationToken);
    }

    public async Task<IActionResult> OnPostPasskeyAsync(CancellationToken cancellationToken)
    {
        if (await HalfwayIn.Recall(HttpContext, users) is not { } user)
            return TooLate();
        var check = services.GetRequiredService<PasskeyCheck>();
        var outcome = await check.Check(PasskeyChallenges.Purpose.SecondStep, Credential ?? "", user, HttpContext, cancellationToken);
        if (outcome.User is not null)
            return await LetIn(user, SignInJournal.Act.SignInByPasskey, cancellationToken);
        Passkey = Passkey with { Unknown = outcome.Unknown };
        Refusal = PasskeyWords.Refused;
        return await Show(user, cancellationToken);
    }

    private async Task<IActionResult> Show(User user, CancellationToken cancellationToken)
    {
        HasCodes = user.TwoFactorEnabled;
        HasPasskeys = await Keys.Count(user, cancellationToken) > 0;
        Passkey = Passkey with { IsFirst = !HasCodes };
        return Page();
    }

    private async Task<IActionResult> LetIn(User user, SignInJournal.Act by, CancellationToken cancellationToken)
    {
        await HalfwayIn.Forget(HttpContext);
        await services.GetRequiredService<Entrance>().LetIn(user, HttpContext, secondFactor: true, cancellationToken, by);
        return await services.GetRequiredService<KeptForms>().GoOn(this, user, Kept, ReturnUrl);
    }

    private LocalRedirectResult TooLate()
    {
        this.Refused(words["Прошло слишком много времени. Введите имя и пароль снова."].Value);
        return LocalRedirect("/sign-in");
    }
}
