using System.Text.RegularExpressions;
using CsCheck;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Execution.Migration;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Bpmn.Migration;

/// <summary>Random processes are stopped at random places, taken over to changed versions, and played to their end.</summary>
public sealed partial class MigrationPropertyTests
{
    private const string Roots = """<message id="M" name="m"/>""";
    private static readonly Gen<Block> Blocks = Block.Any(4);

    [Fact]
    public void Taking_a_run_over_to_the_same_version_changes_nothing() =>
        ForAll(
            (block, order, steps) =>
            {
                var definition = Version(block, Same);
                var run = Play(definition, order, steps).Run;
                var before = run.Serialize();
                var plan = Plan(run, definition, Proposed(definition, definition));
                return plan.Run is null ? Told(plan)
                    : plan.Effects.Count > 0 || plan.Findings.Count > 0 ? $"{Told(plan)}: {string.Join("; ", plan.Effects)}"
                    : !plan.Run.Serialize().AsSpan().SequenceEqual(before) ? "another state"
                    : !run.Serialize().AsSpan().SequenceEqual(before) ? "the run itself was changed"
                    : null;
            }
        );

    [Fact]
    public void A_run_taken_over_to_a_version_with_other_ids_is_a_run_that_went_there_by_that_version() =>
        ForAll(
            (block, order, steps) =>
            {
                var (one, other) = (Version(block, Same), Version(block, Renamed));
                var run = Play(one, order, steps).Run;
                var plan = Plan(run, other, Names(one));
                var fresh = Play(other, order, steps).Run;
                return plan.Run is null ? Told(plan)
                    : plan.Run.Serialize().AsSpan().SequenceEqual(fresh.Serialize()) ? null
                    : $"migrated {string.Join(' ', plan.Run.ActiveElements)}\nfresh {string.Join(' ', fresh.ActiveElements)}";
            }
        );

    [Fact]
    public void A_run_taken_over_to_a_longer_version_is_a_run_that_went_there_by_that_version() =>
        ForAll(
            (block, order, steps) =>
            {
                var (one, other) = (Version(block, Same), Version(block, Longer));
                var played = Play(one, order, steps);
                var plan = Plan(played.Run, other, Proposed(one, other));
                return plan.Run is null ? Told(plan)
                    : plan.Run.Serialize().AsSpan().SequenceEqual(Play(other, order, steps).Run.Serialize()) ? null
                    : "another state than a fresh run has there";
            }
        );

    [Fact]
    public void A_run_that_was_taken_over_ends_with_every_activity_done_as_often_as_drawn_and_none_twice() =>
        ForAll(
            (block, order, steps) =>
            {
                var one = Version(block, Same);
                foreach (
                    var (change, more) in new (Func<string, string>, string[])[] { (Longer, ["tail"]), (Wrapped, []), (Both, ["tail"]) }
                )
                {
                    var other = Version(block, change);
                    var played = Play(one, order, steps);
                    var plan = Plan(played.Run, other, Proposed(one, other));
                    if (plan.Run is null)
                        return Told(plan);
                    var rest = Play(plan.Run, order + 1, int.MaxValue);
                    if (rest.Run.State != RunState.Completed)
                        return $"{rest.Run.State}, at {string.Join(' ', rest.Run.ActiveElements)}";
                    var completed = played.Completed.Concat(rest.Completed).ToList();
                    foreach (var (id, times) in Block.Draw(block).Drawing.Expected.Concat(more.Select(id => KeyValuePair.Create(id, 1))))
                    {
                        if (completed.Count(done => done == id) is var got && got != times)
                            return $"{id} was done {got} times instead of {times}";
                    }
                }

                return null;
            }
        );

    [Fact]
    public void Taking_a_run_over_and_back_gives_the_state_before() =>
        ForAll(
            (block, order, steps) =>
            {
                var one = Version(block, Same);
                foreach (var change in new Func<string, string>[] { Longer, Wrapped, Both })
                {
                    var other = Version(block, change);
                    var run = Play(one, order, steps).Run;
                    var before = run.Serialize();
                    var plan = Plan(run, other, Proposed(one, other));
                    if (plan.Run is null)
                        return Told(plan);
                    var back = Plan(plan.Run, one, Proposed(other, one));
                    if (back.Run is null)
                        return "back: " + Told(back);
                    // Ids that were given out meanwhile stay given out.
                    back.Run.LastId = run.LastId;
                    if (!back.Run.Serialize().AsSpan().SequenceEqual(before))
                        return $"another state: {string.Join(' ', back.Run.ActiveElements)}";
                }

                return null;
            }
        );

    [Fact]
    public void Undoing_a_migration_gives_the_state_and_the_waits_before() =>
        ForAll(
            (block, order, steps) =>
            {
                var (one, other) = (Version(block, Same), Version(block, Both));
                var run = Play(one, order, steps).Run;
                var waits = run.OpenWaits;
                var (bytes, last) = (run.Serialize(), run.LastId);
                var plan = Plan(run, other, Proposed(one, other));
                if (plan.Run is null)
                    return Told(plan);
                var before = ProcessRun.Deserialize(one, bytes);
                RunMigration.Restore(plan.Run, before, new FeelOptions(Game.Noon));
                if (!before.OpenWaits.SequenceEqual(waits))
                    return "other waits";
                before.LastId = last;
                return before.Serialize().AsSpan().SequenceEqual(bytes) ? null : "another state";
            }
        );

    private static void ForAll(Func<Block, int, int, string?> check) =>
        Gen.Select(Blocks, Gen.Int[0, 1_000], Gen.Int[1, 12])
            .Sample(
                (block, order, steps) => Assert.Null(Waits(block) ? check(block, order, steps) : null),
                iter: 100,
                print: found =>
                    $"{check(found.Item1, found.Item2, found.Item3)}\norder {found.Item2}, steps {found.Item3}\n"
                    + Game.Xml(Block.Draw(found.Item1).Xml, Roots)
            );

    /// <summary>Whether the process waits at all before its end.</summary>
    private static bool Waits(Block block) => Play(Version(block, Same), 0, 0).Run.State == RunState.Active;

    // Versions.

    private static ProcessDefinition Version(Block block, Func<string, string> change) =>
        ProcessDefinition.Compile(BpmnReader.Read(Game.Xml(change(Block.Draw(block).Xml), Roots)).File!).Definition!;

    private static string Same(string body) => body;

    private static string Renamed(string body) => Ids().Replace(body, "m$1");

    /// <summary>One more task before the end.</summary>
    private static string Longer(string body) =>
        body.Replace("targetRef=\"end\"", "targetRef=\"tail\"", StringComparison.Ordinal)
        + """<userTask id="tail"/><sequenceFlow id="totheend" sourceRef="tail" targetRef="end"/>""";

    /// <summary>Everything but start and end lies in a subprocess, which somebody watches over.</summary>
    private static string Wrapped(string body)
    {
        var first = FromStart().Match(body).Groups[1].Value;
        var last = ToEnd().Match(body).Groups[1].Value;
        var inner = FromStart()
            .Replace(ToEnd().Replace(body, ""), "")
            .Replace("""<startEvent id="start"/><endEvent id="end"/>""", "", StringComparison.Ordinal);
        return $"""
            <startEvent id="start"/><sequenceFlow id="w1" sourceRef="start" targetRef="phase"/>
            <subProcess id="phase"><startEvent id="begin"/><sequenceFlow id="w2" sourceRef="begin" targetRef="{first}"/>{inner}
            <sequenceFlow id="w3" sourceRef="{last}" targetRef="over"/><endEvent id="over"/></subProcess>
            <boundaryEvent id="late" attachedToRef="phase" cancelActivity="false"><timerEventDefinition>
            <timeDuration>PT9H</timeDuration></timerEventDefinition></boundaryEvent>
            <sequenceFlow id="w4" sourceRef="phase" targetRef="end"/><endEvent id="end"/>
            """;
    }

    private static string Both(string body) => Longer(Wrapped(body));

    private static Dictionary<string, string> Proposed(ProcessDefinition one, ProcessDefinition other) =>
        RunMigration.Propose(one, other).Where(pair => pair.To is not null).ToDictionary(pair => pair.From, pair => pair.To!);

    private static Dictionary<string, string> Names(ProcessDefinition one) =>
        one.Elements.ToDictionary(element => element.Id, element => Ids().Replace($"\"{element.Id}\"", "m$1").Trim('"'));

    private static MigrationPlan Plan(ProcessRun run, ProcessDefinition to, Dictionary<string, string> mapping) =>
        RunMigration.Plan(run, to, mapping, new FeelOptions(Game.Noon));

    private static string Told(MigrationPlan plan) => string.Join("; ", plan.Findings);

    [GeneratedRegex("(?<=\")n(\\d+[a-z]?\")")]
    private static partial Regex Ids();

    [GeneratedRegex("<sequenceFlow id=\"f\\d+\" sourceRef=\"start\" targetRef=\"(\\w+)\"></sequenceFlow>")]
    private static partial Regex FromStart();

    [GeneratedRegex("<sequenceFlow id=\"f\\d+\" sourceRef=\"(\\w+)\" targetRef=\"end\"></sequenceFlow>")]
    private static partial Regex ToEnd();

    // Playing.

    private static (ProcessRun Run, List<string> Completed) Play(ProcessDefinition definition, int order, int steps)
    {
        var run = ProcessRun.Create(definition);
        var completed = new List<string>();
        Step(run, new RunEvent.Start(FeelContext.Empty), completed);
        return Play(run, order, steps, completed);
    }

    private static (ProcessRun Run, List<string> Completed) Play(ProcessRun run, int order, int steps) => Play(run, order, steps, []);

    /// <summary>So many events in random order; before the last one, so that the run is still running unless it shall end.</summary>
    private static (ProcessRun Run, List<string> Completed) Play(ProcessRun run, int order, int steps, List<string> completed)
    {
        var random = new Random(order);
        var before = run;
        for (var turn = 0; turn < steps && run.State == RunState.Active && turn < 5_000; turn++)
        {
            var waits = run.OpenWaits.Where(wait => wait.ElementId != "late").ToList();
            var wait = waits[random.Next(waits.Count)];
            before = ProcessRun.Deserialize(run.Definition, run.Serialize());
            var count = completed.Count;
            Step(
                run,
                wait.Kind switch
                {
                    "userTask" => new RunEvent.TaskCompleted(wait.Id, FeelContext.Empty),
                    "service" => new RunEvent.ServiceCompleted(wait.Id, FeelContext.Empty),
                    "timer" => new RunEvent.TimerFired(wait.Id),
                    _ => new RunEvent.MessageArrived(wait.Id, FeelContext.Empty),
                },
                completed
            );
            if (steps == int.MaxValue || (run.State == RunState.Active && run.OpenWaits.All(open => open.ElementId != "tail")))
                continue;
            completed.RemoveRange(count, completed.Count - count);
            return (before, completed);
        }

        return (run, completed);
    }

    private static void Step(ProcessRun run, RunEvent happened, List<string> completed)
    {
        var result = Interpreter.Step(run.Definition, run, happened, Game.Noon);
        Assert.True(result.Taken, $"{happened}: {result.Refusal}");
        completed.AddRange(
            result
                .Effects.OfType<RunEffect.History>()
                .Where(history => history.What == HistoryKind.Completed)
                .Select(history => history.ElementId)
        );
    }
}
