using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;

namespace Reserve.Web.Runtime.Steps;

/// <summary>What pages show of processes. Row-level security hides the runs of other territories.</summary>
public sealed class ProcessQueries
{
    /// <summary>Incidents and decisions of one run that are shown; a run may have a hundred thousand.</summary>
    public const int MostOfRun = 200;

    private readonly ReserveDb db;
    private readonly ProcessCatalog catalog;

    internal ProcessQueries(ReserveDb db, ProcessCatalog catalog)
    {
        this.db = db;
        this.catalog = catalog;
    }

    private const string RunColumns = """
        r.id as "Id", r.definition_id as "DefinitionId", d.key as "Key", d.name as "ProcessName", d.version as "ProcessVersion",
          r.status as "Status",
        r.territory as "Territory", r.subject_type as "SubjectType", r.subject_id as "SubjectId", r.business_key as "BusinessKey",
        r.started_at as "StartedAt", r.started_by as "StartedBy", r.ended_at as "EndedAt",
        (select count(*) from incident i where i.run_id = r.id and i.resolved_at is null) as "Incidents"
        """;

    /// <summary>The current version of every process.</summary>
    public Task<List<ProcessRow>> Processes(CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<ProcessRow>(
                $"""
                with open as materialized (
                    select run_id from incident where resolved_at is null order by raised_at desc limit {Counted.Most + 1}),
                stopped as (
                    select v.key, v.for_territory, count(*) as incidents
                    from open o join process_run r on r.id = o.run_id join process_definition v on v.id = r.definition_id
                    group by v.key, v.for_territory),
                current as (
                    select distinct on (d.key, d.for_territory) d.* from process_definition d
                    order by d.key, d.for_territory nulls first, d.version desc)
                select d.id as "DefinitionId", d.key as "Key", d.name as "Name", d.for_territory as "ForTerritory", d.version as "Version",
                       d.deployed_at as "DeployedAt", d.deployed_by as "DeployedBy",
                       (select count(*) from (
                           select from process_definition v cross join lateral (
                               select from process_run r where r.definition_id = v.id and r.status = 'running'
                                   and r.territory collate "C" >= {db.Scope} and r.territory collate "C" < {db.Scope} || '/') r
                           where v.key = d.key and v.for_territory is not distinct from d.for_territory limit {Counted.Most
                    + 1}) c) as "Running",
                       coalesce(s.incidents, 0) as "Incidents", (select count(*) from open) > {Counted.Most} as "IncidentsArePartly",
                       exists (select from process_draft p where p.key = d.key and p.for_territory is not distinct from d.for_territory)
                         as "HasDraft",
                       exists (select from process_retired x where x.key = d.key and x.for_territory is not distinct from d.for_territory)
                         as "IsRetired"
                from current d left join stopped s on s.key = d.key and s.for_territory is not distinct from d.for_territory
                order by d.key, d.for_territory nulls first
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>Every version of a process, newest first; its runs are counted up to <see cref="Counted.Most"/> and one.</summary>
    public Task<List<ProcessVersionRow>> Versions(string key, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<ProcessVersionRow>(
                $"""
                select d.id as "DefinitionId", d.key as "Key", d.name as "Name", d.for_territory as "ForTerritory", d.version as "Version",
                       d.source as "Source", d.deployed_at as "DeployedAt", d.deployed_by as "DeployedBy",
                       (select count(*) from (
                           select from process_run r where r.definition_id = d.id and r.status = 'running'
                               and r.territory collate "C" >= {db.Scope} and r.territory collate "C" < {db.Scope} || '/'
                           limit {Counted.Most + 1}) c) as "Running"
                from process_definition d where d.key = {key}
                order by d.for_territory nulls first, d.version desc
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>The processes that people with the caller's roles begin, by the versions in force in a territory, by name.</summary>
    internal async Task<IReadOnlyList<(string Key, string Name)>> BegunBy(
        Caller caller,
        string territory,
        CancellationToken cancellationToken
    )
    {
        // A page looks outside of any command.
        await using var reading = await db.Reading(cancellationToken);
        var found = await ProcessCatalog.BegunBy(PersonStart.NamesFor(caller), territory, new RuntimeSession(db), cancellationToken);
        return [.. found.OrderBy(process => process.Name, StringComparer.CurrentCulture)];
    }

    /// <summary>The drawing of a version; null when there is no such version.</summary>
    public Task<string?> Xml(DefinitionId id, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<string?>($"""select xml as "Value" from process_definition where id = {id.Value}""")
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>When and by whom a process for a territory, or for all, was retired; null when it is in use.</summary>
    public Task<RetiredRow?> Retired(string key, string? forTerritory, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<RetiredRow>(
                $"""
                select retired_by as "By", retired_at as "At" from process_retired
                where key = {key} and for_territory is not distinct from {forTerritory}
                """
            )
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>The draft of a process's drawing, or of another of its files; null when there is none.</summary>
    public Task<ProcessDraftRow?> Draft(
        string key,
        string? forTerritory,
        CancellationToken cancellationToken,
        string path = ProcessBundle.Drawing
    ) =>
        db
            .Database.SqlQuery<ProcessDraftRow>(
                $"""
                select id as "Id", key as "Key", for_territory as "ForTerritory", xml as "Xml", row_version as "RowVersion",
                  saved_at as "SavedAt", saved_by as "SavedBy"
                from process_draft where key = {key} and for_territory is not distinct from {forTerritory} and path = {path}
                  and not removed
                """
            )
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>
    /// A page of runs, newest first. The index <c>process_run_list</c> gives the newest of each version, state and territory, which are
    /// then put together.
    /// </summary>
    public async Task<KeyPage<RunRow>> Runs(RunFilter filter, Cursor? at, int size, CancellationToken cancellationToken)
    {
        var place = at?.Read();
        at = place is null ? null : at;
        string[] statuses = filter.Status is { } status ? [status] : RunStatuses.All;
        var (direction, beyond) = at is { IsBack: true } ? ("", ">") : (" desc", "<");
        var only = at is null ? "" : $"and (r.started_at, r.id) {beyond} ({{5}}, {{6}})";
        var rows = await db
            .Database.SqlQuery<RunRow>(
                FormattableStringFactory.Create(
                    $$"""
                    select {{RunColumns}} from (
                        select k.* from process_definition v
                        cross join unnest({0}) s (status)
                        cross join (select path::text from territories where path = {1} or starts_with(path, {1} || '.')) p
                        cross join lateral (
                            select r.id, r.started_at from process_run r
                            where r.definition_id = v.id and r.status = s.status and r.territory collate "C" = p.path {{only}}
                            order by r.started_at{{direction}}, r.id{{direction}} limit {2}) k
                        where v.key = {3} and ({4}::uuid is null or v.id = {4})
                        order by k.started_at{{direction}}, k.id{{direction}} limit {2}) f
                    join process_run r on r.id = f.id join process_definition d on d.id = r.definition_id
                    order by f.started_at{{direction}}, f.id{{direction}}
                    """,
                    statuses,
                    db.Scope!,
                    size + 1,
                    filter.Key,
                    new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)filter.DefinitionId ?? DBNull.Value },
                    place?.Moment ?? default(DateTimeOffset),
                    place?.Id ?? Guid.Empty
                )
            )
            .ToListAsync(cancellationToken);
        return KeyPage<RunRow>.Of(rows, size, at, row => Cursor.Write(row.StartedAt, row.Id));
    }

    /// <summary>
    /// How many tokens of a version's running runs wait at each element, counted over no more than <see cref="Counted.Most"/> of the runs.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, int>> Waiting(DefinitionId id, CancellationToken cancellationToken) =>
        (
            await db
                .Database.SqlQuery<WaitingRow>(
                    $"""
                    with sample as materialized (
                        select r.id from process_run r where r.definition_id = {id.Value} and r.status = 'running'
                            and r.territory collate "C" >= {db.Scope} and r.territory collate "C" < {db.Scope} || '/' limit {Counted.Most})
                    select w.element_id as "ElementId", count(*)::int as "Count" from sample s cross join lateral (
                        select element_id from task where run_id = s.id and state = 'open'
                        union all
                        select element_id from job where run_id = s.id and element_id is not null and kind in ('service', 'timer')
                        union all select element_id from message_subscription where run_id = s.id) w
                    group by w.element_id
                    """
                )
                .ToListAsync(cancellationToken)
        ).ToDictionary(row => row.ElementId, row => row.Count);

    /// <summary>The newest open incidents of a version, among the newest of all.</summary>
    public Task<List<IncidentRow>> Incidents(DefinitionId id, int most, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<IncidentRow>(
                $"""
                select i.id as "Id", i.run_id as "RunId", i.wait_id as "WaitId", i.element_id as "ElementId", i.code as "Code",
                       i.message as "Message", i.raised_at as "RaisedAt", i.resolved_at as "ResolvedAt", i.resolved_by as "ResolvedBy"
                from (select * from incident where resolved_at is null order by raised_at desc limit {Counted.Most}) i
                join process_run r on r.id = i.run_id
                where r.definition_id = {id.Value} order by i.raised_at desc limit {most}
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>Where a run lies; null when there is none in the caller's scope.</summary>
    public Task<string?> TerritoryOf(RunId id, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<string?>($"""select territory as "Value" from process_run where id = {id.Value}""")
            .SingleOrDefaultAsync(cancellationToken);

    public Task<RunRow?> Run(RunId id, CancellationToken cancellationToken) =>
        db
            .Database.SqlQueryRaw<RunRow>(
                $"select {RunColumns} from process_run r join process_definition d on d.id = r.definition_id where r.id = {{0}}",
                id.Value
            )
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>The versions by which a run went before it was taken over, and after.</summary>
    internal Task<List<Guid>> VersionsOf(RunId id, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<Guid>(
                $"""
                select distinct x.version::uuid as "Value" from run_mark m
                cross join lateral (values (m.details ->> 'from'), (m.details ->> 'to')) x (version)
                where m.run_id = {id.Value} and m.kind in ('migrate', 'undo-migration')
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>Runs by their ids.</summary>
    internal static Task<Dictionary<Guid, RunRow>> Runs(ReserveDb db, Guid[] ids, CancellationToken cancellationToken) =>
        db
            .Database.SqlQueryRaw<RunRow>(
                $"select {RunColumns} from process_run r join process_definition d on d.id = r.definition_id where r.id = any({{0}})",
                ids
            )
            .ToDictionaryAsync(run => run.Id, cancellationToken);

    /// <summary>Runs that are about nothing by themselves, each with the one that called it and is about something.</summary>
    internal static async Task<Dictionary<Guid, RunRow>> Abouts(ReserveDb db, IEnumerable<RunRow> runs, CancellationToken cancellationToken)
    {
        Guid[] nameless = [.. runs.Where(row => row is { SubjectId: null, BusinessKey: null }).Select(row => row.Id)];
        if (nameless.Length == 0)
            return [];
        var callers = await db
            .Database.SqlQuery<Calling>(
                $"""
                with recursive line as (
                    select r.id as called, r.id, r.parent_run_id, false as named, 0 as depth from process_run r where r.id = any({nameless})
                    union all
                    select l.called, p.id, p.parent_run_id, p.subject_id is not null or p.business_key is not null, l.depth + 1
                    from line l join process_run p on p.id = l.parent_run_id where not l.named and l.depth < 50)
                select called as "Called", id as "Caller" from line where named
                """
            )
            .ToListAsync(cancellationToken);
        var found = await Runs(db, [.. callers.Select(one => one.Caller).Distinct()], cancellationToken);
        return callers.Where(one => found.ContainsKey(one.Caller)).ToDictionary(one => one.Called, one => found[one.Caller]);
    }

    /// <summary>The newest run about a subject; null when there was none.</summary>
    public Task<RunRow?> RunOf(Subject subject, CancellationToken cancellationToken) =>
        db
            .Database.SqlQueryRaw<RunRow>(
                $$"""
                select {{RunColumns}} from process_run r join process_definition d on d.id = r.definition_id
                where r.subject_type = {0} and r.subject_id = {1} order by r.started_at desc, r.id desc limit 1
                """,
                subject.Type,
                subject.Id
            )
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>Where a run stands: elements with tokens, and those that were completed; null when there is no such run.</summary>
    public async Task<RunPlace?> Where(RunId id, CancellationToken cancellationToken)
    {
        if (await Look(id, cancellationToken) is not { } seen)
            return null;
        var active = seen
            .State.ActiveElements.GroupBy(place => place.ElementId)
            .Select(places => new ActivePlace(
                places.Key,
                seen.Definition.Element(places.Key)?.Name ?? "",
                places.Count(),
                seen.Stuck.Contains(places.Key)
            ))
            .ToList();
        return new RunPlace(seen.Run, active, seen.Done);
    }

    /// <summary>A run as it stands; null when there is no such run.</summary>
    internal async Task<RunSnapshot?> Look(RunId id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Reading(cancellationToken);
        if (await Run(id, cancellationToken) is not { } row)
            return null;
        var state = await db
            .Database.SqlQuery<byte[]>($"""select state as "Value" from process_run where id = {id.Value}""")
            .SingleAsync(cancellationToken);
        var done = await db
            .Database.SqlQuery<string>(
                $"""select distinct element_id as "Value" from run_history where run_id = {id.Value} and move = 'c'"""
            )
            .ToListAsync(cancellationToken);
        var stuck = await db
            .Database.SqlQuery<string>(
                $"""
                select distinct element_id as "Value" from incident
                where run_id = {id.Value} and resolved_at is null and element_id is not null
                """
            )
            .ToListAsync(cancellationToken);
        var deployed = await catalog.Get(new DefinitionId(row.DefinitionId), new RuntimeSession(db), cancellationToken);
        return new RunSnapshot(row, deployed.Definition, ProcessRun.Deserialize(deployed.Definition, state), done, stuck);
    }

    /// <summary>A page of everything that was entered (<c>e</c>), completed (<c>c</c>) and cancelled (<c>x</c>), in order.</summary>
    public Task<List<HistoryRow>> History(RunId id, int skip, int take, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<HistoryRow>(
                $"""
                select step as "Step", position as "Position", at as "At", actor as "Actor", cause as "Cause", element_id as "ElementId",
                  move as "Move"
                from run_history where run_id = {id.Value} order by step, position offset {skip} limit {take}
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>How long the history of a run is.</summary>
    public Task<int> HistoryLength(RunId id, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<int>(
                $"""select coalesce(sum(cardinality(elements)), 0)::int as "Value" from run_step where run_id = {id.Value}"""
            )
            .SingleAsync(cancellationToken);

    /// <summary>The latest incidents of a run, at most <see cref="MostOfRun"/>, the newest first.</summary>
    public Task<List<IncidentRow>> Incidents(RunId run, bool alsoResolved, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<IncidentRow>(
                $"""
                select id as "Id", run_id as "RunId", wait_id as "WaitId", element_id as "ElementId", code as "Code", message as "Message",
                       raised_at as "RaisedAt", resolved_at as "ResolvedAt", resolved_by as "ResolvedBy"
                from incident where run_id = {run.Value} and ({alsoResolved} or resolved_at is null)
                order by raised_at desc limit {MostOfRun}
                """
            )
            .ToListAsync(cancellationToken);

    private sealed record WaitingRow(string ElementId, int Count);

    private sealed record Calling(Guid Called, Guid Caller);
}
