using Reserve.Web.Access;

namespace Reserve.Web.Pages;

/// <summary>The first page is the first menu word that the person's roles see.</summary>
internal static class Home
{
    public static void MapHome(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/",
                (HttpContext context) =>
                    Results.LocalRedirect(Menu.Entries.FirstOrDefault(entry => entry.IsFor(context.User))?.Href ?? "/denied")
            )
            .RequireAuthorization(AccessRegistration.SignedIn);
}
