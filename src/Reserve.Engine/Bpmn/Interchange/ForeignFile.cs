using System.Xml.Linq;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Engine.Bpmn.Interchange;

/// <summary>A property of another tool that has an equivalent here.</summary>
/// <param name="Key">Names the proposal in this file: the same for the same file.</param>
/// <param name="ElementId">The element's id; empty when it has none.</param>
/// <param name="ElementName">Its name; empty when it has none.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="From">What it is there, for example <c>camunda:assignee</c>.</param>
/// <param name="Message">What it becomes, a Russian sentence.</param>
public sealed record ConversionProposal(string Key, string ElementId, string ElementName, int Line, string From, string Message);

/// <summary>What has no equivalent: it stays in the file and is not executed.</summary>
/// <param name="ElementId">The element's id; empty when it has none.</param>
/// <param name="ElementName">Its name; empty when it has none.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="From">What it is, for example <c>camunda:asyncBefore</c>; several are parted by commas.</param>
/// <param name="Message">A Russian sentence.</param>
public sealed record ForeignRemark(string ElementId, string ElementName, int Line, string From, string Message);

/// <summary>A process that could be the one to execute.</summary>
public sealed record ExecutableCandidate(string ProcessId, string Name);

/// <summary>What can be done with a file that another tool made.</summary>
/// <param name="Proposals">What has an equivalent, in file order.</param>
/// <param name="Kept">What has none, in file order.</param>
/// <param name="Executables">When no process of the file is executable: those that could be; else empty.</param>
public sealed record ForeignOffer(
    IReadOnlyList<ConversionProposal> Proposals,
    IReadOnlyList<ForeignRemark> Kept,
    IReadOnlyList<ExecutableCandidate> Executables
)
{
    /// <summary>Whether there is anything to ask a person.</summary>
    public bool IsEmpty => Proposals.Count == 0 && Kept.Count == 0 && Executables.Count == 0;
}

/// <summary>
/// Properties of Camunda 7 (also Operaton, Flowable, Activiti) and Camunda 8 (Zeebe) that have an equivalent here: offered as a list, and
/// written when a person agrees. The rest of the file stays as it is.
/// </summary>
public static class ForeignFile
{
    /// <summary>What is offered. The file is not changed.</summary>
    public static ForeignOffer Offer(BpmnFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var scan = ForeignScan.Of(file.Document);
        return new ForeignOffer([.. scan.Conversions.Select(conversion => conversion.Proposal)], scan.Kept(), Executables(file));
    }

    /// <summary>Converts.</summary>
    /// <param name="file">The file; it is not changed.</param>
    /// <param name="chosen">Keys of proposals; null for all. Unknown keys are passed over.</param>
    /// <param name="executable">The process to be executed from now on; null leaves that as it is.</param>
    /// <returns>The file's new text.</returns>
    public static string Apply(BpmnFile file, IReadOnlySet<string>? chosen = null, string? executable = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        var document = new XDocument(file.Document);
        foreach (var conversion in ForeignScan.Of(document).Conversions)
        {
            if (chosen is null || chosen.Contains(conversion.Proposal.Key))
                conversion.Apply();
        }

        foreach (
            var process in document
                .Root!.Elements(BpmnNames.Model + "process")
                .Where(process => (string?)process.Attribute("id") == executable)
        )
            process.SetAttributeValue("isExecutable", "true");
        foreach (var empty in document.Descendants(BpmnNames.Model + "extensionElements").Where(holder => !holder.HasElements).ToList())
            empty.Remove();
        return BpmnWriter.Write(file with { Document = document });
    }

    private static List<ExecutableCandidate> Executables(BpmnFile file) =>
        file.Processes.Any(process => process.IsExecutable == true)
            ? []
            : file
                .Processes.Where(process => process.Id.Length > 0 && process.Nodes.Count > 0)
                .Select(process => new ExecutableCandidate(process.Id, NameOf(file, process)))
                .ToList();

    private static string NameOf(BpmnFile file, BpmnProcess process) =>
        process.Name.Length > 0
            ? process.Name
            : file.Participants.FirstOrDefault(participant => participant.ProcessRef == process.Id)?.Name ?? "";
}
