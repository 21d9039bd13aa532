using System.Reflection;
using System.Xml.Linq;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Engine.Tests.Bpmn;

/// <summary>
/// Every element of the BPMN 2.0 schema (Semantic.xsd) is executed, with the test that shows it, refused, or kept as a description.
/// </summary>
public sealed class ComplianceTests
{
    /// <summary>The global elements of the schema, abstract ones left out.</summary>
    private static readonly string[] Schema =
    [
        "adHocSubProcess",
        "assignment",
        "association",
        "auditing",
        "boundaryEvent",
        "businessRuleTask",
        "callActivity",
        "callChoreography",
        "callConversation",
        "cancelEventDefinition",
        "category",
        "categoryValue",
        "choreography",
        "choreographyTask",
        "collaboration",
        "compensateEventDefinition",
        "complexBehaviorDefinition",
        "complexGateway",
        "conditionalEventDefinition",
        "conversation",
        "conversationAssociation",
        "conversationLink",
        "correlationKey",
        "correlationProperty",
        "correlationPropertyBinding",
        "correlationPropertyRetrievalExpression",
        "correlationSubscription",
        "dataInput",
        "dataInputAssociation",
        "dataObject",
        "dataObjectReference",
        "dataOutput",
        "dataOutputAssociation",
        "dataState",
        "dataStore",
        "dataStoreReference",
        "definitions",
        "documentation",
        "endEvent",
        "endPoint",
        "error",
        "errorEventDefinition",
        "escalation",
        "escalationEventDefinition",
        "eventBasedGateway",
        "exclusiveGateway",
        "extension",
        "extensionElements",
        "globalBusinessRuleTask",
        "globalChoreographyTask",
        "globalConversation",
        "globalManualTask",
        "globalScriptTask",
        "globalTask",
        "globalUserTask",
        "group",
        "humanPerformer",
        "implicitThrowEvent",
        "import",
        "inclusiveGateway",
        "inputSet",
        "interface",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "ioBinding",
        "ioSpecification",
        "itemDefinition",
        "lane",
        "laneSet",
        "linkEventDefinition",
        "manualTask",
        "message",
        "messageEventDefinition",
        "messageFlow",
        "messageFlowAssociation",
        "monitoring",
        "multiInstanceLoopCharacteristics",
        "operation",
        "outputSet",
        "parallelGateway",
        "participant",
        "participantAssociation",
        "participantMultiplicity",
        "partnerEntity",
        "partnerRole",
        "performer",
        "potentialOwner",
        "process",
        "property",
        "receiveTask",
        "relationship",
        "rendering",
        "resource",
        "resourceAssignmentExpression",
        "resourceParameter",
        "resourceParameterBinding",
        "resourceRole",
        "script",
        "scriptTask",
        "sendTask",
        "sequenceFlow",
        "serviceTask",
        "signal",
        "signalEventDefinition",
        "standardLoopCharacteristics",
        "startEvent",
        "subChoreography",
        "subConversation",
        "subProcess",
        "task",
        "terminateEventDefinition",
        "text",
        "textAnnotation",
        "timerEventDefinition",
        "transaction",
        "userTask",
    ];

    /// <summary>Element to the test that shows it executed.</summary>
    private static readonly Dictionary<string, string> Executed = new(StringComparer.Ordinal)
    {
        ["adHocSubProcess"] = "SubProcessTests.Ad_hoc_activities_are_picked_and_the_condition_ends_them",
        ["assignment"] = "ComplianceTests.Data_go_in_and_out_by_associations",
        ["association"] = "SubProcessTests.Handlers_run_one_by_one_in_reverse_order_and_the_throw_waits_for_them",
        ["boundaryEvent"] = "EventTests.An_interrupting_boundary_event_ends_the_activity",
        ["businessRuleTask"] = "ComplianceTests.A_business_rule_task_asks_for_its_decision",
        ["callActivity"] = "EventTests.A_caller_catches_the_escalation_and_the_error_of_what_it_called",
        ["cancelEventDefinition"] = "SubProcessTests.A_cancelled_transaction_compensates_and_leaves_by_its_cancel_event",
        ["compensateEventDefinition"] = "SubProcessTests.A_throw_that_names_an_activity_compensates_only_it_and_only_once",
        ["complexBehaviorDefinition"] = "ComplianceTests.Complex_behaviour_stops_the_rest_and_throws",
        ["complexGateway"] = "GatewayTests.A_complex_gateway_goes_on_at_two_of_three_and_is_ready_again_after_the_third",
        ["conditionalEventDefinition"] = "EventTests.A_condition_must_become_false_before_it_triggers_again",
        ["correlationKey"] = "EventTests.A_message_carries_the_correlation_key_of_the_process",
        ["correlationProperty"] = "EventTests.A_message_carries_the_correlation_key_of_the_process",
        ["correlationPropertyBinding"] = "EventTests.A_message_carries_the_correlation_key_of_the_process",
        ["correlationPropertyRetrievalExpression"] = "EventTests.A_message_carries_the_correlation_key_of_the_process",
        ["correlationSubscription"] = "EventTests.A_message_carries_the_correlation_key_of_the_process",
        ["dataInput"] = "ComplianceTests.Data_go_in_and_out_by_associations",
        ["dataInputAssociation"] = "ComplianceTests.Data_go_in_and_out_by_associations",
        ["dataObject"] = "SubProcessTests.Data_objects_of_a_subprocess_end_with_it",
        ["dataObjectReference"] = "ComplianceTests.Data_go_in_and_out_by_associations",
        ["dataOutput"] = "ComplianceTests.Data_go_in_and_out_by_associations",
        ["dataOutputAssociation"] = "ComplianceTests.Data_go_in_and_out_by_associations",
        ["dataStoreReference"] = "ComplianceTests.Data_go_in_and_out_by_associations",
        ["endEvent"] = "FlowTests.Tasks_in_sequence_open_one_after_another",
        ["error"] = "EventTests.An_error_is_caught_by_its_code_before_the_one_that_catches_all",
        ["errorEventDefinition"] = "EventTests.An_error_end_event_that_nobody_catches_faults_the_run_with_its_code",
        ["escalation"] = "EventTests.An_uncaught_escalation_goes_to_the_caller_and_the_flow_goes_on",
        ["escalationEventDefinition"] = "EventTests.An_uncaught_escalation_goes_to_the_caller_and_the_flow_goes_on",
        ["eventBasedGateway"] = "GatewayTests.An_event_gateway_takes_the_first_event_and_withdraws_the_others",
        ["exclusiveGateway"] = "GatewayTests.An_exclusive_gateway_takes_the_first_flow_that_holds_or_the_default",
        ["globalBusinessRuleTask"] = "ComplianceTests.A_called_global_task_runs_in_place",
        ["globalManualTask"] = "ComplianceTests.A_called_global_task_runs_in_place",
        ["globalScriptTask"] = "ComplianceTests.A_called_global_task_runs_in_place",
        ["globalTask"] = "ComplianceTests.A_called_global_task_runs_in_place",
        ["globalUserTask"] = "ComplianceTests.A_called_global_task_runs_in_place",
        ["implicitThrowEvent"] = "ComplianceTests.Complex_behaviour_stops_the_rest_and_throws",
        ["inclusiveGateway"] = "GatewayTests.An_inclusive_join_waits_for_what_can_still_arrive_and_for_nothing_else",
        ["intermediateCatchEvent"] = "EventTests.Timers_take_iso_texts_and_feel",
        ["intermediateThrowEvent"] = "EventTests.A_signal_thrown_before_its_catch_in_the_same_flow_is_lost",
        ["ioSpecification"] = "ComplianceTests.Data_go_in_and_out_by_associations",
        ["linkEventDefinition"] = "EventTests.Links_jump_within_their_scope",
        ["manualTask"] = "ComplianceTests.Tasks_without_work_for_the_system_pass_at_once",
        ["message"] = "EventTests.A_message_carries_the_correlation_key_of_the_process",
        ["messageEventDefinition"] = "EventTests.A_message_carries_the_correlation_key_of_the_process",
        ["multiInstanceLoopCharacteristics"] =
            "LoopTests.Parallel_instances_take_an_item_each_and_their_results_are_in_the_order_of_the_items",
        ["parallelGateway"] = "GatewayTests.Two_tokens_on_one_flow_do_not_fire_a_parallel_join",
        ["process"] = "FlowTests.Tasks_in_sequence_open_one_after_another",
        ["property"] = "ComplianceTests.A_property_belongs_to_its_activity",
        ["receiveTask"] = "GatewayTests.An_event_gateway_takes_the_first_event_and_withdraws_the_others",
        ["script"] = "SubProcessTests.Data_objects_of_a_subprocess_end_with_it",
        ["scriptTask"] = "SubProcessTests.Data_objects_of_a_subprocess_end_with_it",
        ["sendTask"] = "EventTests.A_message_carries_the_correlation_key_of_the_process",
        ["sequenceFlow"] = "FlowTests.Tasks_in_sequence_open_one_after_another",
        ["serviceTask"] = "EventTests.A_technical_failure_is_an_incident_and_the_call_is_made_again_under_the_same_id",
        ["signal"] = "EventTests.A_signal_thrown_in_one_branch_reaches_a_catch_in_another_whatever_the_order_of_drawing",
        ["signalEventDefinition"] = "EventTests.A_signal_thrown_in_one_branch_reaches_a_catch_in_another_whatever_the_order_of_drawing",
        ["standardLoopCharacteristics"] = "LoopTests.A_standard_loop_tests_before_or_after",
        ["startEvent"] = "FlowTests.Tasks_in_sequence_open_one_after_another",
        ["subProcess"] = "SubProcessTests.An_interrupting_event_subprocess_ends_the_rest_and_the_subprocess_completes_after_it",
        ["task"] = "ComplianceTests.Tasks_without_work_for_the_system_pass_at_once",
        ["terminateEventDefinition"] = "SubProcessTests.Terminating_a_subprocess_ends_only_it",
        ["timerEventDefinition"] = "EventTests.Timers_take_iso_texts_and_feel",
        ["transaction"] = "SubProcessTests.A_cancelled_transaction_compensates_and_leaves_by_its_cancel_event",
        ["userTask"] = "FlowTests.Tasks_in_sequence_open_one_after_another",
    };

    /// <summary>Elements that say something about a process without being executed, and are kept.</summary>
    private static readonly string[] Kept =
    [
        "auditing",
        "callConversation",
        "category",
        "categoryValue",
        "collaboration",
        "conversation",
        "conversationAssociation",
        "conversationLink",
        "dataState",
        "dataStore",
        "definitions",
        "documentation",
        "endPoint",
        "extension",
        "extensionElements",
        "globalConversation",
        "group",
        "humanPerformer",
        "import",
        "inputSet",
        "interface",
        "ioBinding",
        "itemDefinition",
        "lane",
        "laneSet",
        "messageFlow",
        "messageFlowAssociation",
        "monitoring",
        "operation",
        "outputSet",
        "participant",
        "participantAssociation",
        "participantMultiplicity",
        "partnerEntity",
        "partnerRole",
        "performer",
        "potentialOwner",
        "relationship",
        "rendering",
        "resource",
        "resourceAssignmentExpression",
        "resourceParameter",
        "resourceParameterBinding",
        "resourceRole",
        "subConversation",
        "text",
        "textAnnotation",
    ];

    public static TheoryData<string> RefusedNames => [.. BpmnNames.Choreography];

    public static TheoryData<string> KeptNames => [.. Kept.Where(name => name != "definitions")];

    [Fact]
    public void Every_element_of_the_schema_is_executed_or_refused_or_kept() => Assert.Empty(Uncovered(Schema));

    [Fact]
    public void The_list_notices_an_element_that_is_none_of_these() =>
        Assert.Equal(["teleportEvent"], Uncovered([.. Schema, "teleportEvent"]));

    [Fact]
    public void Every_test_named_as_proof_exists() =>
        Assert.DoesNotContain(
            Executed.Values,
            name =>
                Assembly
                    .GetExecutingAssembly()
                    .GetType($"{typeof(ComplianceTests).Namespace}.{name.Split('.')[0]}")
                    ?.GetMethod(name.Split('.')[1])
                    is null
        );

    private static IEnumerable<string> Uncovered(IEnumerable<string> names) =>
        names.Where(name =>
            (Executed.ContainsKey(name) ? 1 : 0) + (BpmnNames.Choreography.Contains(name) ? 1 : 0) + (Kept.Contains(name) ? 1 : 0) != 1
        );

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public void Choreographies_are_refused_by_element_and_reason(string name)
    {
        var compiled = Game.Compile("""<startEvent id="s"/>""", $"""<{name} id="c"/>""");
        var refusal = Assert.Single(compiled.Diagnostics);
        Assert.Equal(("not-executable", "c"), (refusal.Code, refusal.ElementId));
        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(KeptNames))]
    public void Descriptions_are_kept_and_do_not_hinder(string name)
    {
        var xml = Game.Xml(
            $"""<{name}/><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="a"/><userTask id="a"><{name}/></userTask>""",
            $"<{name}/>"
        );
        var read = BpmnReader.Read(xml);
        Assert.NotNull(ProcessDefinition.Compile(read.File!).Definition);
        Assert.Equal(3, XDocument.Parse(BpmnWriter.Write(read.File!)).Descendants(BpmnNames.Model + name).Count());
    }

    [Theory]
    [InlineData("""<startEvent id="s"><errorEventDefinition/></startEvent>""", "s")]
    [InlineData("""<startEvent id="s"/><startEvent id="t"/><task id="a"/>""", "p")]
    [InlineData("""<intermediateCatchEvent id="c"/>""", "c")]
    [InlineData(
        """
            <intermediateThrowEvent id="c"><timerEventDefinition>
            <timeDuration>PT1S</timeDuration></timerEventDefinition></intermediateThrowEvent>
            """,
        "c"
    )]
    [InlineData("""<endEvent id="c"><cancelEventDefinition/></endEvent>""", "c")]
    [InlineData("""<task id="a"/><boundaryEvent id="b" attachedToRef="a"/>""", "b")]
    [InlineData("""<task id="a" startQuantity="0"/>""", "a")]
    [InlineData("""<task id="a"><multiInstanceLoopCharacteristics/></task>""", "a")]
    [InlineData("""<callActivity id="a"/>""", "a")]
    [InlineData("""<scriptTask id="a" scriptFormat="javascript"><script>x()</script></scriptTask>""", "a")]
    [InlineData("""<businessRuleTask id="a"/>""", "a")]
    [InlineData("""<subProcess id="a" triggeredByEvent="true"><startEvent id="s1"/></subProcess>""", "a")]
    [InlineData("""<adHocSubProcess id="a"><startEvent id="s1"/></adHocSubProcess>""", "a")]
    [InlineData("""<intermediateThrowEvent id="l"><linkEventDefinition name="nowhere"/></intermediateThrowEvent>""", "l")]
    [InlineData("""<intermediateCatchEvent id="t"><timerEventDefinition/></intermediateCatchEvent>""", "t")]
    [InlineData("""<intermediateThrowEvent id="t"><escalationEventDefinition/></intermediateThrowEvent>""", "t")]
    [InlineData(
        """
            <transaction id="a"><task id="x"/></transaction><boundaryEvent id="b" attachedToRef="a">
            <cancelEventDefinition/></boundaryEvent><boundaryEvent id="c" attachedToRef="a">
            <cancelEventDefinition/></boundaryEvent>
            """,
        "c"
    )]
    [InlineData(
        """
            <task id="a"/><boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
            <boundaryEvent id="c" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
            """,
        "c"
    )]
    public void What_is_not_executed_is_refused_by_element(string body, string element) =>
        Assert.Contains(
            Game.Compile(body).Diagnostics,
            found => found.Code is "not-executable" && found.ElementId == element && found.Line > 0
        );

    [Fact]
    public void Tasks_without_work_for_the_system_pass_at_once()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><task id="a"/>
            <sequenceFlow id="f2" sourceRef="a" targetRef="b"/><manualTask id="b"/>
            """
        );
        game.Start();
        Assert.Equal(["s", "a", "b"], game.CompletedElements);
        Assert.Equal(RunState.Completed, game.Run.State);
    }

    [Fact]
    public void A_business_rule_task_asks_for_its_decision()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><businessRuleTask id="a"><extensionElements>
            <elsa:activityBinding activityType="Reserve.Decision">
            <elsa:input name="model">{"typeName":"String","expression":{"type":"Literal","value":"rules/r.dmn"}}</elsa:input>
            <elsa:input name="decisionRef">{"typeName":"String","expression":{"type":"Literal","value":"band"}}</elsa:input>
            <elsa:input name="resultVariable">{"typeName":"String","expression":{"type":"Literal","value":"result"}}</elsa:input>
            <elsa:input name="score">{"typeName":"Decimal","expression":{"type":"Feel","value":"points / 2"}}</elsa:input>
            </elsa:activityBinding></extensionElements></businessRuleTask>
            """
        );
        game.Start(("points", Reserve.Engine.Feel.FeelValue.From(9)));
        var effect = Assert.Single(game.Last.OfType<RunEffect.EvaluateDecision>());
        Assert.Equal(
            ("band", "rules/r.dmn", "{score: 4.5}"),
            (effect.DecisionRef, effect.Model, Reserve.Engine.Feel.FeelValue.Context(effect.Inputs).ToString())
        );
        game.Taken(new RunEvent.DecisionEvaluated(effect.WaitId, Reserve.Engine.Feel.FeelValue.From("high")));
        Assert.Equal("high", game.Run.Variables.Entries.Single(entry => entry.Key == "result").Value.AsString());
    }

    [Fact]
    public void Data_go_in_and_out_by_associations()
    {
        var game = Game.Of(
            """
            <dataObject id="d1" name="amount"/><dataObjectReference id="r1" dataObjectRef="d1"/><dataStoreReference id="r2" name="ledger"/>
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
            <serviceTask id="a">
              <ioSpecification><dataInput id="i1" name="sum"/><dataInput id="i2" name="twice"/><dataOutput id="o1" name="entry"/><inputSet/>
              <outputSet/></ioSpecification>
              <dataInputAssociation><sourceRef>r1</sourceRef><targetRef>i1</targetRef></dataInputAssociation>
              <dataInputAssociation><sourceRef>r1</sourceRef><targetRef>i2</targetRef><assignment><from>amount * 2</from>
              <to>i2</to></assignment></dataInputAssociation>
              <dataOutputAssociation><sourceRef>o1</sourceRef><targetRef>r2</targetRef></dataOutputAssociation>
            </serviceTask>
            """
        );
        game.Start(("amount", Reserve.Engine.Feel.FeelValue.From(21)));
        Assert.Equal(
            "{sum: 21, twice: 42}",
            Reserve.Engine.Feel.FeelValue.Context(Assert.Single(game.Last.OfType<RunEffect.InvokeService>()).Inputs).ToString()
        );
        game.Complete("a", ("entry", Reserve.Engine.Feel.FeelValue.From("booked")), ("noise", Reserve.Engine.Feel.FeelValue.True));
        Assert.Equal("""{amount: 21, ledger: "booked"}""", Reserve.Engine.Feel.FeelValue.Context(game.Run.Variables).ToString());
    }

    [Fact]
    public void A_property_belongs_to_its_activity()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><userTask id="a">
            <property id="x" name="draft"/></userTask>
            """
        );
        game.Start();
        game.Complete("a", ("draft", Reserve.Engine.Feel.FeelValue.True), ("kept", Reserve.Engine.Feel.FeelValue.True));
        Assert.Equal(["kept"], game.Run.Variables.Entries.Select(entry => entry.Key));
    }

    [Theory]
    [InlineData("globalTask", "")]
    [InlineData("globalManualTask", "")]
    [InlineData("globalScriptTask", "<script>{ x: 1 }</script>")]
    [InlineData("globalUserTask", "")]
    [InlineData(
        "globalBusinessRuleTask",
        """
            <extensionElements><elsa:activityBinding activityType="d">
            <elsa:input name="decisionRef">{"expression":{"type":"Literal","value":"q"}}</elsa:input>
            </elsa:activityBinding></extensionElements>
            """
    )]
    public void A_called_global_task_runs_in_place(string name, string body)
    {
        var game = Game.Of(
            """<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><callActivity id="a" calledElement="g"/>""",
            $"""<{name} id="g">{body}</{name}>"""
        );
        game.Start();
        Assert.Empty(game.Last.OfType<RunEffect.StartCalledProcess>());
        if (name is "globalUserTask" or "globalBusinessRuleTask")
            game.Complete("a");
        Assert.Equal(RunState.Completed, game.Run.State);
    }

    [Fact]
    public void Complex_behaviour_stops_the_rest_and_throws()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
            <userTask id="a"><multiInstanceLoopCharacteristics behavior="Complex"><loopCardinality>4</loopCardinality>
              <complexBehaviorDefinition><condition>numberOfCompletedInstances = 2</condition><event>
              <signalEventDefinition signalRef="S"/></event></complexBehaviorDefinition></multiInstanceLoopCharacteristics></userTask>
            <boundaryEvent id="b" attachedToRef="a"><signalEventDefinition signalRef="S"/></boundaryEvent>
            <sequenceFlow id="f2" sourceRef="b" targetRef="c"/><userTask id="c"/>
            <sequenceFlow id="f3" sourceRef="a" targetRef="d"/><userTask id="d"/>
            """,
            """<signal id="S" name="sig"/>"""
        );
        game.Start();
        game.Complete("a");
        game.Complete("a");
        Assert.Equal(["c", "d"], game.Active);
    }
}
