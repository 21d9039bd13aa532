using System.Text;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Bpmn;

/// <summary>One step's work is bounded: what would go on for ever is an incident that names its elements.</summary>
public sealed class BoundTests
{
    private const string Signal = """<signal id="S" name="s"/>""";
    private const string Escalations = """<escalation id="E1" escalationCode="e1"/><escalation id="E2" escalationCode="e2"/>""";

    [Theory]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="m"/><exclusiveGateway id="m"/>
            <sequenceFlow id="f2" sourceRef="m" targetRef="x"/>
            <task id="x"/><sequenceFlow id="f3" sourceRef="x" targetRef="m"/>
            """,
        "",
        "m,x"
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="m"/><exclusiveGateway id="m"/>
            <sequenceFlow id="f2" sourceRef="m" targetRef="x"/>
            <scriptTask id="x"><script>{n: n + 1}</script></scriptTask><sequenceFlow id="f3" sourceRef="x" targetRef="m"/>
            """,
        "",
        "m,x"
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="m"/><exclusiveGateway id="m"/>
            <sequenceFlow id="f2" sourceRef="m" targetRef="x"/>
            <intermediateThrowEvent id="x"><linkEventDefinition name="l"/></intermediateThrowEvent>
            <intermediateCatchEvent id="y"><linkEventDefinition name="l"/></intermediateCatchEvent>
            <sequenceFlow id="f3" sourceRef="y" targetRef="m"/>
            """,
        "",
        "m,x,y"
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><task id="a"><standardLoopCharacteristics/></task>
            """,
        "",
        "a"
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
            <intermediateThrowEvent id="t"><signalEventDefinition signalRef="S"/></intermediateThrowEvent>
            <subProcess id="e" triggeredByEvent="true"><startEvent id="es" isInterrupting="false">
            <signalEventDefinition signalRef="S"/></startEvent>
            <sequenceFlow id="i1" sourceRef="es" targetRef="ee"/><endEvent id="ee">
            <signalEventDefinition signalRef="S"/></endEvent></subProcess>
            """,
        Signal,
        "ee"
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/><endEvent id="t">
            <escalationEventDefinition escalationRef="E1"/></endEvent>
            <subProcess id="a" triggeredByEvent="true"><startEvent id="as" isInterrupting="false">
            <escalationEventDefinition escalationRef="E1"/></startEvent>
            <sequenceFlow id="i1" sourceRef="as" targetRef="ae"/><endEvent id="ae">
            <escalationEventDefinition escalationRef="E2"/></endEvent></subProcess>
            <subProcess id="b" triggeredByEvent="true"><startEvent id="bs" isInterrupting="false">
            <escalationEventDefinition escalationRef="E2"/></startEvent>
            <sequenceFlow id="j1" sourceRef="bs" targetRef="be"/><endEvent id="be">
            <escalationEventDefinition escalationRef="E1"/></endEvent></subProcess>
            """,
        Escalations,
        "ae,be"
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="m"/><exclusiveGateway id="m"/>
            <sequenceFlow id="f2" sourceRef="m" targetRef="sub"/>
            <subProcess id="sub"><startEvent id="is"/><sequenceFlow id="i1" sourceRef="is" targetRef="ie"/><endEvent id="ie">
            <errorEventDefinition errorRef="Err"/></endEvent></subProcess>
            <boundaryEvent id="b" attachedToRef="sub"><errorEventDefinition errorRef="Err"/></boundaryEvent>
            <sequenceFlow id="f3" sourceRef="b" targetRef="m"/>
            """,
        """<error id="Err" errorCode="err"/>""",
        "ie,m,sub"
    )]
    public void A_loop_without_a_wait_is_an_incident_that_names_it(string body, string roots, string elements)
    {
        var game = Game.Of(body, roots);
        game.Start(("n", FeelValue.From(0)));
        var incident = game.Last.OfType<RunEffect.IncidentRaised>().First();
        Assert.Equal(Interpreter.StepLimit, incident.Code);
        Assert.All(elements.Split(','), id => Assert.Contains($"«{id}»", incident.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_fork_inside_a_loop_is_a_few_incidents_and_not_one_for_each_token()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="m"/><exclusiveGateway id="m"/>
            <sequenceFlow id="f2" sourceRef="m" targetRef="fork"/>
            <parallelGateway id="fork"/><sequenceFlow id="f3" sourceRef="fork" targetRef="m"/>
            <sequenceFlow id="f4" sourceRef="fork" targetRef="m"/>
            """
        );
        game.Start();
        Assert.InRange(game.Run.Incidents, 1, 4);
        Assert.InRange(game.Run.Serialize().Length, 1, 2_000);
    }

    [Fact]
    public void A_retry_moves_every_token_that_was_parked_and_a_join_knows_where_each_came_from()
    {
        // Two thousand tokens at a time: the limit is reached while some wait before the join, one flow after the other.
        var chain = new StringBuilder();
        const int Length = 120;
        for (var index = 0; index < Length; index++)
            chain.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"<task id=\"t{index}\"/><sequenceFlow id=\"g{index}\" sourceRef=\"t{index}\" "
                    + $"targetRef=\"{(index == Length - 1 ? "j" : $"t{index + 1}")}\"/>"
            );
        var game = Game.Of(
            $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><task id="a" completionQuantity="1000"/>
            <sequenceFlow id="f2" sourceRef="a" targetRef="fork"/><parallelGateway id="fork"/>
            <sequenceFlow id="f3" sourceRef="fork" targetRef="t0"/>{chain}<sequenceFlow id="f4" sourceRef="fork" targetRef="u0"/>
            {chain.ToString().Replace("\"t", "\"u", StringComparison.Ordinal).Replace("\"g", "\"h", StringComparison.Ordinal)}
            <parallelGateway id="j"/><sequenceFlow id="f5" sourceRef="j" targetRef="e"/><endEvent id="e"/>
            """
        );
        game.Start();
        Assert.True(game.Run.Incidents > 0, "the limit was not reached");
        for (var turn = 0; game.Run.State == RunState.Active && turn < 20; turn++)
        {
            foreach (var wait in game.Run.OpenWaits.Where(wait => wait.Kind == "incident").ToList())
                game.Taken(new RunEvent.Retry(wait.Id));
        }

        Assert.Equal(RunState.Completed, game.Run.State);
        Assert.Equal(1_000, game.CompletedElements.Count(id => id == "e"));
    }

    [Fact]
    public void A_parallel_multiple_event_of_conditions_that_hold_happens_once_and_not_for_ever()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><userTask id="a"/>
            <sequenceFlow id="f2" sourceRef="a" targetRef="e"/><endEvent id="e"/>
            <boundaryEvent id="b" attachedToRef="a" cancelActivity="false" parallelMultiple="true">
            <conditionalEventDefinition><condition>x > 0</condition></conditionalEventDefinition><conditionalEventDefinition>
            <condition>y > 0</condition></conditionalEventDefinition></boundaryEvent>
            <sequenceFlow id="f3" sourceRef="b" targetRef="n"/><userTask id="n"/>
            """
        );
        game.Start(("x", FeelValue.From(1)), ("y", FeelValue.From(0)));
        Assert.Equal(["a"], game.Active);
        game.Taken(new RunEvent.SetVariables(FeelContext.Of(("y", FeelValue.From(1)))));
        Assert.Equal(["a", "n"], game.Active);
        game.Taken(new RunEvent.SetVariables(FeelContext.Of(("x", FeelValue.From(0)))));
        game.Taken(new RunEvent.SetVariables(FeelContext.Of(("x", FeelValue.From(1)))));
        Assert.Equal(["a", "n"], game.Active);
    }

    [Fact]
    public void Tokens_without_measure_are_refused_when_the_drawing_is_compiled()
    {
        var compiled = Game.Compile(
            """<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><task id="a" completionQuantity="2000000000"/>"""
        );
        Assert.Equal("a", Assert.Single(compiled.Diagnostics).ElementId);
    }

    [Theory]
    [InlineData("PT0S")]
    [InlineData("R/PT0S")]
    [InlineData("R5/-PT1S")]
    [InlineData("duration(\"PT0S\")")]
    [InlineData("duration(\"-P1M\")")]
    [InlineData("R/P1M-1D")]
    public void A_cycle_without_distance_sets_no_timer(string cycle)
    {
        var compiled = Game.Compile(
            $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><userTask id="a"/>
            <boundaryEvent id="t" attachedToRef="a" cancelActivity="false"><timerEventDefinition><timeCycle>{cycle.Replace(
                "\"",
                "&quot;",
                StringComparison.Ordinal
            )}</timeCycle></timerEventDefinition></boundaryEvent>
            <sequenceFlow id="f2" sourceRef="t" targetRef="b"/><task id="b"/>
            """
        );
        if (compiled.Definition is not { } definition)
            return;
        var run = ProcessRun.Create(definition);
        var effects = Interpreter.Step(definition, run, new RunEvent.Start(FeelContext.Empty), Game.Noon).Effects;
        Assert.Empty(effects.OfType<RunEffect.ScheduleTimer>());
        Assert.Equal("bad-timer", Assert.Single(effects.OfType<RunEffect.IncidentRaised>()).Code);
    }

    [Fact]
    public void A_cycle_that_began_long_ago_goes_on_from_now()
    {
        var schedule = TimerSchedule.From(
            FeelValue.From("R/0002-01-01T00:00:00Z/PT1S"),
            Reserve.Engine.Bpmn.Model.TimerKind.Cycle,
            Game.Noon.AddMilliseconds(1)
        );
        Assert.Equal(Game.Noon.AddSeconds(1), schedule!.Value.DueAt);
        var few = TimerSchedule.From(FeelValue.From("R3/2020-01-01T00:00:00Z/P1D"), Reserve.Engine.Bpmn.Model.TimerKind.Cycle, Game.Noon);
        Assert.Equal((1, 3), (few!.Value.Remaining, few.Value.DueAt.Day));
    }

    [Theory]
    [InlineData("R/PT1H", 30, 0, "13:00")]
    [InlineData("R/PT1H", 60, 1, "14:00")]
    [InlineData("R/PT1H", 200, 3, "16:00")]
    [InlineData("R3/PT1H", 120, 2, "15:00")]
    [InlineData("R3/PT1H", 100_000, 3, null)]
    [InlineData("R/PT0.001S", 525_600, 31_536_000_000, "12:00")]
    [InlineData("R2/P1M", 525_600, 2, null)]
    [InlineData("R/P1M", 525_600, 12, "12:00")]
    public void What_is_left_of_a_cycle_after_a_moment(string text, int minutes, long passed, string? next)
    {
        var schedule = TimerSchedule.From(FeelValue.From(text), Reserve.Engine.Bpmn.Model.TimerKind.Cycle, Game.Noon)!.Value;
        var moment = Game.Noon.AddMinutes(minutes);
        var left = schedule.After(moment);
        Assert.Equal((passed, next), (left.Passed, left.Next?.DueAt.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.True(left.Next is null || left.Next.Value.DueAt > moment);
    }
}
