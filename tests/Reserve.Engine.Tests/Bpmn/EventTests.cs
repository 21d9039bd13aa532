using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Bpmn;

public sealed class EventTests
{
    private const string Roots = """
        <message id="M" name="m"/><message id="N" name="n"/><signal id="S" name="sig"/><signal id="S2" name="sig2"/>
        <error id="E" name="e" errorCode="E1"/><escalation id="X" name="x" escalationCode="X1"/>
        """;

    private static string Hosted(string definition, string attributes = "") =>
        $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><userTask id="a"/>
            <sequenceFlow id="f2" sourceRef="a" targetRef="e"/><endEvent id="e"/>
            <boundaryEvent id="b" attachedToRef="a" {attributes}>{definition}</boundaryEvent>
            <sequenceFlow id="f3" sourceRef="b" targetRef="c"/><userTask id="c"/>
            """;

    private const string Timer = "<timerEventDefinition><timeDuration>PT5M</timeDuration></timerEventDefinition>";
    private const string Message = """<messageEventDefinition messageRef="M"/>""";
    private const string Signal = """<signalEventDefinition signalRef="S"/>""";
    private const string Condition = "<conditionalEventDefinition><condition>x &gt; 5</condition></conditionalEventDefinition>";

    [Theory]
    [InlineData(Timer)]
    [InlineData(Message)]
    [InlineData(Signal)]
    [InlineData(Condition)]
    public void An_interrupting_boundary_event_ends_the_activity(string definition)
    {
        var game = Game.Of(Hosted(definition), Roots);
        game.Start(("x", FeelValue.From(1)));
        Occur(game, definition);
        Assert.Equal(["c"], game.Active);
        Assert.Single(game.Last.OfType<RunEffect.CloseUserTask>());
        Assert.Contains(game.Last.OfType<RunEffect.History>(), history => history is { ElementId: "a", What: HistoryKind.Cancelled });
        Assert.Single(game.Run.OpenWaits);
    }

    [Theory]
    [InlineData(Timer)]
    [InlineData(Message)]
    [InlineData(Signal)]
    [InlineData(Condition)]
    public void A_boundary_event_that_does_not_interrupt_adds_a_token(string definition)
    {
        var game = Game.Of(Hosted(definition, "cancelActivity=\"false\""), Roots);
        game.Start(("x", FeelValue.From(1)));
        Occur(game, definition);
        Assert.Equal(["a", "c"], game.Active);
        game.Complete("a");
        Assert.Equal(["c"], game.Active);
        Assert.Single(game.Run.OpenWaits);
    }

    private static void Occur(Game game, string definition)
    {
        switch (definition)
        {
            case Timer:
                game.Fire("b");
                break;
            case Message:
                game.Message("b");
                break;
            case Signal:
                game.Signal("sig");
                break;
            default:
                game.Taken(new RunEvent.SetVariables(FeelContext.Of(("x", FeelValue.From(6)))));
                break;
        }
    }

    [Fact]
    public void A_condition_must_become_false_before_it_triggers_again()
    {
        var game = Game.Of(Hosted(Condition, "cancelActivity=\"false\""), Roots);
        game.Start(("x", FeelValue.From(1)));
        foreach (var x in (ReadOnlySpan<int>)[6, 7, 2, 8])
            game.Taken(new RunEvent.SetVariables(FeelContext.Of(("x", FeelValue.From(x)))));
        Assert.Equal(["a", "c", "c"], game.Active);
    }

    [Fact]
    public void A_repeating_timer_fires_as_often_as_it_says_at_even_distances()
    {
        var game = Game.Of(
            Hosted("<timerEventDefinition><timeCycle>R3/PT10S</timeCycle></timerEventDefinition>", "cancelActivity=\"false\""),
            Roots
        );
        game.Start();
        for (var turn = 1; turn <= 3; turn++)
        {
            Assert.Equal(Game.Noon.AddSeconds(10 * turn), game.WaitOf("b").DueAt);
            game.Now = Game.Noon.AddSeconds((10 * turn) + 3);
            game.Fire("b");
        }

        Assert.Equal(["a", "c", "c", "c"], game.Active);
        Assert.DoesNotContain(game.Run.OpenWaits, wait => wait.Kind == "timer");
    }

    [Theory]
    [InlineData("timeDate", "2026-12-01T08:00:00+05:00", "2026-12-01T08:00:00+05:00")]
    [InlineData("timeDate", "=date and time(\"2026-12-01T08:00:00\")", "2026-12-01T08:00:00+05:00")]
    [InlineData("timeDate", "deadline", "2026-11-30T00:00:00+05:00")]
    [InlineData("timeDuration", "P1M1DT2H", "2026-12-03T14:00:00+05:00")]
    [InlineData("timeDuration", "duration(\"PT\" + string(hours) + \"H\")", "2026-11-02T15:00:00+05:00")]
    [InlineData("timeDuration", "term", "2026-11-05T12:00:00+05:00")]
    public void Timers_take_iso_texts_and_feel(string element, string text, string due)
    {
        var game = Game.Of(
            $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
            <intermediateCatchEvent id="t">
            <timerEventDefinition><{element}>{text}</{element}></timerEventDefinition></intermediateCatchEvent>
            """
        );
        game.Start(("hours", FeelValue.From(3)), ("term", FeelValue.From("P3D")), ("deadline", FeelValue.From(new DateOnly(2026, 11, 30))));
        Assert.Equal(DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture), game.WaitOf("t", "timer").DueAt);
        game.Fire("t");
        Assert.Equal(RunState.Completed, game.Run.State);
    }

    [Fact]
    public void A_timer_without_a_time_is_an_incident_that_can_be_retried()
    {
        var game = Game.Of(Hosted("<timerEventDefinition><timeDuration>term</timeDuration></timerEventDefinition>"), Roots);
        game.Start();
        var incident = Assert.Single(game.Last.OfType<RunEffect.IncidentRaised>());
        game.Taken(new RunEvent.SetVariables(FeelContext.Of(("term", FeelValue.From("PT1H")))));
        game.Taken(new RunEvent.Retry(incident.WaitId));
        Assert.Equal(Game.Noon.AddHours(1), game.WaitOf("b", "timer").DueAt);
    }

    [Theory]
    [InlineData("E1", "c")]
    [InlineData("other", "d")]
    public void An_error_is_caught_by_its_code_before_the_one_that_catches_all(string code, string expected)
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><serviceTask id="a"/>
            <boundaryEvent id="all" attachedToRef="a"><errorEventDefinition/></boundaryEvent>
            <sequenceFlow id="f2" sourceRef="all" targetRef="d"/><userTask id="d"/>
            <boundaryEvent id="one" attachedToRef="a"><errorEventDefinition errorRef="E"/></boundaryEvent>
            <sequenceFlow id="f3" sourceRef="one" targetRef="c"/><userTask id="c"/>
            """,
            Roots
        );
        game.Start();
        game.Fail("a", code);
        Assert.Equal([expected], game.Active);
    }

    [Fact]
    public void A_technical_failure_is_an_incident_and_the_call_is_made_again_under_the_same_id()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><serviceTask id="a"/>
            <boundaryEvent id="all" attachedToRef="a"><errorEventDefinition/></boundaryEvent>
            <sequenceFlow id="f2" sourceRef="all" targetRef="d"/><userTask id="d"/>
            """,
            Roots
        );
        game.Start();
        var first = Assert.Single(game.Last.OfType<RunEffect.InvokeService>());
        game.Fail("a", null);
        var incident = Assert.Single(game.Last.OfType<RunEffect.IncidentRaised>());
        game.Taken(new RunEvent.Retry(incident.WaitId));
        Assert.Equal(first.WaitId, Assert.Single(game.Last.OfType<RunEffect.InvokeService>()).WaitId);
        game.Complete("a");
        Assert.Equal(RunState.Completed, game.Run.State);
    }

    [Fact]
    public void An_error_end_event_that_nobody_catches_faults_the_run_with_its_code()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="e"/><endEvent id="e">
            <errorEventDefinition errorRef="E"/></endEvent>
            """,
            Roots
        );
        game.Start();
        var ended = Assert.Single(game.Last.OfType<RunEffect.RunEnded>());
        Assert.Equal((RunState.Faulted, "E1"), (ended.State, ended.ErrorCode));
    }

    [Fact]
    public void An_error_that_a_called_run_does_not_catch_ends_it_for_its_caller()
    {
        var game = Game.Of("""<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><serviceTask id="a"/>""", Roots);
        game.Taken(new RunEvent.Start(FeelContext.Empty, null, true));
        game.Fail("a", "E1");
        Assert.Equal((RunState.Faulted, "E1"), (game.Run.State, Assert.Single(game.Last.OfType<RunEffect.RunEnded>()).ErrorCode));

        game = Game.Of("""<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><serviceTask id="a"/>""", Roots);
        game.Start();
        game.Fail("a", "E1");
        Assert.Equal("E1", Assert.Single(game.Last.OfType<RunEffect.IncidentRaised>()).Code);
    }

    [Fact]
    public void An_uncaught_escalation_goes_to_the_caller_and_the_flow_goes_on()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="x"/>
            <intermediateThrowEvent id="x"><escalationEventDefinition escalationRef="X"/></intermediateThrowEvent>
            <sequenceFlow id="f2" sourceRef="x" targetRef="a"/><userTask id="a"/>
            """,
            Roots
        );
        game.Start();
        Assert.Equal("X1", Assert.Single(game.Last.OfType<RunEffect.PropagateEscalation>()).EscalationCode);
        Assert.Equal(["a"], game.Active);
    }

    [Fact]
    public void A_caller_catches_the_escalation_and_the_error_of_what_it_called()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="call"/>
            <callActivity id="call" calledElement="other"><extensionElements><elsa:activityBinding activityType="call">
              <elsa:input name="given">{"typeName":"Int32","expression":{"type":"Feel","value":"x + 1"}}</elsa:input>
              <reserve:output name="got">{"typeName":"Int32","expression":{"type":"Feel","value":"result * 2"}}</reserve:output>
            </elsa:activityBinding></extensionElements></callActivity>
            <boundaryEvent id="esc" attachedToRef="call" cancelActivity="false">
            <escalationEventDefinition escalationRef="X"/></boundaryEvent><sequenceFlow id="f2" sourceRef="esc" targetRef="a"/>
            <userTask id="a"/>
            <boundaryEvent id="err" attachedToRef="call"><errorEventDefinition errorRef="E"/></boundaryEvent>
            <sequenceFlow id="f3" sourceRef="err" targetRef="b"/><userTask id="b"/>
            """,
            Roots
        );
        game.Start(("x", FeelValue.From(4)));
        var call = Assert.Single(game.Last.OfType<RunEffect.StartCalledProcess>());
        Assert.Equal("{given: 5}", FeelValue.Context(call.Variables).ToString());
        game.Taken(new RunEvent.CalledProcessEscalated(call.WaitId, "X1", FeelContext.Empty));
        Assert.Equal(["a", "call"], game.Active);
        game.Taken(new RunEvent.CalledProcessEnded(call.WaitId, FeelContext.Empty, "E1"));
        Assert.Equal(["a", "b"], game.Active);

        var other = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="call"/>
            <callActivity id="call" calledElement="other"><extensionElements><elsa:activityBinding activityType="call">
              <reserve:output name="got">{"typeName":"Int32","expression":{"type":"Feel","value":"result * 2"}}</reserve:output>
            </elsa:activityBinding></extensionElements></callActivity>
            """
        );
        other.Start();
        other.Complete("call", ("result", FeelValue.From(21)), ("secret", FeelValue.From(1)));
        Assert.Equal("{got: 42}", FeelValue.Context(other.Run.Variables).ToString());

        var isolated = Game.Of(
            """<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="call"/><callActivity id="call" calledElement="=which"/>"""
        );
        isolated.Start(("which", FeelValue.From("other")));
        var started = Assert.Single(isolated.Last.OfType<RunEffect.StartCalledProcess>());
        Assert.Equal(("other", 0), (started.ProcessId, started.Variables.Count));
        isolated.Complete("call", ("result", FeelValue.From(21)));
        Assert.Equal(["which"], isolated.Run.Variables.Entries.Select(entry => entry.Key));
    }

    [Fact]
    public void A_signal_thrown_in_one_branch_reaches_a_catch_in_another_whatever_the_order_of_drawing()
    {
        foreach (var order in new[] { ("c", "t"), ("t", "c") })
        {
            var game = Game.Of(
                $"""
                <startEvent id="s"/><sequenceFlow id="f0" sourceRef="s" targetRef="fork"/><parallelGateway id="fork"/>
                <sequenceFlow id="f1" sourceRef="fork" targetRef="{order.Item1}"/>
                <sequenceFlow id="f2" sourceRef="fork" targetRef="{order.Item2}"/>
                <intermediateCatchEvent id="c"><signalEventDefinition signalRef="S"/></intermediateCatchEvent>
                <intermediateThrowEvent id="t"><signalEventDefinition signalRef="S"/></intermediateThrowEvent>
                """,
                Roots
            );
            game.Start();
            Assert.Equal(RunState.Completed, game.Run.State);
        }
    }

    [Fact]
    public void A_signal_thrown_before_its_catch_in_the_same_flow_is_lost()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/><intermediateThrowEvent id="t">
            <signalEventDefinition signalRef="S"/></intermediateThrowEvent>
            <sequenceFlow id="f2" sourceRef="t" targetRef="c"/><intermediateCatchEvent id="c">
            <signalEventDefinition signalRef="S"/></intermediateCatchEvent>
            """,
            Roots
        );
        game.Start();
        Assert.Equal(["c"], game.Active);
    }

    [Theory]
    [InlineData("false", 1)]
    [InlineData("true", 2)]
    public void A_multiple_event_wants_one_and_a_parallel_multiple_event_wants_all(string parallel, int needed)
    {
        var game = Game.Of(
            $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="c"/>
            <intermediateCatchEvent id="c" parallelMultiple="{parallel}"><signalEventDefinition signalRef="S"/>
            <signalEventDefinition signalRef="S2"/></intermediateCatchEvent>
            """,
            Roots
        );
        game.Start();
        for (var turn = 0; turn < needed; turn++)
        {
            Assert.Equal(RunState.Active, game.Run.State);
            game.Signal(turn == 0 ? "sig" : "sig2");
        }

        Assert.Equal(RunState.Completed, game.Run.State);
    }

    [Fact]
    public void Links_jump_within_their_scope()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="out"/><intermediateThrowEvent id="out">
            <linkEventDefinition name="L"/></intermediateThrowEvent>
            <intermediateCatchEvent id="in"><linkEventDefinition name="L"/></intermediateCatchEvent>
            <sequenceFlow id="f2" sourceRef="in" targetRef="a"/><userTask id="a"/>
            """
        );
        game.Start();
        Assert.Equal(["a"], game.Active);
    }

    [Fact]
    public void A_message_carries_the_correlation_key_of_the_process()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="c"/><intermediateCatchEvent id="c">
            <messageEventDefinition messageRef="M"/></intermediateCatchEvent>
            <sequenceFlow id="f2" sourceRef="c" targetRef="t"/><sendTask id="t" messageRef="M"><extensionElements>
            <elsa:activityBinding activityType="send">
              <elsa:input name="order">{"typeName":"String","expression":{"type":"Feel","value":"order"}}</elsa:input>
              </elsa:activityBinding></extensionElements></sendTask>
            <sequenceFlow id="f3" sourceRef="t" targetRef="e"/><endEvent id="e"><messageEventDefinition messageRef="M"/></endEvent>
            <correlationSubscription id="sub" correlationKeyRef="K"><correlationPropertyBinding correlationPropertyRef="P">
            <dataPath>order</dataPath></correlationPropertyBinding></correlationSubscription>
            """,
            Roots
                + """
                <correlationProperty id="P" name="order"><correlationPropertyRetrievalExpression messageRef="M">
                <messagePath>order</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
                <collaboration id="C"><correlationKey id="K" name="k">
                <correlationPropertyRef>P</correlationPropertyRef></correlationKey></collaboration>
                """
        );
        game.Start(("order", FeelValue.From("o-7")));
        Assert.Equal("o-7", Assert.Single(game.Last.OfType<RunEffect.SubscribeMessage>()).CorrelationKey);
        game.Message("c");
        Assert.Equal("o-7", game.Last.OfType<RunEffect.ThrowMessage>().First().CorrelationKey);
        Assert.Equal(RunState.Completed, game.Run.State);
    }

    [Fact]
    public void Late_answers_are_refused_and_change_nothing()
    {
        var game = Game.Of(Hosted(Timer), Roots);
        game.Start();
        var task = game.WaitOf("a").Id;
        game.Fire("b");
        var before = game.Run.Serialize();
        Assert.Equal(StepRefusal.UnknownWait, game.Step(new RunEvent.TaskCompleted(task, FeelContext.Empty)).Refusal);
        Assert.Equal(StepRefusal.WrongKind, game.Step(new RunEvent.TimerFired(game.WaitOf("c").Id)).Refusal);
        Assert.Equal(StepRefusal.AlreadyStarted, game.Step(new RunEvent.Start(FeelContext.Empty)).Refusal);
        Assert.Equal(before, game.Run.Serialize());
        game.Complete("c");
        Assert.Equal(StepRefusal.Ended, game.Step(new RunEvent.SetVariables(FeelContext.Empty)).Refusal);
    }

    [Fact]
    public void Cancelling_a_run_withdraws_everything()
    {
        var game = Game.Of(Hosted(Timer), Roots);
        game.Start();
        game.Taken(new RunEvent.Cancel());
        Assert.Equal(RunState.Cancelled, game.Run.State);
        Assert.Single(game.Last.OfType<RunEffect.CloseUserTask>());
        Assert.Single(game.Last.OfType<RunEffect.CancelTimer>());
        Assert.Empty(game.Run.OpenWaits);
    }
}
