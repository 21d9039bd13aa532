using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Bpmn;

public sealed class GatewayTests
{
    private const string Choice = """
        <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="g"/>
        <{0} id="g" {1}/>
        <sequenceFlow id="toA" sourceRef="g" targetRef="a">
        <conditionExpression xsi:type="tFormalExpression">x &gt; 1</conditionExpression></sequenceFlow>
        <sequenceFlow id="toB" sourceRef="g" targetRef="b">
        <conditionExpression xsi:type="tFormalExpression">x &gt; 2</conditionExpression></sequenceFlow>
        <sequenceFlow id="toC" sourceRef="g" targetRef="c"/>
        <userTask id="a"/><userTask id="b"/><userTask id="c"/>
        """;

    private static string Of(string gateway, string attributes) =>
        Choice.Replace("{0}", gateway, StringComparison.Ordinal).Replace("{1}", attributes, StringComparison.Ordinal);

    [Theory]
    [InlineData(3, "a")]
    [InlineData(0, "c")]
    public void An_exclusive_gateway_takes_the_first_flow_that_holds_or_the_default(int x, string expected)
    {
        var game = Game.Of(Of("exclusiveGateway", "default=\"toC\""));
        game.Start(("x", FeelValue.From(x)));
        Assert.Equal([expected], game.Active);
    }

    [Theory]
    [InlineData(3, "a,b")]
    [InlineData(2, "a")]
    [InlineData(0, "c")]
    public void An_inclusive_gateway_takes_every_flow_that_holds_or_the_default(int x, string expected)
    {
        var game = Game.Of(Of("inclusiveGateway", "default=\"toC\""));
        game.Start(("x", FeelValue.From(x)));
        Assert.Equal(expected.Split(','), game.Active);
    }

    [Fact]
    public void Without_a_way_on_the_token_stays_with_an_incident_and_goes_on_when_the_data_are_put_right()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="g"/><exclusiveGateway id="g"/>
            <sequenceFlow id="f2" sourceRef="g" targetRef="a"><conditionExpression>x = 1</conditionExpression></sequenceFlow>
            <sequenceFlow id="f3" sourceRef="g" targetRef="a"><conditionExpression>x = 2</conditionExpression></sequenceFlow>
            <userTask id="a"/>
            """
        );
        game.Start(("x", FeelValue.From(7)));
        var incident = Assert.Single(game.Last.OfType<RunEffect.IncidentRaised>());
        Assert.Equal(("g", "no-flow"), (incident.ElementId, incident.Code));
        game.Taken(new RunEvent.SetVariables(FeelContext.Of(("x", FeelValue.From(2)))));
        game.Taken(new RunEvent.Retry(incident.WaitId));
        Assert.Equal(["a"], game.Active);
        Assert.Equal(0, game.Run.Incidents);
    }

    [Fact]
    public void Two_tokens_on_one_flow_do_not_fire_a_parallel_join()
    {
        // 13.4.1: one token on each incoming flow.
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f0" sourceRef="s" targetRef="fork"/><parallelGateway id="fork"/>
            <sequenceFlow id="f1" sourceRef="fork" targetRef="a"/><sequenceFlow id="f2" sourceRef="fork" targetRef="b"/>
            <sequenceFlow id="f3" sourceRef="fork" targetRef="c"/>
            <userTask id="a"/><userTask id="b"/><userTask id="c"/>
            <sequenceFlow id="f4" sourceRef="a" targetRef="merge"/><sequenceFlow id="f5" sourceRef="b" targetRef="merge"/>
            <exclusiveGateway id="merge"/>
            <sequenceFlow id="f6" sourceRef="merge" targetRef="join"/><sequenceFlow id="f7" sourceRef="c" targetRef="join"/>
            <parallelGateway id="join"/>
            <sequenceFlow id="f8" sourceRef="join" targetRef="d"/><userTask id="d"/>
            """
        );
        game.Start();
        game.Complete("a");
        game.Complete("b");
        Assert.Equal(["c", "join", "join"], game.Active);
        game.Complete("c");
        Assert.Equal(["d", "join"], game.Active);
    }

    [Fact]
    public void An_inclusive_join_waits_for_what_can_still_arrive_and_for_nothing_else()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f0" sourceRef="s" targetRef="fork"/><parallelGateway id="fork"/>
            <sequenceFlow id="f1" sourceRef="fork" targetRef="a"/><sequenceFlow id="f2" sourceRef="fork" targetRef="b"/>
            <sequenceFlow id="f3" sourceRef="fork" targetRef="c"/>
            <userTask id="a"/><userTask id="b"/><userTask id="c"/>
            <sequenceFlow id="f4" sourceRef="a" targetRef="join"/>
            <sequenceFlow id="f5" sourceRef="b" targetRef="x"/><exclusiveGateway id="x" default="f6"/>
            <sequenceFlow id="f6" sourceRef="x" targetRef="e1"/><endEvent id="e1"/>
            <sequenceFlow id="f7" sourceRef="x" targetRef="join"><conditionExpression>go</conditionExpression></sequenceFlow>
            <sequenceFlow id="f8" sourceRef="c" targetRef="e2"/><endEvent id="e2"/>
            <inclusiveGateway id="join"/><sequenceFlow id="f9" sourceRef="join" targetRef="d"/><userTask id="d"/>
            """
        );
        game.Start(("go", FeelValue.False));
        game.Complete("a");
        Assert.Equal(["b", "c", "join"], game.Active);
        game.Complete("b");
        Assert.Equal(["c", "d"], game.Active);
    }

    [Fact]
    public void A_complex_gateway_goes_on_at_two_of_three_and_is_ready_again_after_the_third()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f0" sourceRef="s" targetRef="fork"/><parallelGateway id="fork"/>
            <sequenceFlow id="f1" sourceRef="fork" targetRef="a"/><sequenceFlow id="f2" sourceRef="fork" targetRef="b"/>
            <sequenceFlow id="f3" sourceRef="fork" targetRef="c"/>
            <userTask id="a"/><userTask id="b"/><userTask id="c"/>
            <sequenceFlow id="f4" sourceRef="a" targetRef="g"/><sequenceFlow id="f5" sourceRef="b" targetRef="g"/>
            <sequenceFlow id="f6" sourceRef="c" targetRef="g"/>
            <complexGateway id="g"><activationCondition>activationCount &gt;= 2</activationCondition></complexGateway>
            <sequenceFlow id="f7" sourceRef="g" targetRef="d"/><userTask id="d"/>
            <sequenceFlow id="f8" sourceRef="g" targetRef="late">
            <conditionExpression>not(waitingForStart)</conditionExpression></sequenceFlow><userTask id="late"/>
            """
        );
        game.Start();
        game.Complete("a");
        Assert.Equal(["b", "c", "g"], game.Active);
        game.Complete("c");
        Assert.Equal(["b", "d"], game.Active);
        game.Complete("b");
        Assert.Equal(["d", "late"], game.Active);
        game.Complete("d");
        game.Complete("late");
        Assert.Equal(RunState.Completed, game.Run.State);
    }

    [Fact]
    public void An_event_gateway_takes_the_first_event_and_withdraws_the_others()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f0" sourceRef="s" targetRef="g"/><eventBasedGateway id="g"/>
            <sequenceFlow id="f1" sourceRef="g" targetRef="m"/><sequenceFlow id="f2" sourceRef="g" targetRef="t"/>
            <sequenceFlow id="f3" sourceRef="g" targetRef="r"/>
            <intermediateCatchEvent id="m"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>
            <intermediateCatchEvent id="t"><timerEventDefinition>
            <timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>
            <receiveTask id="r" messageRef="N"/>
            <sequenceFlow id="f4" sourceRef="m" targetRef="a"/><sequenceFlow id="f5" sourceRef="t" targetRef="b"/>
            <sequenceFlow id="f6" sourceRef="r" targetRef="c"/>
            <userTask id="a"/><userTask id="b"/><userTask id="c"/>
            """,
            """<message id="M" name="m"/><message id="N" name="n"/>"""
        );
        game.Start();
        Assert.Equal(["g"], game.Active);
        Assert.Equal(Game.Noon.AddHours(1), Assert.Single(game.Last.OfType<RunEffect.ScheduleTimer>()).DueAt);
        game.Message("m");
        Assert.Equal(["a"], game.Active);
        Assert.Single(game.Last.OfType<RunEffect.CancelTimer>());
        Assert.DoesNotContain(game.Run.OpenWaits, wait => wait.Kind is "message" or "timer");
    }

    [Fact]
    public void A_parallel_starting_event_gateway_wants_all_its_events()
    {
        var game = Game.Of(
            """
            <eventBasedGateway id="g" instantiate="true" eventGatewayType="Parallel"/>
            <sequenceFlow id="f1" sourceRef="g" targetRef="m"/><sequenceFlow id="f2" sourceRef="g" targetRef="n"/>
            <receiveTask id="m" messageRef="M"/><receiveTask id="n" messageRef="N"/>
            <sequenceFlow id="f4" sourceRef="m" targetRef="a"/><userTask id="a"/><sequenceFlow id="f5" sourceRef="n" targetRef="b"/>
            <userTask id="b"/>
            """,
            """<message id="M" name="m"/><message id="N" name="n"/>"""
        );
        Assert.Equal(["m", "n"], game.Definition.Starts.Select(start => start.Name!));
        game.StartAt("m");
        Assert.Equal(["a", "n"], game.Active);
        game.Message("n");
        Assert.Equal(["a", "b"], game.Active);
    }
}
