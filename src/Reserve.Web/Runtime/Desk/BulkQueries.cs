using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Desk;

/// <summary>What was looked at, or ordered, and how far it has come.</summary>
public sealed record BulkActRow(
    Guid Id,
    string Kind,
    Guid? Person,
    string? ElementId,
    bool IsPartly,
    string PlannedBy,
    DateTimeOffset PlannedAt,
    string? Reason,
    string? OrderedBy,
    DateTimeOffset? OrderedAt,
    int Cases,
    int Planned,
    int Impossible,
    int Waiting,
    int Done,
    int Refused
);

/// <summary>One case of a bulk act; <c>Findings</c> is JSON.</summary>
public sealed record BulkItemRow(
    Guid RunId,
    Guid DefinitionId,
    string ProcessName,
    int ProcessVersion,
    string Territory,
    string State,
    string Findings,
    DateTimeOffset At
);

/// <summary>Cases of one version that were chosen to be taken over.</summary>
public sealed record BulkVersionRow(Guid DefinitionId, string Key, string Name, int Version, int Cases);

/// <summary>What pages show of bulk acts. Row-level security hides the acts and cases of other territories.</summary>
public sealed class BulkQueries
{
    private readonly ReserveDb db;
    private readonly People people;
    private readonly BulkPlans plans;

    internal BulkQueries(ReserveDb db, People people, BulkPlans plans) => (this.db, this.people, this.plans) = (db, people, plans);

    /// <summary>An act; null when there is none in the caller's scope.</summary>
    public Task<BulkActRow?> Find(Guid id, CancellationToken cancellationToken) =>
        db.Database.SqlQueryRaw<BulkActRow>(Acts("a.id = {0}"), id, 1).SingleOrDefaultAsync(cancellationToken);

    /// <summary>The latest acts that were ordered, newest first.</summary>
    public Task<List<BulkActRow>> Latest(int most, CancellationToken cancellationToken) =>
        db.Database.SqlQueryRaw<BulkActRow>(Acts("a.ordered_at > {0}"), DateTimeOffset.UnixEpoch, most).ToListAsync(cancellationToken);

    /// <summary>A page of an act's cases: those that were refused or impossible first.</summary>
    public Task<List<BulkItemRow>> Items(Guid id, int skip, int take, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<BulkItemRow>(
                $"""
                select i.run_id as "RunId", r.definition_id as "DefinitionId", d.name as "ProcessName", d.version as "ProcessVersion",
                       i.territory as "Territory", i.state as "State", i.findings::text as "Findings", i.at as "At"
                from bulk_act_item i join process_run r on r.id = i.run_id join process_definition d on d.id = r.definition_id
                where i.act_id = {id}
                order by array_position(array['refused', 'impossible', 'waiting', 'planned', 'done', 'left'], i.state), i.run_id desc
                offset {skip} limit {take}
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>The cases of an act in some states.</summary>
    internal async Task<IReadOnlyList<RunId>> Runs(Guid id, string[] states, CancellationToken cancellationToken) =>
        [
            .. (
                await db
                    .Database.SqlQuery<Guid>(
                        $"""select run_id as "Value" from bulk_act_item where act_id = {id} and state = any({states}) order by run_id"""
                    )
                    .ToListAsync(cancellationToken)
            ).Select(run => new RunId(run)),
        ];

    /// <summary>The versions of the cases that were chosen to be taken over, those with most first.</summary>
    public Task<List<BulkVersionRow>> Versions(Guid id, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<BulkVersionRow>(
                $"""
                select d.id as "DefinitionId", d.key as "Key", d.name as "Name", d.version as "Version", count(*)::int as "Cases"
                from bulk_act_item i join process_run r on r.id = i.run_id join process_definition d on d.id = r.definition_id
                where i.act_id = {id} and i.state = 'planned' group by d.id order by count(*) desc, d.name, d.version
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>To whom the tasks of an act may be given, by name.</summary>
    public async Task<IReadOnlyList<Person>> MayGet(BulkActRow act, CancellationToken cancellationToken) =>
        await plans.MayGet(
            await Runs(act.Id, ["planned", "impossible"], cancellationToken),
            act.ElementId,
            db.Scope ?? "",
            cancellationToken
        );

    /// <summary>What the person who gets the tasks is called.</summary>
    public Task<string?> NameOf(Guid person, CancellationToken cancellationToken) => people.NameOf(person, cancellationToken);

    private static string Acts(string where) =>
        $$"""
            select a.id as "Id", a.kind as "Kind", a.person as "Person", a.element_id as "ElementId", a.is_partly as "IsPartly",
                   a.planned_by as "PlannedBy", a.planned_at as "PlannedAt", a.reason as "Reason", a.ordered_by as "OrderedBy",
                   a.ordered_at as "OrderedAt", c.cases as "Cases", c.planned as "Planned", c.impossible as "Impossible",
                   c.waiting as "Waiting", c.done as "Done", c.refused as "Refused"
            from (select * from bulk_act a where {{where}} order by a.planned_at desc limit {1}) a
            cross join lateral (
                select count(*)::int as cases, (count(*) filter (where i.state = 'planned'))::int as planned,
                       (count(*) filter (where i.state = 'impossible'))::int as impossible,
                       (count(*) filter (where i.state = 'waiting'))::int as waiting,
                       (count(*) filter (where i.state = 'done'))::int as done,
                       (count(*) filter (where i.state = 'refused'))::int as refused
                from bulk_act_item i where i.act_id = a.id) c
            order by a.planned_at desc
            """;
}
