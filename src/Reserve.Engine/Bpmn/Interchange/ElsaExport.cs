using System.Text.Json;
using System.Xml.Linq;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Dmn;

namespace Reserve.Engine.Bpmn.Interchange;

/// <summary>What becomes of an element in a file for Elsa.</summary>
public enum ElsaFate
{
    /// <summary>Elsa reads it as it stands.</summary>
    Kept,

    /// <summary>Written otherwise, so that Elsa does the same.</summary>
    Rewritten,

    /// <summary>Elsa leaves it out, or does less than was drawn.</summary>
    Lost,

    /// <summary>Elsa would not import the file because of it, and a person has to change the drawing.</summary>
    Refused,
}

/// <summary>One line of the report.</summary>
/// <param name="Fate">What becomes of it.</param>
/// <param name="ElementId">The element's id; empty when the line is about the file.</param>
/// <param name="ElementName">The element's name; empty when it has none.</param>
/// <param name="Message">A Russian sentence.</param>
public sealed record ElsaNote(ElsaFate Fate, string ElementId, string ElementName, string Message);

/// <summary>A file for Elsa and what it is worth there.</summary>
/// <param name="Xml">The file, UTF-8.</param>
/// <param name="Notes">Every element of the flow at least once, in file order; what concerns the whole file comes first.</param>
/// <param name="Activities">The activity types that the server must have registered, in order of their names.</param>
/// <param name="FeelInputs">How many inputs are FEEL: without a descriptor of expressions <c>Feel</c> each of them is null there.</param>
public sealed record ElsaExportResult(string Xml, IReadOnlyList<ElsaNote> Notes, IReadOnlyList<string> Activities, int FeelInputs)
{
    /// <summary>Whether an Elsa server that has all of <see cref="Activities"/> imports the file.</summary>
    public bool Importable => Notes.All(note => note.Fate != ElsaFate.Refused);
}

/// <summary>
/// Makes of a drawing a file that the BPMN import of Elsa 3.8 takes: constants instead of FEEL in timers, outcomes of tasks instead of
/// conditions after gateways, its own spelling of multi-instance. What Elsa cannot say stays in the file in our namespace, where our
/// reader finds it, so the file still runs here.
/// </summary>
public static class ElsaExport
{
    /// <summary>Makes the file.</summary>
    /// <param name="file">The drawing.</param>
    /// <param name="rules">Decision tables by path, as business rule tasks name them (<c>rules/deadlines.dmn</c>); decisions without inputs
    /// give the values that timers are computed from.</param>
    /// <param name="now">The moment of the export: a length that depends on the day is written as it is then.</param>
    public static ElsaExportResult Make(BpmnFile file, IReadOnlyDictionary<string, DmnModel> rules, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(rules);
        var draft = new ElsaDraft(new XDocument(file.Document));
        ElsaRoots.Rewrite(draft);
        ElsaTimers.Rewrite(draft, KnownValues.Of(file, rules, now));
        ElsaLoops.Rewrite(draft, file);
        ElsaBindings.Rewrite(draft);
        ElsaSplits.Rewrite(draft);
        ElsaJudge.Report(draft);
        var inputs = draft.Root.Descendants(BpmnNames.Elsa + "input").ToList();
        var feel = inputs.Count(IsFeel);
        var activities = draft
            .Root.Descendants(BpmnNames.Elsa + "activityBinding")
            .Select(binding => (string?)binding.Attribute("activityType") ?? "")
            .Where(type => type.Length > 0)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        return new ElsaExportResult(BpmnWriter.Write(file with { Document = draft.Document }), draft.InFileOrder(), activities, feel);
    }

    private static bool IsFeel(XElement input)
    {
        try
        {
            using var json = JsonDocument.Parse(input.Value);
            return json.RootElement.TryGetProperty("expression", out var expression)
                && expression.TryGetProperty("type", out var type)
                && type.ValueEquals("Feel");
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
