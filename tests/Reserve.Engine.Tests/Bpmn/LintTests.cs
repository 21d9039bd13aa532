using Reserve.Engine.Bpmn.Lint;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Engine.Tests.Bpmn;

public sealed class LintTests
{
    private static LintResult Lint(string body, string roots = "") => BpmnLinter.Lint(BpmnReader.Read(Game.Xml(body, roots)));

    [Theory]
    [InlineData(
        """<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="e"/><endEvent id="e"/><userTask id="x"/>""",
        "dead-element",
        "x"
    )]
    [InlineData(
        """<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="e"/><endEvent id="e"/><endEvent id="x"/>""",
        "unreachable-end",
        "x"
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="x"/><exclusiveGateway id="x"/>
            <sequenceFlow id="f2" sourceRef="x" targetRef="e"><conditionExpression>a</conditionExpression></sequenceFlow>
            <sequenceFlow id="f3" sourceRef="x" targetRef="e"><conditionExpression>b</conditionExpression></sequenceFlow>
            <endEvent id="e"/>
            """,
        "missing-default",
        "x"
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="x"/><userTask id="x"/>
            <sequenceFlow id="f2" sourceRef="x" targetRef="e"/><endEvent id="e"/>
            """,
        "no-assignment",
        "x"
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="x"/><intermediateCatchEvent id="x">
            <timerEventDefinition><timeDuration>5</timeDuration></timerEventDefinition></intermediateCatchEvent>
            """,
        "timer-without-unit",
        "x"
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="x"/><serviceTask id="x"/>
            <sequenceFlow id="f2" sourceRef="x" targetRef="e"/><endEvent id="e"/>
            """,
        "unbound-service",
        "x"
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="x"/><task id="x"/>
            <sequenceFlow id="f2" sourceRef="x" targetRef="y"/><task id="y"/><sequenceFlow id="f3" sourceRef="y" targetRef="x"/>
            """,
        "no-way-to-end",
        "x"
    )]
    [InlineData(
        """<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="x"/><task id="x"><standardLoopCharacteristics/></task>""",
        "endless-loop",
        "x"
    )]
    public void Unwise_drawings_are_told_with_element_and_line(string body, string code, string element) =>
        Assert.Contains(Lint(body).Diagnostics, found => found.Code == code && found.ElementId == element && found.Line > 1);

    [Fact]
    public void A_parallel_join_after_a_choice_is_a_deadlock_and_the_way_there_is_shown()
    {
        var result = Lint(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="x"/><exclusiveGateway id="x"/>
            <sequenceFlow id="f2" sourceRef="x" targetRef="a"/><task id="a"/><sequenceFlow id="f3" sourceRef="x" targetRef="b"/>
            <task id="b"/>
            <sequenceFlow id="f4" sourceRef="a" targetRef="j"/><sequenceFlow id="f5" sourceRef="b" targetRef="j"/><parallelGateway id="j"/>
            <sequenceFlow id="f6" sourceRef="j" targetRef="e"/><endEvent id="e"/>
            """
        );
        var found = Assert.Single(result.Diagnostics, one => one.Code == "deadlock");
        Assert.Equal(("j", "s,x,a"), (found.ElementId, string.Join(',', found.Path)));
        Assert.Contains(result.Diagnostics, one => one.Code == "join-never-fires" && one.ElementId == "j");
        Assert.False(result.Soundness["p"]);
    }

    [Fact]
    public void A_token_that_stays_after_an_end_is_found()
    {
        var result = Lint(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="fork"/><parallelGateway id="fork"/>
            <sequenceFlow id="f2" sourceRef="fork" targetRef="x"/><exclusiveGateway id="x"/>
            <sequenceFlow id="f3" sourceRef="x" targetRef="j"/><sequenceFlow id="f4" sourceRef="x" targetRef="e1"/><endEvent id="e1"/>
            <sequenceFlow id="f5" sourceRef="fork" targetRef="b"/><task id="b"/><sequenceFlow id="f6" sourceRef="b" targetRef="j"/>
            <parallelGateway id="j"/><sequenceFlow id="f7" sourceRef="j" targetRef="e"/><endEvent id="e"/>
            """
        );
        Assert.Equal("j", Assert.Single(result.Diagnostics, one => one.Code == "tokens-left").ElementId);
    }

    [Fact]
    public void A_circle_without_a_way_out_is_a_livelock()
    {
        var result = Lint(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="x"/><exclusiveGateway id="x"/>
            <sequenceFlow id="f0" sourceRef="x" targetRef="e"/><endEvent id="e"/>
            <sequenceFlow id="f2" sourceRef="x" targetRef="a"/><task id="a"/><sequenceFlow id="f3" sourceRef="a" targetRef="b"/>
            <task id="b"/><sequenceFlow id="f4" sourceRef="b" targetRef="a"/>
            """
        );
        Assert.Contains(result.Diagnostics, one => one.Code == "livelock");
    }

    [Fact]
    public void A_fork_in_a_circle_has_no_bound()
    {
        var result = Lint(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="m"/><exclusiveGateway id="m"/>
            <sequenceFlow id="f2" sourceRef="m" targetRef="fork"/><parallelGateway id="fork"/>
            <sequenceFlow id="f3" sourceRef="fork" targetRef="m"/><sequenceFlow id="f4" sourceRef="fork" targetRef="j"/>
            <sequenceFlow id="f5" sourceRef="m" targetRef="j"/><parallelGateway id="j"/>
            <sequenceFlow id="f6" sourceRef="j" targetRef="e"/><endEvent id="e"/>
            """
        );
        Assert.Contains(result.Diagnostics, one => one.Code is "unbounded" or "tokens-left" or "deadlock" or "livelock");
        Assert.False(result.Soundness["p"]);
    }

    [Theory]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><task id="a"/>
            <sequenceFlow id="f2" sourceRef="a" targetRef="b"/><scriptTask id="b"><script>{n: 1}</script></scriptTask>
            <sequenceFlow id="f3" sourceRef="b" targetRef="a"/>
            """,
        "endless-loop",
        BpmnSeverity.Error,
        "a,b"
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="m"/><exclusiveGateway id="m" default="f3"/>
            <sequenceFlow id="f2" sourceRef="m" targetRef="e"><conditionExpression>1 = 2</conditionExpression></sequenceFlow>
            <endEvent id="e"/><sequenceFlow id="f3" sourceRef="m" targetRef="b"/><task id="b"/>
            <sequenceFlow id="f4" sourceRef="b" targetRef="m"/>
            """,
        "endless-loop",
        BpmnSeverity.Warning,
        "m,b"
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="x"/><intermediateThrowEvent id="x">
            <linkEventDefinition name="l"/></intermediateThrowEvent><intermediateCatchEvent id="y">
            <linkEventDefinition name="l"/></intermediateCatchEvent><sequenceFlow id="f2" sourceRef="y" targetRef="x"/>
            """,
        "endless-loop",
        BpmnSeverity.Error,
        "x,y"
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="m"/><exclusiveGateway id="m" default="f3"/>
            <sequenceFlow id="f2" sourceRef="m" targetRef="e"><conditionExpression>done</conditionExpression></sequenceFlow>
            <endEvent id="e"/><sequenceFlow id="f3" sourceRef="m" targetRef="t"/><intermediateCatchEvent id="t">
            <timerEventDefinition><timeDuration>PT0S</timeDuration></timerEventDefinition></intermediateCatchEvent>
            <sequenceFlow id="f4" sourceRef="t" targetRef="m"/>
            """,
        "zero-timer-loop",
        BpmnSeverity.Warning,
        "m,t"
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="m"/><exclusiveGateway id="m" default="f3"/>
            <sequenceFlow id="f2" sourceRef="m" targetRef="e"><conditionExpression>done</conditionExpression></sequenceFlow>
            <endEvent id="e"/><sequenceFlow id="f3" sourceRef="m" targetRef="b"/><task id="b"/>
            <sequenceFlow id="f4" sourceRef="b" targetRef="m"/>
            """,
        "loop-without-wait",
        BpmnSeverity.Warning,
        "m,b"
    )]
    [InlineData(
        """<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="C"/><callActivity id="C" calledElement="p"/>""",
        "endless-chain",
        BpmnSeverity.Error,
        "C"
    )]
    public void A_loop_that_never_waits_is_found_before_it_runs(string body, string code, BpmnSeverity severity, string path)
    {
        var found = Assert.Single(Lint(body).Diagnostics, one => one.Code == code);
        Assert.Equal((severity, path), (found.Severity, string.Join(',', found.Path)));
        Assert.True(found.Line > 1);
    }

    [Fact]
    public void A_signal_that_starts_its_own_thrower_is_found_before_it_runs()
    {
        var result = Lint(
            """
            <startEvent id="s"><signalEventDefinition signalRef="sg"/></startEvent><sequenceFlow id="f1" sourceRef="s" targetRef="e"/>
            <endEvent id="e"><signalEventDefinition signalRef="sg"/></endEvent>
            """,
            """<signal id="sg" name="sg"/>"""
        );
        Assert.Equal("e", Assert.Single(result.Diagnostics, one => one.Code == "endless-chain").ElementId);
        Assert.False(result.Deployable);
    }

    [Theory]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="m"/><exclusiveGateway id="m" default="f3"/>
            <sequenceFlow id="f2" sourceRef="m" targetRef="e"><conditionExpression>n > 3</conditionExpression></sequenceFlow>
            <endEvent id="e"/><sequenceFlow id="f3" sourceRef="m" targetRef="b"/><scriptTask id="b">
            <script>{n: n + 1}</script></scriptTask><sequenceFlow id="f4" sourceRef="b" targetRef="m"/>
            """
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="m"/><exclusiveGateway id="m" default="f3"/>
            <sequenceFlow id="f2" sourceRef="m" targetRef="e"><conditionExpression>done</conditionExpression></sequenceFlow>
            <endEvent id="e"/><sequenceFlow id="f3" sourceRef="m" targetRef="t"/><intermediateCatchEvent id="t">
            <timerEventDefinition><timeDuration>PT1M</timeDuration></timerEventDefinition></intermediateCatchEvent>
            <sequenceFlow id="f4" sourceRef="t" targetRef="m"/>
            """
    )]
    [InlineData(
        """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="x"/><exclusiveGateway id="x" default="f2"/>
            <sequenceFlow id="f2" sourceRef="x" targetRef="e"/><endEvent id="e"/>
            <sequenceFlow id="f3" sourceRef="x" targetRef="C"><conditionExpression>deeper</conditionExpression></sequenceFlow>
            <callActivity id="C" calledElement="p"/><sequenceFlow id="f4" sourceRef="C" targetRef="e"/>
            """
    )]
    public void A_loop_that_the_data_or_the_clock_end_is_none(string body) =>
        Assert.DoesNotContain(
            Lint(body).Diagnostics,
            one => one.Code is "endless-loop" or "zero-timer-loop" or "loop-without-wait" or "endless-chain"
        );

    [Fact]
    public void A_good_drawing_has_no_finding()
    {
        var result = Lint(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="fork"/><inclusiveGateway id="fork" default="f2"/>
            <sequenceFlow id="f2" sourceRef="fork" targetRef="a"/><task id="a"/><sequenceFlow id="f3" sourceRef="fork" targetRef="b">
            <conditionExpression>x</conditionExpression></sequenceFlow><task id="b"/>
            <sequenceFlow id="f4" sourceRef="a" targetRef="j"/><sequenceFlow id="f5" sourceRef="b" targetRef="j"/><inclusiveGateway id="j"/>
            <sequenceFlow id="f6" sourceRef="j" targetRef="e"/><endEvent id="e"/>
            """
        );
        Assert.Empty(result.Diagnostics);
        Assert.True(result.Soundness["p"]);
        Assert.True(result.Deployable);
    }

    [Theory]
    [InlineData("""<elsa:input name="a">{"expression":{"type":"Literal","value":1}}</elsa:input>""", "input-without-type")]
    [InlineData(
        """
            <elsa:input name="a">{"typeName":"Int32","expression":{"type":"Literal","value":1}}</elsa:input>
            <elsa:input name="A">{"typeName":"Int32","expression":{"type":"Literal","value":2}}</elsa:input>
            """,
        "capital-input",
        "duplicate-input"
    )]
    [InlineData(
        """<elsa:input name="type">{"typeName":"Int32","expression":{"type":"Literal","value":1}}</elsa:input>""",
        "reserved-input"
    )]
    [InlineData("""<elsa:input name="a">{"typeName":"Int32","expression":{"type":"Literal","value":1}}</elsa:input>""")]
    public void What_elsa_refuses_in_a_binding_is_warned_of(string inputs, params string[] codes)
    {
        var found = Lint(
            $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="x"/>
            <serviceTask id="x"><extensionElements><elsa:activityBinding activityType="X">{inputs}</elsa:activityBinding>
            </extensionElements></serviceTask><sequenceFlow id="f2" sourceRef="x" targetRef="e"/><endEvent id="e"/>
            """
        ).Diagnostics;
        Assert.Equal(codes, found.Select(one => one.Code).Order(StringComparer.Ordinal));
        Assert.All(found, one => Assert.Equal(("x", BpmnSeverity.Warning), (one.ElementId, one.Severity)));
    }

    [Theory]
    [InlineData("", "", null)]
    [InlineData("Reserve.StartWhen", "source", null)]
    [InlineData("Reserve.StartWhen", "key", "bad-start-condition")]
    [InlineData("Reserve.Start", "role", null)]
    public void A_start_by_a_condition_of_ours_says_which_data_it_watches(string activity, string input, string? code)
    {
        const string Condition = "<conditionalEventDefinition><condition>true</condition></conditionalEventDefinition>";
        Assert.Equal(code, Found(Condition));
        // On a start that has no condition the binding means nothing.
        Assert.Equal(activity == "Reserve.StartWhen" ? "bad-start-condition" : null, Found(""));

        string? Found(string definition)
        {
            const string Value = """{"typeName":"String","expression":{"type":"Literal","value":"x"}}""";
            var binding =
                activity.Length == 0
                    ? ""
                    : $"""
                        <extensionElements><elsa:activityBinding xmlns:elsa="https://elsaworkflows.io/schemas/bpmn/v1"
                        activityType="{activity}"><elsa:input name="{input}">{Value}</elsa:input></elsa:activityBinding></extensionElements>
                        """;
            return Lint(
                $"""
                <startEvent id="s">{binding}{definition}</startEvent>
                <sequenceFlow id="f" sourceRef="s" targetRef="e"/><endEvent id="e"/>
                """
            )
                .Diagnostics.FirstOrDefault(found => found.Code == "bad-start-condition")
                ?.Code;
        }
    }
}
