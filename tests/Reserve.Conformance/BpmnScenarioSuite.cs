using System.Text.Json;
using Reserve.Engine.Bpmn.Simulation;
using Reserve.Engine.Feel;

namespace Reserve.Conformance;

/// <summary>Suite <c>bpmn-exec</c>: scenarios of steps and expected states over models of other engines.</summary>
internal static class BpmnScenarioSuite
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    public static IEnumerable<CaseResult> Run(string folder)
    {
        var file = Path.Combine(folder, "scenarios.json");
        if (!File.Exists(file))
            yield break;
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (var scenario in document.RootElement.EnumerateArray())
        {
            var name = scenario.GetProperty("id").GetString()!;
            CaseResult result;
            try
            {
                result = Play(folder, name, scenario);
            }
            catch (Exception problem)
                when (problem
                        is InvalidOperationException
                            or KeyNotFoundException
                            or FormatException
                            or IOException
                            or NullReferenceException
                            or ArgumentException
                )
            {
                result = new CaseResult(name, false, $"{problem.GetType().Name}: {problem.Message}");
            }

            yield return result;
        }
    }

    private static CaseResult Play(string folder, string name, JsonElement scenario)
    {
        var refusals = new List<string>();
        var simulator = new Simulator(Start) { Service = Answer };
        foreach (var path in scenario.GetProperty("files").EnumerateArray().Select(file => Path.Combine(folder, file.GetString()!)))
        {
            var definitions = ModelTranslator.Load(path, false, out var problems);
            definitions.ForEach(simulator.Deploy);
            refusals.AddRange(problems);
        }

        var mustRefuse = scenario.TryGetProperty("expectDeployError", out var expected) && expected.ValueKind == JsonValueKind.True;
        if (mustRefuse || refusals.Count > 0)
            return new CaseResult(
                name,
                mustRefuse && refusals.Count > 0,
                mustRefuse ? "deployed, but should be refused" : "refused: " + string.Join("; ", refusals)
            );
        var played = new Scenario(simulator);
        played.UseStubs(scenario);
        played.Play(scenario.GetProperty("steps"));
        return new CaseResult(
            name,
            played.Failures.Count == 0,
            string.Join(
                "; ",
                played.Failures.Select(failure => $"step {failure.Step} {failure.What}: expected {failure.Expected}, got {failure.Got}")
            )
        );
    }

    /// <summary>The handlers that the suite's readme names.</summary>
    private static ServiceAnswer Answer(SimulatedCall call)
    {
        var inputs = call.Effect.Inputs;
        if (call.Effect.ActivityType != ModelTranslator.Handler)
            return ServiceAnswer.Done;
        if (Text("class")?.EndsWith("UndoService", StringComparison.Ordinal) == true && Text("counterName") is { } counter)
        {
            var before = call.Run.State.Variables.TryGet(counter, out var value) ? value.AsInt64() ?? 0 : 0;
            return new ServiceAnswer(FeelContext.Of((counter, FeelValue.From(before + 1))));
        }

        if (!inputs.TryGet("value", out var given))
            return ServiceAnswer.Done;
        return new ServiceAnswer(
            Text("resultVariable") is { } variable ? FeelContext.Of((variable, given)) : given.AsContext() ?? FeelContext.Empty
        );

        string? Text(string input) => inputs.TryGet(input, out var found) ? found.AsString() : null;
    }
}
