using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Reserve.Web.Access;

[Authorize(AccessRegistration.SignedIn)]
public sealed class SignOutModel(SignInManager<User> signIn, SignInJournal journal) : PageModel
{
    public async Task<IActionResult> OnPostAsync()
    {
        await journal.RecordSignOut();
        await signIn.SignOutAsync();
        return LocalRedirect("/sign-in");
    }
}
