using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;

namespace Reserve.Web.Features.Files;

/// <summary>What clamd says of a file: a closed set.</summary>
internal abstract record ScanOutcome
{
    private ScanOutcome() { }

    public sealed record Clean : ScanOutcome;

    /// <summary>Something was found.</summary>
    /// <param name="Name">How clamd calls it.</param>
    public sealed record Infected(string Name) : ScanOutcome;

    /// <summary>It was not looked through; the file waits.</summary>
    /// <param name="Why">For the log: what clamd answered, or the kind of fault.</param>
    public sealed record Failed(string Why) : ScanOutcome;
}

/// <summary>Has files looked through by clamd over its socket: <c>INSTREAM</c>, as clamd(8) describes it.</summary>
internal sealed class Clamd(IOptions<FileSettings> options)
{
    private const int Chunk = 64 * 1024;
    private const int LongestAnswer = 4096;

    /// <summary>Whether there is one to ask.</summary>
    public bool IsConfigured => options.Value.Clamd.Length > 0;

    private TimeSpan Patience => TimeSpan.FromSeconds(options.Value.ClamdSeconds);

    public async Task<ScanOutcome> Scan(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var answer = await Ask("zINSTREAM\0", file, cancellationToken);
        return answer switch
        {
            { Text: "stream: OK" } => new ScanOutcome.Clean(),
            { Text: { } text }
                when text.StartsWith("stream: ", StringComparison.Ordinal) && text.EndsWith(" FOUND", StringComparison.Ordinal) =>
                new ScanOutcome.Infected(text["stream: ".Length..^" FOUND".Length]),
            _ => new ScanOutcome.Failed(answer.Text ?? answer.Fault ?? "no answer"),
        };
    }

    /// <summary>
    /// What clamd is and how old its signatures are, as <c>ClamAV 1.0.7/27400/Mon Nov 23 …</c>; null when it does not answer.
    /// </summary>
    public async Task<string?> Version(CancellationToken cancellationToken) => (await Ask("zVERSION\0", default, cancellationToken)).Text;

    private async Task<(string? Text, string? Fault)> Ask(string command, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(command.Contains("INSTREAM", StringComparison.Ordinal) ? Patience : TimeSpan.FromSeconds(5));
        try
        {
            using var socket = await Connect(options.Value.Clamd, limit.Token);
            await using var stream = new NetworkStream(socket, ownsSocket: false);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(command), limit.Token);
            if (command.Contains("INSTREAM", StringComparison.Ordinal))
                await Send(stream, file, limit.Token);
            return (await Answer(stream, limit.Token), null);
        }
        catch (Exception problem)
            when (problem is IOException or SocketException or UriFormatException or FormatException
                || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return (null, problem.GetType().Name);
        }
    }

    /// <summary>Pieces, each with its length before it, and one of no length at the end.</summary>
    private static async Task Send(NetworkStream stream, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var length = new byte[4];
        for (var at = 0; at < file.Length; at += Chunk)
        {
            var piece = file.Slice(at, Math.Min(Chunk, file.Length - at));
            BinaryPrimitives.WriteInt32BigEndian(length, piece.Length);
            await stream.WriteAsync(length, cancellationToken);
            await stream.WriteAsync(piece, cancellationToken);
        }

        await stream.WriteAsync(new byte[4], cancellationToken);
    }

    private static async Task<string?> Answer(NetworkStream stream, CancellationToken cancellationToken)
    {
        var answer = new byte[LongestAnswer];
        var length = 0;
        while (length < answer.Length)
        {
            var read = await stream.ReadAsync(answer.AsMemory(length), cancellationToken);
            if (read == 0)
                break;
            length += read;
            if (answer.AsSpan(0, length).IndexOf((byte)0) >= 0)
                break;
        }

        return length == 0 ? null : Encoding.UTF8.GetString(answer, 0, length).TrimEnd('\0', '\n', '\r');
    }

    private static async Task<Socket> Connect(string address, CancellationToken cancellationToken)
    {
        const string Unix = "unix:";
        var local = address.StartsWith(Unix, StringComparison.Ordinal);
        var socket = local
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (local)
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(address[Unix.Length..]), cancellationToken);
            }
            else
            {
                var place = new Uri(address.Contains("://", StringComparison.Ordinal) ? address : "tcp://" + address);
                await socket.ConnectAsync(place.Host, place.Port > 0 ? place.Port : 3310, cancellationToken);
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
