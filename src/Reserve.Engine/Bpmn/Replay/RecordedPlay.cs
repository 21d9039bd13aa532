using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Replay;

/// <summary>Which wait an event is for: the element, what is waited for, and which of several alike, by age.</summary>
/// <param name="Node">The element that reacts, of the recorded version.</param>
/// <param name="Kind">What is waited for.</param>
/// <param name="Definition">Which of the element's event definitions.</param>
/// <param name="Turn">Which of the open waits alike, from 0, oldest first.</param>
/// <param name="DueAt">Of a timer.</param>
internal sealed record Addressed(Node Node, WaitKind Kind, int Definition, int Turn, DateTimeOffset DueAt);

/// <summary>A case played through its own version once more, to learn what its events were for.</summary>
internal sealed class RecordedPlay(ProcessDefinition definition)
{
    public ProcessDefinition Definition => definition;

    public ProcessRun Run { get; } = ProcessRun.Create(definition);

    /// <summary>The elements that tokens came to, in order.</summary>
    public List<string> Trace { get; } = [];

    /// <summary>What decisions gave, in order.</summary>
    public List<(string Element, FeelValue Value)> Decisions { get; } = [];

    public Addressed? Addressed(RunEvent happened) =>
        WaitOf(happened) is { } id && Run.Waits.TryGetValue(id, out var wait)
            ? new Addressed(
                wait.Node,
                wait.Kind,
                wait.Definition,
                Run.Waits.Values.Count(other => IsAlike(other, wait) && other.Id < wait.Id),
                wait.Schedule.DueAt
            )
            : null;

    public bool Take(RunEvent happened, FeelOptions at)
    {
        if (happened is RunEvent.DecisionEvaluated decided && Run.Waits.TryGetValue(decided.WaitId, out var wait))
            Decisions.Add((wait.Node.Id, decided.Value));
        var result = Interpreter.Step(definition, Run, happened, at);
        foreach (var effect in result.Effects)
        {
            if (effect is RunEffect.History { What: HistoryKind.Entered } entered)
                Trace.Add(entered.ElementId);
        }

        return result.Taken;
    }

    private static bool IsAlike(Wait one, Wait other) =>
        one.Node == other.Node && one.Kind == other.Kind && one.Definition == other.Definition;

    private static int? WaitOf(RunEvent happened) =>
        happened switch
        {
            RunEvent.TaskCompleted task => task.WaitId,
            RunEvent.ServiceCompleted service => service.WaitId,
            RunEvent.ServiceFailed failed => failed.WaitId,
            RunEvent.EscalationRaised raised => raised.WaitId,
            RunEvent.DecisionEvaluated decided => decided.WaitId,
            RunEvent.TimerFired timer => timer.WaitId,
            RunEvent.MessageArrived message => message.WaitId,
            RunEvent.CalledProcessEnded ended => ended.WaitId,
            RunEvent.CalledProcessEscalated escalated => escalated.WaitId,
            RunEvent.ActivateAdHoc activated => activated.WaitId,
            RunEvent.CompleteAdHoc completed => completed.WaitId,
            RunEvent.Retry retry => retry.WaitId,
            RunEvent.MoreChildren more => more.WaitId,
            _ => null,
        };
}
