using Reserve.Engine.Bpmn.Execution;
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
internal sealed class RunReplay(ReserveDb db, ProcessCatalog catalog, RecordedRuns recorded)
{
    public async Task<ReplayOutcome> Check(RunId id, CancellationToken cancellationToken)
    {
        await using var transaction = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(cancellationToken)
            : null;
        if (await recorded.Find(id, cancellationToken) is not { } found)
            return new ReplayOutcome.NotFound();
        var deployed = await catalog.Get(found.Definition, new RuntimeSession(db), cancellationToken);
        var run = ProcessRun.Create(deployed.Definition);
        foreach (var (step, number) in found.Steps.Select((step, place) => (step, place + 1)))
        {
            // As the step did: every step reads the state back that the one before wrote.
            if (number > 1)
                run = ProcessRun.Deserialize(deployed.Definition, run.Serialize());
            foreach (var happened in step.Events)
            {
                if (!Interpreter.Step(deployed.Definition, run, happened, step.At).Taken)
                    return new ReplayOutcome.Differs(number);
            }
        }
        if (found.Missing is { } missing)
            return new ReplayOutcome.NotRecorded(missing);
        return run.Serialize().AsSpan().SequenceEqual(found.State)
            ? new ReplayOutcome.Same(found.Steps.Count)
            : new ReplayOutcome.Differs(found.Steps.Count);
    }
}
