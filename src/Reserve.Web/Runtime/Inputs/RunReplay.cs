using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Execution.Migration;
using Reserve.Engine.Feel;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Runtime.Inputs;

/// <summary>What playing a run again by its recorded inputs gave: a closed set.</summary>
public abstract record ReplayOutcome
{
    private ReplayOutcome() { }

    /// <summary>The same state, byte for byte.</summary>
    public sealed record Same(int Steps) : ReplayOutcome;

    /// <summary>The engine refused this step, or came to another state at the end.</summary>
    public sealed record Differs(int Step) : ReplayOutcome;

    /// <summary>This step's inputs were never recorded, or erased.</summary>
    public sealed record NotRecorded(int Step) : ReplayOutcome;

    public sealed record NotFound : ReplayOutcome;
}

/// <summary>Plays a run again from its definition by what its steps were given; nothing is written.</summary>
internal sealed class RunReplay(ReserveDb db, ProcessCatalog catalog)
{
    private sealed record Recorded(int Step, DateTimeOffset At, string? Given);

    private sealed record Large(int Step, int Position, string? Content);

    private sealed record Stored(Guid DefinitionId, byte[] State);

    private sealed record Played(int Step, DateTimeOffset At, GivenEvents Given);

    public async Task<ReplayOutcome> Check(RunId id, CancellationToken cancellationToken)
    {
        await using var transaction = await Reading(cancellationToken);
        if (await Find(id, cancellationToken) is not { } stored)
            return new ReplayOutcome.NotFound();
        var (run, steps, problem) = await Play(id, stored, (_, _) => { }, cancellationToken);
        return problem
            ?? (run.Serialize().AsSpan().SequenceEqual(stored.State) ? new ReplayOutcome.Same(steps) : new ReplayOutcome.Differs(steps));
    }

    /// <summary>
    /// The step in which each variable of a run got the value that it has; those that were set before what is recorded are missing. Null
    /// when the run cannot be played.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, int>?> Origins(RunId id, CancellationToken cancellationToken)
    {
        await using var transaction = await Reading(cancellationToken);
        if (await Find(id, cancellationToken) is not { } stored)
            return null;
        var origins = new Dictionary<string, int>(StringComparer.Ordinal);
        var known = FeelContext.Empty;
        var (_, _, problem) = await Play(
            id,
            stored,
            (step, run) =>
            {
                if (ReferenceEquals(known, run.Variables))
                    return;
                foreach (var (name, value) in run.Variables.Entries)
                {
                    if (!known.TryGet(name, out var before) || !before.Equals(value))
                        origins[name] = step;
                }
                known = run.Variables;
            },
            cancellationToken
        );
        return problem is null ? origins : null;
    }

    private async Task<IAsyncDisposable?> Reading(CancellationToken cancellationToken) =>
        db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;

    private Task<Stored?> Find(RunId id, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<Stored>(
                $"""select definition_id as "DefinitionId", state as "State" from process_run where id = {id.Value}"""
            )
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>Plays the steps in order; the problem says why not to the end.</summary>
    /// <param name="seen">Told after each step.</param>
    private async Task<(ProcessRun Run, int Steps, ReplayOutcome? Problem)> Play(
        RunId id,
        Stored stored,
        Action<int, ProcessRun> seen,
        CancellationToken cancellationToken
    )
    {
        var (recorded, missing) = await Read(id, cancellationToken);
        // A run that was taken over began by the version that the first migration took it from.
        var first = recorded.Select(step => step.Given.Act).OfType<GivenAct.Migrated>().FirstOrDefault()?.From ?? stored.DefinitionId;
        var run = ProcessRun.Create(await Definition(first, cancellationToken));
        if (missing is { } step)
            return (run, 0, new ReplayOutcome.NotRecorded(step));
        var before = new Dictionary<int, (Guid Version, byte[] State)>();
        foreach (var played in recorded)
        {
            // As the step did: every step reads the state back that the one before wrote.
            if (played.Step > 1)
                run = ProcessRun.Deserialize(run.Definition, run.Serialize());
            if (await Act(run, played, before, cancellationToken) is not { } acted)
                return (run, recorded.Count, new ReplayOutcome.Differs(played.Step));
            run = acted;
            foreach (var happened in played.Given.Events)
            {
                if (!Interpreter.Step(run.Definition, run, happened, played.At).Taken)
                    return (run, recorded.Count, new ReplayOutcome.Differs(played.Step));
            }
            seen(played.Step, run);
        }
        return (run, recorded.Count, null);
    }

    /// <summary>The run after what was done to it in this step besides events; null when it cannot be done again.</summary>
    private async Task<ProcessRun?> Act(
        ProcessRun run,
        Played step,
        Dictionary<int, (Guid Version, byte[] State)> before,
        CancellationToken cancellationToken
    )
    {
        switch (step.Given.Act)
        {
            case GivenAct.Migrated migrated:
                before[step.Step] = (migrated.From, run.Serialize());
                return RunMigration.Plan(run, await Definition(migrated.To, cancellationToken), migrated.Mapping, step.At).Run;
            case GivenAct.Undone undone:
                if (!before.TryGetValue(undone.Step, out var kept))
                    return null;
                var back = ProcessRun.Deserialize(await Definition(kept.Version, cancellationToken), kept.State);
                RunMigration.Restore(run, back, step.At);
                return back;
            default:
                return run;
        }
    }

    private async Task<(List<Played> Steps, int? Missing)> Read(RunId id, CancellationToken cancellationToken)
    {
        var steps = await db
            .Database.SqlQuery<Recorded>(
                $"""select step as "Step", at as "At", given::text as "Given" from run_step where run_id = {id.Value} order by step"""
            )
            .ToListAsync(cancellationToken);
        var large = await db
            .Database.SqlQuery<Large>(
                $"""select step as "Step", position as "Position", content::text as "Content" from step_value where run_id = {id.Value}"""
            )
            .ToDictionaryAsync(value => (value.Step, value.Position), value => value.Content, cancellationToken);
        var recorded = new List<Played>();
        foreach (var step in steps)
        {
            if (
                step.Given is null
                || GivenEvents.Read(step.Given, position => large.GetValueOrDefault((step.Step, position))) is not { } given
            )
                return (recorded, step.Step);
            recorded.Add(new Played(step.Step, step.At.ToOffset(given.Offset), given));
        }
        return (recorded, null);
    }

    private async Task<ProcessDefinition> Definition(Guid id, CancellationToken cancellationToken) =>
        (await catalog.Get(new DefinitionId(id), new RuntimeSession(db), cancellationToken)).Definition;
}
