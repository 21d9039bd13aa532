using System.Globalization;
using System.Text.Json;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Simulation;
using Reserve.Engine.Dmn;
using Reserve.Engine.Feel;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>
/// A sample of a bundle (<c>samples/*.json</c> with a list <c>steps</c>) played in memory: its processes, its rules, answers of services as
/// the sample says.
/// </summary>
internal sealed class SampleRun : IDisposable
{
    private readonly JsonDocument document;

    private SampleRun(JsonDocument document, Simulator simulator, Scenario scenario, IReadOnlyList<string> problems)
    {
        this.document = document;
        Simulator = simulator;
        Scenario = scenario;
        Problems = problems;
    }

    public Simulator Simulator { get; }

    public Scenario Scenario { get; }

    /// <summary>What is wrong with the sample itself: it is not played then.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>What the sample shows, in its own words.</summary>
    public string? Expected =>
        document.RootElement.TryGetProperty("expected", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    public IReadOnlyList<JsonElement> Steps => [.. document.RootElement.GetProperty("steps").EnumerateArray()];

    /// <summary>Whether the text is an object with steps; a sample without is data to fill forms and templates with.</summary>
    public static bool IsPlayed(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("steps", out var steps)
                && steps.ValueKind == JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Plays a sample for which <see cref="IsPlayed"/> holds.</summary>
    /// <param name="text">The sample.</param>
    /// <param name="processes">The processes of the bundle's drawing.</param>
    /// <param name="rules">Its rules by path.</param>
    /// <param name="count">How many of its steps; null for all.</param>
    public static SampleRun Play(
        string text,
        IEnumerable<ProcessDefinition> processes,
        IReadOnlyDictionary<string, DmnReadResult> rules,
        int? count = null
    )
    {
        var document = JsonDocument.Parse(text);
        var problems = new List<string>();
        var now = DateTimeOffset.UnixEpoch;
        if (
            !document.RootElement.TryGetProperty("now", out var moment)
            || moment.ValueKind != JsonValueKind.String
            || !DateTimeOffset.TryParse(moment.GetString(), CultureInfo.InvariantCulture, out now)
        )
            problems.Add("не сказано, когда он начинается (now, например \"2026-03-02T09:00:00+03:00\")");
        var simulator = new Simulator(now);
        simulator.Decision = (_, asked) => Decide(rules, asked, simulator.Now);
        foreach (var process in processes)
            simulator.Deploy(process);
        var scenario = new Scenario(simulator);
        var run = new SampleRun(document, simulator, scenario, problems);
        problems.AddRange(scenario.UseStubs(document.RootElement));
        foreach (var (step, place) in run.Steps.Select((step, place) => (step, place)))
        {
            if (step.ValueKind != JsonValueKind.Object)
                problems.Add($"шаг {place + 1} — не объект");
        }
        if (problems.Count == 0)
            run.PlaySteps(count ?? int.MaxValue);
        return run;
    }

    public void Dispose() => document.Dispose();

    private void PlaySteps(int count)
    {
        try
        {
            Scenario.Play(Steps.Take(count));
        }
        catch (Exception problem) when (problem is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            ((List<string>)Problems).Add($"записан неверно: {problem.Message}");
        }
    }

    private static FeelValue? Decide(
        IReadOnlyDictionary<string, DmnReadResult> rules,
        RunEffect.EvaluateDecision asked,
        DateTimeOffset now
    ) =>
        rules
            .Where(file => asked.Model is null || file.Key == asked.Model)
            .Select(file => file.Value.Model?.Evaluate(asked.DecisionRef, asked.Inputs, new FeelOptions(now)))
            .FirstOrDefault(result => result?.IsKnown == true)
            ?.Value;
}
