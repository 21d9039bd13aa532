using System.Globalization;
using System.Text;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Bpmn;

public sealed class StateTests
{
    [Fact]
    public void A_loop_by_flows_does_not_make_the_state_grow()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="m"/><exclusiveGateway id="m"/>
            <sequenceFlow id="f2" sourceRef="m" targetRef="sub"/>
            <subProcess id="sub"><startEvent id="s1"/><sequenceFlow id="i1" sourceRef="s1" targetRef="a"/><userTask id="a"/>
            <boundaryEvent id="ca" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
            <userTask id="undo" isForCompensation="true"/><association id="x" sourceRef="ca" targetRef="undo"/></subProcess>
            <boundaryEvent id="t" attachedToRef="sub"><timerEventDefinition>
            <timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent><sequenceFlow id="f3" sourceRef="t" targetRef="m"/>
            """
        );
        game.Start();
        game.Fire("t");
        var size = game.Run.Serialize().Length;
        for (var turn = 0; turn < 2_000; turn++)
            game.Fire("t");
        Assert.InRange(game.Run.Serialize().Length, size, size + 12);
    }

    [Fact]
    public void Finished_rounds_and_instances_do_not_make_the_state_grow()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
            <userTask id="a"><multiInstanceLoopCharacteristics isSequential="true">
            <loopCardinality>5000</loopCardinality></multiInstanceLoopCharacteristics></userTask>
            <boundaryEvent id="ca" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
            <userTask id="undo" isForCompensation="true"/><association id="x" sourceRef="ca" targetRef="undo"/>
            """
        );
        game.Start();
        game.Complete("a");
        var size = game.Run.Serialize().Length;
        for (var turn = 0; turn < 3_000; turn++)
            game.Complete("a");
        Assert.InRange(game.Run.Serialize().Length, size, size + 16);
    }

    [Fact]
    public void Every_kind_of_value_survives_in_a_variable()
    {
        var game = Game.Of("""<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><userTask id="a"/>""");
        var made = FeelExpression.Parse(
            """
            { n: 0.1234567890123456789, s: "ё", b: true, x: null, d: date("2026-01-02"), t: time("10:00:00"), dt: date and
            time("2026-01-02T03:04:05+05:00"), du: duration("P1DT2H"), ym: duration("P1Y2M"), l: [1, [2]], r: [1..3) }
            """
        );
        var values = made.Expression!.Evaluate(FeelContext.Empty, new FeelOptions(Game.Noon)).Value.AsContext()!;
        game.Taken(new RunEvent.Start(values));
        game.Complete("a");
        Assert.Equal(FeelValue.Context(values), FeelValue.Context(game.Run.Variables));
    }

    [Fact]
    public void A_process_of_two_thousand_elements_loads()
    {
        var body = new StringBuilder("""<startEvent id="s"/><sequenceFlow id="f0" sourceRef="s" targetRef="n0"/>""");
        for (var index = 0; index < 1_000; index++)
        {
            var kind = (index % 4) switch
            {
                0 => "userTask",
                1 => "exclusiveGateway",
                2 => "serviceTask",
                _ => "inclusiveGateway",
            };
            body.Append(CultureInfo.InvariantCulture, $"<{kind} id=\"n{index}\"/>");
            body.Append(
                CultureInfo.InvariantCulture,
                $"<sequenceFlow id=\"g{index}\" sourceRef=\"n{index}\" targetRef=\"{(index == 999 ? "e" : $"n{index + 1}")}\"/>"
            );
        }

        body.Append("""<endEvent id="e"/>""");
        var xml = Game.Xml(body.ToString());
        var definition = ProcessDefinition.Compile(BpmnReader.Read(xml).File!).Definition;
        Assert.Contains(definition!.Elements, element => element.Id == "n999");
    }

    [Fact]
    public void Deep_nesting_is_played_to_a_bound_and_refused_beyond_it()
    {
        static string Nested(int depth)
        {
            var body = new StringBuilder("""<userTask id="a"/>""");
            for (var level = 0; level < depth; level++)
                body.Insert(0, $"<subProcess id=\"p{level}\">").Append("</subProcess>");
            return body.ToString();
        }

        var game = Game.Of(Nested(BpmnReader.MaximumNesting - 1));
        game.Start();
        game.Complete("a");
        Assert.Equal(RunState.Completed, game.Run.State);
        Assert.Contains(BpmnReader.Read(Game.Xml(Nested(BpmnReader.MaximumNesting))).Diagnostics, found => found.Code == "nested-too-deep");
        var absurd = string.Concat(Enumerable.Repeat("<a>", 100_000));
        Assert.Equal("not-xml", Assert.Single(BpmnReader.Read(absurd).Diagnostics).Code);
    }

    [Fact]
    public void A_loop_that_never_waits_is_an_incident_not_a_hang()
    {
        var game = Game.Of(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="m"/><exclusiveGateway id="m"/>
            <sequenceFlow id="f2" sourceRef="m" targetRef="x"/><exclusiveGateway id="x"/>
            <sequenceFlow id="f3" sourceRef="x" targetRef="m"/>
            """
        );
        game.Start();
        Assert.Equal("step-limit", Assert.Single(game.Last.OfType<RunEffect.IncidentRaised>()).Code);
    }

    [Fact]
    public void A_state_of_another_version_is_not_misread()
    {
        var one = Game.Of("""<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><userTask id="a"/>""");
        var other = Game.Of("""<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="b"/><userTask id="b"/>""");
        one.Start();
        Assert.Throws<InvalidDataException>(() => ProcessRun.Deserialize(other.Definition, one.Run.Serialize()));
        Assert.Throws<InvalidDataException>(() => ProcessRun.Deserialize(one.Definition, one.Run.Serialize().AsSpan(0, 9)));
    }
}
