using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Execution.Migration;
using Reserve.Engine.Feel;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;

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
internal sealed class RunReplay(ReserveDb db, ProcessCatalog catalog, RecordedRuns recorded, ProcessClock clock)
{
    public async Task<ReplayOutcome> Check(RunId id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Reading(cancellationToken);
        if (await recorded.Find(id, cancellationToken) is not { } found)
            return new ReplayOutcome.NotFound();
        var (run, steps, problem) = await Play(found, null, (_, _) => { }, cancellationToken);
        return problem
            ?? (run.Serialize().AsSpan().SequenceEqual(found.State) ? new ReplayOutcome.Same(steps) : new ReplayOutcome.Differs(steps));
    }

    /// <summary>
    /// The step in which each variable of a run got the value that it has; those that were set before what is recorded are missing. Null
    /// when the run cannot be played.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, int>?> Origins(RunId id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Reading(cancellationToken);
        if (await recorded.Find(id, cancellationToken) is not { } found)
            return null;
        var origins = new Dictionary<string, int>(StringComparer.Ordinal);
        var known = FeelContext.Empty;
        var (_, _, problem) = await Play(
            found,
            null,
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

    /// <summary>
    /// The conditions that each step looked at, in order. Empty for steps from the first one on whose inputs are not there any more.
    /// </summary>
    public async Task<ILookup<int, FlowChoice>> Choices(RunId id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Reading(cancellationToken);
        var told = new List<(int Step, FlowChoice Choice)>();
        var looked = new List<FlowChoice>();
        if (await recorded.Find(id, cancellationToken) is { } found)
            await Play(
                found,
                looked,
                (step, _) =>
                {
                    told.AddRange(looked.Select(choice => (step, choice)));
                    looked.Clear();
                },
                cancellationToken
            );
        return told.ToLookup(line => line.Step, line => line.Choice);
    }

    /// <summary>Plays the steps in order; the problem says why not to the end.</summary>
    /// <param name="found">The run.</param>
    /// <param name="choices">Takes the conditions that were looked at.</param>
    /// <param name="seen">Told after each step.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    private async Task<(ProcessRun Run, int Steps, ReplayOutcome? Problem)> Play(
        RecordedRun found,
        ICollection<FlowChoice>? choices,
        Action<int, ProcessRun> seen,
        CancellationToken cancellationToken
    )
    {
        // A run that was taken over began by the version that the first migration took it from.
        var first = found.Steps.Select(step => step.Given.Act).OfType<GivenAct.Migrated>().FirstOrDefault()?.From ?? found.Definition.Value;
        var run = ProcessRun.Create(await Definition(first, cancellationToken));
        var before = new Dictionary<int, (Guid Version, byte[] State)>();
        foreach (var played in found.Steps)
        {
            // As the step did: every step reads the state back that the one before wrote.
            if (played.Step > 1)
                run = ProcessRun.Deserialize(run.Definition, run.Serialize());
            var options = clock.Options(played.At, found.Territory) with { Now = played.At };
            if (await Act(run, played, options, before, cancellationToken) is not { } acted)
                return (run, found.Steps.Count, new ReplayOutcome.Differs(played.Step));
            run = acted;
            foreach (var happened in played.Given.Events)
            {
                if (!Interpreter.Step(run.Definition, run, happened, options, choices).Taken)
                    return (run, found.Steps.Count, new ReplayOutcome.Differs(played.Step));
            }
            seen(played.Step, run);
        }
        return (run, found.Steps.Count, found.Missing is { } missing ? new ReplayOutcome.NotRecorded(missing) : null);
    }

    /// <summary>The run after what was done to it in this step besides events; null when it cannot be done again.</summary>
    private async Task<ProcessRun?> Act(
        ProcessRun run,
        PlayedStep step,
        FeelOptions options,
        Dictionary<int, (Guid Version, byte[] State)> before,
        CancellationToken cancellationToken
    )
    {
        switch (step.Given.Act)
        {
            case GivenAct.Migrated migrated:
                before[step.Step] = (migrated.From, run.Serialize());
                return RunMigration.Plan(run, await Definition(migrated.To, cancellationToken), migrated.Mapping, options).Run;
            case GivenAct.Undone undone:
                if (!before.TryGetValue(undone.Step, out var kept))
                    return null;
                var back = ProcessRun.Deserialize(await Definition(kept.Version, cancellationToken), kept.State);
                RunMigration.Restore(run, back, options);
                return back;
            default:
                return run;
        }
    }

    private async Task<ProcessDefinition> Definition(Guid id, CancellationToken cancellationToken) =>
        (await catalog.Get(new DefinitionId(id), new RuntimeSession(db), cancellationToken)).Definition;
}
