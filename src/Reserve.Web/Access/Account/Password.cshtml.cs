using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Reserve.Web.Pages;

namespace Reserve.Web.Access.Account;

/// <summary>One's own password: whoever knows the present one chooses another, and all other sessions end.</summary>
[Authorize(AccessRegistration.SignedIn)]
[EnableRateLimiting(RateLimits.SignIn)]
public sealed class PasswordModel(UserManager<User> users, IServiceProvider services, Words words) : PageModel
{
    [BindProperty]
    public string? CurrentPassword { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public string? PasswordAgain { get; set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (HttpContext.Features.Get<LiveSession>() is not { } session || await users.GetUserAsync(User) is not { } me)
            return NotFound();
        if (string.IsNullOrEmpty(Password))
            ModelState.AddModelError(nameof(Password), words["Укажите пароль."].Value);
        else if (Password != PasswordAgain)
            ModelState.AddModelError(nameof(PasswordAgain), words["Пароли не совпадают."].Value);
        else if (Password == CurrentPassword)
            ModelState.AddModelError(nameof(Password), words["Новый пароль такой же, как нынешний."].Value);
        if (ModelState.IsValid)
        {
            // Counted like a sign-in: whoever finds an open browser does not try all night.
            var check = services.GetRequiredService<PasswordCheck>();
            if (await check.Check(me.UserName!, CurrentPassword ?? "", HttpContext, cancellationToken) is null)
                ModelState.AddModelError(nameof(CurrentPassword), words["Нынешний пароль неверен."].Value);
        }

        if (ModelState.IsValid)
        {
            var outcome = await users.ChangePasswordAsync(me, CurrentPassword!, Password!);
            foreach (var error in outcome.Errors)
                ModelState.AddModelError(PasswordWords.FieldOf(error), PasswordWords.Of(error, words));
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        var sessions = services.GetRequiredService<Sessions>();
        await sessions.End(me.Id, only: null, except: session.Id, cancellationToken);
        await sessions.Prove(session.Id, cancellationToken);
        await sessions.Renew(me, session, HttpContext);
        await services.GetRequiredService<SignInJournal>().Record(SignInJournal.Act.ChangeOwnPassword, me, HttpContext);
        this.Done(words["Пароль сменён. Остальные сеансы завершены."].Value);
        return LocalRedirect("/account");
    }
}
