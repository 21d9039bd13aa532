namespace Reserve.Web.Pages;

/// <summary>No page asks any other host for anything, runs no inline script and takes no inline style.</summary>
internal static class SecurityHeaders
{
    /// <summary>Pictures may be data: addresses, which the style sheet uses for arrows and ticks.</summary>
    public const string ContentPolicy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>What people have made: shown without scripts and as of nobody.</summary>
    private static readonly string[] Files = ["application/xml", "application/pdf", "image/jpeg", "image/png", "text/plain"];

    /// <summary>Written when the answer begins: what answers a fault has dropped the headers that were there before.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                context.Response.OnStarting(
                    static state =>
                    {
                        var response = (HttpResponse)state;
                        var headers = response.Headers;
                        // A drawing or a file that is opened by itself is no page of ours.
                        var isFile = Array.Exists(Files, type => response.ContentType?.StartsWith(type, StringComparison.Ordinal) == true);
                        headers.ContentSecurityPolicy = isFile ? ContentPolicy + "; sandbox" : ContentPolicy;
                        headers.XContentTypeOptions = "nosniff";
                        headers["Referrer-Policy"] = "same-origin";
                        headers["Cross-Origin-Opener-Policy"] = "same-origin";
                        headers["Cross-Origin-Resource-Policy"] = "same-origin";
                        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
                        return Task.CompletedTask;
                    },
                    context.Response
                );
                return next(context);
            }
        );
}
