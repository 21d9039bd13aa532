using System.Text.Json;
using Reserve.Engine.Feel;

namespace Reserve.Web.Runtime;

/// <summary>What a job carries that is no service call: where it goes and the variables, which keep their kinds.</summary>
internal sealed record JobPayload(WaitId? Target, string? Name, string? Correlation, string? Code, FeelContext Variables)
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
            FeelJson.ReadExact(root.GetProperty("variables")).AsContext() ?? FeelContext.Empty
        );
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
