using System.Globalization;
using System.Text.Json;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Simulation;
using Reserve.Engine.Dmn;
using Reserve.Engine.Feel;
using Reserve.Engine.Feel.Calendar;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>Plays samples of bundles by the calendar that there is.</summary>
public sealed class Samples
{
    private readonly Func<WorkingCalendar?> calendar;

    internal Samples(Func<WorkingCalendar?> calendar) => this.calendar = calendar;

    /// <summary>Plays a sample for which <see cref="SampleRun.IsPlayed"/> holds.</summary>
    /// <param name="text">The sample.</param>
    /// <param name="processes">The processes of the bundle's drawing.</param>
    /// <param name="rules">Its rules by path.</param>
    /// <param name="count">How many of its steps; null for all.</param>
    internal SampleRun Play(
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
        var simulator = new Simulator(now) { Calendar = calendar() };
        simulator.Decision = (_, asked) => Decide(rules, asked, new FeelOptions(simulator.Now) { Calendar = simulator.Calendar });
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

    private static FeelValue? Decide(
        IReadOnlyDictionary<string, DmnReadResult> rules,
        RunEffect.EvaluateDecision asked,
        FeelOptions options
    ) =>
        rules
            .Where(file => asked.Model is null || file.Key == asked.Model)
            .Select(file => file.Value.Model?.Evaluate(asked.DecisionRef, asked.Inputs, options))
            .FirstOrDefault(result => result?.IsKnown == true)
            ?.Value;
}
