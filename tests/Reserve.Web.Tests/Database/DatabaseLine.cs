using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Reserve.Web.Tests.Database;

/// <summary>The wire between a site and its database: a relay on a port of its own, which a test cuts and mends.</summary>
public sealed class DatabaseLine : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> open = [];
    private readonly IPEndPoint far;
    private readonly Task accepting;
    private volatile bool isCut;

    public DatabaseLine(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        far = new IPEndPoint(IPAddress.Parse(settings.Host!), settings.Port);
        listener.Start();
        settings.Host = "127.0.0.1";
        settings.Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        ConnectionString = settings.ConnectionString;
        accepting = Accept();
    }

    /// <summary>Through this wire.</summary>
    public string ConnectionString { get; }

    /// <summary>From now on nothing passes: what is open breaks, what is tried is refused at once.</summary>
    public void Cut()
    {
        isCut = true;
        while (open.TryTake(out var client))
            client.Dispose();
    }

    public void Mend() => isCut = false;

    public async ValueTask DisposeAsync()
    {
        Cut();
        listener.Stop();
        await accepting;
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptTcpClientAsync();
                if (isCut)
                {
                    near.Dispose();
                    continue;
                }

                var beyond = new TcpClient();
                await beyond.ConnectAsync(far);
                open.Add(near);
                open.Add(beyond);
                _ = Carry(near, beyond);
                _ = Carry(beyond, near);
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // The listener was stopped.
        }
    }

    private static async Task Carry(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
        }
        catch (Exception problem) when (problem is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One of the two ends is gone, so the other goes too.
        }

        from.Dispose();
        to.Dispose();
    }
}
