using System.Text.Json;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Simulation;
using Reserve.Engine.Feel;

namespace Reserve.Conformance;

/// <summary>Suite <c>betsy</c>: engine-neutral processes whose scripts are tokens; the tokens logged are compared as a multiset.</summary>
internal static class BetsySuite
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    public static IEnumerable<CaseResult> Run(string folder)
    {
        var file = Path.Combine(folder, "betsy", "tests.json");
        if (!File.Exists(file))
            yield break;
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (var test in document.RootElement.EnumerateArray())
        {
            var name = test.GetProperty("name").GetString()!;
            var path = Path.Combine(folder, test.GetProperty("file").GetString()!);
            var failures = new List<string>();
            foreach (var one in test.GetProperty("testCases").EnumerateArray())
            {
                var expected = one.GetProperty("trace")
                    .EnumerateArray()
                    .Select(token => token.GetString()!)
                    .Order(StringComparer.Ordinal)
                    .ToList();
                // A test that does not expect the marker does not look for it.
                var got = Play(path, name, one)
                    .Where(token => token != "MARKER_EXISTS" || expected.Contains(token))
                    .Order(StringComparer.Ordinal)
                    .ToList();
                if (!expected.SequenceEqual(got, StringComparer.Ordinal))
                    failures.Add(
                        $"{one.GetProperty("vars").GetRawText()}: expected {string.Join(",", expected)}, got {string.Join(",", got)}"
                    );
            }

            yield return new CaseResult(name, failures.Count == 0, string.Join("; ", failures));
        }
    }

    private static List<string> Play(string path, string name, JsonElement test)
    {
        var definitions = ModelTranslator.Load(path, true, out var problems);
        if (problems.Count > 0)
            return ["ERROR_GENERIC"];
        var log = new Log();
        var simulator = new Simulator(Start);
        simulator.Service = call => log.Perform(call, simulator.Now);
        simulator.Effect += log.See;
        foreach (var definition in definitions)
            simulator.Deploy(definition);
        if (Flag("parallelProcess"))
            simulator.Start("ParallelProcess", FeelContext.Empty);
        var main =
            definitions.FirstOrDefault(definition => definition.Id == name)
            ?? definitions.First(definition => definition.Id != "ParallelProcess");
        var vars = FeelJson.Read(test.GetProperty("vars")).AsContext() ?? FeelContext.Empty;
        if (simulator.Start(main.Id, vars) is null && !Begins(simulator, main, vars))
            return ["ERROR_NOT_STARTED"];
        DoAdHoc(simulator);
        var until = Start.AddMilliseconds(test.TryGetProperty("delayMs", out var delay) ? delay.GetInt64() : 0);
        log.Finish(simulator, until);
        simulator.Advance(until);
        DoAdHoc(simulator);
        return log.Lines;

        bool Flag(string property) => test.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.True;
    }

    /// <summary>
    /// A process without a none start event begins by its timer when the clock moves, by its condition when the data fulfil it, or by what
    /// another process throws.
    /// </summary>
    private static bool Begins(Simulator simulator, ProcessDefinition definition, FeelContext vars)
    {
        foreach (var point in definition.Starts.Where(point => point.Kind == StartKind.Conditional && point.Holds(vars, simulator.Now)))
            return simulator.Start(definition.Id, vars, point.ElementId) is not null;
        return definition.Starts.Any(point => point.Kind is StartKind.Timer or StartKind.Conditional);
    }

    /// <summary>
    /// The performer of an ad-hoc subprocess: does each activity once, in the order of the model, and says that it is done.
    /// </summary>
    private static void DoAdHoc(Simulator simulator)
    {
        for (var turn = 0; turn < 100 && simulator.Waits("adHoc").FirstOrDefault() is { Run: { } run } open; turn++)
        {
            foreach (var activity in run.State.EnabledAdHoc.ToList())
            {
                if (run.State.OpenWaits.Any(wait => wait.Id == open.Wait.Id))
                    simulator.Send(run, new RunEvent.ActivateAdHoc(open.Wait.Id, activity));
            }

            if (run.State.OpenWaits.Any(wait => wait.Id == open.Wait.Id))
                simulator.Send(run, new RunEvent.CompleteAdHoc(open.Wait.Id));
        }
    }

    private sealed class Log
    {
        private readonly List<(SimulatedRun Run, int Wait, DateTimeOffset Since)> working = [];

        public List<string> Lines { get; } = [];

        public void See(SimulatedRun run, RunEffect effect)
        {
            switch (effect)
            {
                case RunEffect.IncidentRaised incident:
                    Lines.Add(incident.Code == "no-flow" ? "ERROR_RUNTIME" : "ERROR_GENERIC");
                    break;
                case RunEffect.RunEnded { State: RunState.Faulted } when run.Caller is null:
                    Lines.Add("ERROR_THROWN_ERROR_EVENT");
                    break;
            }
        }

        public ServiceAnswer Perform(SimulatedCall call, DateTimeOffset now)
        {
            var script = call.Effect.Inputs.TryGet("script", out var text) ? text.AsString() ?? "" : "";
            var variables = call.Run.State.VariablesAt(call.Effect.WaitId);
            switch (script)
            {
                case "CREATE_MARKER_FILE":
                    Lines.Add("MARKER_EXISTS");
                    return ServiceAnswer.Done;
                case "INCREMENT_INTEGER_VARIABLE" or "INCREMENT_INTEGER_VARIABLE_AND_LOG":
                    if (script.EndsWith("LOG", StringComparison.Ordinal))
                        Lines.Add("INCREMENT");
                    var before = variables.TryGet("integerVariable", out var number) ? number.AsInt64() ?? 0 : 0;
                    return new ServiceAnswer(FeelContext.Of(("integerVariable", FeelValue.From(before + 1))));
                case "SET_STRING_DATA":
                    return new ServiceAnswer(FeelContext.Of(("data", FeelValue.From("String"))));
                case "LOG_DATA":
                    if (variables.TryGet("data", out var data) && data.AsString() == "String")
                        Lines.Add("DATA_CORRECT");
                    return ServiceAnswer.Done;
                case "THROW_ERROR":
                    return new ServiceAnswer(null, "ERR_CODE");
                case "WAIT_TEN_SECONDS" or "CREATE_TIMESTAMP_LOG_1" or "CREATE_TIMESTAMP_LOG_2":
                    working.Add((call.Run, call.Effect.WaitId, now));
                    return ServiceAnswer.Open;
                case var log when log.StartsWith("SCRIPT_", StringComparison.Ordinal):
                    Lines.Add(log["SCRIPT_".Length..]);
                    return ServiceAnswer.Done;
                default:
                    return ServiceAnswer.Done;
            }
        }

        /// <summary>Work that takes ten seconds: of two pieces at once the intervals overlap.</summary>
        public void Finish(Simulator simulator, DateTimeOffset until)
        {
            while (working.Count > 0 && simulator.Now.AddSeconds(10) <= until)
            {
                if (working.Count > 1 && working.Select(work => work.Since).Distinct().Count() == 1)
                    Lines.Add("EXECUTION_PARALLEL");
                var done = working.ToList();
                working.Clear();
                simulator.Advance(simulator.Now.AddSeconds(10));
                foreach (var work in done)
                    simulator.Send(work.Run, new RunEvent.ServiceCompleted(work.Wait, FeelContext.Empty));
            }
        }
    }
}
