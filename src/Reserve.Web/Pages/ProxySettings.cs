using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Reserve.Web.Data;

namespace Reserve.Web.Pages;

/// <summary>
/// Configuration <c>Proxy</c>: the reverse proxy at which TLS ends. Without it <c>X-Forwarded-…</c> headers are not believed: anybody can
/// send them.
/// </summary>
internal sealed class ProxySettings
{
    /// <summary>Addresses or networks (<c>10.0.0.0/8</c>) of the proxies, with commas.</summary>
    public string From { get; set; } = "";

    /// <summary>How many proxies stand one behind another.</summary>
    public int Hops { get; set; } = 1;

    /// <summary>From here on the request's address and scheme are what the proxy says, when it is one of these.</summary>
    public static void Use(WebApplication app)
    {
        var settings = app.Configuration.GetSection("Proxy").Get<ProxySettings>() ?? new ProxySettings();
        var given = settings.From.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (given.Length == 0)
            return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = settings.Hops > 0 ? settings.Hops : throw new SetupException("Proxy:Hops: нужно число от 1."),
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var one in given)
        {
            if (IPAddress.TryParse(one, out var address))
                options.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(one, out var network))
                options.KnownIPNetworks.Add(network);
            else
                throw new SetupException($"Proxy:From: {one} не адрес и не сеть. Образец: 127.0.0.1,10.0.0.0/8");
        }

        app.UseForwardedHeaders(options);
    }
}
