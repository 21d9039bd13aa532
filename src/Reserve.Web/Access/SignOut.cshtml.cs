using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Reserve.Web.Access;

/// <summary>Ends the session on the server: a copy of its cookie opens nothing any more.</summary>
[Authorize(AccessRegistration.SignedIn)]
public sealed class SignOutModel(UserManager<User> users, IServiceProvider services) : PageModel
{
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (HttpContext.Features.Get<LiveSession>() is { } session && await users.GetUserAsync(User) is { } user)
        {
            await services.GetRequiredService<Sessions>().End(user.Id, session.Id, except: null, cancellationToken);
            await services.GetRequiredService<SignInJournal>().Record(SignInJournal.Act.SignOut, user, HttpContext);
        }

        await HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        return LocalRedirect("/sign-in");
    }
}
