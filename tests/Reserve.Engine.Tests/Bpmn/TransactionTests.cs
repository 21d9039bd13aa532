using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Lint;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Engine.Tests.Bpmn;

/// <summary>Transactions that are cancelled (13.5.6): nothing that was done in them stays without its compensation.</summary>
public sealed class TransactionTests
{
    private static string Activity(string id, string handler) =>
        $"""
            <userTask id="{id}"/><boundaryEvent id="b_{id}" attachedToRef="{id}"><compensateEventDefinition/></boundaryEvent>
            <userTask id="{handler}" isForCompensation="true"/><association id="a_{id}" sourceRef="b_{id}" targetRef="{handler}"/>
            """;

    private static string Flow(string from, string to) => $"<sequenceFlow id=\"f_{from}_{to}\" sourceRef=\"{from}\" targetRef=\"{to}\"/>";

    private static string Transaction(string body, bool exit = true) =>
        $"""
            <startEvent id="s"/>{Flow("s", "t")}<transaction id="t">{body}</transaction>{Flow("t", "after")}<userTask id="after"/>
            {(
                exit
                    ? $"<boundaryEvent id=\"x\" attachedToRef=\"t\"><cancelEventDefinition/></boundaryEvent>{Flow("x", "unwind")}"
 + "<userTask id=\"unwind\"/>"
                    : ""
            )}
            """;

    private static readonly string Replay = Transaction(
        $"""
        <startEvent id="is"/>{Flow("is", "split")}<parallelGateway id="split"/>{Flow("split", "charge")}{Activity("charge", "refund")}{Flow(
            "charge",
            "seat"
        )}{Activity("seat", "release")}
        {Flow("seat", "roll")}<intermediateThrowEvent id="roll"><compensateEventDefinition/></intermediateThrowEvent>{Flow(
            "roll",
            "rolled"
        )}<endEvent id="rolled"/>
        {Flow("split", "check")}<userTask id="check"/>{Flow("check", "ce")}<endEvent id="ce"><cancelEventDefinition/></endEvent>
        {Flow("split", "late")}{Activity("late", "unlate")}
        """
    );

    [Fact]
    public void A_transaction_cancelled_during_a_replay_goes_on_with_the_running_handler_and_runs_every_other()
    {
        var game = Game.Of(Replay);
        game.Start();
        game.Complete("charge");
        game.Complete("seat");
        var running = game.WaitOf("release");
        game.Complete("late");
        game.Complete("check");
        Assert.Equal(["release"], game.Active);
        Assert.Equal(running.Id, game.WaitOf("release").Id);
        game.Complete("release");
        Assert.Equal(["unlate"], game.Active);
        game.Complete("unlate");
        Assert.Equal(["refund"], game.Active);
        game.Complete("refund");
        Assert.Equal(["unwind"], game.Active);
        Assert.Equal(1, game.CompletedElements.Count(id => id == "release"));
    }

    [Fact]
    public void A_replay_that_an_interrupting_event_stops_gives_back_what_it_owes()
    {
        var game = Game.Of(
            $"""
            <startEvent id="s"/>{Flow("s", "a")}{Activity("a", "ua")}{Flow("a", "b")}{Activity("b", "ub")}{Flow("b", "roll")}
            <intermediateThrowEvent id="roll"><compensateEventDefinition/></intermediateThrowEvent>{Flow("roll", "e")}<endEvent id="e"/>
            <subProcess id="sub" triggeredByEvent="true"><startEvent id="es"><signalEventDefinition signalRef="S"/></startEvent>{Flow(
                "es",
                "er"
            )}
            <intermediateThrowEvent id="er"><compensateEventDefinition activityRef="a"/></intermediateThrowEvent>{Flow(
                "er",
                "es2"
            )}<userTask id="es2"/></subProcess>
            """,
            """<signal id="S" name="s"/>"""
        );
        game.Start();
        game.Complete("a");
        game.Complete("b");
        Assert.Equal(["ub"], game.Active);
        game.Signal("s");
        Assert.Equal(["ua"], game.Active);
        game.Complete("ua");
        Assert.Equal(["es2"], game.Active);
    }

    [Fact]
    public void What_was_finished_in_an_unfinished_subprocess_or_loop_of_a_cancelled_transaction_is_compensated_too()
    {
        var game = Game.Of(
            Transaction(
                $"""
                <startEvent id="is"/>{Flow("is", "split")}<parallelGateway id="split"/>
                {Flow("split", "inner")}<subProcess id="inner"><startEvent id="ns"/>{Flow("ns", "pay")}{Activity("pay", "repay")}{Flow(
                    "pay",
                    "wait"
                )}<userTask id="wait"/></subProcess>
                {Flow(
                    "split",
                    "many"
                )}<userTask id="many">
                <multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics></userTask>
                <boundaryEvent id="b_many" attachedToRef="many"><compensateEventDefinition/></boundaryEvent>
                <userTask id="undo" isForCompensation="true"/><association id="am" sourceRef="b_many" targetRef="undo"/>
                {Flow("split", "check")}<userTask id="check"/>{Flow("check", "ce")}<endEvent id="ce"><cancelEventDefinition/></endEvent>
                """
            )
        );
        game.Start();
        game.Complete("pay");
        game.Complete("many");
        game.Complete("check");
        var undone = new List<string>();
        while (game.Active.Single() is var handler and not "unwind")
        {
            undone.Add(handler);
            game.Complete(handler);
        }

        Assert.Equal(["repay", "undo"], undone.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_cancel_end_without_a_cancel_boundary_is_refused_with_its_place()
    {
        var body = Transaction(
            $"""<startEvent id="is"/>{Flow("is", "ce")}<endEvent id="ce"><cancelEventDefinition/></endEvent>""",
            exit: false
        );
        var result = BpmnLinter.Lint(BpmnReader.Read(Game.Xml(body)));
        Assert.Contains(
            result.Diagnostics,
            found => found is { Code: Interpreter.NoCancelBoundary, ElementId: "ce", Severity: BpmnSeverity.Error, Line: > 1 }
        );
        Assert.False(result.Deployable);
        Assert.True(BpmnLinter.Lint(BpmnReader.Read(Game.Xml(Replay))).Deployable);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>")]
    public void One_that_was_deployed_before_stays_with_an_incident_and_a_retry_runs_it_again(string loop)
    {
        var game = Game.Of(
            Transaction(
                $"""
                {loop}<startEvent id="is"/>{Flow("is", "w")}<userTask id="w"/>{Flow("w", "ce")}<endEvent id="ce">
                <cancelEventDefinition/></endEvent>
                """,
                exit: false
            )
        );
        game.Start();
        game.Complete("w");
        Assert.Equal(RunState.Active, game.Run.State);
        var incident = Assert.Single(game.Run.OpenWaits);
        Assert.Equal(("t", Interpreter.NoCancelBoundary), (incident.ElementId, incident.Key));
        game.Taken(new RunEvent.Retry(incident.Id));
        Assert.Contains("w", game.Active);
    }
}
