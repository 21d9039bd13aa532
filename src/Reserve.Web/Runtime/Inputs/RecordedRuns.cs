using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Inputs;

/// <summary>A run as its steps recorded it; <paramref name="Missing"/> is the first step whose inputs are not there, or erased.</summary>
internal sealed record RecordedRun(
    RunId Id,
    DefinitionId Definition,
    string Territory,
    byte[] State,
    IReadOnlyList<PlayedStep> Steps,
    int? Missing
);

/// <summary>What one step was given, and when by the wall clock of its moment.</summary>
internal sealed record PlayedStep(int Step, DateTimeOffset At, GivenEvents Given);

/// <summary>Reads what the steps of runs were given.</summary>
internal sealed class RecordedRuns(ReserveDb db)
{
    private sealed record Stored(Guid Id, Guid DefinitionId, string Territory, byte[] State);

    private sealed record Written(Guid Run, int Step, DateTimeOffset At, string? Given);

    private sealed record Large(Guid Run, int Step, int Position, string? Content);

    public async Task<RecordedRun?> Find(RunId id, CancellationToken cancellationToken) =>
        (await Of([id.Value], cancellationToken)).SingleOrDefault();

    /// <summary>The runs of these ids that the caller's scope shows, in the order of the ids.</summary>
    public async Task<IReadOnlyList<RecordedRun>> Of(Guid[] ids, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Reading(cancellationToken);
        var stored = await db
            .Database.SqlQuery<Stored>(
                $"""
                select id as "Id", definition_id as "DefinitionId", territory as "Territory", state as "State"
                from process_run where id = any({ids})
                """
            )
            .ToDictionaryAsync(run => run.Id, cancellationToken);
        var steps = await db
            .Database.SqlQuery<Written>(
                $"""
                select run_id as "Run", step as "Step", at as "At", given::text as "Given" from run_step where run_id = any({ids})
                """
            )
            .ToListAsync(cancellationToken);
        var large = await db
            .Database.SqlQuery<Large>(
                $"""
                select run_id as "Run", step as "Step", position as "Position", content::text as "Content" from step_value
                where run_id = any({ids})
                """
            )
            .ToDictionaryAsync(value => (value.Run, value.Step, value.Position), value => value.Content, cancellationToken);
        var written = steps.ToLookup(step => step.Run);
        return
        [
            .. ids.Where(stored.ContainsKey)
                .Select(id =>
                    Read(stored[id], written[id].OrderBy(step => step.Step), (step, place) => large.GetValueOrDefault((id, step, place)))
                ),
        ];
    }

    private static RecordedRun Read(Stored run, IEnumerable<Written> written, Func<int, int, string?> large)
    {
        var steps = new List<PlayedStep>();
        int? missing = null;
        foreach (var step in written)
        {
            if (step.Given is null || GivenEvents.Read(step.Given, place => large(step.Step, place)) is not { } given)
            {
                missing = step.Step;
                break;
            }
            steps.Add(new PlayedStep(step.Step, step.At.ToOffset(given.Offset), given));
        }
        return new RecordedRun(new RunId(run.Id), new DefinitionId(run.DefinitionId), run.Territory, run.State, steps, missing);
    }
}
