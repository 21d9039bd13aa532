using Reserve.Engine.Bpmn.Interchange;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Dmn;
using Reserve.Engine.Tests.Workflows;

namespace Reserve.Engine.Tests.Bpmn.Interchange;

/// <summary>Drawings of others, whatever lies in the folder of suites: what is said of them is true.</summary>
public sealed class OutsideDrawingTests
{
    [Fact]
    public void Of_every_outside_drawing_the_report_tells_what_elsa_refuses_and_loses()
    {
        var wrong = new List<string>();
        foreach (var file in Files())
        {
            using var content = File.OpenRead(file);
            if (BpmnReader.Read(content) is not { Ok: true, File: { Processes.Count: > 0 } drawing })
                continue;
            var made = ElsaExport.Make(drawing, new Dictionary<string, DmnModel>(), DateTimeOffset.UnixEpoch);
            var rules = ElsaRules.Of(made.Xml);
            var lost = made.Notes.Where(note => note.Fate != ElsaFate.Kept).Select(note => note.ElementId).ToHashSet();
            if (rules.Refused.Count == 0 != made.Importable)
                wrong.Add($"{file}: refused {string.Join("; ", rules.Refused)}; told {string.Join("; ", made.Notes.Where(Refused))}");
            wrong.AddRange(rules.Lost.Where(id => !lost.Contains(id)).Select(id => $"{file}: {id} is lost and not told"));
            if (!BpmnReader.Read(made.Xml).Ok)
                wrong.Add($"{file}: what was made is not read");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));

        static bool Refused(ElsaNote note) => note.Fate == ElsaFate.Refused;
    }

    [Fact]
    public void An_outside_drawing_that_was_converted_is_read_offers_nothing_more_and_keeps_what_was_not_converted()
    {
        var wrong = new List<string>();
        var proposals = 0;
        foreach (var file in Files())
        {
            using var content = File.OpenRead(file);
            if (BpmnReader.Read(content).File is not { } drawing)
                continue;
            var offer = ForeignFile.Offer(drawing);
            proposals += offer.Proposals.Count;
            if (offer.Proposals.DistinctBy(proposal => proposal.Key).Count() != offer.Proposals.Count)
                wrong.Add($"{file}: two proposals have one key");
            var made = BpmnReader.Read(ForeignFile.Apply(drawing));
            if (made.File is null)
                wrong.Add($"{file}: what was made is not read");
            else if (ForeignFile.Offer(made.File) is var again && again.Proposals.Count > 0)
                wrong.Add($"{file}: still offered {again.Proposals[0]}");
            else if (!again.Kept.Select(Place).SequenceEqual(offer.Kept.Select(Place)))
                wrong.Add($"{file}: {string.Join("; ", offer.Kept.Select(Place))} became {string.Join("; ", again.Kept.Select(Place))}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(proposals > 0);

        static string Place(ForeignRemark remark) => $"{remark.ElementId} {remark.From}";
    }

    private static List<string> Files()
    {
        var folder =
            Environment.GetEnvironmentVariable("RESERVE_SUITES")
            ?? Path.Combine(Path.GetDirectoryName(SampleTests.Root)!, "..", "shared", "suites");
        if (!Directory.Exists(folder))
            Assert.Skip($"skipped: drawings of others, no folder {folder}");
        return [.. Directory.EnumerateFiles(folder, "*.bpmn", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }
}
