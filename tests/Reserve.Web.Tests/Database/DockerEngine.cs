using System.Net.Sockets;

namespace Reserve.Web.Tests.Database;

/// <summary>A Docker engine that has answered.</summary>
/// <param name="ApiVersion">The newest protocol it speaks.</param>
internal sealed record DockerEngine(string ApiVersion)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Where an engine is looked for: <c>DOCKER_HOST</c>, or the usual socket.</summary>
    public static Uri Address =>
        new(Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } given ? given : "unix:///var/run/docker.sock");

    /// <summary>The engine at <see cref="Address"/>, or null when none answers within two seconds.</summary>
    public static async Task<DockerEngine?> Find()
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        if (Address.Scheme == "unix")
            handler.ConnectCallback = async (_, cancellationToken) => await Connect(Address.AbsolutePath, cancellationToken);
        else if (Address.Scheme != "tcp")
            return null;
        using var http = new HttpClient(handler) { Timeout = Patience };
        var ping = new UriBuilder(Address) { Scheme = "http", Path = "/_ping" };
        if (Address.Scheme == "unix")
            ping = new UriBuilder("http", "docker") { Path = "/_ping" };
        try
        {
            using var answer = await http.GetAsync(ping.Uri);
            return answer.IsSuccessStatusCode && answer.Headers.TryGetValues("Api-Version", out var version)
                ? new DockerEngine(version.First())
                : null;
        }
        catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private static async Task<Stream> Connect(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
