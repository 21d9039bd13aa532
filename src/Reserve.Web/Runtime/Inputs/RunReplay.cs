using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Bpmn.Execution;
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
internal sealed class RunReplay(ReserveDb db, ProcessCatalog catalog, ProcessClock clock)
{
    private sealed record Recorded(int Step, DateTimeOffset At, string? Given);

    private sealed record Large(int Step, int Position, string? Content);

    private sealed record Stored(Guid DefinitionId, string Territory, byte[] State);

    public async Task<ReplayOutcome> Check(RunId id, CancellationToken cancellationToken)
    {
        await using var transaction = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(cancellationToken)
            : null;
        var stored = await db
            .Database.SqlQuery<Stored>(
                $"""
                select definition_id as "DefinitionId", territory as "Territory", state as "State" from process_run where id = {id.Value}
                """
            )
            .SingleOrDefaultAsync(cancellationToken);
        if (stored is null)
            return new ReplayOutcome.NotFound();
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
        var deployed = await catalog.Get(new DefinitionId(stored.DefinitionId), new RuntimeSession(db), cancellationToken);
        var run = ProcessRun.Create(deployed.Definition);
        foreach (var step in steps)
        {
            if (
                step.Given is null
                || GivenEvents.Read(step.Given, position => large.GetValueOrDefault((step.Step, position))) is not { } given
            )
                return new ReplayOutcome.NotRecorded(step.Step);
            // As the step did: every step reads the state back that the one before wrote.
            if (step.Step > 1)
                run = ProcessRun.Deserialize(deployed.Definition, run.Serialize());
            foreach (var happened in given.Events)
            {
                var options = clock.Options(step.At, stored.Territory) with { Now = step.At.ToOffset(given.Offset) };
                if (!Interpreter.Step(deployed.Definition, run, happened, options).Taken)
                    return new ReplayOutcome.Differs(step.Step);
            }
        }
        return run.Serialize().AsSpan().SequenceEqual(stored.State)
            ? new ReplayOutcome.Same(steps.Count)
            : new ReplayOutcome.Differs(steps.Count);
    }
}
