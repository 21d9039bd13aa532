using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Reserve.Web.Tests.Features.State;

internal sealed record ReceivedSpan(string Name, IReadOnlyDictionary<string, string> Tags);

/// <summary>An OTLP receiver over HTTP that keeps the spans it is sent (opentelemetry-proto, trace/v1).</summary>
internal sealed class SpanReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<ReceivedSpan> spans = new();

    private SpanReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost(
            "/v1/traces",
            async (HttpRequest request) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                Raw.Enqueue(Encoding.UTF8.GetString(body.ToArray()));
                // ExportTraceServiceRequest.resource_spans = 1, ResourceSpans.scope_spans = 2, ScopeSpans.spans = 2.
                foreach (var resource in Fields(body.ToArray(), 1))
                foreach (var scope in Fields(resource, 2))
                foreach (var span in Fields(scope, 2))
                    spans.Enqueue(Read(span));
                return Results.Bytes([], "application/x-protobuf");
            }
        );
    }

    public ConcurrentQueue<string> Raw { get; } = new();

    public IEnumerable<ReceivedSpan> Spans => spans;

    public string Address => app.Urls.First();

    public static async Task<SpanReceiver> Start()
    {
        var receiver = new SpanReceiver();
        await receiver.app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    /// <summary>Span.name = 5, Span.attributes = 9; KeyValue.key = 1, KeyValue.value = 2; AnyValue.string_value = 1.</summary>
    private static ReceivedSpan Read(ReadOnlyMemory<byte> span) =>
        new(
            Text(Fields(span, 5).Single()),
            Fields(span, 9)
                .ToDictionary(
                    tag => Text(Fields(tag, 1).Single()),
                    tag => Fields(tag, 2).SelectMany(value => Fields(value, 1)).Select(Text).FirstOrDefault("")
                )
        );

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    /// <summary>The length-delimited fields of this number in a message.</summary>
    private static List<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int number)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        for (var at = 0; at < message.Length; )
        {
            var tag = Varint(message.Span, ref at);
            switch (tag & 7)
            {
                case 0:
                    Varint(message.Span, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    if ((int)(tag >> 3) == number)
                        found.Add(message.Slice(at, length));
                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"No wire type {tag & 7}.");
            }
        }

        return found;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var one = bytes[at++];
            value |= (ulong)(one & 0x7F) << shift;
            if (one < 0x80)
                return value;
        }
    }
}
