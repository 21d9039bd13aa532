using System.Security;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Tests.Runtime;

/// <summary>Writes small drawings for tests: elements in order, joined one after another, or by flows named explicitly.</summary>
internal sealed class TestProcess(string key)
{
    private readonly List<string> definitions = [];
    private readonly List<string> elements = [];
    private readonly List<string> flows = [];
    private static readonly System.Text.Json.JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private string? last;
    private string? choice;
    private int flowCount;

    public TestProcess Start(string id = "start") => Add(id, $"""<startEvent id="{id}" />""");

    /// <summary>A start by a person; the role is FEEL as every input.</summary>
    public TestProcess PersonStart(params (string Name, string Feel)[] inputs) =>
        Add("start", $"""<startEvent id="start">{Binding("Reserve.Start", inputs)}</startEvent>""");

    public TestProcess TimerStart(string cycle) =>
        Add(
            "start",
            $"""<startEvent id="start"><timerEventDefinition><timeCycle>{cycle}</timeCycle></timerEventDefinition></startEvent>"""
        );

    /// <summary>A start by time; the element is <c>timeDate</c>, <c>timeDuration</c> or <c>timeCycle</c>.</summary>
    public TestProcess TimerStart(string element, string text) =>
        Add(
            "start",
            $"""
            <startEvent id="start" name="По времени"><timerEventDefinition>
            <{element}>{SecurityElement.Escape(text)}</{element}></timerEventDefinition></startEvent>
            """
        );

    /// <summary>A start by a condition over data; the inputs are constants.</summary>
    public TestProcess ConditionStart(string conditionFeel, params (string Name, string Value)[] inputs) =>
        Add(
            "start",
            $"""
            <startEvent id="start" name="По условию">
            {(inputs.Length == 0 ? "" : Binding("Reserve.StartWhen", inputs, [.. inputs.Select(input => input.Name)]))}
            <conditionalEventDefinition><condition>{SecurityElement.Escape(conditionFeel)}</condition></conditionalEventDefinition>
            </startEvent>
            """
        );

    /// <summary>Works to be picked: user tasks of these ids for officers.</summary>
    public TestProcess AdHoc(
        string id,
        string attributes,
        string? completionFeel,
        string[] works,
        params (string Name, string Feel)[] inputs
    ) =>
        Add(
            id,
            $"""
            <adHocSubProcess id="{id}" name="Работы {id}" {attributes}>{(inputs.Length == 0 ? "" : Binding("Reserve.HumanTask", inputs))}
            {string.Concat(works.Select(work =>
                $"""<userTask id="{work}" name="Сделать {work}">{Binding("Reserve.HumanTask", [("role", "\"HrOfficer\"")])}</userTask>"""))}
            {(completionFeel is null ? "" : $"<completionCondition>{SecurityElement.Escape(completionFeel)}</completionCondition>")}
            </adHocSubProcess>
            """
        );

    public TestProcess MessageStart(string message)
    {
        Message(message);
        return Add("start", $"""<startEvent id="start"><messageEventDefinition messageRef="m_{message}" /></startEvent>""");
    }

    public TestProcess End(string id = "end") => Add(id, $"""<endEvent id="{id}" />""");

    public TestProcess User(string id, params (string Name, string Feel)[] inputs) =>
        Add(id, $"""<userTask id="{id}" name="Сделать {id}">{Binding("Reserve.HumanTask", inputs)}</userTask>""");

    public TestProcess Service(string id, string activity, params (string Name, string Feel)[] inputs) =>
        Add(id, $"""<serviceTask id="{id}">{Binding(activity, inputs)}</serviceTask>""");

    public TestProcess Decision(string id, string decision, string variable, params (string Name, string Feel)[] inputs) =>
        Add(
            id,
            $"<businessRuleTask id=\"{id}\">"
                + Binding(
                    "Reserve.Decision",
                    [("decisionRef", $"\"{decision}\""), ("resultVariable", $"\"{variable}\""), .. inputs],
                    literalNames: ["decisionRef", "resultVariable", "model"]
                )
                + "</businessRuleTask>"
        );

    /// <summary>The called process sees the inputs only.</summary>
    public TestProcess Call(string id, string called, params (string Name, string Feel)[] inputs) =>
        Add(id, $"""<callActivity id="{id}" calledElement="{called}">{Binding("Reserve.Call", inputs)}</callActivity>""");

    public TestProcess CatchMessage(string id, string message, string keyFeel)
    {
        Message(message);
        return Add(
            id,
            $"""
            <intermediateCatchEvent id="{id}">{Binding("Reserve.Message", [("correlationKey", keyFeel)])}
            <messageEventDefinition messageRef="m_{message}" /></intermediateCatchEvent>
            """
        );
    }

    /// <summary>Waits for any message of the name.</summary>
    public TestProcess CatchAnyMessage(string id, string message)
    {
        Message(message);
        return Add(
            id,
            $"""<intermediateCatchEvent id="{id}"><messageEventDefinition messageRef="m_{message}" /></intermediateCatchEvent>"""
        );
    }

    public TestProcess ThrowMessage(string id, string message, string keyFeel, params (string Name, string Feel)[] inputs)
    {
        Message(message);
        return Add(
            id,
            $"""
            <intermediateThrowEvent id="{id}">{Binding("Reserve.Message", [("correlationKey", keyFeel), .. inputs])}
            <messageEventDefinition messageRef="m_{message}" /></intermediateThrowEvent>
            """
        );
    }

    public TestProcess SignalStart(string signal)
    {
        Signal(signal);
        return Add("start", $"""<startEvent id="start"><signalEventDefinition signalRef="s_{signal}" /></startEvent>""");
    }

    public TestProcess ThrowSignal(string id, string signal)
    {
        Signal(signal);
        return Add(id, $"""<intermediateThrowEvent id="{id}"><signalEventDefinition signalRef="s_{signal}" /></intermediateThrowEvent>""");
    }

    /// <summary>A gateway to come back to.</summary>
    public TestProcess Gateway(string id) => Add(id, $"""<exclusiveGateway id="{id}" />""");

    /// <summary>Ends in a choice: back to an element while the condition holds, else on.</summary>
    public TestProcess BackWhile(string id, string to, string conditionFeel)
    {
        Add(id, $"""<exclusiveGateway id="{id}" default="f_{id}_on" />""");
        flows.Add(
            $"""
            <sequenceFlow id="f_{id}_back" sourceRef="{id}" targetRef="{to}">
            <conditionExpression>{SecurityElement.Escape(conditionFeel)}</conditionExpression></sequenceFlow>
            """
        );
        choice = id;
        return this;
    }

    /// <summary>A user task once for each of a number, all at the same time.</summary>
    public TestProcess ManyUsers(string id, int count, string? completionFeel = null) =>
        Add(
            id,
            $"""<userTask id="{id}">{Binding("Reserve.HumanTask", [("role", "\"HrOfficer\"")])}{Many(count, completionFeel)}</userTask>"""
        );

    public TestProcess ManyServices(
        string id,
        string activity,
        int count,
        string? completionFeel,
        params (string Name, string Feel)[] inputs
    ) => Add(id, $"""<serviceTask id="{id}">{Binding(activity, inputs)}{Many(count, completionFeel)}</serviceTask>""");

    public TestProcess ManyCalls(string id, string called, int count) =>
        Add(id, $"""<callActivity id="{id}" calledElement="{called}">{Binding("Reserve.Call", [])}{Many(count, null)}</callActivity>""");

    private static string Many(int count, string? completionFeel) =>
        $"""
            <multiInstanceLoopCharacteristics><loopCardinality>{count}</loopCardinality>{(
                completionFeel is null ? "" : $"<completionCondition>{SecurityElement.Escape(completionFeel)}</completionCondition>"
            )}</multiInstanceLoopCharacteristics>
            """;

    /// <summary>A task that waits for a message of which nobody said the name.</summary>
    public TestProcess ReceiveNothing(string id) => Add(id, $"""<receiveTask id="{id}" name="Ждать" />""");

    public TestProcess CatchSignal(string id, string signal)
    {
        Signal(signal);
        return Add(id, $"""<intermediateCatchEvent id="{id}"><signalEventDefinition signalRef="s_{signal}" /></intermediateCatchEvent>""");
    }

    public TestProcess CatchTimer(string id, string durationFeel) =>
        Add(
            id,
            $"""
            <intermediateCatchEvent id="{id}"><timerEventDefinition>
            <timeDuration>{durationFeel}</timeDuration></timerEventDefinition></intermediateCatchEvent>
            """
        );

    /// <summary>A boundary timer with a path of its own that ends at once.</summary>
    public TestProcess BoundaryTimer(string host, string id, string durationFeel, bool interrupting)
    {
        elements.Add(
            $"""
            <boundaryEvent id="{id}" attachedToRef="{host}" cancelActivity="{(interrupting ? "true" : "false")}">
            <timerEventDefinition><timeDuration>{durationFeel}</timeDuration></timerEventDefinition></boundaryEvent>
            """
        );
        elements.Add($"""<endEvent id="{id}_end" />""");
        return Flow(id, id + "_end");
    }

    public TestProcess BoundaryError(string host, string id, string code)
    {
        definitions.Add($"""<error id="e_{code}" name="{code}" errorCode="{code}" />""");
        elements.Add($"""<boundaryEvent id="{id}" attachedToRef="{host}"><errorEventDefinition errorRef="e_{code}" /></boundaryEvent>""");
        elements.Add($"""<endEvent id="{id}_end" />""");
        return Flow(id, id + "_end");
    }

    public string Xml() =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:elsa="https://elsaworkflows.io/schemas/bpmn/v1"
            id="d_{key}" targetNamespace="urn:test">
            {string.Join('\n', definitions)}
            <process id="{key}" name="Процесс {key}" isExecutable="true">
            {string.Join('\n', elements)}
            {string.Join('\n', flows)}
            </process>
            </definitions>
            """;

    public ProcessBundle Bundle(params (string Path, string Content)[] files) =>
        new(Xml(), files.ToDictionary(file => file.Path, file => file.Content));

    private void Message(string name) => Define($"""<message id="m_{name}" name="{name}" />""");

    private void Signal(string name) => Define($"""<signal id="s_{name}" name="{name}" />""");

    private void Define(string definition)
    {
        if (!definitions.Contains(definition))
            definitions.Add(definition);
    }

    private TestProcess Add(string id, string element)
    {
        elements.Add(element);
        if (last is not null)
            Flow(last, id);
        last = id;
        return this;
    }

    private TestProcess Flow(string from, string to)
    {
        var id = from == choice ? $"f_{choice}_on" : $"f{++flowCount}";
        flows.Add($"""<sequenceFlow id="{id}" sourceRef="{from}" targetRef="{to}" />""");
        return this;
    }

    private static string Binding(string activity, (string Name, string Feel)[] inputs, string[]? literalNames = null)
    {
        var body = new List<string>();
        foreach (var (name, feel) in inputs)
        {
            var literal = literalNames?.Contains(name) == true;
            var value = System.Text.Json.JsonSerializer.Serialize(literal ? feel.Trim('"') : feel, Relaxed);
            var type = literal ? "Literal" : "Feel";
            body.Add(
                $"""<elsa:input name="{name}">"""
                    + $$$"""{"typeName":"Object","expression":{"type":"{{{type}}}","value":{{{SecurityElement.Escape(value)}}} } }"""
                    + "</elsa:input>"
            );
        }
        return $"""
            <extensionElements><elsa:activityBinding
            activityType="{activity}">{string.Concat(body)}</elsa:activityBinding></extensionElements>
            """;
    }
}
