using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Bpmn;

public sealed class LoopTests
{
    private static string Task(string loop, string more = "") =>
        $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><userTask id="a">{loop}</userTask>
            <sequenceFlow id="f2" sourceRef="a" targetRef="e"/><userTask id="e"/>{more}
            """;

    [Fact]
    public void Parallel_instances_take_an_item_each_and_their_results_are_in_the_order_of_the_items()
    {
        var game = Game.Of(
            Task(
                """
                <multiInstanceLoopCharacteristics><loopDataInputRef>people</loopDataInputRef><loopDataOutputRef>answers</loopDataOutputRef>
                <inputDataItem id="i" name="person"/><outputDataItem id="o" name="answer"/></multiInstanceLoopCharacteristics>
                """
            )
        );
        game.Start(("people", FeelValue.List(FeelValue.From("x"), FeelValue.From("y"), FeelValue.From("z"))));
        var waits = game.Run.OpenWaits.Where(wait => wait.Kind == "userTask").Select(wait => wait.Id).ToList();
        Assert.Equal(
            ["x", "y", "z"],
            waits.Select(wait => game.Run.VariablesAt(wait).TryGet("person", out var person) ? person.AsString()! : "")
        );
        foreach (var wait in waits.AsEnumerable().Reverse())
        {
            game.Run.VariablesAt(wait).TryGet("person", out var person);
            game.Taken(new RunEvent.TaskCompleted(wait, FeelContext.Of(("answer", FeelValue.From(person.AsString() + "!")))));
        }

        Assert.Equal(["e"], game.Active);
        Assert.Equal("""["x!", "y!", "z!"]""", game.Run.Variables.Entries.Single(entry => entry.Key == "answers").Value.ToString());
        Assert.DoesNotContain(game.Run.Variables.Entries, entry => entry.Key is "answer" or "person" or "loopCounter");
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void A_completion_condition_ends_the_rest(string sequential)
    {
        var game = Game.Of(
            Task(
                $"""
                <multiInstanceLoopCharacteristics isSequential="{sequential}"><loopCardinality>n</loopCardinality>
                <completionCondition>numberOfCompletedInstances &gt;= 2 and numberOfInstances =
                5</completionCondition></multiInstanceLoopCharacteristics>
                """
            )
        );
        game.Start(("n", FeelValue.From(5)));
        Assert.Equal(sequential == "true" ? 1 : 5, game.Active.Count());
        game.Complete("a");
        game.Complete("a");
        Assert.Equal(["e"], game.Active);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("3", 3)]
    public void Sequential_instances_come_one_at_a_time_and_none_when_there_are_none(string cardinality, int expected)
    {
        var game = Game.Of(
            Task(
                $"""
                <multiInstanceLoopCharacteristics isSequential="true">
                <loopCardinality>{cardinality}</loopCardinality></multiInstanceLoopCharacteristics>
                """
            )
        );
        game.Start();
        for (var turn = 1; turn <= expected; turn++)
        {
            Assert.Equal(["a"], game.Active);
            Assert.True(game.Run.VariablesAt(game.WaitOf("a").Id).TryGet("loopCounter", out var counter) && counter.AsInt64() == turn);
            game.Complete("a");
        }

        Assert.Equal(["e"], game.Active);
    }

    [Fact]
    public void A_negative_or_missing_number_is_an_incident()
    {
        var game = Game.Of(
            Task("<multiInstanceLoopCharacteristics><loopCardinality>n</loopCardinality></multiInstanceLoopCharacteristics>")
        );
        game.Start(("n", FeelValue.From(-1)));
        var incident = Assert.Single(game.Last.OfType<RunEffect.IncidentRaised>());
        game.Taken(new RunEvent.SetVariables(FeelContext.Of(("n", FeelValue.From(1)))));
        game.Taken(new RunEvent.Retry(incident.WaitId));
        Assert.Equal(["a"], game.Active);
    }

    [Theory]
    [InlineData("false", "x &lt; 2", 3)]
    [InlineData("true", "x &lt; 2", 2)]
    [InlineData("false", "false", 1)]
    [InlineData("true", "false", 0)]
    public void A_standard_loop_tests_before_or_after(string before, string condition, int rounds)
    {
        var game = Game.Of(
            Task(
                $"""
                <standardLoopCharacteristics testBefore="{before}">
                <loopCondition>{condition}</loopCondition></standardLoopCharacteristics>
                """
            )
        );
        game.Start(("x", FeelValue.From(0)));
        for (var turn = 0; turn < rounds; turn++)
            game.Complete("a", ("x", FeelValue.From(before == "true" ? turn + 1 : turn)));
        Assert.Equal(["e"], game.Active);
    }

    [Fact]
    public void A_standard_loop_stops_at_its_maximum()
    {
        var game = Game.Of(Task("""<standardLoopCharacteristics loopMaximum="2"/>"""));
        game.Start();
        game.Complete("a");
        game.Complete("a");
        Assert.Equal(["e"], game.Active);
    }

    [Theory]
    [InlineData("None", "noneBehaviorEventRef=\"D\"", 3)]
    [InlineData("One", "oneBehaviorEventRef=\"D\"", 1)]
    [InlineData("All", "", 0)]
    public void Behaviour_events_are_caught_at_the_border_without_ending_the_activity(string behavior, string reference, int caught)
    {
        var game = Game.Of(
            Task(
                $"""
                <multiInstanceLoopCharacteristics behavior="{behavior}" {reference}>
                <loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>
                """,
                """
                <boundaryEvent id="b" attachedToRef="a"><signalEventDefinition signalRef="S"/></boundaryEvent>
                <sequenceFlow id="f3" sourceRef="b" targetRef="c"/><userTask id="c"/>
                """
            ),
            """<signal id="S" name="sig"/><signalEventDefinition id="D" signalRef="S"/>"""
        );
        game.Start();
        for (var turn = 0; turn < 3; turn++)
            game.Complete("a");
        Assert.Equal(caught, game.Active.Count(id => id == "c"));
        Assert.Contains("e", game.Active);
    }

    [Fact]
    public void A_boundary_event_stands_at_the_border_of_all_instances()
    {
        var game = Game.Of(
            Task(
                "<multiInstanceLoopCharacteristics><loopCardinality>4</loopCardinality></multiInstanceLoopCharacteristics>",
                """
                <boundaryEvent id="b" attachedToRef="a"><timerEventDefinition>
                <timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent>
                <sequenceFlow id="f3" sourceRef="b" targetRef="c"/><userTask id="c"/>
                """
            )
        );
        game.Start();
        Assert.Single(game.Last.OfType<RunEffect.ScheduleTimer>());
        game.Complete("a");
        game.Fire("b");
        Assert.Equal(["c"], game.Active);
        Assert.Equal(3, game.Last.OfType<RunEffect.CloseUserTask>().Count());
    }

    [Fact]
    public void Quantities_gather_and_multiply_tokens()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><userTask id="a" completionQuantity="4"/>
            <sequenceFlow id="f2" sourceRef="a" targetRef="b"/><userTask id="b" startQuantity="2"/>
            """
        );
        game.Start();
        game.Complete("a");
        Assert.Equal(["b", "b"], game.Active);
    }
}
