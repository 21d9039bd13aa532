using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Execution.Migration;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Migration;

/// <summary>A running case, and what its migration would do.</summary>
internal sealed record CasePlan(RunRow Run, bool IsSuspended, IReadOnlyList<string> Stands, MigrationPlan Plan);

/// <summary>Says beforehand what a migration would do. Nothing is written.</summary>
internal sealed class MigrationPlans(ReserveDb db, ProcessCatalog catalog, ProcessClock clock, TimeProvider time)
{
    /// <summary>Cases that are looked at in one go, the oldest first.</summary>
    public const int Most = 2_000;

    /// <summary>A version; null when there is none.</summary>
    public async Task<Deployed?> Version(DefinitionId id, CancellationToken cancellationToken)
    {
        await using var reading = await db.Reading(cancellationToken);
        return await db
            .Database.SqlQuery<Guid>($"""select id as "Value" from process_definition where id = {id.Value}""")
            .AnyAsync(cancellationToken)
            ? await catalog.Get(id, new RuntimeSession(db), cancellationToken)
            : null;
    }

    /// <summary>Where runs of the scope lie.</summary>
    public Task<List<string>> Territories(IReadOnlyList<RunId> runs, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. runs.Select(run => run.Value)];
        return db
            .Database.SqlQuery<string>($"""select distinct territory as "Value" from process_run where id = any({ids})""")
            .ToListAsync(cancellationToken);
    }

    /// <summary>The running cases of a version in the scope, the oldest first, each with its plan; at most <see cref="Most"/>.</summary>
    /// <param name="from">The version that runs.</param>
    /// <param name="to">The version to be taken over to.</param>
    /// <param name="mapping">Old element id to new one.</param>
    /// <param name="only">Of these; null means all.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public async Task<IReadOnlyList<CasePlan>> Of(
        Deployed from,
        Deployed to,
        IReadOnlyDictionary<string, string> mapping,
        IReadOnlyList<RunId>? only,
        CancellationToken cancellationToken
    )
    {
        Guid[]? chosen = only is null ? null : [.. only.Select(run => run.Value)];
        await using var reading = await db.Reading(cancellationToken);
        var states = await db
            .Database.SqlQuery<StateRow>(
                $"""
                select id as "Id", state as "State", suspended_at is not null as "IsSuspended" from process_run
                where definition_id = {from.Id.Value} and status = 'running' and ({chosen}::uuid[] is null or id = any({chosen}))
                  and territory collate "C" >= {db.Scope} and territory collate "C" < {db.Scope} || '/'
                order by started_at, id limit {Most}
                """
            )
            .ToListAsync(cancellationToken);
        var rows = await ProcessQueries.Runs(db, [.. states.Select(state => state.Id)], cancellationToken);
        var now = time.GetUtcNow();
        return
        [
            .. states.Select(state =>
            {
                var run = ProcessRun.Deserialize(from.Definition, state.State);
                return new CasePlan(
                    rows[state.Id],
                    state.IsSuspended,
                    [.. run.ActiveElements.Select(active => active.ElementId).Distinct()],
                    RunMigration.Plan(run, to.Definition, mapping, clock.Options(now, rows[state.Id].Territory))
                );
            }),
        ];
    }

    private sealed record StateRow(Guid Id, byte[] State, bool IsSuspended);
}
