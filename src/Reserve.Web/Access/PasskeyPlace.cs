using System.Net;
using Microsoft.Extensions.Options;

namespace Reserve.Web.Access;

/// <summary>
/// Browsers give passkeys to a host with a name, over https, or to this very machine as <c>localhost</c>: never to a bare address.
/// </summary>
internal sealed class PasskeyPlace(IOptions<SignInOptions> options)
{
    /// <param name="Address">The same page at an address where passkeys work; null when it is not known here.</param>
    public sealed record Elsewhere(string? Address);

    /// <summary>Where to go instead; null: passkeys work here.</summary>
    public Elsewhere? Instead(HttpRequest request)
    {
        var host = request.Host.Host;
        var domain = options.Value.PasskeyDomain;
        if (domain.Length > 0)
            return IsOf(host, domain) ? null : new Elsewhere($"https://{domain}{request.PathBase}{request.Path}");
        if (IPAddress.TryParse(host, out var address))
            return new Elsewhere(
                IPAddress.IsLoopback(address)
                    ? $"{request.Scheme}://{new HostString("localhost", request.Host.Port ?? (request.IsHttps ? 443 : 80))}{request.Path}"
                    : null
            );
        return request.IsHttps || IsOf(host, "localhost") ? null : new Elsewhere(null);
    }

    private static bool IsOf(string host, string domain) =>
        host.Equals(domain, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);
}
