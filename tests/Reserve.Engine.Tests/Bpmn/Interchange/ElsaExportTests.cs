using System.Text.Json;
using System.Xml.Linq;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Interchange;
using Reserve.Engine.Bpmn.Lint;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Dmn;
using Reserve.Engine.Tests.Workflows;

namespace Reserve.Engine.Tests.Bpmn.Interchange;

/// <summary>The shipped drawings made for Elsa: no rule of its import refuses them, and they still do here what they did.</summary>
public sealed class ElsaExportTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 27, 9, 0, 0, TimeSpan.FromHours(3));

    public static TheoryData<string> Drawings => SampleTests.Drawings;

    public static TheoryData<string> Samples => SampleTests.Samples;

    [Fact]
    public void The_shipped_drawings_as_they_are_would_be_refused()
    {
        var refused = SampleTests.Drawings.SelectMany(drawing => ElsaRules.Of(Read(drawing)).Refused).ToList();
        Assert.Equal(5, refused.Count(why => why.Contains("the duration", StringComparison.Ordinal)));
        // Moments are left out, and what leads to them by default is refused.
        Assert.Equal(4, refused.Count(why => why.Contains("default flow", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Drawings))]
    public void Nothing_that_elsa_refuses_is_left_and_what_it_leaves_out_is_told(string drawing)
    {
        var made = Make(drawing);
        var rules = ElsaRules.Of(made.Xml);
        Assert.Empty(rules.Refused);
        Assert.True(made.Importable);
        var lost = made.Notes.Where(note => note.Fate == ElsaFate.Lost).Select(note => note.ElementId).ToHashSet();
        Assert.DoesNotContain(rules.Lost, id => !lost.Contains(id));
    }

    [Theory]
    [MemberData(nameof(Drawings))]
    public void Every_element_of_the_drawing_is_in_the_report_with_a_sentence(string drawing)
    {
        var made = Make(drawing);
        var told = made.Notes.Select(note => note.ElementId).ToHashSet();
        Assert.DoesNotContain(
            BpmnReader.Read(Read(drawing)).File!.Processes.SelectMany(process => process.Nodes),
            node => !told.Contains(node.Id)
        );
        Assert.All(made.Notes, note => Assert.EndsWith(".", note.Message, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Drawings))]
    public void What_was_made_for_elsa_can_be_published_here(string drawing)
    {
        var result = BpmnLinter.Lint(BpmnReader.Read(Make(drawing).Xml));
        // Soundness does not look at conditions, and takes two conditions after one task for ways that may be gone both.
        Assert.All(result.Diagnostics.Where(found => found.Severity != BpmnSeverity.Info), found => Assert.Equal("unbounded", found.Code));
        Assert.True(result.Deployable);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_passes_on_what_was_made_for_elsa(string sample)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SampleTests.Root, sample)));
        var made = Make(Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(sample))!, "process.bpmn"));
        var (scenario, simulator) = SampleTests.Play(sample, made.Xml, document.RootElement, document.RootElement.GetProperty("steps"));
        Assert.Empty(scenario.Failures);
        // Gateways that became outcomes of the task before them are no longer passed.
        var gone = made
            .Notes.Where(note => note.Message.Contains("шлюза в файле нет", StringComparison.Ordinal))
            .Select(note => note.ElementId)
            .ToHashSet();
        Assert.Equal(
            document
                .RootElement.GetProperty("trace")
                .EnumerateArray()
                .Select(element => element.GetString()!)
                .Where(id => !gone.Contains(id)),
            simulator.Trace.Where(line => line.Event == HistoryKind.Completed).Select(line => line.ElementId)
        );
    }

    [Theory]
    [MemberData(nameof(Drawings))]
    public void A_file_that_comes_back_from_elsa_gets_its_own_timers_again(string drawing)
    {
        var made = BpmnReader.Read(Make(drawing).Xml).File!;
        var back = XDocument.Parse(ForeignFile.Apply(made));
        Assert.Equal(Timers(XDocument.Parse(Read(drawing))), Timers(back));
        Assert.Empty(back.Descendants(BpmnNames.Reserve + "timer"));

        static IEnumerable<string> Timers(XDocument document) =>
            document
                .Descendants(BpmnNames.Model + "timerEventDefinition")
                .Select(timer => (Event: timer.Parent!, Value: timer.Elements().Single()))
                .Select(found =>
                    $"{found.Event.Name.LocalName} {found.Event.Attribute("id")} {found.Value.Name.LocalName} {found.Value.Value}"
                );
    }

    private static string Read(string drawing) => File.ReadAllText(Path.Combine(SampleTests.Root, drawing));

    private static ElsaExportResult Make(string drawing)
    {
        var folder = Path.GetDirectoryName(Path.Combine(SampleTests.Root, drawing))!;
        var rules = Directory
            .EnumerateFiles(Path.Combine(folder, "rules"))
            .ToDictionary(file => "rules/" + Path.GetFileName(file), file => DmnReader.Read(File.ReadAllText(file)).Model!);
        return ElsaExport.Make(BpmnReader.Read(Read(drawing)).File!, rules, Day);
    }
}
