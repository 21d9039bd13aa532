using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Access;

/// <summary>A one-time link: its holder chooses a password; where there are no users yet, a name as well.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.SignIn)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class LinkModel(IServiceProvider services, TimeProvider clock, Words words) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    [BindProperty]
    public string? UserName { get; set; }

    [BindProperty]
    public string? DisplayName { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public string? PasswordAgain { get; set; }

    public bool Opens { get; private set; }

    /// <summary>Whether the first administrator is made.</summary>
    public bool IsFirst { get; private set; }

    /// <summary>Whose password is chosen.</summary>
    public string? For { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        await Look(cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await Look(cancellationToken) is not { } found)
            return Page();
        if (IsFirst && string.IsNullOrWhiteSpace(UserName))
            ModelState.AddModelError(nameof(UserName), words["Укажите имя для входа."].Value);
        if (IsFirst && string.IsNullOrWhiteSpace(DisplayName))
            ModelState.AddModelError(nameof(DisplayName), words["Укажите имя."].Value);
        if (string.IsNullOrEmpty(Password))
            ModelState.AddModelError(nameof(Password), words["Укажите пароль."].Value);
        else if (Password != PasswordAgain)
            ModelState.AddModelError(nameof(PasswordAgain), words["Пароли не совпадают."].Value);
        if (!ModelState.IsValid)
            return Again();
        var links = services.GetRequiredService<SignInLinks>();
        var user = found.User ?? First();
        var outcome = found.User is null
            ? await links.AcceptAsFirst(found.Link, user, Password!, HttpContext, cancellationToken)
            : await links.Accept(found.Link, user, Password!, HttpContext, cancellationToken);
        if (!outcome.Succeeded)
        {
            foreach (var error in outcome.Errors)
                ModelState.AddModelError(PasswordWords.FieldOf(error), PasswordWords.Of(error, words));
            return Again();
        }

        this.Done(words["Пароль сохранён. Войдите с ним."].Value);
        return LocalRedirect("/sign-in");
    }

    private PageResult Again()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private User First() =>
        new()
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            UserName = UserName!.Trim(),
            DisplayName = DisplayName!.Trim(),
            Territory = Territory.Federation,
            Roles = [Roles.Administrator],
        };

    private async Task<(SignInLink Link, User? User)?> Look(CancellationToken cancellationToken)
    {
        var found = await services.GetRequiredService<SignInLinks>().Find(Token ?? "", cancellationToken);
        Opens = found is not null;
        IsFirst = found is { User: null };
        For = found?.User?.DisplayName;
        if (found?.User is { } user)
            UserName = user.UserName;
        if (!Opens)
            Response.StatusCode = StatusCodes.Status404NotFound;
        return found;
    }
}
