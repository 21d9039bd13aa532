using System.Globalization;
using System.Text.Json;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Lint;
using Reserve.Engine.Bpmn.Simulation;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Dmn;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Workflows;

/// <summary>
/// The shipped processes: every sample passes, leaves its trace, and the drawings are clean. What lies in <c>workflows</c> is discovered.
/// </summary>
public sealed class SampleTests
{
    internal static readonly string Root = Find();

    /// <summary>Rules that no drawing names: pages ask them, of what kind a document is and whose commission hears a case.</summary>
    private static readonly string[] AskedByPages = ["rules/commission.dmn", "rules/document-kind.dmn"];

    public static TheoryData<string> Samples =>
        [
            .. Directory
                .EnumerateFiles(Root, "*.json", SearchOption.AllDirectories)
                .Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "samples")
                .Select(file => Path.GetRelativePath(Root, file))
                .Order(StringComparer.Ordinal),
        ];

    public static TheoryData<string> Drawings =>
        [
            .. Directory
                .EnumerateFiles(Root, "process.bpmn", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Root, file))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_passes_and_leaves_its_trace(string sample)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, sample)));
        var (scenario, simulator) = Play(sample, Drawing(sample), document.RootElement, document.RootElement.GetProperty("steps"));
        Assert.Empty(scenario.Failures);
        string[] trace = [.. simulator.Trace.Where(line => line.Event == HistoryKind.Completed).Select(line => line.ElementId)];
        if (Environment.GetEnvironmentVariable("RESERVE_WRITE_TRACES") is { Length: > 0 })
            WriteTrace(Path.Combine(Root, sample), trace);
        else
            Assert.Equal(document.RootElement.GetProperty("trace").EnumerateArray().Select(element => element.GetString()), trace);
    }

    /// <summary>Puts a trace at the end of a sample, to be read before it is committed.</summary>
    private static void WriteTrace(string file, string[] trace)
    {
        List<string> lines = [""];
        foreach (var element in trace.Select(element => $" \"{element}\","))
            if (lines[^1].Length + element.Length > 130)
                lines.Add("   " + element);
            else
                lines[^1] += lines[^1].Length == 0 ? "   " + element : element;
        var text = File.ReadAllText(file).TrimEnd().TrimEnd('}').TrimEnd();
        var at = text.IndexOf("\"trace\":", StringComparison.Ordinal);
        var kept = (at < 0 ? text : text[..at]).TrimEnd().TrimEnd(',');
        File.WriteAllText(file, $"{kept},\n  \"trace\": [\n{string.Join('\n', lines).TrimEnd(',')}\n  ]\n}}\n");
    }

    [Fact]
    public void A_wrong_expectation_is_found()
    {
        const string Sample = "appointment-approval/samples/withdrawn.json";
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, Sample)));
        using var wrong = JsonDocument.Parse("""[{"do": "expect", "instances": 1, "completed": {"Withdraw": 2}}]""");
        var (scenario, _) = Play(
            Sample,
            Drawing(Sample),
            document.RootElement,
            document.RootElement.GetProperty("steps"),
            wrong.RootElement
        );
        Assert.Equal(["instances", "completed Withdraw"], scenario.Failures.Select(failure => failure.What));
    }

    [Theory]
    [MemberData(nameof(Drawings))]
    public void A_drawing_has_no_errors_no_warnings_and_is_sound(string drawing)
    {
        var result = BpmnLinter.Lint(BpmnReader.Read(File.ReadAllText(Path.Combine(Root, drawing))));
        // Only remarks on style are left: exclusive ways that meet at a task without a gateway.
        Assert.Empty(result.Diagnostics.Where(found => found.Severity != BpmnSeverity.Info).Select(found => found.ToString()));
        Assert.Equal([true], result.Soundness.Values.Select(sound => sound == true));
    }

    [Theory]
    [MemberData(nameof(Drawings))]
    public void Every_form_rule_and_outcome_that_a_drawing_names_is_there(string drawing)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Root, drawing))!;
        var bindings = System
            .Xml.Linq.XDocument.Load(Path.Combine(Root, drawing))
            .Descendants(System.Xml.Linq.XName.Get("input", "https://elsaworkflows.io/schemas/bpmn/v1"))
            .Select(input =>
                (Name: (string)input.Attribute("name")!, Expression: JsonDocument.Parse(input.Value).RootElement.GetProperty("expression"))
            )
            .ToList();
        foreach (var form in Literals("form"))
            Assert.True(File.Exists(Path.Combine(folder, "forms", form + ".json")), form);
        foreach (var model in Literals("model"))
            Assert.True(File.Exists(Path.Combine(folder, model)), model);
        Assert.Equal(Files("forms").Select(Path.GetFileNameWithoutExtension), Literals("form").Order(StringComparer.Ordinal));
        Assert.Equal(
            Files("rules").Select(file => "rules/" + Path.GetFileName(file)).Except(AskedByPages),
            Literals("model").Order(StringComparer.Ordinal)
        );

        IEnumerable<string> Files(string kind) =>
            Directory.Exists(Path.Combine(folder, kind))
                ? Directory.GetFiles(Path.Combine(folder, kind)).Order(StringComparer.Ordinal)
                : [];

        IEnumerable<string> Literals(string name) =>
            bindings
                .Where(input => input.Name == name && input.Expression.GetProperty("type").GetString() == "Literal")
                .Select(input => input.Expression.GetProperty("value").GetString()!)
                .Distinct();
    }

    /// <summary>Plays steps of a sample on a drawing: its own, or one made of it.</summary>
    internal static (Scenario Scenario, Simulator Simulator) Play(
        string sample,
        string drawing,
        JsonElement document,
        params JsonElement[] steps
    )
    {
        var folder = FolderOf(sample);
        var read = BpmnReader.Read(drawing);
        var compiled = ProcessDefinition.Compile(read.File!);
        Assert.Empty(compiled.Diagnostics);
        var simulator = new Simulator(DateTimeOffset.Parse(document.GetProperty("now").GetString()!, CultureInfo.InvariantCulture))
        {
            Calendar = Reserve.Engine.Tests.Feel.ShippedCalendar.Instance,
        };
        simulator.Deploy(compiled.Definition!);
        simulator.Decision = (_, asked) => Decide(folder, asked, simulator.Now);
        var scenario = new Scenario(simulator);
        Assert.Empty(scenario.UseStubs(document));
        foreach (var part in steps)
            scenario.Play(part);
        return (scenario, simulator);
    }

    private static string FolderOf(string sample) => Path.GetDirectoryName(Path.GetDirectoryName(Path.Combine(Root, sample)))!;

    private static string Drawing(string sample) => File.ReadAllText(Path.Combine(FolderOf(sample), "process.bpmn"));

    private static FeelValue? Decide(string folder, RunEffect.EvaluateDecision asked, DateTimeOffset now)
    {
        var read = DmnReader.Read(File.ReadAllText(Path.Combine(folder, asked.Model!)));
        var result = read.Model!.Evaluate(asked.DecisionRef, asked.Inputs, new FeelOptions(now));
        Assert.True(result.IsKnown, $"{asked.Model} has no decision {asked.DecisionRef}");
        Assert.Empty(result.Warnings);
        return result.Value;
    }

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Reserve.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The repository's root is not above the tests.");
        return Path.Combine(folder, "workflows");
    }
}
