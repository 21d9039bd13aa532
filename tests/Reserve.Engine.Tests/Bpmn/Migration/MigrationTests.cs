using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Execution.Migration;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Bpmn.Migration;

public sealed class MigrationTests
{
    private const string Flows = """<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>""";
    private const string OneTask = Flows + """<userTask id="a" name="Проверить"/>""";

    [Fact]
    public void An_element_is_found_again_by_id_then_by_name_then_by_what_it_does()
    {
        var from = Game.Of(
            """
            <userTask id="a"/><userTask id="b" name="Согласовать"/>
            <serviceTask id="c"><extensionElements><elsa:activityBinding activityType="Papers.Issue"/></extensionElements></serviceTask>
            <callActivity id="d" calledElement="sitting"/><userTask id="gone"/>
            """
        ).Definition;
        var to = Game.Of(
            """
            <userTask id="a"/><userTask id="b2" name="Согласовать"/>
            <serviceTask id="c2" name="Выпустить"><extensionElements><elsa:activityBinding activityType="Papers.Issue"/></extensionElements>
            </serviceTask><callActivity id="d2" calledElement="sitting"/>
            """
        ).Definition;
        Assert.Equal(
            [
                new MappedElement("a", "a", MappingReason.Id),
                new MappedElement("b", "b2", MappingReason.Name),
                new MappedElement("c", "c2", MappingReason.Work),
                new MappedElement("d", "d2", MappingReason.Work),
                new MappedElement("gone", null, MappingReason.None),
            ],
            RunMigration.Propose(from, to)
        );
        Assert.Equal(["a", "b2"], RunMigration.Targets(from, "gone", to));
    }

    [Fact]
    public void Where_something_stands_that_the_new_version_lacks_a_choice_is_needed()
    {
        var game = Game.Of(OneTask);
        game.Start();
        var to = Game.Of(Flows.Replace("\"a\"", "\"b\"", StringComparison.Ordinal) + """<userTask id="b"/>""").Definition;
        var plan = Plan(game, to, []);
        Assert.Null(plan.Run);
        Assert.Equal(MigrationWeight.Choice, plan.Weight);
        Assert.Equal([new MigrationFinding(MigrationCode.Unmapped, "a")], plan.Findings);
        var chosen = Plan(game, to, new() { ["a"] = "b" });
        Assert.Equal("b", Assert.Single(chosen.Run!.OpenWaits).ElementId);
        Assert.Contains(new RunEffect.WaitMoved(game.WaitOf("a").Id, "b"), chosen.Effects);
    }

    [Fact]
    public void Everything_that_stands_in_the_way_is_said_at_once()
    {
        var game = Game.Of(
            """
            <userTask id="a"/><userTask id="b"/><serviceTask id="c"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>
            </multiInstanceLoopCharacteristics></serviceTask>
            <intermediateCatchEvent id="d"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>
            </intermediateCatchEvent>
            """
        );
        game.Start();
        var to = Game.Of(
            """
            <serviceTask id="a"/><serviceTask id="c"/><intermediateCatchEvent id="d"><messageEventDefinition messageRef="M"/>
            </intermediateCatchEvent><subProcess id="e"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>
            </multiInstanceLoopCharacteristics><userTask id="b"/></subProcess>
            """,
            """<message id="M" name="m"/>"""
        ).Definition;
        var plan = Plan(
            game,
            to,
            new()
            {
                ["a"] = "a",
                ["b"] = "b",
                ["c"] = "c",
                ["d"] = "d",
                ["x"] = "y",
            }
        );
        Assert.Equal(
            [
                (MigrationCode.DifferentKind, "a"),
                (MigrationCode.OtherScope, "b"),
                (MigrationCode.LoopDiffers, "c"),
                (MigrationCode.EventDiffers, "d"),
            ],
            plan.Findings.Select(finding => (finding.Code, finding.ElementId)).Order()
        );
    }

    [Fact]
    public void A_run_that_is_over_is_not_taken_over()
    {
        var game = Game.Of(OneTask);
        game.Start();
        game.Complete("a");
        Assert.Equal(MigrationCode.NotRunning, Assert.Single(Plan(game, game.Definition, []).Findings).Code);
    }

    [Fact]
    public void A_timer_of_the_border_goes_on_as_it_was_set_and_a_new_one_begins()
    {
        var game = Game.Of(OneTask + Border("t", "PT10H"));
        game.Start();
        game.Now += TimeSpan.FromHours(4);
        var to = Game.Of(OneTask + Border("t", "PT1H") + Border("u", "PT2H")).Definition;
        var plan = Plan(game, to, Proposed(game, to));
        var waits = plan.Run!.OpenWaits;
        Assert.Equal(Game.Noon.AddHours(10), waits.Single(wait => wait.ElementId == "t").DueAt);
        Assert.Equal(game.Now.AddHours(2), waits.Single(wait => wait.ElementId == "u").DueAt);
        Assert.Equal(
            [(MigrationCode.TimerKept, "t"), (MigrationCode.EventAdded, "u")],
            plan.Findings.Select(finding => (finding.Code, finding.ElementId))
        );
        Assert.Equal("u", Assert.IsType<RunEffect.ScheduleTimer>(Assert.Single(plan.Effects)).ElementId);
    }

    [Fact]
    public void A_reminder_that_has_come_does_not_come_again()
    {
        var game = Game.Of(OneTask + Border("t", "PT1H"));
        game.Start();
        game.Fire("t");
        var to = Game.Of(OneTask + Border("t", "PT2H")).Definition;
        var plan = Plan(game, to, Proposed(game, to));
        Assert.Equal("a", Assert.Single(plan.Run!.OpenWaits).ElementId);
        Assert.Empty(plan.Effects);
    }

    [Fact]
    public void An_event_of_the_border_that_is_gone_is_no_longer_waited_for()
    {
        var game = Game.Of(OneTask + Border("t", "PT1H"));
        game.Start();
        var timer = game.WaitOf("t").Id;
        var to = Game.Of(OneTask).Definition;
        var plan = Plan(game, to, Proposed(game, to));
        Assert.Equal([new RunEffect.CancelTimer(timer)], plan.Effects);
        Assert.Equal(MigrationCode.EventDropped, Assert.Single(plan.Findings).Code);
    }

    [Fact]
    public void An_event_of_the_border_that_waits_for_something_else_begins_anew()
    {
        var game = Game.Of(OneTask + Border("t", "PT1H"));
        game.Start();
        var timer = game.WaitOf("t").Id;
        var to = Game.Of(
            OneTask + """<boundaryEvent id="t" attachedToRef="a"><messageEventDefinition messageRef="M"/></boundaryEvent>""",
            """<message id="M" name="m"/>"""
        ).Definition;
        var plan = Plan(game, to, new() { ["a"] = "a", ["t"] = "t" });
        Assert.Equal(new RunEffect.CancelTimer(timer), plan.Effects[0]);
        Assert.Equal("m", Assert.IsType<RunEffect.SubscribeMessage>(plan.Effects[1]).Name);
    }

    [Fact]
    public void Another_message_is_waited_for_under_the_same_wait()
    {
        const string Body = """<intermediateCatchEvent id="c"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>""";
        var game = Game.Of(Body, """<message id="M" name="m"/>""");
        game.Start();
        var wait = game.WaitOf("c").Id;
        var to = Game.Of(Body, """<message id="M" name="n"/>""").Definition;
        var plan = Plan(game, to, Proposed(game, to));
        Assert.Equal([new RunEffect.Unsubscribe(wait), new RunEffect.SubscribeMessage(wait, "c", "n", null)], plan.Effects);
        Assert.Equal(MigrationCode.NameChanged, Assert.Single(plan.Findings).Code);
    }

    [Fact]
    public void An_open_task_stays_the_same_and_says_what_is_drawn_differently()
    {
        var game = Game.Of(Flows + Task("a", "Проверить", """{"role":"HrOfficer","form":"one"}"""));
        game.Start();
        var wait = game.WaitOf("a").Id;
        var to = Game.Of(Flows + Task("a", "Проверить", """{"role":"HrOfficer","form":"two"}""")).Definition;
        var plan = Plan(game, to, Proposed(game, to));
        var changed = Assert.IsType<RunEffect.UserTaskChanged>(Assert.Single(plan.Effects));
        Assert.Equal(wait, changed.WaitId);
        Assert.Equal(["form"], changed.Changed);
        Assert.Equal("two", changed.Inputs.TryGet("form", out var form) ? form.AsString() : null);
        Assert.Equal(["form"], Assert.Single(plan.Findings).Details);
    }

    [Fact]
    public void Tokens_at_a_join_wait_on_the_flows_that_theirs_have_become()
    {
        var game = Game.Of(Forked("a", "b"));
        game.Start();
        game.Complete("a");
        // A step more on the way of the token that waits already: its flow has another id and source.
        var to = Game.Of(
            Forked("a", "b").Replace("id=\"ja\" sourceRef=\"a\"", "id=\"jx\" sourceRef=\"x\"", StringComparison.Ordinal)
                + """<userTask id="x"/><sequenceFlow id="ax" sourceRef="a" targetRef="x"/>"""
        ).Definition;
        var plan = Plan(game, to, Proposed(game, to));
        var run = plan.Run!;
        Interpreter.Step(to, run, new RunEvent.TaskCompleted(run.OpenWaits.Single().Id, FeelContext.Empty), game.Now);
        Assert.Equal(RunState.Completed, run.State);
    }

    [Fact]
    public void A_join_that_needs_to_wait_no_more_goes_on_at_once_and_that_is_said()
    {
        var game = Game.Of(Forked("a", "b", "c"));
        game.Start();
        game.Complete("a");
        game.Complete("b");
        var to = Game.Of(Forked("a", "b") + """<userTask id="c"/>""").Definition;
        var plan = Plan(game, to, Proposed(game, to));
        Assert.True(plan.GoesOn);
        Assert.Contains(plan.Effects, effect => effect is RunEffect.History { ElementId: "after", What: HistoryKind.Completed });
    }

    [Fact]
    public void Instances_of_a_repeated_task_go_on_with_their_counters_and_results()
    {
        const string Repeated = """
            <userTask id="a"><multiInstanceLoopCharacteristics><loopDataInputRef>people</loopDataInputRef>
            <loopDataOutputRef>answers</loopDataOutputRef><inputDataItem id="i" name="person"/><outputDataItem id="o" name="answer"/>
            </multiInstanceLoopCharacteristics></userTask>
            """;
        var game = Game.Of(Flows + Repeated);
        game.Start(("people", FeelValue.List([FeelValue.From("А"), FeelValue.From("Б")])));
        game.Complete("a", ("answer", FeelValue.From(1)));
        var to = Game.Of(
            Flows.Replace("\"a\"", "\"z\"", StringComparison.Ordinal) + Repeated.Replace("\"a\"", "\"z\"", StringComparison.Ordinal)
        ).Definition;
        var run = Plan(game, to, new() { ["a"] = "z" }).Run!;
        Interpreter.Step(
            to,
            run,
            new RunEvent.TaskCompleted(run.OpenWaits.Single().Id, FeelContext.Of(("answer", FeelValue.From(2)))),
            game.Now
        );
        Assert.Equal(RunState.Completed, run.State);
        Assert.Equal("[1, 2]", run.Variables.TryGet("answers", out var answers) ? answers.ToString() : null);
    }

    [Fact]
    public void What_was_done_can_be_compensated_by_the_new_versions_handler()
    {
        var game = Game.Of(Compensated("a", "undo"));
        game.Start();
        game.Complete("a");
        var to = Game.Of(Compensated("b", "redo")).Definition;
        var mapping = new Dictionary<string, string> { ["wait"] = "wait" };
        Assert.Equal(MigrationCode.UnmappedCompensation, Assert.Single(Plan(game, to, mapping).Findings).Code);
        mapping["a"] = "b";
        var run = Plan(game, to, mapping).Run!;
        Interpreter.Step(to, run, new RunEvent.TaskCompleted(run.OpenWaits.Single().Id, FeelContext.Empty), game.Now);
        Assert.Equal("redo", Assert.Single(run.OpenWaits).ElementId);
        var without = Game.Of(Flows + """<userTask id="a"/><userTask id="wait"/>""").Definition;
        Assert.Contains(
            Plan(game, without, new() { ["wait"] = "wait", ["a"] = "a" }).Findings,
            finding => finding.Code == MigrationCode.NoHandler
        );
    }

    [Fact]
    public void The_own_variables_of_a_subprocess_are_not_lost_silently()
    {
        const string Inside = """<dataObject id="d" name="own"/><userTask id="a"/>""";
        var game = Game.Of($"""<subProcess id="sub">{Inside}</subProcess>""");
        game.Start();
        game.Taken(new RunEvent.Modify([]));
        var to = Game.Of("""<userTask id="a"/>""").Definition;
        Assert.NotNull(Plan(game, to, new() { ["a"] = "a" }).Run);
        game.Run.Root.FirstChild!.Variables = FeelContext.Of(("own", FeelValue.From(1)));
        Assert.Equal(MigrationCode.LocalDataLost, Plan(game, to, new() { ["a"] = "a" }).Findings[0].Code);
    }

    [Fact]
    public void An_event_subprocess_that_is_new_is_listened_to_and_one_that_has_begun_is_not()
    {
        const string Listener = """
            <subProcess id="es" triggeredByEvent="true"><startEvent id="es1"><timerEventDefinition><timeDuration>PT1H</timeDuration>
            </timerEventDefinition></startEvent><sequenceFlow id="e1" sourceRef="es1" targetRef="esa"/><userTask id="esa"/></subProcess>
            """;
        var plain = Game.Of(OneTask);
        plain.Start();
        var to = Game.Of(OneTask + Listener).Definition;
        Assert.Contains(Plan(plain, to, Proposed(plain, to)).Run!.OpenWaits, wait => wait is { ElementId: "es1", Kind: "timer" });
        var begun = Game.Of(OneTask + Listener);
        begun.Start();
        begun.Fire("es1");
        Assert.Equal("esa", Assert.Single(Plan(begun, to, Proposed(begun, to)).Run!.OpenWaits).ElementId);
    }

    [Fact]
    public void An_incident_is_taken_along_and_is_retried_as_the_new_version_says()
    {
        const string Choice = """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="g"/><exclusiveGateway id="g"/>
            <sequenceFlow id="yes" sourceRef="g" targetRef="a"><conditionExpression>sum > 1</conditionExpression></sequenceFlow>
            <userTask id="a"/>
            """;
        var game = Game.Of(Choice);
        game.Start(("sum", FeelValue.From(1)));
        Assert.Equal(1, game.Run.Incidents);
        var to = Game.Of(Choice.Replace("sum > 1", "sum >= 1", StringComparison.Ordinal)).Definition;
        var run = Plan(game, to, Proposed(game, to)).Run!;
        Interpreter.Step(to, run, new RunEvent.Retry(run.OpenWaits.Single().Id), game.Now);
        Assert.Equal("a", Assert.Single(run.OpenWaits).ElementId);
    }

    [Fact]
    public void A_condition_that_holds_by_the_new_version_lets_the_run_go_on()
    {
        var game = Game.Of(OneTask);
        game.Start(("late", FeelValue.True));
        var to = Game.Of(
            OneTask
                + """
                <boundaryEvent id="c" attachedToRef="a"><conditionalEventDefinition><condition>late</condition></conditionalEventDefinition>
                </boundaryEvent><sequenceFlow id="f2" sourceRef="c" targetRef="b"/><userTask id="b"/>
                """
        ).Definition;
        var plan = Plan(game, to, Proposed(game, to));
        Assert.True(plan.GoesOn);
        Assert.Equal("b", Assert.Single(plan.Run!.OpenWaits).ElementId);
    }

    private static string Border(string id, string duration) =>
        $"""
            <boundaryEvent id="{id}" attachedToRef="a" cancelActivity="false"><timerEventDefinition><timeDuration>{duration}</timeDuration>
            </timerEventDefinition></boundaryEvent>
            """;

    private static string Task(string id, string name, string inputs)
    {
        using var document = System.Text.Json.JsonDocument.Parse(inputs);
        var written = string.Concat(
            document
                .RootElement.EnumerateObject()
                .Select(input =>
                    $$$"""
                        <elsa:input name="{{{input.Name}}}">
                        {"typeName":"String","expression":{"type":"Literal","value":"{{{input.Value}}}"}}
                        </elsa:input>
                        """
                )
        );
        return $"""
            <userTask id="{id}" name="{name}"><extensionElements><elsa:activityBinding activityType="Reserve.HumanTask">{written}
            </elsa:activityBinding></extensionElements></userTask>
            """;
    }

    private static string Forked(params string[] branches) =>
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="fork"/><parallelGateway id="fork"/>
            <parallelGateway id="join"/>
            <sequenceFlow id="f2" sourceRef="join" targetRef="after"/><manualTask id="after"/>
            """
        + string.Concat(
            branches.Select(id =>
                $"""
                    <userTask id="{id}"/><sequenceFlow id="f{id}" sourceRef="fork" targetRef="{id}"/>
                    <sequenceFlow id="j{id}" sourceRef="{id}" targetRef="join"/>
                    """
            )
        );

    private static string Compensated(string activity, string handler) =>
        $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="{activity}"/><userTask id="{activity}"/>
            <boundaryEvent id="c{activity}" attachedToRef="{activity}"><compensateEventDefinition/></boundaryEvent>
            <userTask id="{handler}" isForCompensation="true"/><association id="x" sourceRef="c{activity}" targetRef="{handler}"/>
            <sequenceFlow id="f2" sourceRef="{activity}" targetRef="wait"/><userTask id="wait"/>
            <sequenceFlow id="f3" sourceRef="wait" targetRef="back"/><intermediateThrowEvent id="back"><compensateEventDefinition/>
            </intermediateThrowEvent>
            """;

    private static Dictionary<string, string> Proposed(Game game, ProcessDefinition to) =>
        RunMigration.Propose(game.Definition, to).Where(pair => pair.To is not null).ToDictionary(pair => pair.From, pair => pair.To!);

    private static MigrationPlan Plan(Game game, ProcessDefinition to, Dictionary<string, string> mapping) =>
        RunMigration.Plan(game.Run, to, mapping, new FeelOptions(game.Now));
}
