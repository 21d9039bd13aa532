using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Npgsql;

namespace Reserve.Web.Logs;

/// <summary>How the lines of the log look; <see cref="LogsRegistration"/>.</summary>
internal sealed class LineOptions
{
    /// <summary>One JSON object a line instead of plain text.</summary>
    public bool Json { get; set; }

    /// <summary>Whole stacks, which take many lines: when the log's level is Debug or below.</summary>
    public bool Stacks { get; set; }
}

/// <summary>
/// Writes each event of the log as one line, with its number and the ids that it carries. An exception is a part of that line, not a
/// hundred more; the same failure again within a minute is counted, not written.
/// </summary>
internal sealed class LineFormatter(Microsoft.Extensions.Options.IOptions<LineOptions> options, TimeProvider clock)
    : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    /// <summary>Event of a failing request: each has a reference of its own, so none is held back unless the database is away.</summary>
    public const int FailedRequest = 3001;

    private readonly Repeats repeats = new(clock);
    private readonly LineOptions settings = options.Value;

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, TextWriter writer)
    {
        var message = entry.Formatter(entry.State, entry.Exception);
        var problem = entry.Exception is { } exception ? ProblemText.Of(exception) : null;
        var heldBack = 0;
        if (problem is not null && !settings.Stacks && entry.LogLevel >= LogLevel.Warning && IsHeldBack(entry.EventId, entry.Exception!))
        {
            if (repeats.Next($"{entry.Category} {entry.EventId.Id} {problem}") is not { } before)
                return;
            heldBack = before;
        }

        if (settings.Json)
            WriteJson(entry, message, problem, heldBack, writer);
        else
            WritePlain(entry, message, problem, heldBack, writer);
    }

    private static bool IsHeldBack(EventId id, Exception problem) =>
        id.Id != FailedRequest || problem is NpgsqlException or { InnerException: NpgsqlException };

    private void WritePlain<TState>(in LogEntry<TState> entry, string message, string? problem, int heldBack, TextWriter writer)
    {
        writer.Write(clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        writer.Write(' ');
        writer.Write(Level(entry.LogLevel));
        writer.Write(' ');
        writer.Write(entry.EventId.Id.ToString(CultureInfo.InvariantCulture));
        writer.Write(' ');
        writer.Write(entry.Category[(entry.Category.LastIndexOf('.') + 1)..]);
        writer.Write(": ");
        writer.Write(message.ReplaceLineEndings(" "));
        if (problem is not null)
        {
            writer.Write(" | ");
            writer.Write(problem);
        }

        if (heldBack > 0)
            writer.Write(string.Create(CultureInfo.InvariantCulture, $" (and {heldBack} more like it)"));
        writer.WriteLine();
        if (settings.Stacks && entry.Exception is { } exception)
            writer.WriteLine(exception);
    }

    private void WriteJson<TState>(in LogEntry<TState> entry, string message, string? problem, int heldBack, TextWriter writer)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("at", clock.GetUtcNow());
            json.WriteString("level", Level(entry.LogLevel));
            json.WriteNumber("event", entry.EventId.Id);
            if (entry.EventId.Name is { } name)
                json.WriteString("name", name);
            json.WriteString("source", entry.Category);
            json.WriteString("message", message);
            if (entry.Category.StartsWith("Reserve.", StringComparison.Ordinal))
                WriteFacts(json, entry.State as IReadOnlyList<KeyValuePair<string, object?>> ?? []);
            if (problem is not null)
                json.WriteString("problem", problem);
            if (heldBack > 0)
                json.WriteNumber("heldBack", heldBack);
            if (Activity.Current is { } span)
                json.WriteString("trace", span.TraceId.ToString());
            if (settings.Stacks && entry.Exception is { } exception)
                json.WriteString("stack", exception.ToString());
            json.WriteEndObject();
        }

        writer.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void WriteFacts(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> facts)
    {
        if (facts.All(fact => fact.Key == "{OriginalFormat}"))
            return;
        json.WriteStartObject("facts");
        foreach (var (key, value) in facts.Where(fact => fact.Key != "{OriginalFormat}"))
            json.WriteString(key, Convert.ToString(value, CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static string Level(LogLevel level) =>
        level switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warning",
            LogLevel.Error => "error",
            LogLevel.Critical => "critical",
            _ => "none",
        };
}
