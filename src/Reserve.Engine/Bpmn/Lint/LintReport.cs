using System.Text.Encodings.Web;
using System.Text.Json;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Engine.Bpmn.Lint;

/// <summary>
/// A lint result as JSON: <c>file</c>, <c>deployable</c>, <c>sound</c> by process, <c>diagnostics</c> with <c>code, severity, element,
/// line, message</c> and <c>path</c>.
/// </summary>
public static class LintReport
{
    /// <summary>Writes the object.</summary>
    public static string ToJson(string file, LintResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        using var stream = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(
                stream,
                new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteBoolean("deployable", result.Deployable);
            json.WriteStartObject("sound");
            foreach (var (process, sound) in result.Soundness)
            {
                if (sound is { } known)
                    json.WriteBoolean(process, known);
                else
                    json.WriteNull(process);
            }

            json.WriteEndObject();
            json.WriteStartArray("diagnostics");
            foreach (var found in result.Diagnostics)
                Write(json, found);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Utf8JsonWriter json, BpmnDiagnostic found)
    {
        json.WriteStartObject();
        json.WriteString("code", found.Code);
        json.WriteString(
            "severity",
            found.Severity switch
            {
                BpmnSeverity.Error => "error",
                BpmnSeverity.Warning => "warning",
                BpmnSeverity.Info => "info",
            }
        );
        json.WriteString("element", found.ElementId);
        json.WriteNumber("line", found.Line);
        json.WriteString("message", found.Message);
        if (found.Path.Count > 0)
        {
            json.WriteStartArray("path");
            foreach (var id in found.Path)
                json.WriteStringValue(id);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
