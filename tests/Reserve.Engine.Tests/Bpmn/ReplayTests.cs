using CsCheck;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Replay;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Bpmn;

public sealed class ReplayTests
{
    private const string Roots = """<message id="M" name="m"/>""";

    /// <summary>A check, a rule on its mark, then a yes or a no.</summary>
    private const string Known = """
        <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="check"/>
        <userTask id="check" name="Проверить"/><sequenceFlow id="f2" sourceRef="check" targetRef="g"/>
        <exclusiveGateway id="g" default="toNo"/>
        <sequenceFlow id="toYes" sourceRef="g" targetRef="yes"><conditionExpression>mark &gt; 60</conditionExpression></sequenceFlow>
        <sequenceFlow id="toNo" sourceRef="g" targetRef="no"/>
        <userTask id="yes"/><userTask id="no"/>
        <sequenceFlow id="f3" sourceRef="yes" targetRef="end"/><sequenceFlow id="f4" sourceRef="no" targetRef="end"/>
        <endEvent id="end"/>
        """;

    [Fact]
    public void A_case_that_goes_as_it_went_is_unchanged()
    {
        var outcome = Assert.IsType<ReplayedCase.Unchanged>(Replay(Known, Known, Marked(70)));
        Assert.Empty(outcome.NewElements);
    }

    [Fact]
    public void A_stricter_condition_sends_a_case_another_way_and_the_place_is_named()
    {
        var stricter = Known.Replace("mark &gt; 60", "mark &gt; 75", StringComparison.Ordinal);
        Assert.Equal(new ReplayedCase.OtherWay("g", "yes", "no"), Replay(Known, stricter, Marked(70)));
        Assert.IsType<ReplayedCase.Unchanged>(Replay(Known, stricter, Marked(80)));
    }

    [Fact]
    public void The_reason_of_the_other_way_is_told_with_its_values()
    {
        var choices = new List<FlowChoice>();
        Replay(Known, Known.Replace("mark &gt; 60", "mark &gt; 75", StringComparison.Ordinal), Marked(70), choices: choices);
        Assert.Equal(
            [("toYes", "mark > 75", false), ("toNo", null, true)],
            choices.Select(choice => (choice.FlowId, choice.Condition, choice.Taken))
        );
        Assert.Equal(("mark", FeelValue.From(70)), choices[0].Values.Entries.Select(entry => (entry.Key, entry.Value)).Single());
    }

    [Fact]
    public void A_new_task_has_no_answer_and_the_case_cannot_be_played_beyond_it()
    {
        var longer = Known
            .Replace("targetRef=\"g\"", "targetRef=\"second\"", StringComparison.Ordinal)
            .Replace(
                "<exclusiveGateway",
                """<userTask id="second"/><sequenceFlow id="f9" sourceRef="second" targetRef="g"/><exclusiveGateway""",
                StringComparison.Ordinal
            );
        Assert.Equal(new ReplayedCase.Cannot(CannotReason.NewElement, "second"), Replay(Known, longer, Marked(70)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_new_service_is_answered_when_its_answer_can_be_known(bool canBeKnown)
    {
        var longer = Known
            .Replace("targetRef=\"g\"", "targetRef=\"tell\"", StringComparison.Ordinal)
            .Replace(
                "<exclusiveGateway",
                """<serviceTask id="tell"/><sequenceFlow id="f9" sourceRef="tell" targetRef="g"/><exclusiveGateway""",
                StringComparison.Ordinal
            );
        var outcome = Replay(Known, longer, Marked(70), unrecorded: canBeKnown ? FeelContext.Empty : null);
        if (canBeKnown)
            Assert.Equal(["tell"], Assert.IsType<ReplayedCase.Unchanged>(outcome).NewElements);
        else
            Assert.Equal(new ReplayedCase.Cannot(CannotReason.NewElement, "tell"), outcome);
    }

    [Fact]
    public void A_case_that_would_stop_with_an_incident_names_it()
    {
        var broken = Known
            .Replace(" default=\"toNo\"", "", StringComparison.Ordinal)
            .Replace(
                """targetRef="no"/>""",
                """targetRef="no"><conditionExpression>mark = "нет"</conditionExpression></sequenceFlow>""",
                StringComparison.Ordinal
            );
        Assert.Equal("g", Assert.IsType<ReplayedCase.Fails>(Replay(Known, broken, Marked(50))).ElementId);
    }

    [Fact]
    public void Tasks_in_another_order_are_answered_by_what_was_said_then()
    {
        const string First = """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><userTask id="a"/>
            <sequenceFlow id="f2" sourceRef="a" targetRef="b"/><userTask id="b"/>
            <sequenceFlow id="f3" sourceRef="b" targetRef="end"/><endEvent id="end"/>
            """;
        const string Swapped = """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="b"/><userTask id="a"/>
            <sequenceFlow id="f2" sourceRef="b" targetRef="a"/><userTask id="b"/>
            <sequenceFlow id="f3" sourceRef="a" targetRef="end"/><endEvent id="end"/>
            """;
        Assert.IsType<ReplayedCase.Unchanged>(
            Replay(
                First,
                Swapped,
                play =>
                {
                    play.Complete("a");
                    play.Complete("b");
                }
            )
        );
    }

    [Theory]
    [InlineData("PT30M", "late")]
    [InlineData("PT2H", null)]
    public void A_timer_set_anew_fires_when_it_is_due(string duration, string? now)
    {
        const string Drawing = """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><userTask id="a"/>
            <boundaryEvent id="late" attachedToRef="a" cancelActivity="false"><timerEventDefinition><timeDuration>PT3H</timeDuration>
            </timerEventDefinition></boundaryEvent><sequenceFlow id="f5" sourceRef="late" targetRef="told"/><endEvent id="told"/>
            <sequenceFlow id="f3" sourceRef="a" targetRef="end"/><endEvent id="end"/>
            """;
        var outcome = Replay(
            Drawing,
            Drawing.Replace("PT3H", duration, StringComparison.Ordinal),
            play =>
            {
                play.Now = play.Now.AddHours(1);
                play.Complete("a");
            }
        );
        Assert.Equal(now, (outcome as ReplayedCase.OtherWay)?.Now);
    }

    [Fact]
    public void A_task_that_is_gone_takes_nothing_with_it()
    {
        var shorter = Known
            .Replace("""<userTask id="check" name="Проверить"/>""", """<manualTask id="quick"/>""", StringComparison.Ordinal)
            .Replace("\"check\"", "\"quick\"", StringComparison.Ordinal);
        // Its answer is gone with it, so the mark is unknown now.
        Assert.Equal(new ReplayedCase.OtherWay("g", "yes", "no"), Replay(Known, shorter, Marked(70)));
    }

    [Fact]
    public void A_decision_is_made_anew()
    {
        const string Decided = """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="rule"/>
            <businessRuleTask id="rule"><extensionElements><elsa:activityBinding activityType="Reserve.Decision">
            <elsa:input name="decisionRef">{"typeName": "String", "expression": {"type": "Literal", "value": "d"}}</elsa:input>
            <elsa:input name="resultVariable">{"typeName": "String", "expression": {"type": "Literal", "value": "zone"}}</elsa:input>
            </elsa:activityBinding></extensionElements></businessRuleTask>
            <sequenceFlow id="f2" sourceRef="rule" targetRef="a"/><userTask id="a"/>
            <sequenceFlow id="f3" sourceRef="a" targetRef="end"/><endEvent id="end"/>
            """;
        var outcome = Replay(Decided, Decided, play => play.Complete("a"), decided: "Pool");
        Assert.Equal(["rule"], Assert.IsType<ReplayedCase.Unchanged>(outcome).Decisions);
        Assert.Empty(Assert.IsType<ReplayedCase.Unchanged>(Replay(Decided, Decided, play => play.Complete("a"))).Decisions);
    }

    [Fact]
    public void Random_processes_replayed_through_themselves_are_unchanged_in_every_order_of_events() =>
        Gen.Select(Block.Any(4), Gen.Int[0, 1_000])
            .Sample(
                (block, order) =>
                {
                    var definition = ProcessDefinition.Compile(BpmnReader.Read(Game.Xml(Block.Draw(block).Xml, Roots)).File!).Definition!;
                    var play = new Recording(definition, "Priority");
                    play.Start();
                    play.EndAnyhow(new Random(order));
                    Assert.Equal(RunState.Completed, play.Run.State);
                    var outcome = Assert.IsType<ReplayedCase.Unchanged>(Through(definition, "Priority", null).Play(definition, play.Steps));
                    Assert.Empty(outcome.NewElements);
                },
                iter: 100,
                print: found => $"order {found.Item2}\n{Game.Xml(Block.Draw(found.Item1).Xml, Roots)}"
            );

    private static Action<Recording> Marked(int mark) =>
        play =>
        {
            play.Complete("check", ("mark", FeelValue.From(mark)));
            play.Complete(mark > 60 ? "yes" : "no");
        };

    private static ReplayedCase Replay(
        string recorded,
        string other,
        Action<Recording> played,
        string decided = "Priority",
        FeelContext? unrecorded = null,
        List<FlowChoice>? choices = null
    )
    {
        var play = new Recording(Game.Compile(recorded, Roots).Definition!, "Priority");
        play.Start();
        played(play);
        return Through(Game.Compile(other, Roots).Definition!, decided, unrecorded).Play(play.Definition, play.Steps, choices: choices);
    }

    private static CaseReplay Through(ProcessDefinition version, string decided, FeelContext? unrecorded) =>
        new(version, id => id, (asked, _) => new RunEvent.DecisionEvaluated(asked.WaitId, FeelValue.From(decided)), _ => unrecorded);

    /// <summary>A case whose steps are kept as the runtime keeps them.</summary>
    private sealed class Recording(ProcessDefinition definition, string decided)
    {
        public ProcessDefinition Definition => definition;

        public ProcessRun Run { get; } = ProcessRun.Create(definition);

        public List<RecordedStep> Steps { get; } = [];

        public DateTimeOffset Now { get; set; } = Game.Noon;

        public void Start() => Take(new RunEvent.Start(FeelContext.Empty));

        public void Complete(string element, params (string Name, FeelValue Value)[] variables) =>
            Take(
                new RunEvent.TaskCompleted(
                    Run.OpenWaits.First(wait => wait.ElementId == element && wait.Kind == "userTask").Id,
                    FeelContext.Of(variables)
                )
            );

        public void EndAnyhow(Random random)
        {
            while (Run.State == RunState.Active)
            {
                var waits = Run.OpenWaits;
                var wait = waits[random.Next(waits.Count)];
                Now = Now.AddSeconds(1);
                Take(
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
        }

        private void Take(RunEvent happened)
        {
            var given = new List<RunEvent>();
            var events = new Queue<RunEvent>([happened]);
            while (events.TryDequeue(out var next))
            {
                var result = Interpreter.Step(definition, Run, next, Now);
                Assert.True(result.Taken, $"{next}: {result.Refusal}");
                given.Add(next);
                foreach (var asked in result.Effects.OfType<RunEffect.EvaluateDecision>())
                    events.Enqueue(new RunEvent.DecisionEvaluated(asked.WaitId, FeelValue.From(decided)));
            }

            Steps.Add(new RecordedStep(Now, given));
        }
    }
}
