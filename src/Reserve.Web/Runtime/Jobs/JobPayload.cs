using System.Text.Json;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Web.Runtime.Jobs;

/// <summary>What a job carries that is no service call: where it goes and the variables, which keep their kinds.</summary>
/// <param name="Target">The wait that it goes to, when one is meant.</param>
/// <param name="Name">Of a message, signal or called process.</param>
/// <param name="Correlation">The message's key.</param>
/// <param name="Code">Of an error or escalation.</param>
/// <param name="Variables">What it carries.</param>
/// <param name="TimeToLive">How long a message is kept; null when its drawing does not say.</param>
/// <param name="Depth">How deeply the called process is nested.</param>
/// <param name="Within">Where the sender may be heard; null: everywhere.</param>
/// <param name="After">Of a signal to many runs: those up to this one have got it.</param>
internal sealed record JobPayload(
    WaitId? Target,
    string? Name,
    string? Correlation,
    string? Code,
    FeelContext Variables,
    IsoDuration? TimeToLive = null,
    int Depth = 0,
    RunId? After = null,
    string? Within = null
)
{
    public string Write()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            if (Target is { } target)
            {
                writer.WriteString("run", target.Run.Value);
                writer.WriteNumber("wait", target.Number);
            }
            WriteText(writer, "name", Name);
            WriteText(writer, "correlation", Correlation);
            WriteText(writer, "code", Code);
            if (TimeToLive is { } kept)
            {
                writer.WriteNumber("months", kept.Months);
                writer.WriteNumber("ticks", kept.Time.Ticks);
            }
            if (Depth > 0)
                writer.WriteNumber("depth", Depth);
            if (After is { } after)
                writer.WriteString("after", after.Value);
            WriteText(writer, "within", Within);
            writer.WritePropertyName("variables");
            FeelJson.WriteExact(writer, FeelValue.Context(Variables));
            writer.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    public static JobPayload Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        return new JobPayload(
            root.TryGetProperty("run", out var run) ? new WaitId(new RunId(run.GetGuid()), root.GetProperty("wait").GetInt64()) : null,
            Text(root, "name"),
            Text(root, "correlation"),
            Text(root, "code"),
            FeelJson.ReadExact(root.GetProperty("variables")).AsContext() ?? FeelContext.Empty,
            root.TryGetProperty("months", out var months)
                ? new IsoDuration(months.GetInt32(), TimeSpan.FromTicks(root.GetProperty("ticks").GetInt64()))
                : null,
            root.TryGetProperty("depth", out var depth) ? depth.GetInt32() : 0,
            root.TryGetProperty("after", out var after) ? new RunId(after.GetGuid()) : null,
            Text(root, "within")
        );
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
