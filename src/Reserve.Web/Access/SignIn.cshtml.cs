using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Reserve.Web.Pages;

namespace Reserve.Web.Access;

/// <summary>
/// Sign-in by name and password. What is wrong is not told: neither whether the name exists nor whether it is locked or disabled.
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

    public string? Refusal { get; private set; }

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect("/") : Page();

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
            if (user.TwoFactorEnabled)
            {
                await HalfwayIn.Remember(HttpContext, user, clock.GetUtcNow());
                return RedirectToPage("/Access/SignInCode", new { ReturnUrl });
            }

            await services.GetRequiredService<Entrance>().LetIn(user, HttpContext, secondFactor: false, cancellationToken);
            return this.BackTo(ReturnUrl);
        }

        Refusal = "Неверное имя для входа или пароль. После пяти неверных попыток вход закрывается на 15 минут.";
        return Page();
    }
}
