using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Execution.Modification;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Bpmn;

public sealed class ModificationTests
{
    private const string Chain = """
        <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><userTask id="a"/>
        <sequenceFlow id="f2" sourceRef="a" targetRef="b"/><userTask id="b"/><sequenceFlow id="f3" sourceRef="b" targetRef="e"/>
        <endEvent id="e"/>
        """;

    private const string Nested = """
        <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><userTask id="a"/>
        <sequenceFlow id="f2" sourceRef="a" targetRef="sub"/>
        <subProcess id="sub"><startEvent id="s2"/><sequenceFlow id="i1" sourceRef="s2" targetRef="b"/><userTask id="b"/>
        <sequenceFlow id="i2" sourceRef="b" targetRef="c"/><userTask id="c"/></subProcess>
        <boundaryEvent id="late" attachedToRef="sub"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>
        </boundaryEvent><sequenceFlow id="f3" sourceRef="sub" targetRef="d"/><userTask id="d"/>
        """;

    private const string Many = """
        <subProcess id="sub"><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>
        <startEvent id="s2"/><sequenceFlow id="i1" sourceRef="s2" targetRef="b"/><userTask id="b"/>
        <sequenceFlow id="i2" sourceRef="b" targetRef="c"/><userTask id="c"/></subProcess>
        """;

    [Fact]
    public void A_token_is_moved_back_and_the_way_is_gone_again()
    {
        var game = Game.Of(Chain);
        game.Start();
        game.Complete("a");
        game.Taken(new RunEvent.Modify([new RunChange.Move(Token(game, "b"), "a")]));
        Assert.Equal(["a"], game.Active);
        Assert.Contains(game.Last, effect => effect is RunEffect.CloseUserTask);
        game.Complete("a");
        game.Complete("b");
        Assert.Equal(RunState.Completed, game.Run.State);
    }

    [Fact]
    public void A_token_begins_in_a_subprocess_which_is_entered_with_its_timers()
    {
        var game = Game.Of(Nested);
        game.Start();
        game.Taken(new RunEvent.Modify([new RunChange.Move(Token(game, "a"), "c")]));
        Assert.Equal(["c"], game.Active);
        game.WaitOf("late", "timer");
        game.Complete("c");
        Assert.Equal(["d"], game.Active);
    }

    [Fact]
    public void A_token_begins_behind_an_element_as_if_it_were_done()
    {
        var game = Game.Of(Chain);
        game.Start();
        game.Taken(new RunEvent.Modify([new RunChange.StartAfter("a")]));
        Assert.Equal(["a", "b"], game.Active);
    }

    [Fact]
    public void A_subprocess_that_is_left_empty_is_cancelled()
    {
        var game = Game.Of(Nested);
        game.Start();
        game.Complete("a");
        game.Taken(new RunEvent.Modify([new RunChange.StartBefore("d"), new RunChange.Cancel(Token(game, "b"))]));
        Assert.Equal(["d"], game.Active);
        Assert.Contains(new RunEffect.History("sub", HistoryKind.Cancelled, Entered(game, "sub"), 1), game.Last);
        Assert.DoesNotContain(game.Run.OpenWaits, wait => wait.ElementId == "late");
        game.Complete("d");
        Assert.Equal(RunState.Completed, game.Run.State);
    }

    [Fact]
    public void A_token_that_waits_at_a_join_is_moved_on()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="fork"/><parallelGateway id="fork"/>
            <sequenceFlow id="f2" sourceRef="fork" targetRef="a"/><userTask id="a"/><sequenceFlow id="f3" sourceRef="fork" targetRef="b"/>
            <userTask id="b"/><parallelGateway id="join"/><sequenceFlow id="f4" sourceRef="a" targetRef="join"/>
            <sequenceFlow id="f5" sourceRef="b" targetRef="join"/><sequenceFlow id="f6" sourceRef="join" targetRef="c"/><userTask id="c"/>
            """
        );
        game.Start();
        game.Complete("a");
        var waiting = game.Run.Tokens.Single(token => token.Kind == "join").Place;
        Assert.Equal(new TokenPlace("join", 0, 1), waiting);
        game.Taken(new RunEvent.Modify([new RunChange.Move(waiting, "c"), new RunChange.Cancel(Token(game, "b"))]));
        Assert.Equal(["c"], game.Active);
        game.Complete("c");
        Assert.Equal(RunState.Completed, game.Run.State);
    }

    [Fact]
    public void One_of_many_instances_is_cancelled_and_the_others_end_the_loop()
    {
        var game = Game.Of(Many);
        game.Start();
        var one = game.Run.Tokens.First(token => token.Place.ElementId == "sub" && token.Kind == "scope").Place;
        game.Taken(new RunEvent.Modify([new RunChange.Cancel(one)]));
        Assert.Equal(["b", "b"], game.Active);
        for (var turn = 0; turn < 2; turn++)
        {
            game.Complete("b");
            game.Complete("c");
        }

        Assert.Equal(RunState.Completed, game.Run.State);
    }

    [Fact]
    public void A_token_of_one_of_many_instances_is_moved_within_its_own()
    {
        var game = Game.Of(Many);
        game.Start();
        var second = game.Run.Tokens.Where(token => token.Place.ElementId == "b").ElementAt(1).Place;
        game.Taken(new RunEvent.Modify([new RunChange.Move(second, "c")]));
        Assert.Equal(second.Scope, game.Run.Tokens.Single(token => token.Place.ElementId == "c").Place.Scope);
        Assert.Equal(
            [new ChangeFinding(0, ChangeProblem.AmbiguousScope, "c")],
            RunModification.Check(game.Run, [new RunChange.StartBefore("c")])
        );
        Assert.Empty(RunModification.Check(game.Run, [new RunChange.StartBefore("c", second.Scope)]));
    }

    [Fact]
    public void Everything_that_stands_in_the_way_is_said_at_once_and_nothing_changes()
    {
        var game = Game.Of(
            Chain
                + """
                <subProcess id="loop"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>
                </multiInstanceLoopCharacteristics><userTask id="inner"/></subProcess>
                <subProcess id="es" triggeredByEvent="true"><startEvent id="es1"><timerEventDefinition><timeDuration>PT1H</timeDuration>
                </timerEventDefinition></startEvent></subProcess>
                """
        );
        game.Start();
        var a = Token(game, "a");
        var before = game.Run.Serialize();
        RunChange[] changes =
        [
            new RunChange.StartBefore("nowhere"),
            new RunChange.StartBefore("es1"),
            new RunChange.StartAfter("e"),
            new RunChange.StartBefore("inner"),
            new RunChange.Cancel(a),
            new RunChange.Cancel(a),
        ];
        Assert.Equal(
            [
                new ChangeFinding(0, ChangeProblem.NoSuchElement, "nowhere"),
                new ChangeFinding(1, ChangeProblem.CannotStartThere, "es1"),
                new ChangeFinding(2, ChangeProblem.CannotStartThere, "e"),
                new ChangeFinding(3, ChangeProblem.ScopeNotOpen, "inner"),
                new ChangeFinding(5, ChangeProblem.NoSuchToken, "a"),
            ],
            RunModification.Check(game.Run, changes)
        );
        Assert.Equal(StepRefusal.NotPossible, game.Step(new RunEvent.Modify(changes)).Refusal);
        Assert.Equal(before, game.Run.Serialize());
    }

    [Fact]
    public void The_last_token_is_not_cancelled_and_a_subprocess_that_is_cancelled_takes_no_new_one()
    {
        var game = Game.Of(Nested);
        game.Start();
        game.Complete("a");
        var sub = game.Run.Tokens.Single(token => token.Kind == "scope").Place;
        Assert.Equal(ChangeProblem.NothingLeft, RunModification.Check(game.Run, [new RunChange.Cancel(Token(game, "b"))]).Single().Problem);
        Assert.Equal(
            [new ChangeFinding(1, ChangeProblem.ScopeCancelled, "c")],
            RunModification.Check(game.Run, [new RunChange.Cancel(sub), new RunChange.StartBefore("c")])
        );
    }

    [Fact]
    public void A_failed_call_is_skipped_with_what_it_should_have_given()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="call"/><serviceTask id="call"/>
            <sequenceFlow id="f2" sourceRef="call" targetRef="b"/><userTask id="b"/>
            """
        );
        game.Start();
        game.Fail("call", null);
        game.Taken(new RunEvent.Skip(game.WaitOf("call", "incident").Id, FeelContext.Of(("number", FeelValue.From(7)))));
        Assert.Equal(["b"], game.Active);
        Assert.Equal(0, game.Run.Incidents);
        Assert.Equal("7", game.Run.Variables.TryGet("number", out var number) ? number.ToString() : null);
    }

    [Fact]
    public void A_choice_without_a_way_is_not_skipped_but_moved()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="g"/><exclusiveGateway id="g"/>
            <sequenceFlow id="f2" sourceRef="g" targetRef="a"><conditionExpression>false</conditionExpression></sequenceFlow>
            <userTask id="a"/>
            """
        );
        game.Start();
        Assert.Equal(StepRefusal.WrongKind, game.Step(new RunEvent.Skip(game.WaitOf("g", "incident").Id, FeelContext.Empty)).Refusal);
        game.Taken(new RunEvent.Modify([new RunChange.Move(Token(game, "g"), "a")]));
        Assert.Equal(["a"], game.Active);
        Assert.Equal(0, game.Run.Incidents);
    }

    [Fact]
    public void An_event_on_the_border_is_made_to_happen_and_its_timer_is_withdrawn()
    {
        var game = Game.Of(Nested + """<sequenceFlow id="f9" sourceRef="late" targetRef="d"/>""");
        game.Start();
        game.Complete("a");
        var timer = game.WaitOf("late", "timer").Id;
        var late = Listening.Of(game.Run).Single(element => element.ElementId == "late");
        Assert.True(late.Interrupting);
        Assert.Equal("sub", late.OwnerId);
        game.Taken(new RunEvent.Listen(late.Instance, "late", FeelContext.Empty));
        Assert.Equal(["d"], game.Active);
        Assert.Single(game.Last, effect => effect is RunEffect.CancelTimer cancelled && cancelled.WaitId == timer);
    }

    [Fact]
    public void An_error_that_nobody_threw_is_caught_by_hand_and_a_handler_of_compensation_is_not_offered()
    {
        var game = Game.Of(
            """
            <userTask id="a"/><boundaryEvent id="err" attachedToRef="a"><errorEventDefinition/></boundaryEvent>
            <sequenceFlow id="f1" sourceRef="err" targetRef="b"/><userTask id="b"/>
            <boundaryEvent id="ca" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
            <userTask id="undo" isForCompensation="true"/><association id="x" sourceRef="ca" targetRef="undo"/>
            """
        );
        game.Start();
        var only = Listening.Of(game.Run).Single();
        Assert.Equal("err", only.ElementId);
        Assert.Equal(StepRefusal.NotEnabled, game.Step(new RunEvent.Listen(only.Instance, "ca", FeelContext.Empty)).Refusal);
        game.Taken(new RunEvent.Listen(only.Instance, "err", FeelContext.Empty));
        Assert.Equal(["b"], game.Active.Where(id => id == "b"));
    }

    [Fact]
    public void A_message_that_is_awaited_comes_by_hand_with_its_content()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="m"/>
            <intermediateCatchEvent id="m"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>
            <sequenceFlow id="f2" sourceRef="m" targetRef="b"/><userTask id="b"/>
            """,
            """<message id="M" name="m"/>"""
        );
        game.Start();
        var wait = Listening.Of(game.Run).Single();
        game.Taken(new RunEvent.Listen(wait.Instance, "m", FeelContext.Of(("letter", FeelValue.From("да")))));
        Assert.Equal(["b"], game.Active);
        Assert.Single(game.Last, effect => effect is RunEffect.Unsubscribe);
        Assert.Equal("да", game.Run.Variables.TryGet("letter", out var letter) ? letter.AsString() : null);
    }

    private static TokenPlace Token(Game game, string element) => game.Run.Tokens.First(token => token.Place.ElementId == element).Place;

    private static int Entered(Game game, string element) =>
        game.Effects.OfType<RunEffect.History>().First(history => history.ElementId == element).Instance;
}
