namespace Reserve.Engine.Bpmn.Execution.Modification;

/// <summary>A token of a run, or a subprocess that is open (<see cref="ProcessRun.Tokens"/>).</summary>
/// <param name="ElementId">The element.</param>
/// <param name="Instance">The instance's id; 0 for a token that waits at a join.</param>
/// <param name="Scope">The id of the instance around it; the process itself is 1.</param>
public readonly record struct TokenPlace(string ElementId, int Instance, int Scope);

/// <summary>A token, or an open subprocess, as pages list it.</summary>
/// <param name="Place">Which.</param>
/// <param name="Kind">What it waits for, as in <see cref="ActiveElement.Kind"/>; <c>scope</c> for a subprocess, <c>loop</c> for the frame
/// around the instances of a repeated activity.</param>
/// <param name="Depth">How many subprocesses are around it.</param>
/// <param name="Count">How many tokens wait there, at a join.</param>
public sealed record RunToken(TokenPlace Place, string Kind, int Depth, int Count = 1);

/// <summary>What is changed about where a run stands: a closed set. Several are made together (<see cref="RunEvent.Modify"/>).</summary>
public abstract record RunChange
{
    private RunChange() { }

    /// <summary>A token begins before an element, in the subprocesses that it lies in; those that are not open are entered.</summary>
    /// <param name="ElementId">The element.</param>
    /// <param name="Scope">In which of several open instances of the subprocess around it; 0 when there is one or none.</param>
    public sealed record StartBefore(string ElementId, int Scope = 0) : RunChange;

    /// <summary>A token begins behind an element, as if it were completed.</summary>
    /// <param name="ElementId">The element.</param>
    /// <param name="Scope">As in <see cref="StartBefore"/>.</param>
    public sealed record StartAfter(string ElementId, int Scope = 0) : RunChange;

    /// <summary>A token, or a subprocess with all that is in it, is cancelled; so is a subprocess around it that is left empty.</summary>
    public sealed record Cancel(TokenPlace Token) : RunChange;

    /// <summary>A token goes on before another element, in the same instances of the subprocesses around both.</summary>
    public sealed record Move(TokenPlace Token, string ElementId) : RunChange;
}

/// <summary>Why a change cannot be made.</summary>
public enum ChangeProblem
{
    /// <summary>The run is not running.</summary>
    NotRunning,

    /// <summary>There is no such token, or it was named twice.</summary>
    NoSuchToken,

    /// <summary>There is no such element.</summary>
    NoSuchElement,

    /// <summary>
    /// No token begins there: a boundary event, an event subprocess or its start, a compensation handler; behind what has no way on.
    /// </summary>
    CannotStartThere,

    /// <summary>It lies in a repeated, event or ad-hoc subprocess that is not open.</summary>
    ScopeNotOpen,

    /// <summary>Several instances of the subprocess around it are open: one has to be named.</summary>
    AmbiguousScope,

    /// <summary>The subprocess in which it would begin is cancelled by the same changes.</summary>
    ScopeCancelled,

    /// <summary>Nothing would be left of the run: it has to be cancelled as a whole.</summary>
    NothingLeft,
}

/// <summary>Why one of several changes cannot be made.</summary>
/// <param name="Index">Which change, from 0.</param>
/// <param name="Problem">Why.</param>
/// <param name="ElementId">The element that it is about.</param>
public sealed record ChangeFinding(int Index, ChangeProblem Problem, string ElementId);
