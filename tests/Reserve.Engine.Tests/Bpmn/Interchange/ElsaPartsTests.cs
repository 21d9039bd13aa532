using System.Xml.Linq;
using Reserve.Engine.Bpmn.Interchange;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Dmn;

namespace Reserve.Engine.Tests.Bpmn.Interchange;

/// <summary>What the export makes of one construct.</summary>
public sealed class ElsaPartsTests
{
    private const string Bound = """
        <extensionElements><elsa:activityBinding activityType="X"/></extensionElements>
        """;

    private static readonly DateTimeOffset Day = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""duration("P3D") - duration("P1D")""", "P2D", ElsaFate.Rewritten)]
    [InlineData("P2W", "P14D", ElsaFate.Rewritten)]
    [InlineData("""duration("P1Y")""", "P12M", ElsaFate.Rewritten)]
    [InlineData("""date and time("2026-12-01T09:00:00Z") - now()""", "P4D", ElsaFate.Lost)]
    [InlineData("5 рабочих дней", "P7D", ElsaFate.Lost)]
    [InlineData("\"3 рабочих дня\"", "P5D", ElsaFate.Lost)]
    [InlineData("PT5H", "PT5H", ElsaFate.Kept)]
    [InlineData("term.length", "term.length", ElsaFate.Refused)]
    public void The_length_of_a_boundary_becomes_a_constant_and_ours_is_kept(string drawn, string constant, ElsaFate fate)
    {
        var made = Make(Boundary($"<timerEventDefinition><timeDuration>{drawn}</timeDuration></timerEventDefinition>"));
        Assert.Equal(constant, XDocument.Parse(made.Xml).Descendants(BpmnNames.Model + "timeDuration").Single().Value);
        Assert.Equal(fate, Assert.Single(made.Notes, note => note.ElementId == "b").Fate);
        Assert.Equal(fate == ElsaFate.Refused, ElsaRules.Of(made.Xml).Refused.Count > 0);
        Assert.Equal((TimerKind.Duration, drawn), TimerOf(made, "b"));
    }

    [Fact]
    public void A_repeated_boundary_fires_once_there_and_again_and_again_here()
    {
        var made = Make(Boundary("<timerEventDefinition><timeCycle>R/P6M</timeCycle></timerEventDefinition>"));
        Assert.Equal("P6M", XDocument.Parse(made.Xml).Descendants(BpmnNames.Model + "timeDuration").Single().Value);
        Assert.Equal(ElsaFate.Lost, Assert.Single(made.Notes, note => note.ElementId == "b").Fate);
        Assert.Equal((TimerKind.Cycle, "R/P6M"), TimerOf(made, "b"));
    }

    [Fact]
    public void A_wait_for_a_moment_of_the_run_becomes_an_activity_there_and_stays_an_event_here()
    {
        var made = Make(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="w"/>
            <intermediateCatchEvent id="w" name="Год спустя"><timerEventDefinition>
            <timeDate>rated + duration("P1Y")</timeDate></timerEventDefinition></intermediateCatchEvent>
            <sequenceFlow id="f2" sourceRef="w" targetRef="e"/><endEvent id="e"/>
            """
        );
        Assert.Empty(ElsaRules.Of(made.Xml).Refused);
        Assert.Equal(["Reserve.WaitUntil"], made.Activities);
        Assert.Equal(1, made.FeelInputs);
        Assert.Equal((TimerKind.Date, """rated + duration("P1Y")"""), TimerOf(made, "w"));
        Assert.Equal("Год спустя", Process(made).Nodes.OfType<IntermediateCatchEvent>().Single().Name);
    }

    [Fact]
    public void Who_begins_the_process_is_lost_there_and_stays_here()
    {
        var made = Make(
            """
            <startEvent id="s"><extensionElements><elsa:activityBinding activityType="Reserve.Start">
            <elsa:input name="role">{"typeName":"String","expression":{"type":"Literal","value":"HrOfficer"}}</elsa:input>
            </elsa:activityBinding></extensionElements></startEvent>
            <sequenceFlow id="f1" sourceRef="s" targetRef="e"/><endEvent id="e"/>
            """
        );
        Assert.Empty(ElsaRules.Of(made.Xml).Refused);
        Assert.Empty(made.Activities);
        Assert.Contains(
            made.Notes,
            note => note is { ElementId: "s", Fate: ElsaFate.Lost } && note.Message.StartsWith("Кто начинает", StringComparison.Ordinal)
        );
        Assert.Equal("HrOfficer", Process(made).Nodes.OfType<StartEvent>().Single().Binding!.Input("role")!.Value);
    }

    [Fact]
    public void A_choice_after_a_persons_task_takes_its_buttons_for_outcomes()
    {
        var made = Make(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
            <userTask id="t"><extensionElements><elsa:activityBinding activityType="Reserve.HumanTask">
            <elsa:input name="outcome">{"typeName":"String","expression":{"type":"Literal","value":"answer"}}</elsa:input>
            </elsa:activityBinding></extensionElements></userTask>
            <sequenceFlow id="f2" sourceRef="t" targetRef="g"/><exclusiveGateway id="g" name="Что решено?" default="f5"/>
            <sequenceFlow id="f3" name="да" sourceRef="g" targetRef="yes">
            <conditionExpression>answer = "ok"</conditionExpression></sequenceFlow>
            <sequenceFlow id="f4" name="позже" sourceRef="g" targetRef="later">
            <conditionExpression>days &gt; 3</conditionExpression></sequenceFlow>
            <sequenceFlow id="f5" name="нет" sourceRef="g" targetRef="no"/>
            <endEvent id="yes"/><endEvent id="later"/><endEvent id="no"/>
            """
        );
        var flows = XDocument
            .Parse(made.Xml)
            .Descendants(BpmnNames.Model + "sequenceFlow")
            .ToDictionary(flow => (string)flow.Attribute("id")!);
        Assert.Equal(["f1", "f3", "f4", "f5"], flows.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["ok", "Что решено? позже", null],
            new[] { "f3", "f4", "f5" }.Select(id => (string?)flows[id].Attribute(ElsaDraft.Valence + "conditionOutcome"))
        );
        Assert.All(["f3", "f4", "f5"], id => Assert.Equal("t", (string?)flows[id].Attribute("sourceRef")));
        Assert.Equal("""not((answer = "ok") = true) and (days > 3)""", flows["f4"].Value.Trim());
        Assert.Equal("f5", Process(made).Nodes.OfType<Activity>().Single().Default);
        Assert.Contains(made.Notes, note => note.ElementId == "t" && note.Message.Contains("«ok»", StringComparison.Ordinal));
        Assert.Empty(ElsaRules.Of(made.Xml).Refused);
    }

    [Fact]
    public void A_choice_that_no_task_precedes_stays_and_is_told_as_lost()
    {
        var made = Make(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="g"/><exclusiveGateway id="g" default="f3"/>
            <sequenceFlow id="f2" sourceRef="g" targetRef="a"><conditionExpression>x</conditionExpression></sequenceFlow>
            <sequenceFlow id="f3" sourceRef="g" targetRef="b"/><endEvent id="a"/><endEvent id="b"/>
            """
        );
        Assert.Equal(ElsaFate.Lost, Assert.Single(made.Notes, note => note.ElementId == "f2").Fate);
        Assert.Equal("x", Process(made).Flows.Single(flow => flow.Id == "f2").Condition?.Text);
    }

    [Fact]
    public void Several_instances_run_over_a_variable_that_is_declared_for_elsa()
    {
        var made = Make(
            $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/><userTask id="t">{Bound.Replace(
                "</extensionElements>",
                "</extensionElements><multiInstanceLoopCharacteristics><extensionElements>"
                    + "<elsa:multiInstance collection=\"people\" item=\"one\"/>"
                    + "</extensionElements><completionCondition>enough</completionCondition></multiInstanceLoopCharacteristics>",
                StringComparison.Ordinal
            )}</userTask>
            """
        );
        Assert.DoesNotContain("t", ElsaRules.Of(made.Xml).Lost);
        var loop = XDocument.Parse(made.Xml).Descendants(BpmnNames.Model + "multiInstanceLoopCharacteristics").Single();
        Assert.Equal("people", (string?)loop.Attribute(ElsaDraft.Valence + "collection"));
        Assert.Equal([ElsaFate.Rewritten, ElsaFate.Lost], made.Notes.Where(note => note.ElementId == "t").Select(note => note.Fate));
        var read = Assert.IsType<MultiInstanceLoop>(Process(made).Nodes.OfType<Activity>().Single().Loop);
        Assert.Equal(("people", "one", "enough"), (read.Collection?.Text, read.Item, read.CompletionCondition?.Text));
    }

    [Fact]
    public void A_binding_where_elsa_refuses_one_moves_to_our_namespace()
    {
        var made = Make(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="w"/><intermediateCatchEvent id="w">
            <extensionElements><elsa:activityBinding activityType="Event">
            <elsa:input name="correlationKey">{"typeName":"String","expression":{"type":"Feel","value":"order"}}</elsa:input>
            </elsa:activityBinding></extensionElements><messageEventDefinition messageRef="t:M"/></intermediateCatchEvent>
            <sequenceFlow id="f2" sourceRef="w" targetRef="e"/><endEvent id="e"/>
            """,
            """<message id="M"/>"""
        );
        Assert.Empty(ElsaRules.Of(made.Xml).Refused);
        Assert.Empty(ElsaRules.Of(made.Xml).Lost);
        Assert.Equal("order", Process(made).Nodes.OfType<IntermediateCatchEvent>().Single().Binding!.Input("correlationKey")!.Value);
        Assert.Equal(ElsaFate.Lost, Assert.Single(made.Notes, note => note.ElementId == "w").Fate);
        Assert.Equal(ElsaFate.Rewritten, Assert.Single(made.Notes, note => note.ElementId == "M").Fate);
    }

    [Fact]
    public void Inputs_get_their_type_and_a_small_first_letter_and_a_name_that_stands_twice_is_told()
    {
        var made = Make(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/>
            <serviceTask id="t"><extensionElements><elsa:activityBinding activityType="X">
            <elsa:input name="Place">{"expression":{"type":"Feel","value":"a &lt; b"}}</elsa:input>
            <elsa:input name="place">{"typeName":"String","expression":{"type":"Literal","value":"x"}}</elsa:input>
            </elsa:activityBinding></extensionElements></serviceTask>
            """
        );
        var first = XDocument.Parse(made.Xml).Descendants(BpmnNames.Elsa + "input").First();
        Assert.Equal("place", (string?)first.Attribute("name"));
        Assert.Equal("""{"typeName":"Object","expression":{"type":"Feel","value":"a < b"}}""", first.Value);
        Assert.Equal([ElsaFate.Rewritten, ElsaFate.Refused], made.Notes.Where(note => note.ElementId == "t").Select(note => note.Fate));
        Assert.False(made.Importable);
    }

    [Theory]
    [InlineData("""<scriptTask id="x"><script>1</script></scriptTask>""", ElsaFate.Refused)]
    [InlineData("""<callActivity id="x" calledElement="other"/>""", ElsaFate.Lost)]
    [InlineData("""<callActivity id="x"/>""", ElsaFate.Refused)]
    [InlineData("""<complexGateway id="x"/>""", ElsaFate.Lost)]
    [InlineData("""<adHocSubProcess id="x"/>""", ElsaFate.Lost)]
    [InlineData("""<intermediateThrowEvent id="x"><signalEventDefinition signalRef="S"/></intermediateThrowEvent>""", ElsaFate.Lost)]
    [InlineData("""<intermediateCatchEvent id="x"><conditionalEventDefinition/></intermediateCatchEvent>""", ElsaFate.Lost)]
    [InlineData("""<endEvent id="x"><errorEventDefinition/></endEvent>""", ElsaFate.Lost)]
    [InlineData("""<endEvent id="x"><terminateEventDefinition/></endEvent>""", ElsaFate.Kept)]
    [InlineData("""<parallelGateway id="x"/>""", ElsaFate.Kept)]
    public void What_becomes_of_other_elements_is_said(string element, ElsaFate fate)
    {
        var made = Make(
            $"""<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="x"/>{element}""",
            """<signal id="S" name="S"/>"""
        );
        Assert.Equal(fate, Assert.Single(made.Notes, note => note.ElementId == "x").Fate);
        var rules = ElsaRules.Of(made.Xml);
        Assert.Equal(fate == ElsaFate.Refused, rules.Refused.Count > 0);
        Assert.Equal(fate == ElsaFate.Lost && !element.StartsWith("<call", StringComparison.Ordinal), rules.Lost.Contains("x"));
    }

    private static string Boundary(string definition) =>
        $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/><userTask id="t">{Bound}</userTask>
            <sequenceFlow id="f2" sourceRef="t" targetRef="e"/><endEvent id="e"/>
            <boundaryEvent id="b" attachedToRef="t" cancelActivity="false">{definition}</boundaryEvent>
            <sequenceFlow id="f3" sourceRef="b" targetRef="e2"/><endEvent id="e2"/>
            """;

    private static ElsaExportResult Make(string body, string roots = "") =>
        ElsaExport.Make(BpmnReader.Read(Game.Xml(body, roots)).File!, new Dictionary<string, DmnModel>(), Day);

    private static BpmnProcess Process(ElsaExportResult made) => BpmnReader.Read(made.Xml).File!.Processes.Single();

    private static (TimerKind Kind, string? Text) TimerOf(ElsaExportResult made, string id)
    {
        var timer = Process(made).Nodes.OfType<Event>().Single(node => node.Id == id).Definitions.Single();
        return (timer.TimerKind, timer.Expression?.Text);
    }
}
