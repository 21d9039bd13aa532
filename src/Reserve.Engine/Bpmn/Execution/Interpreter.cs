using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>
/// Executes BPMN 2.0 (clause 13): one event moves every token as far as it goes without waiting. No clock, no input or output, no
/// randomness: the same run, event and moment give the same effects.
/// </summary>
public static class Interpreter
{
    /// <summary>
    /// Moves that one step may take before what still moves is parked with incident <see cref="StepLimit"/>: a loop that never waits.
    /// </summary>
    public const int MaximumMoves = 200_000;

    /// <summary>Children of multi-instance activities that one step begins; the next ones are begun by a step of their own.</summary>
    public const int ChildrenPerStep = 500;

    /// <summary>
    /// How deep processes may call one another before the deepest call is refused: a process that calls itself without end.
    /// </summary>
    public const int MaximumCallDepth = 100;

    /// <summary>
    /// How many runs may begin one another by messages and signals, without anybody outside doing anything, before the chain is stopped.
    /// </summary>
    public const int MaximumChain = 1_000;

    /// <summary>The incident of a token that a step has parked; its message names the loop's elements.</summary>
    public const string StepLimit = "step-limit";

    /// <summary>The incident of a wait whose correlation key gives null.</summary>
    public const string NoCorrelationKey = "no-key";

    /// <summary>
    /// The incident of a transaction that was cancelled and has no cancel boundary event to leave by; retried, it runs again.
    /// </summary>
    public const string NoCancelBoundary = "no-cancel-boundary";

    /// <summary>The incident of a run whose message nobody took in time; retried, the message is sent again.</summary>
    public const string MessageExpired = "message-expired";

    /// <summary>Applies an event. The run is changed in place; when the event is refused it is unchanged.</summary>
    /// <param name="definition">The definition that the run was created by.</param>
    /// <param name="run">The run.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="now">The moment, for timers and for <c>now()</c> in FEEL.</param>
    /// <param name="choices">Takes the conditions of the sequence flows that were looked at, in order; null when nobody asks.</param>
    /// <returns>The effects in order, or why the event was not taken.</returns>
    public static StepResult Step(
        ProcessDefinition definition,
        ProcessRun run,
        RunEvent happened,
        DateTimeOffset now,
        ICollection<FlowChoice>? choices = null
    ) => Step(definition, run, happened, new FeelOptions(now), choices);

    /// <summary>Applies an event. The run is changed in place; when the event is refused it is unchanged.</summary>
    /// <param name="definition">The definition that the run was created by.</param>
    /// <param name="run">The run.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="options">The moment, for timers and FEEL, and the calendar by which FEEL counts working days.</param>
    /// <param name="choices">Takes the conditions of the sequence flows that were looked at, in order; null when nobody asks.</param>
    /// <returns>The effects in order, or why the event was not taken.</returns>
    public static StepResult Step(
        ProcessDefinition definition,
        ProcessRun run,
        RunEvent happened,
        FeelOptions options,
        ICollection<FlowChoice>? choices = null
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(happened);
        if (!ReferenceEquals(definition, run.Definition))
            throw new ArgumentException("the run belongs to another definition", nameof(run));
        return Machine.Step(run, happened, options, choices);
    }
}
