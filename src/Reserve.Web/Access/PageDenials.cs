using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Reserve.Web.Audit;

namespace Reserve.Web.Access;

/// <summary>Who was refused a page is written into the journal, with the page's pattern and the identifiers of the address.</summary>
internal static class PageDenials
{
    public const string Act = "PageDenied";
    private const int Longest = 200;

    public static IServiceCollection AddPageDenials(this IServiceCollection services) =>
        services.PostConfigure<CookieAuthenticationOptions>(
            IdentityConstants.ApplicationScheme,
            options =>
            {
                var answer = options.Events.OnRedirectToAccessDenied;
                options.Events.OnRedirectToAccessDenied = async context =>
                {
                    await Record(context);
                    await answer(context);
                };
            }
        );

    private static async Task Record(RedirectContext<CookieAuthenticationOptions> context)
    {
        var services = context.HttpContext.RequestServices;
        var pattern = (context.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        await services
            .GetRequiredService<AuditTrail>()
            .RecordActAsync(
                Act,
                context.Request.RouteValues.Identifiers(),
                "/" + pattern.TrimStart('/')[..Math.Min(Longest - 1, pattern.TrimStart('/').Length)],
                services.GetRequiredService<Caller>().Stamp(),
                context.HttpContext.RequestAborted
            );
    }
}
