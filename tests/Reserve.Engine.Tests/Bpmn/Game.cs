using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Bpmn;

/// <summary>Plays one run by element names; between any two steps the state goes through bytes and back.</summary>
internal sealed class Game
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 2, 12, 0, 0, TimeSpan.FromHours(5));

    private Game(ProcessDefinition definition)
    {
        Definition = definition;
        Run = ProcessRun.Create(definition);
    }

    public ProcessDefinition Definition { get; }

    public ProcessRun Run { get; private set; }

    public DateTimeOffset Now { get; set; } = Noon;

    public List<RunEffect> Effects { get; } = [];

    public List<RunEffect> Last { get; private set; } = [];

    /// <summary>Ids of active elements, sorted.</summary>
    public IEnumerable<string> Active => Run.ActiveElements.Select(active => active.ElementId).Order(StringComparer.Ordinal);

    public IEnumerable<string> CompletedElements =>
        Effects.OfType<RunEffect.History>().Where(history => history.What == HistoryKind.Completed).Select(history => history.ElementId);

    public static string Xml(string body, string roots = "") =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xmlns:elsa="https://elsaworkflows.io/schemas/bpmn/v1" xmlns:reserve="urn:reserve:bpmn" targetNamespace="test">
            {roots}
            <process id="p" isExecutable="true">
            {body}
            </process>
            </definitions>
            """;

    public static Game Of(string body, string roots = "")
    {
        var compiled = Compile(body, roots);
        Assert.True(compiled.Definition is not null, string.Join("\n", compiled.Diagnostics));
        return new Game(compiled.Definition!);
    }

    public static CompileResult Compile(string body, string roots = "")
    {
        var read = BpmnReader.Read(Xml(body, roots));
        Assert.True(read.File is not null, string.Join("\n", read.Diagnostics));
        var compiled = ProcessDefinition.Compile(read.File!);
        return read.Diagnostics.Any(found => found.Severity == BpmnSeverity.Error)
            ? new CompileResult(null, [.. read.Diagnostics, .. compiled.Diagnostics])
            : compiled;
    }

    public StepResult Step(RunEvent happened)
    {
        Run = ProcessRun.Deserialize(Definition, Run.Serialize());
        var result = Interpreter.Step(Definition, Run, happened, Now);
        Last = [.. result.Effects];
        Effects.AddRange(result.Effects);
        return result;
    }

    public void Start(params (string Name, FeelValue Value)[] variables) => Taken(new RunEvent.Start(FeelContext.Of(variables)));

    public void StartAt(string element) => Taken(new RunEvent.Start(FeelContext.Empty, element));

    public void Taken(RunEvent happened)
    {
        var result = Step(happened);
        Assert.True(result.Taken, $"{happened}: {result.Refusal}");
    }

    /// <summary>Answers the oldest open task, call, decision or trigger of an element.</summary>
    public void Complete(string element, params (string Name, FeelValue Value)[] variables)
    {
        var wait = WaitOf(element, "userTask", "service", "decision", "trigger", "call");
        var values = FeelContext.Of(variables);
        Taken(
            wait.Kind switch
            {
                "userTask" => new RunEvent.TaskCompleted(wait.Id, values),
                "service" => new RunEvent.ServiceCompleted(wait.Id, values),
                "decision" => new RunEvent.DecisionEvaluated(wait.Id, FeelValue.Context(values)),
                "call" => new RunEvent.CalledProcessEnded(wait.Id, values),
                _ => new RunEvent.MessageArrived(wait.Id, values),
            }
        );
    }

    public void Fire(string element) => Taken(new RunEvent.TimerFired(WaitOf(element, "timer").Id));

    public void Message(string element, params (string Name, FeelValue Value)[] variables) =>
        Taken(new RunEvent.MessageArrived(WaitOf(element, "message").Id, FeelContext.Of(variables)));

    public void Signal(string name) => Taken(new RunEvent.SignalArrived(name, FeelContext.Empty));

    public void Fail(string element, string? code) =>
        Taken(new RunEvent.ServiceFailed(WaitOf(element, "service", "userTask").Id, code, "failed"));

    public OpenWait WaitOf(string element, params string[] kinds)
    {
        var found = Run.OpenWaits.FirstOrDefault(wait => wait.ElementId == element && (kinds.Length == 0 || kinds.Contains(wait.Kind)));
        Assert.True(found is not null, $"nothing waits at {element}; waits: {string.Join(", ", Run.OpenWaits)}");
        return found!;
    }
}
