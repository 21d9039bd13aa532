using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;

namespace Reserve.Web.Access;

/// <summary>
/// <c>/session</c>: whether this browser is signed in, as whom, and the token for its forms. A page that stood open asks before it sends.
/// </summary>
internal static class SessionAddress
{
    public const string Path = "/session";

    public static void MapSession(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                Path,
                (HttpContext context, IAntiforgery antiforgery) =>
                    Results.Json(
                        new
                        {
                            user = context.User.FindFirstValue(ClaimTypes.Name) ?? "",
                            token = antiforgery.GetAndStoreTokens(context).RequestToken,
                        }
                    )
            )
            .RequireAuthorization(AccessRegistration.SignedIn);
}
