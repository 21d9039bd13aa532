using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Bpmn;

public sealed class SubProcessTests
{
    private const string Roots = """
        <message id="M" name="m"/><signal id="S" name="sig"/><error id="E" name="e" errorCode="E1"/>
        <escalation id="X" name="x" escalationCode="X1"/>
        """;

    private static string Inside(string start, string attributes = "") =>
        $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="sub"/>
            <subProcess id="sub">
              <startEvent id="s1"/><sequenceFlow id="i1" sourceRef="s1" targetRef="a"/><userTask id="a"/>
              <sequenceFlow id="i2" sourceRef="a" targetRef="e1"/>
              <endEvent id="e1"><errorEventDefinition errorRef="E"/></endEvent>
              <subProcess id="es" triggeredByEvent="true"><startEvent id="es1" {attributes}>{start}</startEvent>
              <sequenceFlow id="j1" sourceRef="es1" targetRef="b"/><userTask id="b"/></subProcess>
            </subProcess>
            <sequenceFlow id="f2" sourceRef="sub" targetRef="c"/><userTask id="c"/>
            """;

    [Theory]
    [InlineData("<messageEventDefinition messageRef=\"M\"/>")]
    [InlineData("<signalEventDefinition signalRef=\"S\"/>")]
    [InlineData("<timerEventDefinition><timeDuration>PT1M</timeDuration></timerEventDefinition>")]
    [InlineData("<conditionalEventDefinition><condition>x</condition></conditionalEventDefinition>")]
    [InlineData("<errorEventDefinition errorRef=\"E\"/>")]
    public void An_interrupting_event_subprocess_ends_the_rest_and_the_subprocess_completes_after_it(string start)
    {
        var game = Game.Of(Inside(start), Roots);
        game.Start();
        Occur(game, start);
        Assert.Equal(["b"], game.Active);
        game.Complete("b");
        Assert.Equal(["c"], game.Active);
    }

    [Theory]
    [InlineData("<messageEventDefinition messageRef=\"M\"/>")]
    [InlineData("<signalEventDefinition signalRef=\"S\"/>")]
    public void An_event_subprocess_that_does_not_interrupt_starts_each_time_and_holds_its_scope(string start)
    {
        var game = Game.Of(
            Inside(start, "isInterrupting=\"false\"").Replace("<errorEventDefinition errorRef=\"E\"/>", "", StringComparison.Ordinal),
            Roots
        );
        game.Start();
        Occur(game, start);
        Occur(game, start);
        Assert.Equal(["a", "b", "b"], game.Active);
        game.Complete("a");
        game.Complete("b");
        Assert.Equal(["b"], game.Active);
        game.Complete("b");
        Assert.Equal(["c"], game.Active);
    }

    private static void Occur(Game game, string start)
    {
        if (start.StartsWith("<message", StringComparison.Ordinal))
            game.Message("es1");
        else if (start.StartsWith("<signal", StringComparison.Ordinal))
            game.Signal("sig");
        else if (start.StartsWith("<timer", StringComparison.Ordinal))
            game.Fire("es1");
        else if (start.StartsWith("<cond", StringComparison.Ordinal))
            game.Taken(new RunEvent.SetVariables(FeelContext.Of(("x", FeelValue.True))));
        else
            game.Complete("a");
    }

    [Fact]
    public void Data_objects_of_a_subprocess_end_with_it()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="sub"/>
            <subProcess id="sub"><dataObject id="d" name="local"/><startEvent id="s1"/><sequenceFlow id="i1" sourceRef="s1" targetRef="a"/>
            <userTask id="a"/>
            <sequenceFlow id="i2" sourceRef="a" targetRef="b"/><scriptTask id="b" scriptFormat="feel">
            <script>{ copy: local + 1 }</script></scriptTask></subProcess>
            """
        );
        game.Start();
        game.Complete("a", ("local", FeelValue.From(1)), ("kept", FeelValue.From(2)));
        Assert.Equal("{kept: 2, copy: 2}", FeelValue.Context(game.Run.Variables).ToString());
    }

    private const string Handlers = """
        <boundaryEvent id="ca" attachedToRef="a"><compensateEventDefinition/></boundaryEvent><userTask id="undoA" isForCompensation="true"/>
        <association id="x1" sourceRef="ca" targetRef="undoA"/>
        <boundaryEvent id="cb" attachedToRef="b"><compensateEventDefinition/></boundaryEvent><userTask id="undoB" isForCompensation="true"/>
        <association id="x2" sourceRef="cb" targetRef="undoB"/>
        """;

    [Fact]
    public void Handlers_run_one_by_one_in_reverse_order_and_the_throw_waits_for_them()
    {
        var game = Game.Of(
            $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><userTask id="a"/>
            <sequenceFlow id="f2" sourceRef="a" targetRef="b"/><userTask id="b"/>
            <sequenceFlow id="f3" sourceRef="b" targetRef="t"/><intermediateThrowEvent id="t">
            <compensateEventDefinition/></intermediateThrowEvent>
            <sequenceFlow id="f4" sourceRef="t" targetRef="c"/><userTask id="c"/>{Handlers}
            """
        );
        game.Start();
        game.Complete("a");
        game.Complete("b");
        Assert.Equal(["undoB"], game.Active);
        game.Complete("undoB");
        Assert.Equal(["undoA"], game.Active);
        game.Complete("undoA");
        Assert.Equal(["c"], game.Active);
    }

    [Fact]
    public void A_throw_that_names_an_activity_compensates_only_it_and_only_once()
    {
        var game = Game.Of(
            $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><userTask id="a"/>
            <sequenceFlow id="f2" sourceRef="a" targetRef="b"/><userTask id="b"/>
            <sequenceFlow id="f3" sourceRef="b" targetRef="t"/><intermediateThrowEvent id="t">
            <compensateEventDefinition activityRef="a"/></intermediateThrowEvent>
            <sequenceFlow id="f4" sourceRef="t" targetRef="t2"/><intermediateThrowEvent id="t2">
            <compensateEventDefinition activityRef="a"/></intermediateThrowEvent>
            <sequenceFlow id="f5" sourceRef="t2" targetRef="c"/><userTask id="c"/>{Handlers}
            """
        );
        game.Start();
        game.Complete("a");
        game.Complete("b");
        game.Complete("undoA");
        Assert.Equal(["c"], game.Active);
    }

    [Fact]
    public void A_finished_subprocess_is_compensated_from_within_with_the_data_it_ended_with()
    {
        var game = Game.Of(
            $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="sub"/>
            <subProcess id="sub"><dataObject id="d" name="place"/><startEvent id="s1"/><sequenceFlow id="i1" sourceRef="s1" targetRef="a"/>
            <userTask id="a"/>
              <boundaryEvent id="ca" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
              <userTask id="undoA" isForCompensation="true"><extensionElements><elsa:activityBinding activityType="Reserve.HumanTask">
              <elsa:input name="where">{"{"}"typeName":"String","expression":{"{"}"type":"Feel","value":"place"{"}"}{"}"}</elsa:input>
              </elsa:activityBinding></extensionElements></userTask>
              <association id="x1" sourceRef="ca" targetRef="undoA"/></subProcess>
            <sequenceFlow id="f2" sourceRef="sub" targetRef="t"/><endEvent id="t"><compensateEventDefinition/></endEvent>
            """
        );
        game.Start();
        game.Complete("a", ("place", FeelValue.From("attic")));
        Assert.Equal("attic", Assert.Single(game.Last.OfType<RunEffect.OpenUserTask>()).Inputs.Entries[0].Value.AsString());
        game.Complete("undoA");
        Assert.Equal(RunState.Completed, game.Run.State);
    }

    [Fact]
    public void A_cancelled_transaction_compensates_and_leaves_by_its_cancel_event()
    {
        var game = Game.Of(
            $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="tx"/>
            <transaction id="tx"><startEvent id="s1"/><sequenceFlow id="i1" sourceRef="s1" targetRef="fork"/><parallelGateway id="fork"/>
              <sequenceFlow id="i2" sourceRef="fork" targetRef="a"/><sequenceFlow id="i3" sourceRef="fork" targetRef="b"/><userTask id="a"/>
              <userTask id="b"/>
              <sequenceFlow id="i4" sourceRef="a" targetRef="n"/><userTask id="n"/><sequenceFlow id="i5" sourceRef="n" targetRef="stop"/>
              <endEvent id="stop"><cancelEventDefinition/></endEvent>{Handlers}
            </transaction>
            <boundaryEvent id="out" attachedToRef="tx"><cancelEventDefinition/></boundaryEvent>
            <sequenceFlow id="f2" sourceRef="out" targetRef="c"/><userTask id="c"/>
            <sequenceFlow id="f3" sourceRef="tx" targetRef="d"/><userTask id="d"/>
            """
        );
        game.Start();
        game.Complete("a");
        game.Complete("n");
        Assert.Equal(["undoA"], game.Active);
        game.Complete("undoA");
        Assert.Equal(["c"], game.Active);
    }

    [Fact]
    public void Terminating_a_subprocess_ends_only_it()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="sub"/>
            <subProcess id="sub"><startEvent id="s1"/><sequenceFlow id="i1" sourceRef="s1" targetRef="fork"/><parallelGateway id="fork"/>
              <sequenceFlow id="i2" sourceRef="fork" targetRef="a"/><sequenceFlow id="i3" sourceRef="fork" targetRef="b"/><userTask id="a"/>
              <userTask id="b"/>
              <sequenceFlow id="i4" sourceRef="a" targetRef="e1"/><endEvent id="e1"><terminateEventDefinition/></endEvent></subProcess>
            <sequenceFlow id="f2" sourceRef="sub" targetRef="c"/><userTask id="c"/>
            """
        );
        game.Start();
        game.Complete("a");
        Assert.Equal(["c"], game.Active);
    }

    [Fact]
    public void Ad_hoc_activities_are_picked_and_the_condition_ends_them()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="ah"/>
            <adHocSubProcess id="ah" ordering="Sequential"><userTask id="a"/><userTask id="b"/>
            <sequenceFlow id="i1" sourceRef="b" targetRef="b2"/><userTask id="b2"/>
              <completionCondition>done = true</completionCondition></adHocSubProcess>
            <sequenceFlow id="f2" sourceRef="ah" targetRef="c"/><userTask id="c"/>
            """
        );
        game.Start();
        var opened = Assert.Single(game.Last.OfType<RunEffect.AdHocOpened>());
        Assert.Equal(["a", "b"], opened.Activities);
        game.Taken(new RunEvent.ActivateAdHoc(opened.WaitId, "b"));
        Assert.Equal(StepRefusal.NotEnabled, game.Step(new RunEvent.ActivateAdHoc(opened.WaitId, "a")).Refusal);
        game.Complete("b");
        Assert.Equal(["b2"], game.Active);
        game.Complete("b2", ("done", FeelValue.True));
        Assert.Equal(["c"], game.Active);
    }

    [Fact]
    public void An_open_ad_hoc_subprocess_says_whom_it_is_for_and_what_may_be_picked()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="ah"/>
            <adHocSubProcess id="ah" ordering="Sequential" cancelRemainingInstances="false">
            <extensionElements><reserve:activityBinding xmlns:reserve="urn:reserve:bpmn" activityType="Reserve.HumanTask">
            <reserve:input name="role">{"typeName":"String","expression":{"type":"Feel","value":"who"}}</reserve:input>
            </reserve:activityBinding></extensionElements>
            <userTask id="a"/><userTask id="b"/><completionCondition>done = true</completionCondition></adHocSubProcess>
            """
        );
        game.Start(("who", FeelValue.From("Judge")));
        var opened = Assert.Single(game.Last.OfType<RunEffect.AdHocOpened>());
        Assert.Equal("Reserve.HumanTask", opened.ActivityType);
        Assert.Equal("Judge", opened.Inputs.TryGet("role", out var role) ? role.AsString() : null);
        var open = Assert.Single(game.Run.AdHocs);
        Assert.Equal((opened.WaitId, "ah", true, false, "done = true", false), Place(open));
        Assert.True(open.IsEnabled);
        Assert.Equal([new AdHocActivity("a", 0), new AdHocActivity("b", 0)], open.Activities);
        game.Taken(new RunEvent.ActivateAdHoc(opened.WaitId, "b"));
        open = Assert.Single(game.Run.AdHocs);
        Assert.False(open.IsEnabled);
        Assert.Equal([new AdHocActivity("a", 0), new AdHocActivity("b", 1)], open.Activities);
        game.Complete("b");
        Assert.True(Assert.Single(game.Run.AdHocs).IsEnabled);
        game.Taken(new RunEvent.CompleteAdHoc(opened.WaitId));
        Assert.Empty(game.Run.AdHocs);

        static (int, string, bool, bool, string?, bool) Place(OpenAdHoc open) =>
            (open.WaitId, open.ElementId, open.IsSequential, open.CancelsRemaining, open.Completion, open.IsBusy);
    }
}
