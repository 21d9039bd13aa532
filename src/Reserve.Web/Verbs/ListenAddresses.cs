using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Reserve.Web.Data;

namespace Reserve.Web.Verbs;

/// <summary>The addresses to be served, looked at before anything else is begun.</summary>
internal static class ListenAddresses
{
    /// <exception cref="SetupException">One is written wrongly, taken, or not allowed.</exception>
    public static void MustBeFree(string addresses)
    {
        foreach (var address in addresses.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parsed = BindingAddress(address);
            var port = parsed.Port.ToString(CultureInfo.InvariantCulture);
            try
            {
                using var listener = new TcpListener(HostOf(parsed.Host), parsed.Port);
                listener.Start();
            }
            catch (SocketException problem)
            {
                throw new SetupException(
                    problem.SocketErrorCode switch
                    {
                        SocketError.AddressAlreadyInUse =>
                            $"Порт {port} занят другой программой. Остановите её или выберите другой порт: --port N.",
                        SocketError.AccessDenied => $"Порт {port} не разрешён этой учётной записи. Выберите порт от 1024: --port N.",
                        SocketError.AddressNotAvailable => $"Адреса {parsed.Host} на этой машине нет. Проверьте --urls.",
                        _ => $"Адрес {address} нельзя открыть ({problem.SocketErrorCode}). Проверьте --urls.",
                    },
                    problem
                );
            }
        }
    }

    /// <summary>Whether nobody but this machine reaches them.</summary>
    public static bool AreLoopback(string addresses) =>
        addresses
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .All(address => IPAddress.IsLoopback(HostOf(BindingAddress(address).Host)));

    /// <summary>As people open them: a browser has passkeys for a name only, and this machine's is localhost.</summary>
    public static IEnumerable<string> Named(IEnumerable<string> addresses) =>
        addresses
            .Select(address =>
                address
                    .Replace("://127.0.0.1", "://localhost", StringComparison.Ordinal)
                    .Replace("://[::1]", "://localhost", StringComparison.Ordinal)
            )
            .Distinct();

    private static Microsoft.AspNetCore.Http.BindingAddress BindingAddress(string address)
    {
        try
        {
            return Microsoft.AspNetCore.Http.BindingAddress.Parse(address) is { Port: >= 0 and <= 65_535 } parsed
                ? parsed
                : throw new FormatException();
        }
        catch (FormatException problem)
        {
            throw new SetupException($"Адрес {address} написан неверно. Образец: --port 5080 или --urls http://0.0.0.0:5080", problem);
        }
    }

    private static IPAddress HostOf(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
        : IPAddress.TryParse(host.Trim('[', ']'), out var given) ? given
        : IPAddress.Any;
}
