using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Reserve.Web.Access;

/// <summary>Where the cookie sends those whose role does not do: the common error page answers.</summary>
[Authorize(AccessRegistration.SignedIn)]
public sealed class DeniedModel : PageModel
{
    public IActionResult OnGet() => StatusCode(StatusCodes.Status403Forbidden);
}
