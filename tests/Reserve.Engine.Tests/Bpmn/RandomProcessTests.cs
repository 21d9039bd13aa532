using CsCheck;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Lint;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Bpmn;

public sealed class RandomProcessTests
{
    private const string Roots = """<message id="M" name="m"/>""";
    private static readonly Gen<Block> Blocks = Block.Any(4);

    [Fact]
    public void Random_sound_processes_end_with_no_token_left_in_every_order_of_events() =>
        ForAll((block, order) => Play(block, order, false).Problem);

    [Fact]
    public void Writing_a_run_down_and_reading_it_back_between_steps_changes_nothing() =>
        ForAll(
            (block, order) =>
            {
                var (_, kept) = Play(block, order, false);
                var (_, stored) = Play(block, order, true);
                return kept.SequenceEqual(stored, StringComparer.Ordinal)
                    ? null
                    : $"kept:\n{string.Join('\n', kept)}\nstored:\n{string.Join('\n', stored)}";
            }
        );

    [Fact]
    public void Random_sound_processes_are_found_sound() =>
        ForAll(
            (block, _) =>
            {
                var result = BpmnLinter.Lint(BpmnReader.Read(Xml(block)));
                var bad = result
                    .Diagnostics.Where(found =>
                        found.Code is "deadlock" or "tokens-left" or "livelock" or "unbounded" or "join-never-fires"
                    )
                    .ToList();
                return bad.Count == 0 && result.Soundness["p"] != false ? null : string.Join('\n', bad);
            }
        );

    [Fact]
    public void A_failing_case_shrinks_to_a_small_one()
    {
        var failed = Assert.Throws<CsCheckException>(() =>
            Blocks.Sample(
                block => Assert.DoesNotContain("timerEventDefinition", Xml(block), StringComparison.Ordinal),
                iter: 20_000,
                print: Xml
            )
        );
        Assert.Contains("timerEventDefinition", failed.Message, StringComparison.Ordinal);
        Assert.True(failed.Message.Length < 2_000, failed.Message);
    }

    /// <summary>Random processes, each in a random order of what happens.</summary>
    private static void ForAll(Func<Block, int, string?> check) =>
        Gen.Select(Blocks, Gen.Int[0, 1_000])
            .Sample(
                (block, order) => Assert.Null(check(block, order)),
                iter: 100,
                print: found => $"{check(found.Item1, found.Item2)}\norder {found.Item2}\n{Xml(found.Item1)}"
            );

    private static string Xml(Block block) => Game.Xml(Block.Draw(block).Xml, Roots);

    private static string? Told(RunEffect effect) =>
        effect switch
        {
            RunEffect.OpenUserTask open => $"open {open.WaitId}",
            RunEffect.InvokeService call => $"call {call.WaitId}",
            RunEffect.RunEnded ended => ended.State.ToString(),
            _ => effect.ToString(),
        };

    private static (string? Problem, List<string> Trace) Play(Block block, int order, bool store)
    {
        var (xml, drawing) = Block.Draw(block);
        var read = BpmnReader.Read(Game.Xml(xml, Roots));
        if (ProcessDefinition.Compile(read.File!).Definition is not { } definition)
            return ("not compiled", []);
        var random = new Random(order);
        var run = ProcessRun.Create(definition);
        var trace = new List<string>();
        var completed = new List<string>();
        Step(new RunEvent.Start(FeelContext.Empty));
        for (var turn = 0; run.State == RunState.Active && turn < 5_000; turn++)
        {
            var waits = run.OpenWaits;
            if (waits.Count == 0)
                return ("nothing to wait for, and not at the end: " + string.Join(", ", run.ActiveElements), trace);
            var wait = waits[random.Next(waits.Count)];
            Step(
                wait.Kind switch
                {
                    "userTask" => new RunEvent.TaskCompleted(wait.Id, FeelContext.Empty),
                    "service" => new RunEvent.ServiceCompleted(wait.Id, FeelContext.Empty),
                    "timer" => new RunEvent.TimerFired(wait.Id),
                    "message" or "trigger" => new RunEvent.MessageArrived(wait.Id, FeelContext.Empty),
                    _ => new RunEvent.Retry(wait.Id),
                }
            );
        }

        return (Judge(), trace);

        void Step(RunEvent happened)
        {
            if (store)
                run = ProcessRun.Deserialize(definition, run.Serialize());
            var result = Interpreter.Step(definition, run, happened, Game.Noon);
            trace.Add($"{happened.GetType().Name} {result.Refusal}: " + string.Join("; ", result.Effects.Select(Told)));
            completed.AddRange(
                result
                    .Effects.OfType<RunEffect.History>()
                    .Where(history => history.What == HistoryKind.Completed)
                    .Select(history => history.ElementId)
            );
        }

        string? Judge()
        {
            if (run.State != RunState.Completed)
                return $"ended as {run.State}";
            if (run.OpenWaits.Count > 0)
                return "waits are left";
            if (completed.Count(id => id == "end") != 1)
                return "the end was not reached once";
            foreach (var (id, times) in drawing.Expected)
            {
                if (completed.Count(one => one == id) is var got && got != times)
                    return $"{id} completed {got} times instead of {times}";
            }

            foreach (var (before, after) in drawing.Orders)
            {
                var last = completed.FindLastIndex(before.Contains);
                var first = completed.FindIndex(after.Contains);
                if (last >= 0 && first >= 0 && first < last)
                    return $"{completed[first]} came before {completed[last]}";
            }

            return null;
        }
    }
}
