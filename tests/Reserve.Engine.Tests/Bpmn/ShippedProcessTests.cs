using System.Globalization;
using System.Text.Json;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Lint;
using Reserve.Engine.Bpmn.Simulation;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Dmn;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Bpmn;

/// <summary>The processes of <c>workflows/</c>: every sample is played with its rules, every drawing is checked.</summary>
public sealed class ShippedProcessTests
{
    private static readonly string Workflows = Path.Combine(Repository(), "workflows");

    public static TheoryData<string> Samples =>
        [
            .. Directory
                .EnumerateFiles(Workflows, "*.json", SearchOption.AllDirectories)
                .Where(path => Path.GetFileName(Path.GetDirectoryName(path)) == "samples")
                .Select(path => Path.GetRelativePath(Workflows, path))
                .Order(StringComparer.Ordinal),
        ];

    public static TheoryData<string> Drawings =>
        [
            .. Directory
                .EnumerateFiles(Workflows, "*.bpmn", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Workflows, path))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_sample_goes_as_it_says(string sample)
    {
        var file = Path.Combine(Workflows, sample);
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(file))!;
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var scenario = document.RootElement;
        var simulator = new Simulator(DateTimeOffset.Parse(scenario.GetProperty("now").GetString()!, CultureInfo.InvariantCulture))
        {
            Calendar = Reserve.Engine.Tests.Feel.ShippedCalendar.Instance,
            Decision = (_, asked) =>
                DmnReader
                    .ReadFile(Path.Combine(folder, asked.Model!))
                    .Model!.Evaluate(asked.DecisionRef, asked.Inputs, new FeelOptions(Game.Noon))
                    .Value,
        };
        using (var stream = File.OpenRead(Path.Combine(folder, "process.bpmn")))
            simulator.Deploy(ProcessDefinition.Compile(BpmnReader.Read(stream).File!).Definition!);
        var played = new Scenario(simulator);
        Assert.Empty(played.UseStubs(scenario));
        played.Play(scenario.GetProperty("steps"));
        Assert.True(played.Failures.Count == 0, string.Join('\n', played.Failures));
        Assert.DoesNotContain(simulator.Runs, run => run.Incidents.Count > 0);
    }

    [Theory]
    [MemberData(nameof(Drawings))]
    public void Every_drawing_is_sound_and_without_warning(string drawing)
    {
        using var stream = File.OpenRead(Path.Combine(Workflows, drawing));
        var result = BpmnLinter.Lint(BpmnReader.Read(stream));
        Assert.DoesNotContain(result.Diagnostics, found => found.Severity != BpmnSeverity.Info);
        Assert.All(result.Soundness.Values, sound => Assert.True(sound));
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Reserve.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? Directory.GetCurrentDirectory();
    }
}
