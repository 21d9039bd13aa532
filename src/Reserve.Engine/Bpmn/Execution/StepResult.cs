namespace Reserve.Engine.Bpmn.Execution;

/// <summary>Why an event was not taken. The run is unchanged.</summary>
public enum StepRefusal
{
    /// <summary>No such wait: it was answered or withdrawn before.</summary>
    UnknownWait,

    /// <summary>The wait is of another kind than the event answers.</summary>
    WrongKind,

    /// <summary>The run is over.</summary>
    Ended,

    /// <summary>The run has not been started.</summary>
    NotStarted,

    /// <summary>The run was started before.</summary>
    AlreadyStarted,

    /// <summary>The process has no start of this name (or no none start event).</summary>
    NoSuchStart,

    /// <summary>The ad-hoc subprocess does not offer this activity now.</summary>
    NotEnabled,

    /// <summary>The changes of a modification cannot be made (<see cref="Modification.RunModification.Check"/>).</summary>
    NotPossible,

    /// <summary>The run is suspended. Never given by the engine: the runtime says it before it asks.</summary>
    Suspended,
}

/// <summary>What a step gave.</summary>
/// <param name="Refusal">Null when the event was taken.</param>
/// <param name="Effects">What has to be done, in order.</param>
public sealed record StepResult(StepRefusal? Refusal, IReadOnlyList<RunEffect> Effects)
{
    /// <summary>Whether the event was taken.</summary>
    public bool Taken => Refusal is null;
}
