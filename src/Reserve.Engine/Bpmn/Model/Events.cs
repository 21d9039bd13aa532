namespace Reserve.Engine.Bpmn.Model;

/// <summary>The kinds of event definitions (10.5.5).</summary>
public enum EventKind
{
    /// <summary>A message.</summary>
    Message,

    /// <summary>A time, duration or cycle.</summary>
    Timer,

    /// <summary>A broadcast.</summary>
    Signal,

    /// <summary>An error.</summary>
    Error,

    /// <summary>An escalation.</summary>
    Escalation,

    /// <summary>Compensation.</summary>
    Compensation,

    /// <summary>Cancellation of a transaction.</summary>
    Cancel,

    /// <summary>A condition over data that becomes true.</summary>
    Conditional,

    /// <summary>A jump to a link of the same name.</summary>
    Link,

    /// <summary>The end of the whole scope.</summary>
    Terminate,
}

/// <summary>The three ways to write a timer (10.5.5, Timer).</summary>
public enum TimerKind
{
    /// <summary>A point in time.</summary>
    Date,

    /// <summary>A duration from when the event starts to wait.</summary>
    Duration,

    /// <summary>A repeating interval, <c>R3/PT10S</c>.</summary>
    Cycle,
}

/// <summary>An event definition.</summary>
public sealed record EventDefinition
{
    /// <summary>Which kind.</summary>
    public required EventKind Kind { get; init; }

    /// <summary>The id; empty when absent.</summary>
    public string Id { get; init; } = "";

    /// <summary>
    /// What it refers to: the id of the message, signal, error or escalation, the compensated activity, or the link's name.
    /// </summary>
    public string? Ref { get; init; }

    /// <summary>A condition's or timer's expression.</summary>
    public Expression? Expression { get; init; }

    /// <summary>Which of the three, for a timer.</summary>
    public TimerKind TimerKind { get; init; }

    /// <summary>Whether a compensation throw waits for the handlers.</summary>
    public bool WaitForCompletion { get; init; } = true;

    /// <summary>The line in the file.</summary>
    public int Line { get; init; }
}

/// <summary>What every event has.</summary>
public abstract record Event : FlowNode
{
    /// <summary>The definitions; none for a none event, several for a multiple event.</summary>
    public IReadOnlyList<EventDefinition> Definitions { get; init; } = [];

    /// <summary>Whether all definitions must occur (parallel multiple) instead of any.</summary>
    public bool ParallelMultiple { get; init; }

    /// <summary>Data of a throw event going out, of a catch event coming in.</summary>
    public IReadOnlyList<DataAssociation> Data { get; init; } = [];
}

/// <summary>A start event (10.5.2).</summary>
public sealed record StartEvent : Event
{
    /// <summary>Whether a start of an event subprocess ends the rest of its scope.</summary>
    public bool IsInterrupting { get; init; } = true;
}

/// <summary>An end event (10.5.3).</summary>
public sealed record EndEvent : Event;

/// <summary>An intermediate catch event (10.5.4).</summary>
public sealed record IntermediateCatchEvent : Event;

/// <summary>An intermediate throw event (10.5.4).</summary>
public sealed record IntermediateThrowEvent : Event;

/// <summary>An event at the border of an activity (10.5.4).</summary>
public sealed record BoundaryEvent : Event
{
    /// <summary>The activity's id.</summary>
    public required string AttachedTo { get; init; }

    /// <summary>Whether it ends the activity.</summary>
    public bool CancelActivity { get; init; } = true;
}
