using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Bpmn;

/// <summary>Loops with more children than one step begins.</summary>
public sealed class ManyChildrenTests
{
    private const int Many = (2 * Interpreter.ChildrenPerStep) + 200;

    private static string Loop(string element, string loop) =>
        $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
            {element.Replace(
                "{0}",
                $"<multiInstanceLoopCharacteristics {loop}</multiInstanceLoopCharacteristics>",
                StringComparison.Ordinal
            )}
            <sequenceFlow id="f2" sourceRef="a" targetRef="e"/><userTask id="e"/>
            """;

    [Theory]
    [InlineData("<userTask id=\"a\">{0}</userTask>", "userTask")]
    [InlineData("<callActivity id=\"a\" calledElement=\"other\">{0}</callActivity>", "call")]
    [InlineData("<subProcess id=\"a\"><userTask id=\"inside\"/>{0}</subProcess>", "userTask")]
    public void Parallel_children_open_in_batches_and_all_of_them_count(string element, string kind)
    {
        var game = Game.Of(Loop(element, $"><loopCardinality>{Many}</loopCardinality>"));
        game.Start();
        List<int> opened = [Open(game, kind)];
        while (game.Last.OfType<RunEffect.OpenMoreChildren>().SingleOrDefault() is { } more)
        {
            game.Taken(new RunEvent.MoreChildren(more.WaitId));
            opened.Add(Open(game, kind));
        }

        Assert.Equal([Interpreter.ChildrenPerStep, 2 * Interpreter.ChildrenPerStep, Many], opened);
        foreach (var wait in game.Run.OpenWaits.Where(wait => wait.Kind == kind).Select(wait => wait.Id).ToList())
            game.Taken(
                kind == "call"
                    ? new RunEvent.CalledProcessEnded(wait, FeelContext.Empty)
                    : new RunEvent.TaskCompleted(wait, FeelContext.Empty)
            );
        Assert.Equal(["e"], game.Active);
    }

    [Fact]
    public void Children_that_end_before_all_have_begun_do_not_end_the_loop_and_results_keep_their_places()
    {
        var game = Game.Of(
            Loop(
                "<userTask id=\"a\">{0}</userTask>",
                "><loopDataInputRef>people</loopDataInputRef><loopDataOutputRef>answers</loopDataOutputRef><inputDataItem "
                    + "id=\"i\" name=\"person\"/><outputDataItem id=\"o\" name=\"answer\"/>"
            )
        );
        game.Start(("people", FeelValue.List([.. Enumerable.Range(1, Interpreter.ChildrenPerStep + 2).Select(n => FeelValue.From(n))])));
        var more = Assert.Single(game.Last.OfType<RunEffect.OpenMoreChildren>());
        AnswerAll(game);
        Assert.Equal(RunState.Active, game.Run.State);
        game.Taken(new RunEvent.MoreChildren(more.WaitId));
        AnswerAll(game);
        Assert.Equal(["e"], game.Active);
        var answers = game.Run.Variables.Entries.Single(entry => entry.Key == "answers").Value.AsList()!;
        Assert.Equal(
            Enumerable.Range(1, Interpreter.ChildrenPerStep + 2).Select(n => (long)n * 10),
            answers.Select(n => n.AsInt64()!.Value)
        );

        static void AnswerAll(Game game)
        {
            foreach (var wait in game.Run.OpenWaits.Where(wait => wait.Kind == "userTask").Select(wait => wait.Id).ToList())
            {
                game.Run.VariablesAt(wait).TryGet("person", out var person);
                game.Taken(new RunEvent.TaskCompleted(wait, FeelContext.Of(("answer", FeelValue.From((int)person.AsInt64()!.Value * 10)))));
            }
        }
    }

    [Fact]
    public void A_condition_that_holds_meanwhile_ends_the_loop_and_no_more_are_wanted()
    {
        var game = Game.Of(
            Loop(
                "<userTask id=\"a\">{0}</userTask>",
                $"><loopCardinality>{Many}</loopCardinality><completionCondition>numberOfCompletedInstances = 3 and "
                    + $"numberOfInstances = {Many}</completionCondition>"
            )
        );
        game.Start();
        var more = Assert.Single(game.Last.OfType<RunEffect.OpenMoreChildren>());
        for (var turn = 0; turn < 3; turn++)
            game.Complete("a");
        Assert.Equal(["e"], game.Active);
        Assert.Contains(new RunEffect.CancelService(more.WaitId), game.Last);
        Assert.Equal(StepRefusal.UnknownWait, game.Step(new RunEvent.MoreChildren(more.WaitId)).Refusal);
    }

    [Fact]
    public void A_sequential_loop_of_scripts_stops_for_breath_and_goes_on()
    {
        var game = Game.Of(
            Loop(
                """<scriptTask id="a"><script>{ "n": n + 1 }</script>{0}</scriptTask>""",
                $"isSequential=\"true\"><loopCardinality>{Many}</loopCardinality>"
            )
        );
        game.Start(("n", FeelValue.From(0)));
        var steps = 1;
        while (game.Last.OfType<RunEffect.OpenMoreChildren>().SingleOrDefault() is { } more)
        {
            Assert.Equal(RunState.Active, game.Run.State);
            game.Taken(new RunEvent.MoreChildren(more.WaitId));
            steps++;
        }

        Assert.Equal(3, steps);
        Assert.Equal(["e"], game.Active);
        Assert.True(game.Run.Variables.TryGet("n", out var n) && n.AsInt64() == Many);
    }

    [Fact]
    public void Only_the_wait_of_a_loop_can_be_told_to_go_on()
    {
        var game = Game.Of("""<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><serviceTask id="a"/>""");
        game.Start();
        Assert.Equal(StepRefusal.WrongKind, game.Step(new RunEvent.MoreChildren(game.WaitOf("a").Id)).Refusal);
    }

    private static int Open(Game game, string kind) => game.Run.OpenWaits.Count(wait => wait.Kind == kind);
}
