using System.Net.Mime;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Reserve.Web.Pages;

namespace Reserve.Web.Access;

/// <summary>
/// Sign-in by name and password, or by a passkey alone. What is wrong is not told: neither whether the name exists nor whether it is
/// locked or disabled.
/// </summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SignInModel(IServiceProvider services, TimeProvider clock) : PageModel
{
    [BindProperty]
    public string? UserName { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>What an authenticator answered.</summary>
    [BindProperty]
    public string? Credential { get; set; }

    /// <summary>A form that was sent after the session had ended, sealed (<see cref="KeptForms"/>).</summary>
    [BindProperty]
    public string? Kept { get; set; }

    /// <summary>The password was right; a kept form goes on to the second step from here.</summary>
    public bool AsksCode { get; private set; }

    public string? Refusal { get; private set; }

    internal PasskeyButton Passkey { get; private set; } =
        new("Войти с ключом доступа", "/sign-in?handler=PasskeyOptions") { Offers = true };

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect("/") : Page();

    public async Task<IActionResult> OnGetPasskeyOptionsAsync() =>
        Content(
            await services.GetRequiredService<Passkeys>().Ask(PasskeyChallenges.Purpose.SignIn, user: null, HttpContext),
            MediaTypeNames.Application.Json
        );

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(UserName) || string.IsNullOrEmpty(Password))
        {
            Refusal = "Введите имя для входа и пароль.";
            return Page();
        }

        var check = services.GetRequiredService<PasswordCheck>();
        if (await check.Check(UserName, Password, HttpContext, cancellationToken) is { } user)
        {
            if (user.TwoFactorEnabled || await services.GetRequiredService<Passkeys>().AreDutyOf(user, cancellationToken))
            {
                await HalfwayIn.Remember(HttpContext, user, clock.GetUtcNow());
                if (!user.TwoFactorEnabled || services.GetRequiredService<KeptForms>().Open(Kept) is null)
                    return RedirectToPage("/Access/SignInCode", new { ReturnUrl });
                AsksCode = true;
                return Page();
            }

            await services.GetRequiredService<Entrance>().LetIn(user, HttpContext, secondFactor: false, cancellationToken);
            return await services.GetRequiredService<KeptForms>().GoOn(this, user, Kept, ReturnUrl);
        }

        Refusal = "Неверное имя для входа или пароль. После пяти неверных попыток вход закрывается на 15 минут.";
        return Page();
    }

    /// <summary>The device has verified its person: the key is both factors.</summary>
    public async Task<IActionResult> OnPostPasskeyAsync(CancellationToken cancellationToken)
    {
        var check = services.GetRequiredService<PasskeyCheck>();
        var outcome = await check.Check(PasskeyChallenges.Purpose.SignIn, Credential ?? "", expected: null, HttpContext, cancellationToken);
        if (outcome.User is { } user)
        {
            await services
                .GetRequiredService<Entrance>()
                .LetIn(user, HttpContext, secondFactor: true, cancellationToken, SignInJournal.Act.SignInByPasskey);
            return await services.GetRequiredService<KeptForms>().GoOn(this, user, Kept, ReturnUrl);
        }

        Passkey = Passkey with { Unknown = outcome.Unknown };
        Refusal = PasskeyWords.Refused;
        return Page();
    }
}
