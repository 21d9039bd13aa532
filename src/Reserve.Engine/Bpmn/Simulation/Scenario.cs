using System.Globalization;
using System.Text.Json;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Simulation;

/// <summary>An expectation or step that did not hold.</summary>
/// <param name="Step">The step's number, from 0.</param>
/// <param name="What">What was looked at, for example <c>tasks</c>.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Got">What was found.</param>
public sealed record ScenarioFailure(int Step, string What, string Expected, string Got);

/// <summary>
/// Plays a scenario: steps <c>start, startByMessage, complete, trigger, signal, message, correlate, publish, advance, set, delete, expect,
/// expectError, enableAdHoc, completeAdHoc, retry, error</c>
/// over a <see cref="Simulator"/>.
/// </summary>
public sealed class Scenario
{
    private readonly Simulator simulator;
    private readonly Dictionary<string, StubList> stubs = new(StringComparer.Ordinal);
    private readonly List<ScenarioFailure> failures = [];
    private SimulatedRun? last;
    private int step;

    /// <summary>A scenario over a simulator whose processes are deployed.</summary>
    public Scenario(Simulator simulator)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        this.simulator = simulator;
    }

    /// <summary>What did not hold, in the order of the steps.</summary>
    public IReadOnlyList<ScenarioFailure> Failures => failures;

    /// <summary>
    /// Reads stubs: <c>services</c> by activity type and <c>stubs</c> by element id. Each value is one answer or a list of answers, the
    /// last of which repeats: a string is FEEL text over the visible variables, <c>{"error": CODE}</c> a BPMN error, <c>{"failure":
    /// TEXT}</c> a technical failure, <c>{"open": true}</c> stays open for a <c>complete</c> step, another object variables.
    /// </summary>
    /// <returns>What is wrong with them.</returns>
    public IReadOnlyList<string> UseStubs(JsonElement scenario)
    {
        var problems = new List<string>();
        foreach (var section in new[] { "services", "stubs" })
        {
            if (!scenario.TryGetProperty(section, out var stubs) || stubs.ValueKind != JsonValueKind.Object)
                continue;
            foreach (var stub in stubs.EnumerateObject())
                this.stubs[stub.Name] = StubList.Read(stub.Name, stub.Value, problems);
        }

        var before = simulator.Service;
        simulator.Service = call =>
            (
                stubs.GetValueOrDefault(call.Effect.ElementId)
                ?? (call.Effect.ActivityType is { } type ? stubs.GetValueOrDefault(type) : null)
            )
                is { } stub
                ? stub.Next(call.Run.State.VariablesAt(call.Effect.WaitId), simulator.Now)
                : before(call);
        return problems;
    }

    /// <summary>Plays the steps. A step that cannot be done is a failure, and the next ones are played all the same.</summary>
    public void Play(JsonElement steps) => Play(steps.EnumerateArray());

    /// <inheritdoc cref="Play(JsonElement)"/>
    public void Play(IEnumerable<JsonElement> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        foreach (var step in steps)
        {
            var loops = simulator.Loops.Count;
            if (Do(step) is { } problem)
                failures.Add(new ScenarioFailure(this.step, Text(step, "do"), "шаг выполняется", problem));
            foreach (var loop in simulator.Loops.Skip(loops))
                failures.Add(new ScenarioFailure(this.step, Text(step, "do"), "шаг кончается", loop));
            if (simulator.Stopped is not null)
                return;
            this.step++;
        }
    }

    private string? Do(JsonElement step)
    {
        var id = Text(step, "id");
        var kind = Text(step, "do");
        switch (kind)
        {
            case "start":
                return Started(
                    simulator.Start(id, Vars(step), step.TryGetProperty("element", out var element) ? element.GetString() : null),
                    id
                );
            case "startByMessage":
                return Started(simulator.StartByMessage(id, Vars(step)), id);
            case "complete":
                return Repeat(step, () => Complete(id, Vars(step)));
            case "trigger":
                return Repeat(step, () => Answer(id, wait => new RunEvent.MessageArrived(wait.Id, Vars(step)), "trigger", "message"));
            case "error":
                return Answer(
                    id,
                    wait => new RunEvent.ServiceFailed(wait.Id, Text(step, "code"), Text(step, "message")),
                    "service",
                    "userTask"
                );
            case "signal":
                simulator.Signal(id, Vars(step));
                return null;
            case "message" or "correlate":
                if (simulator.Message(id, step.TryGetProperty("key", out var key) ? key.ToString() : null, Vars(step)))
                    return null;
                // A start event waits, too.
                return kind == "correlate" && simulator.StartByMessage(id, Vars(step)) is { } begun
                    ? Started(begun, id)
                    : $"сообщения «{id}» никто не ждёт";
            case "publish":
                return Publish(step, id);
            case "advance":
                return Advance(step);
            case "set":
                return last is null ? "нет экземпляра" : Refused(simulator.Send(last, new RunEvent.SetVariables(Vars(step))));
            case "delete":
                return last is null ? "нет экземпляра" : Refused(simulator.Send(last, new RunEvent.Cancel()));
            case "retry":
                return Answer(id, wait => new RunEvent.Retry(wait.Id), "incident");
            case "enableAdHoc":
                return EnableAdHoc(id);
            case "completeAdHoc":
                return Answer(id, wait => new RunEvent.CompleteAdHoc(wait.Id), "adHoc");
            case "expectError":
                return ExpectError(step.GetProperty("step"));
            case "expect":
                Expect(step);
                return null;
            default:
                return $"неизвестный шаг «{kind}»";
        }
    }

    private string? Publish(JsonElement step, string id)
    {
        var lives = IsoDuration.TryParse(Text(step, "timeToLive"));
        if (lives is null && step.TryGetProperty("timeToLive", out var given))
            return $"«{given}» не срок";
        var before = simulator.Runs.Count;
        simulator.Publish(id, step.TryGetProperty("key", out var key) ? key.ToString() : null, Vars(step), lives);
        if (simulator.Runs.Count > before)
            last = simulator.Runs[before];
        return null;
    }

    private string? Started(SimulatedRun? run, string id)
    {
        if (run is null)
            return $"«{id}» не начинается";
        last = run;
        return null;
    }

    private static string? Repeat(JsonElement step, Func<string?> once)
    {
        var count = step.TryGetProperty("count", out var number) ? number.GetInt32() : 1;
        for (var turn = 0; turn < count; turn++)
        {
            if (once() is { } problem)
                return problem;
        }

        return null;
    }

    private string? Complete(string id, FeelContext variables) =>
        Answer(
            id,
            wait =>
                wait.Kind == "service" ? new RunEvent.ServiceCompleted(wait.Id, variables) : new RunEvent.TaskCompleted(wait.Id, variables),
            "userTask",
            "service"
        );

    private string? Answer(string element, Func<OpenWait, RunEvent> happened, params string[] kinds)
    {
        foreach (var (run, wait) in simulator.Waits(kinds))
        {
            if (wait.ElementId == element)
                return Refused(simulator.Send(run, happened(wait)));
        }

        return $"«{element}» не ждёт";
    }

    private static string? Refused(StepRefusal? refusal) => refusal is null ? null : $"отказ {refusal}";

    private string? Advance(JsonElement step)
    {
        if (
            step.TryGetProperty("to", out var to)
            && FeelDateTime.TryParse(to.GetString()) is { } moment
            && moment.ToDateTimeOffset(simulator.Now.Offset) is { } target
        )
        {
            simulator.Advance(target);
            return null;
        }

        if (IsoDuration.TryParse(Text(step, "by")) is not { } duration || duration.After(simulator.Now) is not { } later)
            return $"«{Text(step, "by")}» не срок";
        simulator.Advance(later);
        return null;
    }

    private string? EnableAdHoc(string id)
    {
        string? problem = null;
        foreach (var (run, wait) in simulator.Waits("adHoc"))
        {
            if (simulator.Send(run, new RunEvent.ActivateAdHoc(wait.Id, id)) is not { } refusal)
                return null;
            problem = $"отказ {refusal}";
        }

        return problem ?? "нет подпроцесса с произвольным порядком";
    }

    /// <summary>The step must be refused or raise an incident; either way everything is as before it.</summary>
    private string? ExpectError(JsonElement step)
    {
        var last = this.last;
        var back = simulator.Snapshot();
        var before = Incidents();
        var problem = Do(step);
        var failed =
            problem is not null
            || simulator.Stopped is not null
            || Incidents() > before
            || (this.last is { State.State: RunState.Faulted } && this.last != last);
        back();
        this.last = last;
        return failed ? null : "шаг удался, а должен был не удаться";

        int Incidents() => simulator.Runs.Sum(run => run.Incidents.Count);
    }

    private void Expect(JsonElement step)
    {
        foreach (
            var (name, expected) in step.EnumerateObject()
                .Where(property => property.Name != "do")
                .Select(property => (property.Name, property.Value))
        )
        {
            switch (name)
            {
                case "tasks":
                    Same(name, Strings(expected), simulator.Waits("userTask").Select(pair => pair.Wait.ElementId));
                    break;
                case "waits":
                    Same(
                        name,
                        Strings(expected),
                        Live()
                            .SelectMany(run => run.State.ActiveElements)
                            .Where(active => active.Kind != "call")
                            .Select(active => active.ElementId)
                    );
                    break;
                case "enabledAdHoc":
                    Same(name, Strings(expected), Live().SelectMany(run => run.State.EnabledAdHoc));
                    break;
                case "instances":
                    Same(
                        name,
                        [expected.GetInt32().ToString(CultureInfo.InvariantCulture)],
                        [Live().Count().ToString(CultureInfo.InvariantCulture)]
                    );
                    break;
                case "timers":
                    Same(
                        name,
                        [expected.GetInt32().ToString(CultureInfo.InvariantCulture)],
                        [simulator.Timers.ToString(CultureInfo.InvariantCulture)]
                    );
                    break;
                case "subscriptions":
                    Same(
                        name,
                        [expected.GetInt32().ToString(CultureInfo.InvariantCulture)],
                        [simulator.Waits("message", "signal", "conditional").Count().ToString(CultureInfo.InvariantCulture)]
                    );
                    break;
                case "incidents":
                    Same(name, Strings(expected), Live().SelectMany(run => run.Incidents.Values).Select(incident => incident.ElementId));
                    break;
                case "vars":
                    foreach (var variable in expected.EnumerateObject())
                        Variable(variable.Name, FeelJson.Read(variable.Value));
                    break;
                case "noVars":
                    foreach (var variable in Strings(expected).Where(variable => simulator.Values.ContainsKey(variable)))
                        failures.Add(new ScenarioFailure(this.step, name, $"нет переменной {variable}", "есть"));
                    break;
                case "completed":
                    foreach (var activity in expected.EnumerateObject())
                    {
                        var times = simulator.Trace.Count(line => line.Event == HistoryKind.Completed && line.ElementId == activity.Name);
                        Same(
                            $"completed {activity.Name}",
                            [activity.Value.GetInt32().ToString(CultureInfo.InvariantCulture)],
                            [times.ToString(CultureInfo.InvariantCulture)]
                        );
                    }

                    break;
                case "state":
                    Same(name, [expected.GetString() ?? ""], [last is null ? "" : ScenarioReport.StateOf(last)]);
                    break;
                default:
                    failures.Add(new ScenarioFailure(this.step, name, "известное ожидание", "неизвестное"));
                    break;
            }
        }
    }

    private void Variable(string name, FeelValue expected)
    {
        var seen = simulator.Values.GetValueOrDefault(name);
        if (seen is null || !seen.Contains(FeelJson.ToText(expected)))
            failures.Add(
                new ScenarioFailure(step, $"vars {name}", FeelJson.ToText(expected), seen is null ? "нет" : string.Join(", ", seen))
            );
    }

    private IEnumerable<SimulatedRun> Live() => simulator.Runs.Where(run => run.State.State == RunState.Active);

    private void Same(string what, IEnumerable<string> expected, IEnumerable<string> got)
    {
        var left = expected.Order(StringComparer.Ordinal).ToList();
        var right = got.Order(StringComparer.Ordinal).ToList();
        if (!left.SequenceEqual(right, StringComparer.Ordinal))
            failures.Add(new ScenarioFailure(step, what, string.Join(", ", left), string.Join(", ", right)));
    }

    private static IEnumerable<string> Strings(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(item => item.ToString()) : [list.ToString()];

    private static string Text(JsonElement step, string name) => step.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static FeelContext Vars(JsonElement step) =>
        step.TryGetProperty("vars", out var vars) ? FeelJson.Read(vars).AsContext() ?? FeelContext.Empty : FeelContext.Empty;

    /// <summary>The answers of one stub.</summary>
    private sealed class StubList(IReadOnlyList<Func<FeelContext, DateTimeOffset, ServiceAnswer>> answers)
    {
        private int next;

        public static StubList Read(string name, JsonElement value, List<string> problems) =>
            new(
                value.ValueKind == JsonValueKind.Array
                    ? [.. value.EnumerateArray().Select(item => One(name, item, problems))]
                    : [One(name, value, problems)]
            );

        public ServiceAnswer Next(FeelContext variables, DateTimeOffset now) =>
            answers.Count == 0 ? ServiceAnswer.Done : answers[Math.Min(next++, answers.Count - 1)](variables, now);

        private static Func<FeelContext, DateTimeOffset, ServiceAnswer> One(string name, JsonElement value, List<string> problems)
        {
            if (value.ValueKind == JsonValueKind.String)
            {
                var parsed = FeelExpression.Parse(value.GetString()!);
                problems.AddRange(parsed.Diagnostics.Select(problem => $"{name}: {problem}"));
                return (variables, now) =>
                    parsed.Expression is null
                        ? ServiceAnswer.Done
                        : new ServiceAnswer(
                            parsed.Expression.Evaluate(variables, new FeelOptions(now)).Value.AsContext() ?? FeelContext.Empty
                        );
            }

            if (value.ValueKind == JsonValueKind.Object)
            {
                if (value.TryGetProperty("error", out var code))
                    return Always(new ServiceAnswer(null, code.ToString(), Text(value, "message")));
                if (value.TryGetProperty("failure", out var failure))
                    return Always(new ServiceAnswer(null, null, failure.ToString()));
                if (value.TryGetProperty("open", out _))
                    return Always(ServiceAnswer.Open);
                return Always(new ServiceAnswer(FeelJson.Read(value).AsContext()));
            }

            if (value.ValueKind != JsonValueKind.Null)
                problems.Add($"{name}: ожидался объект или текст FEEL");
            return Always(ServiceAnswer.Done);
        }

        private static Func<FeelContext, DateTimeOffset, ServiceAnswer> Always(ServiceAnswer answer) => (_, _) => answer;
    }
}
