using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Migration;

/// <summary>An order to take cases over, and how far it has come.</summary>
public sealed record MigrationRow(
    Guid Id,
    string Key,
    string ProcessName,
    Guid FromId,
    int FromVersion,
    Guid ToId,
    int ToVersion,
    string Reason,
    string OrderedBy,
    DateTimeOffset OrderedAt,
    int Cases,
    int Waiting,
    int Done,
    int Refused,
    int Undone,
    int Undoable
);

/// <summary>What became of one case; <c>Findings</c> is JSON.</summary>
public sealed record MigrationItemRow(
    Guid RunId,
    string Territory,
    string? SubjectType,
    string? SubjectId,
    string? BusinessKey,
    DateTimeOffset StartedAt,
    string State,
    bool IsUndoable,
    string? Findings,
    DateTimeOffset At
);

/// <summary>What pages show of migrations. Row-level security hides the orders and cases of other territories.</summary>
public sealed class MigrationQueries(ReserveDb db)
{
    /// <summary>Cases that one page shows.</summary>
    public const int Most = 2_000;

    /// <summary>Orders of a process, newest first.</summary>
    public Task<List<MigrationRow>> OfProcess(string key, int most, CancellationToken cancellationToken) =>
        db.Database.SqlQueryRaw<MigrationRow>(Orders("m.key = {0}"), key, most).ToListAsync(cancellationToken);

    /// <summary>An order; null when there is none in the caller's scope.</summary>
    public Task<MigrationRow?> Find(Guid id, CancellationToken cancellationToken) =>
        db.Database.SqlQueryRaw<MigrationRow>(Orders("m.id = {0}"), id, 1).SingleOrDefaultAsync(cancellationToken);

    private static string Orders(string where) =>
        $$"""
            select m.id as "Id", m.key as "Key", t.name as "ProcessName", m.from_id as "FromId", f.version as "FromVersion",
                   m.to_id as "ToId", t.version as "ToVersion", m.reason as "Reason", m.ordered_by as "OrderedBy",
                   m.ordered_at as "OrderedAt", count(i.*)::int as "Cases",
                   (count(*) filter (where i.state in ('waiting', 'undoing')))::int as "Waiting",
                   (count(*) filter (where i.state in ('done', 'kept')))::int as "Done",
                   (count(*) filter (where i.state = 'refused'))::int as "Refused",
                   (count(*) filter (where i.state = 'undone'))::int as "Undone",
                   (count(*) filter (where i.state = 'done' and i.before is not null and r.status = 'running' and r.version = i.step))::int
                     as "Undoable"
            from (select * from run_migration m where {{where}} order by m.ordered_at desc limit {1}) m
            join process_definition f on f.id = m.from_id join process_definition t on t.id = m.to_id
            left join run_migration_item i on i.migration_id = m.id left join process_run r on r.id = i.run_id
            group by m.id, m.key, t.name, m.from_id, f.version, m.to_id, t.version, m.reason, m.ordered_by, m.ordered_at
            order by m.ordered_at desc
            """;

    /// <summary>The cases of an order: those that could not be taken over first, then the oldest.</summary>
    public Task<List<MigrationItemRow>> Items(Guid id, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<MigrationItemRow>(
                $"""
                select i.run_id as "RunId", i.territory as "Territory", r.subject_type as "SubjectType", r.subject_id as "SubjectId",
                       r.business_key as "BusinessKey", r.started_at as "StartedAt", i.state as "State",
                       i.state = 'done' and i.before is not null and r.status = 'running' and r.version = i.step as "IsUndoable",
                       i.findings::text as "Findings", i.at as "At"
                from run_migration_item i join process_run r on r.id = i.run_id
                where i.migration_id = {id} order by (i.state = 'refused') desc, r.started_at, r.id limit {Most}
                """
            )
            .ToListAsync(cancellationToken);
}
