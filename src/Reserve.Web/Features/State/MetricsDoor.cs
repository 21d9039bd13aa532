using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Reserve.Web.Features.State;

/// <summary>
/// Who may read <c>/metrics</c>; section <c>Metrics</c>. With a token whoever shows it (<c>Authorization: Bearer …</c>); with an address
/// of its own whoever reaches that; with neither only a program on this machine that asks directly, not through a proxy. To anybody
/// else the address does not exist.
/// </summary>
internal sealed class MetricsDoor
{
    private static readonly string[] MarksOfProxies = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];
    private readonly byte[]? token;
    private readonly int? port;

    public MetricsDoor(IConfiguration settings)
    {
        if (settings["Metrics:Token"] is { Length: > 0 } given)
        {
            if (given.Length < 16)
                throw new ArgumentException("Metrics:Token: at least 16 characters.");
            token = SHA256.HashData(Encoding.UTF8.GetBytes(given));
        }

        if (settings["Metrics:Address"] is { Length: > 0 } address)
        {
            Address = address;
            port =
                Uri.TryCreate(address.Replace("//*", "//0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var uri)
                && uri.Scheme is "http" or "https"
                    ? uri.Port
                    : throw new ArgumentException($"Metrics:Address: an address such as http://127.0.0.1:9464, not {address}.");
        }
    }

    /// <summary>A further address to listen on, for the metrics alone; null when there is none.</summary>
    public string? Address { get; }

    /// <summary>Whether the request came to the address that serves nothing but metrics.</summary>
    public bool IsOwnAddress(HttpContext context) => port is { } own && context.Connection.LocalPort == own;

    public bool Opens(HttpContext context)
    {
        if (token is not null && !ShowsToken(context))
            return false;
        if (port is not null)
            return IsOwnAddress(context);
        return token is not null
            || (
                context.Connection.RemoteIpAddress is { } from
                && IPAddress.IsLoopback(from)
                && !MarksOfProxies.Any(context.Request.Headers.ContainsKey)
            );
    }

    private bool ShowsToken(HttpContext context)
    {
        const string Bearer = "Bearer ";
        var shown = context.Request.Headers.Authorization.ToString();
        return shown.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown[Bearer.Length..])), token!);
    }
}
