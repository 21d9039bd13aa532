using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Replay;

/// <summary>The case in the other version.</summary>
internal sealed class OtherPlay(
    ProcessDefinition definition,
    RecordedPlay was,
    Func<string, string?> sameAs,
    Func<RunEffect.EvaluateDecision, FeelOptions, RunEvent> decide,
    Func<RunEffect.InvokeService, FeelContext?> unrecorded,
    Func<DateTimeOffset, FeelOptions> options,
    ICollection<FlowChoice>? choices
)
{
    private readonly HashSet<string> known =
    [
        .. was.Definition.Elements.Select(element => sameAs(element.Id)).OfType<string>().Where(id => definition.Find(id) is not null),
    ];

    /// <summary>What people and services said before the other version asked them.</summary>
    private readonly List<(RunEvent Event, Addressed For)> early = [];
    private readonly Queue<RunEvent> events = new();

    public ProcessDefinition Definition => definition;

    public ProcessRun Run { get; } = ProcessRun.Create(definition);

    public List<string> Trace { get; } = [];

    public List<(string Element, FeelValue Value)> Decisions { get; } = [];

    /// <summary>The open incidents, by wait.</summary>
    public Dictionary<int, RunEffect.IncidentRaised> Incidents { get; } = [];

    /// <summary>Whether the recorded version has this element, too.</summary>
    public bool IsKnown(string element) => known.Contains(element);

    /// <summary>The element that one of the recorded version is; null when there is none any more.</summary>
    public string? SameAs(string element) => sameAs(element) is { } same && known.Contains(same) ? same : null;

    /// <summary>
    /// Fires the timers that are due, each at its moment, but for those that the recording has with the same moment: they fire when they
    /// did.
    /// </summary>
    public void FireUntil(DateTimeOffset moment)
    {
        while (Next(moment) is { } timer)
            Give(new RunEvent.TimerFired(timer.Id), options(timer.Schedule.DueAt.ToOffset(moment.Offset)));
    }

    /// <summary>Takes an event of the recording, or leaves it; false when a start is refused.</summary>
    public bool Take(RunEvent happened, Addressed? addressed, FeelOptions at)
    {
        switch (happened)
        {
            case RunEvent.Start start:
                var element = start.StartElement is null ? null : SameAs(start.StartElement);
                return (start.StartElement is null || element is not null) && Give(start with { StartElement = element }, at);
            case RunEvent.SetVariables or RunEvent.SignalArrived or RunEvent.Cancel:
                return Give(happened, at);
            // Decisions are made anew, and children begun as this version asks for them.
            case RunEvent.DecisionEvaluated or RunEvent.MoreChildren:
                return true;
        }

        if (addressed is null || addressed.Kind == WaitKind.Decision)
            return true;
        if (Waiting(addressed, addressed.Turn) is { } wait)
        {
            if (addressed.Kind != WaitKind.Timer || wait.Schedule.DueAt == addressed.DueAt)
                Give(Readdressed(happened, wait.Id), at);
        }
        else if (addressed.Kind is WaitKind.UserTask or WaitKind.Service or WaitKind.Called or WaitKind.Message or WaitKind.Trigger)
        {
            early.Add((happened, addressed));
        }

        return true;
    }

    private Wait? Waiting(Addressed addressed, int turn)
    {
        if (SameAs(addressed.Node.Id) is not { } element)
            return null;
        var node = definition.Find(element);
        return Run
            .Waits.Values.Where(wait => wait.Node == node && wait.Kind == addressed.Kind && wait.Definition == addressed.Definition)
            .OrderBy(wait => wait.Id)
            .ElementAtOrDefault(turn);
    }

    private Wait? Next(DateTimeOffset moment)
    {
        Wait? next = null;
        foreach (var wait in Run.Waits.Values)
        {
            if (
                wait.Kind == WaitKind.Timer
                && wait.Schedule.DueAt <= moment
                && (
                    next is null
                    || wait.Schedule.DueAt < next.Schedule.DueAt
                    || (wait.Schedule.DueAt == next.Schedule.DueAt && wait.Id < next.Id)
                )
                && !IsRecorded(wait)
            )
                next = wait;
        }

        return next;
    }

    private bool IsRecorded(Wait timer)
    {
        foreach (var wait in was.Run.Waits.Values)
        {
            if (
                wait.Kind == WaitKind.Timer
                && wait.Schedule.DueAt == timer.Schedule.DueAt
                && wait.Definition == timer.Definition
                && SameAs(wait.Node.Id) == timer.Node.Id
            )
                return true;
        }

        return false;
    }

    /// <summary>Gives an event and whatever can be answered at once; false when it is refused.</summary>
    private bool Give(RunEvent happened, FeelOptions at)
    {
        var taken = Step(happened, at);
        while (taken)
        {
            if (events.TryDequeue(out var next))
                Step(next, at);
            else if (early.FindIndex(said => Waiting(said.For, 0) is not null) is var index and >= 0)
            {
                var (said, addressed) = early[index];
                early.RemoveAt(index);
                Step(Readdressed(said, Waiting(addressed, 0)!.Id), at);
            }
            else
            {
                break;
            }
        }

        return taken;
    }

    private bool Step(RunEvent happened, FeelOptions at)
    {
        var result = Interpreter.Step(definition, Run, happened, at, choices);
        foreach (var effect in result.Effects)
        {
            switch (effect)
            {
                case RunEffect.History { What: HistoryKind.Entered } entered:
                    Trace.Add(entered.ElementId);
                    break;
                case RunEffect.EvaluateDecision asked:
                    var answer = decide(asked, at);
                    if (answer is RunEvent.DecisionEvaluated decided)
                        Decisions.Add((asked.ElementId, decided.Value));
                    events.Enqueue(answer);
                    break;
                case RunEffect.OpenMoreChildren more:
                    events.Enqueue(new RunEvent.MoreChildren(more.WaitId));
                    break;
                case RunEffect.InvokeService call when !known.Contains(call.ElementId) && unrecorded(call) is { } answered:
                    events.Enqueue(new RunEvent.ServiceCompleted(call.WaitId, answered));
                    break;
                case RunEffect.IncidentRaised incident:
                    Incidents[incident.WaitId] = incident;
                    break;
                case RunEffect.IncidentClosed closed:
                    Incidents.Remove(closed.WaitId);
                    break;
            }
        }

        return result.Taken;
    }

    private static RunEvent Readdressed(RunEvent happened, int wait) =>
        happened switch
        {
            RunEvent.TaskCompleted task => task with { WaitId = wait },
            RunEvent.ServiceCompleted service => service with { WaitId = wait },
            RunEvent.ServiceFailed failed => failed with { WaitId = wait },
            RunEvent.EscalationRaised raised => raised with { WaitId = wait },
            RunEvent.TimerFired => new RunEvent.TimerFired(wait),
            RunEvent.MessageArrived message => message with { WaitId = wait },
            RunEvent.CalledProcessEnded ended => ended with { WaitId = wait },
            RunEvent.CalledProcessEscalated escalated => escalated with { WaitId = wait },
            RunEvent.ActivateAdHoc activated => activated with { WaitId = wait },
            RunEvent.CompleteAdHoc => new RunEvent.CompleteAdHoc(wait),
            RunEvent.Retry => new RunEvent.Retry(wait),
            _ => throw new ArgumentException($"{happened.GetType().Name} is not for a wait", nameof(happened)),
        };
}
