using System.Net;
using System.Net.Sockets;

namespace Reserve.Web.Access;

/// <summary>Where a request comes from.</summary>
internal static class SourceAddress
{
    /// <summary>The address as the journal names it.</summary>
    public static string Of(HttpContext context) => Plain(context)?.ToString() ?? "";

    /// <summary>What attempts are counted by: of version 6 whoever has one address has the 64 bits behind it as well.</summary>
    public static string Counted(HttpContext context)
    {
        if (Plain(context) is not { AddressFamily: AddressFamily.InterNetworkV6 } address)
            return Of(context);
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes) + "/64";
    }

    /// <summary>Version 4 as such, and version 6 without the name of a network card.</summary>
    private static IPAddress? Plain(HttpContext context) =>
        context.Connection.RemoteIpAddress switch
        {
            null => null,
            { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4(),
            var address => new IPAddress(address.GetAddressBytes()),
        };
}
