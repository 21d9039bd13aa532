using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Reserve.Web.Access;

/// <summary>Sign-in by name and password. What is wrong is not told: neither whether the name exists nor whether it is locked.</summary>
[AllowAnonymous]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SignInModel(SignInJournal journal, SignInManager<User> signIn, Caller caller) : PageModel
{
    [BindProperty]
    public string? UserName { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public string? Refusal { get; private set; }

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect("/") : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (string.IsNullOrWhiteSpace(UserName) || string.IsNullOrEmpty(Password))
        {
            Refusal = "Введите имя для входа и пароль.";
            return Page();
        }

        var user = await signIn.UserManager.FindByNameAsync(UserName.Trim());
        if (user is null)
        {
            // As slow as a real check, so that the time tells nothing either.
            _ = signIn.UserManager.PasswordHasher.HashPassword(
                new User
                {
                    DisplayName = "",
                    Territory = "",
                    Roles = [],
                },
                Password
            );
        }

        if (user is not null && await Check(user, Password))
            return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
        Refusal = "Неверное имя для входа или пароль. После пяти неверных попыток вход закрывается на 15 минут.";
        return Page();
    }

    /// <summary>Counters and stamps are written in the scope of whoever tries to sign in.</summary>
    private async Task<bool> Check(User user, string password)
    {
        using (caller.AsSystem(user.Territory))
        {
            var outcome = await signIn.PasswordSignInAsync(user, password, isPersistent: false, lockoutOnFailure: true);
            await journal.Record(user, outcome.Succeeded);
            return outcome.Succeeded;
        }
    }
}
