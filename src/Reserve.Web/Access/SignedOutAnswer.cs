using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace Reserve.Web.Access;

/// <summary>
/// Who is signed out is sent to the page of signing in; a script is told 401, and whoever sent a form is shown it on a page that signs in.
/// </summary>
internal static class SignedOutAnswer
{
    public static IServiceCollection AddSignedOutAnswer(this IServiceCollection services)
    {
        services.AddScoped<KeptForms>();
        return services.PostConfigure<CookieAuthenticationOptions>(
            IdentityConstants.ApplicationScheme,
            options =>
            {
                var toSignIn = options.Events.OnRedirectToLogin;
                options.Events.OnRedirectToLogin = async context =>
                {
                    var http = context.HttpContext;
                    if (IsScript(http.Request))
                    {
                        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                    }
                    else if (await http.RequestServices.GetRequiredService<KeptForms>().Of(http) is { } kept)
                    {
                        http.Features.Set(kept);
                        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                    }
                    else
                    {
                        await toSignIn(context);
                    }
                };
            }
        );
    }

    private static bool IsScript(HttpRequest request) =>
        request.Headers.ContainsKey("HX-Request") || request.Headers.Accept.ToString().Contains("json", StringComparison.OrdinalIgnoreCase);
}
