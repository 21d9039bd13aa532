using System.Text.Json;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Simulation;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Bpmn;

/// <summary>The simulator does as the runtime does, and always ends.</summary>
public sealed class SimulatorTests
{
    private const string Message = """
        <message id="paid" name="paid"/>
        <correlationProperty id="cp"><correlationPropertyRetrievalExpression messageRef="paid">
        <messagePath>order</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
        <collaboration id="c"><participant id="pa" processRef="p"/><correlationKey id="ck">
        <correlationPropertyRef>cp</correlationPropertyRef></correlationKey></collaboration>
        """;

    private const string KeyedWait = """
        <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="w"/><receiveTask id="w" messageRef="paid"/>
        <sequenceFlow id="f2" sourceRef="w" targetRef="n"/><userTask id="n"/>
        <correlationSubscription id="cs" correlationKeyRef="ck"><correlationPropertyBinding correlationPropertyRef="cp">
        <dataPath>order</dataPath></correlationPropertyBinding></correlationSubscription>
        """;

    private static Simulator Deployed(string body, string roots = "", string others = "")
    {
        var xml = Game.Xml(body, roots).Replace("</definitions>", others + "</definitions>", StringComparison.Ordinal);
        var read = BpmnReader.Read(xml);
        Assert.True(read.File is not null, string.Join('\n', read.Diagnostics));
        var simulator = new Simulator(Game.Noon);
        foreach (var process in read.File!.Processes)
        {
            var compiled = ProcessDefinition.Compile(read.File, process.Id);
            Assert.True(compiled.Definition is not null, string.Join('\n', compiled.Diagnostics));
            simulator.Deploy(compiled.Definition!);
        }

        return simulator;
    }

    private static Scenario Play(Simulator simulator, string steps)
    {
        using var document = JsonDocument.Parse(steps);
        var scenario = new Scenario(simulator);
        scenario.Play(document.RootElement);
        return scenario;
    }

    [Fact]
    public void A_process_that_calls_itself_ends_with_an_incident_of_the_deepest_call()
    {
        var simulator = Deployed(
            """<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="C"/><callActivity id="C" calledElement="p"/>"""
        );
        var run = simulator.Start("p", FeelContext.Empty)!;
        Assert.Equal(Interpreter.MaximumCallDepth + 1, simulator.Runs.Count);
        Assert.Contains("«C» (p)", Assert.Single(simulator.Loops), StringComparison.Ordinal);
        Assert.Single(simulator.Runs[^1].Incidents);
        Assert.Null(simulator.Send(run, new RunEvent.Cancel()));
        Assert.All(simulator.Runs, each => Assert.Equal(RunState.Cancelled, each.State.State));
    }

    [Fact]
    public void A_signal_that_starts_what_throws_it_is_stopped_and_named()
    {
        var simulator = Deployed(
            """
            <startEvent id="s"><signalEventDefinition signalRef="sg"/></startEvent><sequenceFlow id="f1" sourceRef="s" targetRef="e"/>
            <endEvent id="e"><signalEventDefinition signalRef="sg"/></endEvent>
            """,
            """<signal id="sg" name="sg"/>""",
            """
            <process id="q"><startEvent id="qs"/><sequenceFlow id="g" sourceRef="qs" targetRef="qe"/><endEvent id="qe">
            <signalEventDefinition signalRef="sg"/></endEvent></process>
            """
        );
        var scenario = Play(simulator, """[{"do": "start", "id": "q"}, {"do": "start", "id": "q"}]""");
        Assert.Contains("«e» (p)", simulator.Stopped, StringComparison.Ordinal);
        Assert.Contains(scenario.Failures, failure => failure.Got == simulator.Stopped);
        Assert.Contains("\"loops\"", ScenarioReport.ToJson(simulator, scenario), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """
            <startEvent id="s"><messageEventDefinition messageRef="M"/></startEvent><sequenceFlow id="f1" sourceRef="s" targetRef="e"/>
            <endEvent id="e"><messageEventDefinition messageRef="M"/></endEvent>
            """,
        """[{"do": "startByMessage", "id": "m"}]""",
        "«e»"
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="m"/><exclusiveGateway id="m"/>
            <sequenceFlow id="f2" sourceRef="m" targetRef="v"/>
            <serviceTask id="v"/><sequenceFlow id="f3" sourceRef="v" targetRef="m"/>
            """,
        """[{"do": "start", "id": "p"}]""",
        "«v»"
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="m"/><exclusiveGateway id="m"/>
            <sequenceFlow id="f2" sourceRef="m" targetRef="t"/>
            <intermediateCatchEvent id="t"><timerEventDefinition>
            <timeDuration>PT0S</timeDuration></timerEventDefinition></intermediateCatchEvent>
            <sequenceFlow id="f3" sourceRef="t" targetRef="m"/>
            """,
        """[{"do": "start", "id": "p"}, {"do": "advance", "by": "PT1S"}]""",
        "«t»"
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="m"/><exclusiveGateway id="m"/>
            <sequenceFlow id="f2" sourceRef="m" targetRef="t"/>
            <intermediateThrowEvent id="t"><messageEventDefinition messageRef="M"/></intermediateThrowEvent>
            <sequenceFlow id="f3" sourceRef="t" targetRef="c"/>
            <intermediateCatchEvent id="c"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>
            <sequenceFlow id="f4" sourceRef="c" targetRef="m"/>
            """,
        """[{"do": "start", "id": "p"}]""",
        "«t»"
    )]
    public void A_chain_that_never_waits_for_anybody_outside_is_stopped_and_named(string body, string steps, string element)
    {
        var simulator = Deployed(body, """<message id="M" name="m"/>""");
        var scenario = Play(simulator, steps);
        Assert.Contains(element, simulator.Stopped, StringComparison.Ordinal);
        Assert.NotEmpty(scenario.Failures);
    }

    [Fact]
    public void A_message_goes_to_the_wait_with_its_key_before_an_older_one_without_key()
    {
        var simulator = Deployed(
            KeyedWait,
            Message,
            """
            <process id="q"><startEvent id="qs"/><sequenceFlow id="g" sourceRef="qs" targetRef="any"/>
            <receiveTask id="any" messageRef="paid"/></process>
            """
        );
        var general = simulator.Start("q", FeelContext.Empty)!;
        var exact = simulator.Start("p", FeelContext.Of(("order", FeelValue.From("b"))))!;
        Assert.True(simulator.Message("paid", "b", FeelContext.Empty));
        Assert.Equal("n", Assert.Single(exact.State.ActiveElements).ElementId);
        Assert.True(simulator.Message("paid", "other", FeelContext.Empty));
        Assert.Equal(RunState.Completed, general.State.State);
    }

    [Fact]
    public void A_message_without_key_does_not_match_a_wait_with_key()
    {
        var simulator = Deployed(KeyedWait, Message);
        simulator.Start("p", FeelContext.Of(("order", FeelValue.From("b"))));
        Assert.False(simulator.Message("paid", null, FeelContext.Empty));
        Assert.False(simulator.Message("paid", "c", FeelContext.Empty));
        Assert.True(simulator.Message("paid", "b", FeelContext.Empty));
    }

    [Fact]
    public void A_key_that_gives_null_is_an_incident_of_the_waiting_run_and_a_retry_waits_once_it_gives_something()
    {
        var simulator = Deployed(KeyedWait, Message);
        var run = simulator.Start("p", FeelContext.Empty)!;
        Assert.False(simulator.Message("paid", "zzz", FeelContext.Empty));
        var incident = Assert.Single(run.Incidents).Value;
        Assert.Equal((Interpreter.NoCorrelationKey, "w"), (incident.Code, incident.ElementId));
        simulator.Send(run, new RunEvent.SetVariables(FeelContext.Of(("order", FeelValue.From("b")))));
        Assert.Null(simulator.Send(run, new RunEvent.Retry(incident.WaitId)));
        Assert.True(simulator.Message("paid", "b", FeelContext.Empty));
        Assert.Equal("n", Assert.Single(run.State.ActiveElements).ElementId);
    }

    [Theory]
    [InlineData("""<boundaryEvent id="b" attachedToRef="w">{0}</boundaryEvent><sequenceFlow id="f9" sourceRef="b" targetRef="n"/>""", "w")]
    [InlineData(
        """
            <subProcess id="sub" triggeredByEvent="true"><startEvent id="b">{0}</startEvent>
            <sequenceFlow id="i" sourceRef="b" targetRef="n2"/><userTask id="n2"/></subProcess>
            """,
        "w"
    )]
    public void Boundary_events_and_event_subprocesses_with_a_key_of_null_wait_after_a_retry_too(string around, string waiting)
    {
        var message = """
            <messageEventDefinition messageRef="M"/><extensionElements><elsa:activityBinding activityType="Event">
            <elsa:input name="correlationKey">{"typeName":"String","expression":{"type":"Feel","value":"order"}}</elsa:input>
            </elsa:activityBinding></extensionElements>
            """;
        var game = Game.Of(
            $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="w"/><userTask id="w"/>
            <sequenceFlow id="f2" sourceRef="w" targetRef="n"/><userTask id="n"/>
            {around.Replace("{0}", message, StringComparison.Ordinal)}
            """,
            """<message id="M" name="m"/>"""
        );
        game.Start();
        Assert.Contains(waiting, game.Active);
        var incident = game.WaitOf("b", "incident");
        game.Taken(new RunEvent.SetVariables(FeelContext.Of(("order", FeelValue.From("7")))));
        game.Taken(new RunEvent.Retry(incident.Id));
        Assert.Equal("7", Assert.Single(game.Last.OfType<RunEffect.SubscribeMessage>()).CorrelationKey);
        game.Message("b");
        Assert.DoesNotContain("w", game.Active);
    }

    private const string Sender = """
        <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
        <intermediateThrowEvent id="t"><extensionElements><elsa:activityBinding activityType="Event">
        <elsa:input name="timeToLive">{"typeName":"String","expression":{"type":"Literal","value":"PT2H"}}</elsa:input>
        </elsa:activityBinding></extensionElements><messageEventDefinition messageRef="M"/></intermediateThrowEvent>
        <sequenceFlow id="f2" sourceRef="t" targetRef="n"/><userTask id="n"/>
        """;

    private const string Receiver = """
        <process id="q"><startEvent id="qs"/><sequenceFlow id="g" sourceRef="qs" targetRef="w"/><receiveTask id="w" messageRef="M"/>
        <sequenceFlow id="h" sourceRef="w" targetRef="qn"/><userTask id="qn"/></process>
        """;

    [Fact]
    public void A_message_that_comes_before_anybody_waits_is_kept_for_the_time_that_its_drawing_says()
    {
        var simulator = Deployed(Sender, """<message id="M" name="m"/>""", Receiver);
        simulator.Start("p", FeelContext.Empty);
        Assert.Equal(Game.Noon.AddHours(2), Assert.Single(simulator.KeptMessages).Until);
        simulator.Advance(Game.Noon.AddHours(1));
        var receiver = simulator.Start("q", FeelContext.Empty)!;
        Assert.Equal("qn", Assert.Single(receiver.State.ActiveElements).ElementId);
        Assert.Empty(simulator.KeptMessages);
    }

    [Fact]
    public void A_message_that_expires_is_an_incident_of_its_sender_and_a_retry_sends_it_again()
    {
        var simulator = Deployed(Sender, """<message id="M" name="m"/>""", Receiver);
        var sender = simulator.Start("p", FeelContext.Empty)!;
        simulator.Advance(Game.Noon.AddHours(3));
        var incident = Assert.Single(sender.Incidents).Value;
        Assert.Equal((Interpreter.MessageExpired, "t"), (incident.Code, incident.ElementId));
        var receiver = simulator.Start("q", FeelContext.Empty)!;
        Assert.Equal("w", Assert.Single(receiver.State.ActiveElements).ElementId);
        Assert.Null(simulator.Send(sender, new RunEvent.Retry(incident.WaitId)));
        Assert.Equal("qn", Assert.Single(receiver.State.ActiveElements).ElementId);
        Assert.Empty(sender.Incidents);
    }

    [Fact]
    public void A_published_message_is_kept_a_day_and_a_correlated_one_not_at_all()
    {
        var simulator = Deployed("<userTask id=\"x\"/>", """<message id="M" name="m"/>""", Receiver);
        var scenario = Play(
            simulator,
            """
            [{"do": "expectError", "step": {"do": "correlate", "id": "m"}}, {"do": "publish", "id": "m"}, {"do": "advance", "by": "PT23H"},
            {"do": "start", "id": "q"}, {"do": "expect", "tasks": ["qn"]},
            {"do": "publish", "id": "m", "timeToLive": "PT1H"}, {"do": "advance", "by": "PT2H"}, {"do": "start", "id": "q"}, {"do":
            "expect", "tasks": ["qn"]}]
            """
        );
        Assert.Empty(scenario.Failures);
    }

    [Fact]
    public void A_time_to_live_that_is_none_is_refused()
    {
        var compiled = Game.Compile(Sender.Replace("PT2H", "завтра", StringComparison.Ordinal), """<message id="M" name="m"/>""");
        Assert.Equal("t", Assert.Single(compiled.Diagnostics).ElementId);
    }
}
