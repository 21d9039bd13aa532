using System.Runtime.ExceptionServices;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Data;

namespace Reserve.Web.Access;

/// <summary>
/// Whether the cookie's session lives, and its user is still what the cookie says, is asked of the database at each request: sign-out,
/// another role or territory, and a closed account take effect at once. When the database is away the request fails, but the person
/// stays signed in, so that the page that says so has its menu and gives back what was typed.
/// </summary>
internal static class StampCheck
{
    private static readonly object Unchecked = new();

    public static async Task Validate(CookieValidatePrincipalContext context)
    {
        try
        {
            var sessions = context.HttpContext.RequestServices.GetRequiredService<Sessions>();
            if (await sessions.Find(context.Principal!, context.HttpContext) is { } session)
            {
                context.HttpContext.Features.Set(session);
                if (session.Substitutes)
                    await AddGrants(context);
                return;
            }

            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        }
        catch (Exception problem) when (DatabaseAway.Is(problem))
        {
            context.HttpContext.Items[Unchecked] = ExceptionDispatchInfo.Capture(problem);
        }
    }

    private static async Task AddGrants(CookieValidatePrincipalContext context)
    {
        var grants = context.HttpContext.RequestServices.GetRequiredService<Grants>();
        var person = Guid.Parse(context.Principal!.FindFirstValue(ClaimTypes.NameIdentifier)!);
        GrantedPages.Add(context.Principal!, await grants.Of(person, context.HttpContext.RequestAborted));
    }

    /// <summary>No page but the one of the error is shown to somebody who was not checked.</summary>
    public static void ThrowIfUnchecked(HttpContext context)
    {
        if (context.Features.Get<IExceptionHandlerFeature>() is null && context.Items[Unchecked] is ExceptionDispatchInfo problem)
            problem.Throw();
    }
}
