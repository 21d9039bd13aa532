using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Reserve.Web.Pages;

/// <summary>
/// Over https every cookie is <c>__Host-</c> and Secure: the browser then takes it from this very host only, and no page on a neighbouring
/// host or over http can plant one. Over http (the loopback of <c>./run</c>) browsers refuse such names, and cookies keep their plain ones.
/// </summary>
internal static class HostCookies
{
    private const string Prefix = "__Host-";

    public static IApplicationBuilder UseHostCookies(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (!context.Request.IsHttps)
                    return next(context);
                var cookies = Unwrapped(context.Request.Headers.Cookie);
                if (cookies.Length == 0)
                    context.Request.Headers.Remove(HeaderNames.Cookie);
                else
                    context.Request.Headers.Cookie = cookies;
                context.Response.OnStarting(
                    static state =>
                    {
                        var headers = ((HttpResponse)state).Headers;
                        headers.SetCookie = new StringValues([.. headers.SetCookie.Select(cookie => Wrapped(cookie!))]);
                        return Task.CompletedTask;
                    },
                    context.Response
                );
                return next(context);
            }
        );

    /// <summary>Those with the prefix, without it; a plain one was planted or is left from before, and counts for nothing.</summary>
    private static string Unwrapped(StringValues header) =>
        string.Join(
            "; ",
            header
                .SelectMany(line => (line ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                .Where(pair => pair.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(pair => pair[Prefix.Length..])
        );

    private static string Wrapped(string header)
    {
        if (!SetCookieHeaderValue.TryParse(header, out var cookie) || cookie.Name.StartsWith(Prefix, StringComparison.Ordinal))
            return header;
        cookie.Name = Prefix + cookie.Name;
        cookie.Secure = true;
        cookie.Path = "/";
        cookie.Domain = default;
        return cookie.ToString();
    }
}
