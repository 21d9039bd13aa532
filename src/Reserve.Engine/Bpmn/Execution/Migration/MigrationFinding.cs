namespace Reserve.Engine.Bpmn.Execution.Migration;

/// <summary>How much a finding of a migration matters.</summary>
public enum MigrationWeight
{
    /// <summary>To be known: the run can be migrated.</summary>
    Note,

    /// <summary>Somebody has to say where something goes, or to change the run first.</summary>
    Choice,

    /// <summary>What the mapping says cannot be done.</summary>
    Impossible,
}

/// <summary>What a migration found: a closed set.</summary>
public enum MigrationCode
{
    /// <summary>Choice: something stands at the element, and the mapping does not say where it goes.</summary>
    Unmapped,

    /// <summary>Choice: the activity was completed and may have to be compensated; the mapping does not say what it is now.</summary>
    UnmappedCompensation,

    /// <summary>The new version has no element of the id that the mapping names.</summary>
    NoSuchElement,

    /// <summary>The two elements are of different kinds.</summary>
    DifferentKind,

    /// <summary>The new element lies where the token cannot be: in a loop, an event or ad-hoc subprocess, another branch.</summary>
    OtherScope,

    /// <summary>One repeats and the other does not, or in another way.</summary>
    LoopDiffers,

    /// <summary>The two events wait for different things.</summary>
    EventDiffers,

    /// <summary>One subprocess is a transaction and the other is not.</summary>
    TransactionDiffers,

    /// <summary>The activity was completed and has to be compensable, but the new version has no handler for it.</summary>
    NoHandler,

    /// <summary>Tokens wait at a join which joins nothing any more, or of a flow that is gone.</summary>
    JoinLost,

    /// <summary>A subprocess is gone and its own variables would be.</summary>
    LocalDataLost,

    /// <summary>The run is over or has not been started.</summary>
    NotRunning,

    /// <summary>Note: a timer goes on as it was set.</summary>
    TimerKept,

    /// <summary>Note: an event that the new version adds begins to be waited for now.</summary>
    EventAdded,

    /// <summary>Note: an event that the new version lacks is no longer waited for.</summary>
    EventDropped,

    /// <summary>Note: another message or signal is waited for.</summary>
    NameChanged,

    /// <summary>Note: the open task changes; <see cref="MigrationFinding.Details"/> names the inputs.</summary>
    TaskChanged,

    /// <summary>Note: the service call that waits is made with other inputs.</summary>
    CallChanged,

    /// <summary>Note: the process that was called goes on; new calls of the element call another.</summary>
    CalledGoesOn,

    /// <summary>Note: a subprocess of the new version is entered around what goes on.</summary>
    ScopeAdded,

    /// <summary>Note: a subprocess is gone; what was in it goes on without it.</summary>
    ScopeRemoved,

    /// <summary>Note: the run goes on at once, for what it waited for is not needed any more. It cannot be undone.</summary>
    GoesOn,
}

/// <summary>What stands in the way of a migration, or is to be known of it.</summary>
/// <param name="Code">What.</param>
/// <param name="ElementId">The element of the old version, of the new one for what is added.</param>
/// <param name="TargetId">The element of the new version, where there is one.</param>
/// <param name="Details">Names of inputs that change.</param>
public sealed record MigrationFinding(MigrationCode Code, string ElementId, string? TargetId = null, IReadOnlyList<string>? Details = null)
{
    /// <summary>How much it matters.</summary>
    public MigrationWeight Weight =>
        Code switch
        {
            MigrationCode.Unmapped or MigrationCode.UnmappedCompensation => MigrationWeight.Choice,
            >= MigrationCode.TimerKept => MigrationWeight.Note,
            _ => MigrationWeight.Impossible,
        };
}

/// <summary>What a migration would do to one run.</summary>
/// <param name="Run">The run by the new version; null when it cannot be migrated.</param>
/// <param name="Findings">Everything that was found, what stands in the way first.</param>
/// <param name="Effects">What the runtime has to do, in order; empty when it cannot be migrated.</param>
public sealed record MigrationPlan(ProcessRun? Run, IReadOnlyList<MigrationFinding> Findings, IReadOnlyList<RunEffect> Effects)
{
    /// <summary>The weightiest finding.</summary>
    public MigrationWeight Weight => Findings.Count == 0 ? MigrationWeight.Note : Findings.Max(finding => finding.Weight);

    /// <summary>Whether the run goes on at once: then the migration cannot be undone.</summary>
    public bool GoesOn => Findings.Any(finding => finding.Code == MigrationCode.GoesOn);
}
