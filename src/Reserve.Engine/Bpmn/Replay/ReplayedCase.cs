using Reserve.Engine.Bpmn.Execution;

namespace Reserve.Engine.Bpmn.Replay;

/// <summary>What one step of a recorded case was given.</summary>
/// <param name="At">The moment, with the offset of its wall clock.</param>
/// <param name="Events">The events in order, those that answered decisions included.</param>
public sealed record RecordedStep(DateTimeOffset At, IReadOnlyList<RunEvent> Events);

/// <summary>Why a recorded case cannot be played through another version to its end.</summary>
public enum CannotReason
{
    /// <summary>The version has no such start.</summary>
    NoStart,

    /// <summary>It comes to a new element whose answer nobody has given in the recording.</summary>
    NewElement,

    /// <summary>What its steps were given was not recorded, or has been erased.</summary>
    NotRecorded,

    /// <summary>The recording does not play even through its own version.</summary>
    Broken,

    /// <summary>A person moved it while it ran (another version, another place): its recording is of several drawings.</summary>
    Helped,
}

/// <summary>What became of a recorded case in another version: a closed set. Elements are named by their ids.</summary>
public abstract record ReplayedCase
{
    private ReplayedCase() { }

    /// <summary>It goes the same way and ends as it did.</summary>
    /// <param name="NewElements">Elements of the other version only that it passes besides.</param>
    /// <param name="Decisions">Decisions that give another value, which changes nothing of the way.</param>
    public sealed record Unchanged(IReadOnlyList<string> NewElements, IReadOnlyList<string> Decisions) : ReplayedCase;

    /// <summary>It takes another way.</summary>
    /// <param name="After">The element after which the ways part; null at the beginning.</param>
    /// <param name="Was">Where it went, an element of the recorded version; null when it ended or waited there.</param>
    /// <param name="Now">Where it goes, an element of the other version; null when it ends or waits there.</param>
    public sealed record OtherWay(string? After, string? Was, string? Now) : ReplayedCase;

    /// <summary>It stops with an incident that it did not have.</summary>
    /// <param name="ElementId">Where, an element of the other version.</param>
    /// <param name="Message">The incident's message.</param>
    public sealed record Fails(string ElementId, string Message) : ReplayedCase;

    /// <summary>It cannot be said.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="ElementId">The element that it is about; null for reasons without one.</param>
    public sealed record Cannot(CannotReason Reason, string? ElementId = null) : ReplayedCase;
}
