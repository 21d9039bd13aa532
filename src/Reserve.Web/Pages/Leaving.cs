using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Reserve.Web.Pages;

/// <summary>Goes to another page of this site after a form was taken.</summary>
internal static class Leaving
{
    /// <summary>A redirect that htmx follows with the whole page.</summary>
    public static IActionResult LeaveTo(this PageModel page, string address)
    {
        if (!page.Request.Headers.ContainsKey("HX-Request"))
            return page.LocalRedirect(address);
        page.Response.Headers["HX-Redirect"] = address;
        return new NoContentResult();
    }
}
