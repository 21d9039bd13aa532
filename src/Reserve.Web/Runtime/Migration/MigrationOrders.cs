using System.Text.Json;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Migration;

/// <summary>An order that was given: its number, and how many cases it is for.</summary>
internal sealed record OrderedMigration(MigrationId Id, int Cases);

/// <summary>
/// Orders that runs are taken over or given back: one job for each, done in the background, each in a transaction of its own.
/// </summary>
internal sealed class MigrationOrders(RunStepper stepper, ReserveDb db, WorkSignal signal, Caller caller)
{
    /// <summary>The jobs' waits: no wait of the engine, and no delivery of a step, has these numbers.</summary>
    public const int MigrateWait = -1;
    public const int UndoWait = -2;

    /// <summary>
    /// Orders the migration of running cases of a version, those in the caller's scope; those that are being taken over already are left
    /// out.
    /// </summary>
    /// <param name="runs">Which; null means all.</param>
    public async Task<OrderedMigration> Order(
        DefinitionId from,
        DefinitionId to,
        IReadOnlyDictionary<string, string> mapping,
        IReadOnlyCollection<RunId>? runs,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var stamp = caller.Stamp();
        var id = Ids.New<MigrationId>(stamp.At);
        var order = new MigrationOrder(id.Value, from.Value, to.Value, mapping, stamp.By, stamp.Name, reason);
        var batch = stepper.Session.NewBatch();
        batch
            .Add(
                """
                insert into run_migration (id, territory, key, from_id, to_id, mapping, reason, ordered_by, ordered_at)
                select $1, $2, d.key, d.id, $4, $5, $6, $7, $8 from process_definition d where d.id = $3
                """
            )
            .With(id.Value)
            .With(db.Scope ?? Territory.Federation)
            .With(from.Value)
            .With(to.Value)
            .WithJson(JsonSerializer.Serialize(mapping, ActivityJson.Options))
            .With(reason)
            .With(stamp.Name)
            .With(stamp.At);
        batch
            .Add(
                """
                with taken as (
                    insert into run_migration_item (migration_id, run_id, territory, state, at)
                    select $1, r.id, r.territory, 'waiting', $5 from process_run r
                    where r.definition_id = $2 and r.status = 'running' and ($3 or r.id = any($4))
                    on conflict (run_id) where state in ('waiting', 'undoing') do nothing
                    returning run_id),
                made as (
                    insert into job (run_id, wait_id, kind, activity, payload, due_at)
                    select t.run_id, $6, 'service', $7, $8, $5 from taken t
                    on conflict (run_id, wait_id) do update
                    set payload = excluded.payload, due_at = excluded.due_at, lease_until = null, fence = nextval('job_fence'), attempts = 0
                    returning 1)
                select count(*)::int from made
                """
            )
            .With(id.Value)
            .With(from.Value)
            .With(runs is null)
            .With([.. (runs ?? []).Select(run => run.Value)])
            .With(stamp.At)
            .With((long)MigrateWait)
            .With(InnerJobs.Migrate)
            .With(order.Write());
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        signal.Expect(db);
        return new OrderedMigration(id, reader.GetInt32(0));
    }

    /// <summary>Orders that cases of a migration get back what they were, those that can; says for how many.</summary>
    /// <param name="run">Only this one; null means all.</param>
    public async Task<int> Undo(MigrationId id, RunId? run, string reason, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        var batch = stepper.Session.NewBatch();
        batch
            .Add(
                """
                with taken as (
                    update run_migration_item i set state = 'undoing', at = $3
                    from run_migration m, process_run r
                    where i.migration_id = $1 and m.id = i.migration_id and r.id = i.run_id and r.version = i.step and r.status = 'running'
                      and ($2::uuid is null or i.run_id = $2) and i.state = 'done' and i.before is not null
                      and not exists (
                          select from run_migration_item o where o.run_id = i.run_id and o.state in ('waiting', 'undoing'))
                    returning i.run_id, m.from_id, m.to_id),
                made as (
                    insert into job (run_id, wait_id, kind, activity, payload, due_at)
                    select t.run_id, $4, 'service', $5, jsonb_build_object('migration', $1, 'from', t.from_id, 'to', t.to_id, 'mapping',
                      '{}'::jsonb, 'by', $6::uuid, 'name', $7::text, 'reason', $8::text)::text, $3 from taken t
                    on conflict (run_id, wait_id) do update
                    set payload = excluded.payload, due_at = excluded.due_at, lease_until = null, fence = nextval('job_fence'), attempts = 0
                    returning 1)
                select count(*)::int from made
                """
            )
            .With(id.Value)
            .With(run?.Value)
            .With(stamp.At)
            .With((long)UndoWait)
            .With(InnerJobs.UndoMigration)
            .With(stamp.By)
            .With(stamp.Name)
            .With(reason);
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        signal.Expect(db);
        return reader.GetInt32(0);
    }
}
