using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Reserve.Web.Pages;

namespace Reserve.Web.Access;

/// <summary>The second step of signing in: a code of the authenticator, or a recovery code.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SignInCodeModel(UserManager<User> users, IServiceProvider services, Words words) : PageModel
{
    [BindProperty]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public string? Refusal { get; private set; }

    public async Task<IActionResult> OnGetAsync() =>
        await HalfwayIn.Recall(HttpContext, users) is null ? LocalRedirect("/sign-in") : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await HalfwayIn.Recall(HttpContext, users) is not { } user)
        {
            this.Refused(words["Прошло слишком много времени. Введите имя и пароль снова."].Value);
            return LocalRedirect("/sign-in");
        }

        var guard = services.GetRequiredService<SignInGuard>();
        var journal = services.GetRequiredService<SignInJournal>();
        var counted = SignInGuard.CodesOf(user);
        var address = SourceAddress.Counted(HttpContext);
        var closed = await guard.IsClosed(counted, address, user.Id, cancellationToken);
        var kind = closed ? null : await services.GetRequiredService<SecondFactor>().Check(user, Code ?? "");
        if (kind is null)
        {
            await guard.Failed(counted, address, cancellationToken);
            await journal.RecordFailure(user, user.UserName ?? "", closed ? "CodeClosed" : "WrongCode", SourceAddress.Of(HttpContext));
            Refusal = "Код неверен или уже использован. После пяти неверных попыток ввод закрывается на 15 минут.";
            return Page();
        }

        await guard.Forgive(counted, address, cancellationToken);
        if (kind == SecondFactor.Kind.RecoveryCode)
            await journal.Record(SignInJournal.Act.UseRecoveryCode, user, HttpContext);
        await HalfwayIn.Forget(HttpContext);
        await services.GetRequiredService<Entrance>().LetIn(user, HttpContext, secondFactor: true, cancellationToken);
        return this.BackTo(ReturnUrl);
    }
}
