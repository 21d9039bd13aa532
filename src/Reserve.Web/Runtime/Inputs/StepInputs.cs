using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Inputs;

/// <summary>What one step was given: JSON; null when it was not recorded or has been erased.</summary>
public sealed record StepInputRow(int Step, DateTimeOffset At, string Actor, string Cause, string? Given);

/// <summary>A value that was too large for its step's row.</summary>
public sealed record LargeInputRow(int Step, int Position, int? Length, string? Beginning);

public sealed record ErasureRow(DateTimeOffset At, string Actor, string Reason, int Steps);

/// <summary>What the engine did not take.</summary>
public sealed record RunRefusalRow(DateTimeOffset At, string Actor, string Cause, string Refusal);

/// <summary>What pages show of the inputs of a run's steps, and of what the engine refused.</summary>
public sealed class StepInputs
{
    private readonly ReserveDb db;
    private readonly RunReplay replay;

    internal StepInputs(ReserveDb db, RunReplay replay)
    {
        this.db = db;
        this.replay = replay;
    }

    /// <summary>What the steps of these numbers were given, in order.</summary>
    public Task<List<StepInputRow>> Given(RunId run, int from, int to, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<StepInputRow>(
                $"""
                select step as "Step", at as "At", actor as "Actor", cause as "Cause", given::text as "Given"
                from run_step where run_id = {run.Value} and step between {from} and {to} order by step
                """
            )
            .ToListAsync(cancellationToken);

    public Task<List<LargeInputRow>> Large(RunId run, int from, int to, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<LargeInputRow>(
                $"""
                select step as "Step", position as "Position", length(content::text) as "Length", left(content::text, 2000) as "Beginning"
                from step_value where run_id = {run.Value} and step between {from} and {to} order by step, position
                """
            )
            .ToListAsync(cancellationToken);

    public Task<List<ErasureRow>> Erasures(RunId run, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<ErasureRow>(
                $"""
                select at as "At", actor as "Actor", reason as "Reason", steps as "Steps" from step_erasure
                where run_id = {run.Value} order by at
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>The latest hundred refusals of the engine, newest first.</summary>
    public Task<List<RunRefusalRow>> Refusals(RunId run, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<RunRefusalRow>(
                $"""
                select at as "At", actor as "Actor", cause as "Cause", refusal as "Refusal"
                from run_refusal where run_id = {run.Value} order by at desc limit 100
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>Plays the run again by what its steps were given.</summary>
    public Task<ReplayOutcome> Replay(RunId run, CancellationToken cancellationToken) => replay.Check(run, cancellationToken);
}
