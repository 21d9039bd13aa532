using System.Text.Encodings.Web;
using System.Text.Json;

namespace Reserve.Engine.Feel;

/// <summary>Values to and from JSON: plainly, for people and other programs, or exactly, for storing variables.</summary>
public static class FeelJson
{
    private const string Mark = "$feel";

    // Readers of JSON refuse what nests deeper than 64; deeper parts of a value are written as null.
    private const int MaxDepth = 60;
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON to value: objects become contexts, arrays lists; strings stay strings.</summary>
    public static FeelValue Read(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.True => FeelValue.True,
            JsonValueKind.False => FeelValue.False,
            JsonValueKind.Number => FeelNumber.TryParse(element.GetRawText(), out var number) ? FeelValue.From(number) : FeelValue.Null,
            JsonValueKind.String => FeelValue.From(element.GetString()),
            JsonValueKind.Array => FeelValue.List([.. element.EnumerateArray().Select(Read)]),
            JsonValueKind.Object => FeelValue.Context(
                FeelContext.From(element.EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, Read(entry.Value))))
            ),
            _ => FeelValue.Null,
        };

    /// <summary>Value to JSON: temporal values and ranges as their text, functions and what nests deeper than 60 as null.</summary>
    public static void Write(Utf8JsonWriter writer, FeelValue value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (value.Kind)
        {
            case FeelKind.List or FeelKind.Context when writer.CurrentDepth >= MaxDepth:
            case FeelKind.Null or FeelKind.Function:
                writer.WriteNullValue();
                break;
            case FeelKind.Boolean:
                writer.WriteBooleanValue(value.IsTrue);
                break;
            case FeelKind.Number:
                writer.WriteRawValue(value.Number.ToString(), skipInputValidation: true);
                break;
            case FeelKind.String:
                writer.WriteStringValue(value.AsString());
                break;
            case FeelKind.List:
                writer.WriteStartArray();
                foreach (var item in value.AsList()!)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case FeelKind.Context:
                writer.WriteStartObject();
                foreach (var entry in value.AsContext()!.Entries)
                {
                    writer.WritePropertyName(entry.Key);
                    Write(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteStringValue(FeelText.Plain(value));
                break;
        }
    }

    /// <summary>Value to JSON text, not escaping letters of any alphabet.</summary>
    public static string ToText(FeelValue value) => Text(writer => Write(writer, value));

    /// <summary>Reads what <see cref="WriteExact"/> wrote; every value but functions comes back equal.</summary>
    public static FeelValue ReadExact(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
            return FeelValue.List([.. element.EnumerateArray().Select(ReadExact)]);
        if (element.ValueKind != JsonValueKind.Object)
            return Read(element);
        if (
            !element.TryGetProperty(Mark, out var kind)
            || kind.ValueKind != JsonValueKind.String
            || !element.TryGetProperty("value", out var value)
        )
            return FeelValue.Context(Entries(element));
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return kind.GetString() switch
        {
            "date" => FeelValue.From(FeelDate.TryParse(text)),
            "time" => FeelValue.From(FeelTime.TryParse(text)),
            "dateTime" => ReadMoment(text, element),
            "duration" => FeelValue.From(FeelDuration.TryParse(text)),
            "months" => FeelValue.From(FeelMonths.TryParse(text)),
            "context" => FeelValue.Context(Entries(value)),
            "range" => ReadRange(value),
            _ => FeelValue.Null,
        };
    }

    /// <summary>
    /// Value to JSON that keeps kinds: dates and the like become objects marked <c>$feel</c>; functions and what nests deeper than 60
    /// become null.
    /// </summary>
    public static void WriteExact(Utf8JsonWriter writer, FeelValue value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (value.Kind)
        {
            case FeelKind.List or FeelKind.Context or FeelKind.Range when writer.CurrentDepth >= MaxDepth:
                writer.WriteNullValue();
                break;
            case FeelKind.List:
                writer.WriteStartArray();
                foreach (var item in value.AsList()!)
                    WriteExact(writer, item);
                writer.WriteEndArray();
                break;
            case FeelKind.Context:
                var context = value.AsContext()!;
                if (context.TryGet(Mark, out _))
                    WriteMarked(writer, "context", () => WriteEntries(writer, context));
                else
                    WriteEntries(writer, context);
                break;
            case FeelKind.Range:
                WriteMarked(writer, "range", () => WriteRange(writer, value.AsRange()!));
                break;
            case FeelKind.Date:
                WriteMarked(writer, "date", () => writer.WriteStringValue(FeelText.Plain(value)));
                break;
            case FeelKind.Time:
                WriteMarked(writer, "time", () => writer.WriteStringValue(FeelText.Plain(value)));
                break;
            case FeelKind.DateTime:
                WriteMoment(writer, value.AsDateTime()!);
                break;
            case FeelKind.DaysAndTimeDuration:
                WriteMarked(writer, "duration", () => writer.WriteStringValue(FeelText.Plain(value)));
                break;
            case FeelKind.YearsAndMonthsDuration:
                WriteMarked(writer, "months", () => writer.WriteStringValue(FeelText.Plain(value)));
                break;
            default:
                Write(writer, value);
                break;
        }
    }

    /// <summary>Value to exact JSON text.</summary>
    public static string ToExactText(FeelValue value) => Text(writer => WriteExact(writer, value));

    private static string Text(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, WriterOptions))
            write(writer);
        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static FeelContext Entries(JsonElement element) =>
        FeelContext.From(element.EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, ReadExact(entry.Value))));

    private static void WriteEntries(Utf8JsonWriter writer, FeelContext context)
    {
        writer.WriteStartObject();
        foreach (var entry in context.Entries)
        {
            writer.WritePropertyName(entry.Key);
            WriteExact(writer, entry.Value);
        }

        writer.WriteEndObject();
    }

    private static void WriteMarked(Utf8JsonWriter writer, string kind, Action value)
    {
        writer.WriteStartObject();
        writer.WriteString(Mark, kind);
        writer.WritePropertyName("value");
        value();
        writer.WriteEndObject();
    }

    /// <summary>The first of two hours that a zone's clock shows alike keeps its zone beside its offset.</summary>
    private static void WriteMoment(Utf8JsonWriter writer, FeelDateTime moment)
    {
        writer.WriteStartObject();
        writer.WriteString(Mark, "dateTime");
        writer.WriteString("value", moment.ToString());
        if (moment.IsFirstOfTwo)
            writer.WriteString("zone", moment.Zone!.Name);
        writer.WriteEndObject();
    }

    private static FeelValue ReadMoment(string text, JsonElement element)
    {
        var moment = FeelDateTime.TryParse(text);
        return
            moment is not null
            && element.TryGetProperty("zone", out var name)
            && name.ValueKind == JsonValueKind.String
            && FeelZone.FromName(name.GetString()!) is { } zone
            ? FeelValue.From(FeelDateTime.FromInstant(moment.UtcNanoseconds, zone))
            : FeelValue.From(moment);
    }

    private static void WriteRange(Utf8JsonWriter writer, FeelRange range)
    {
        writer.WriteStartObject();
        if (range.HasLow)
        {
            writer.WritePropertyName("low");
            WriteExact(writer, range.Low);
        }

        if (range.HasHigh)
        {
            writer.WritePropertyName("high");
            WriteExact(writer, range.High);
        }

        writer.WriteBoolean("lowClosed", range.LowClosed);
        writer.WriteBoolean("highClosed", range.HighClosed);
        writer.WriteEndObject();
    }

    private static FeelValue ReadRange(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return FeelValue.Null;
        var hasLow = element.TryGetProperty("low", out var low);
        var hasHigh = element.TryGetProperty("high", out var high);
        return FeelValue.From(
            new FeelRange(
                hasLow ? ReadExact(low) : default,
                element.TryGetProperty("lowClosed", out var lowClosed) && lowClosed.ValueKind == JsonValueKind.True,
                hasHigh ? ReadExact(high) : default,
                element.TryGetProperty("highClosed", out var highClosed) && highClosed.ValueKind == JsonValueKind.True,
                hasLow,
                hasHigh
            )
        );
    }
}
