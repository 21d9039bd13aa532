using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Reserve.Web.Tests.Features.Files;

/// <summary>A server that speaks clamd's protocol over TCP and finds the test virus of EICAR.</summary>
internal sealed class FakeClamd : IAsyncDisposable
{
    /// <summary>Harmless, and taken for a virus by every scanner; put together here, so that none finds it in this file.</summary>
    public static readonly string Eicar = @"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Task work;

    public FakeClamd()
    {
        listener.Start();
        work = Serve();
    }

    public string Address => $"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>How many files it was given.</summary>
    public int Files { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await work;
        end.Dispose();
    }

    private async Task Serve()
    {
        try
        {
            while (!end.IsCancellationRequested)
            {
                using var client = await listener.AcceptTcpClientAsync(end.Token);
                await Answer(client.GetStream());
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Answer(NetworkStream stream)
    {
        var command = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, end.Token) == 1 && one[0] != 0)
            command.Add(one[0]);
        var answer = Encoding.ASCII.GetString([.. command]) switch
        {
            "zINSTREAM" => await Scan(stream),
            "zVERSION" => "ClamAV 1.0.7/27400/Mon Nov 23 09:00:00 2026",
            _ => "UNKNOWN COMMAND",
        };
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\0"), end.Token);
    }

    private async Task<string> Scan(NetworkStream stream)
    {
        var length = new byte[4];
        using var file = new MemoryStream();
        while (true)
        {
            await stream.ReadExactlyAsync(length, end.Token);
            var size = BinaryPrimitives.ReadInt32BigEndian(length);
            if (size == 0)
                break;
            var piece = new byte[size];
            await stream.ReadExactlyAsync(piece, end.Token);
            file.Write(piece);
        }

        Files++;
        return Encoding.Latin1.GetString(file.ToArray()).Contains(Eicar, StringComparison.Ordinal)
            ? "stream: Win.Test.EICAR_HDB-1 FOUND"
            : "stream: OK";
    }
}
