using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Dmn;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime;

/// <summary>One process in the list: its current version for one territory, or for all.</summary>
public sealed record ProcessRow(
    Guid DefinitionId,
    string Key,
    string Name,
    string? ForTerritory,
    int Version,
    DateTimeOffset DeployedAt,
    string DeployedBy,
    long Running,
    long Incidents,
    bool HasDraft
);

public sealed record ProcessVersionRow(
    Guid DefinitionId,
    string Key,
    string Name,
    string? ForTerritory,
    int Version,
    string Source,
    DateTimeOffset DeployedAt,
    string DeployedBy,
    long Running
);

public sealed record ProcessDraftRow(
    Guid Id,
    string Key,
    string? ForTerritory,
    string Xml,
    int RowVersion,
    DateTimeOffset SavedAt,
    string SavedBy
);

public sealed record RunRow(
    Guid Id,
    Guid DefinitionId,
    string Key,
    string ProcessName,
    int ProcessVersion,
    string Status,
    string Territory,
    string? SubjectType,
    string? SubjectId,
    string? BusinessKey,
    DateTimeOffset StartedAt,
    string StartedBy,
    DateTimeOffset? EndedAt,
    long Incidents
);

public sealed record HistoryRow(int Step, long Position, DateTimeOffset At, string Actor, string Cause, string ElementId, string Move);

public sealed record IncidentRow(
    Guid Id,
    Guid RunId,
    long? WaitId,
    string? ElementId,
    string Code,
    string Message,
    DateTimeOffset RaisedAt,
    DateTimeOffset? ResolvedAt,
    string? ResolvedBy
);

/// <summary>A decision as it was made; inputs, output and explanation are JSON.</summary>
public sealed record DecisionRow(
    long WaitId,
    string ElementId,
    string Decision,
    DateTimeOffset At,
    string Inputs,
    string Output,
    string Explanation
)
{
    /// <summary>The name of the file of rules, without folder and ending.</summary>
    public string File => Path.GetFileNameWithoutExtension(Decision[..Decision.IndexOf('#', StringComparison.Ordinal)]);

    /// <summary>Which rules fired, in the words of their tables.</summary>
    public DecisionExplanation Why => JsonSerializer.Deserialize<DecisionExplanation>(Explanation, ActivityJson.Options)!;
}

/// <summary>An element that a token stands on; with an incident when it cannot go on.</summary>
public sealed record ActivePlace(string ElementId, string Name, int Tokens, bool Incident);

/// <summary>Where a run stands, for the drawing.</summary>
public sealed record RunPlace(RunRow Run, IReadOnlyList<ActivePlace> Active, IReadOnlyList<string> Done);

/// <summary>Which runs to list; null means any.</summary>
public sealed record RunFilter(
    string? Key = null,
    Guid? DefinitionId = null,
    string? Status = null,
    Subject? Subject = null,
    bool WithIncidents = false
);

/// <summary>What pages show of processes. Row-level security hides the runs of other territories.</summary>
public sealed class ProcessQueries
{
    private readonly ReserveDb db;
    private readonly ProcessCatalog catalog;

    internal ProcessQueries(ReserveDb db, ProcessCatalog catalog)
    {
        this.db = db;
        this.catalog = catalog;
    }

    private const string RunColumns = """
        r.id as "Id", r.definition_id as "DefinitionId", d.key as "Key", d.name as "ProcessName", d.version as "ProcessVersion", r.status as "Status",
        r.territory as "Territory", r.subject_type as "SubjectType", r.subject_id as "SubjectId", r.business_key as "BusinessKey",
        r.started_at as "StartedAt", r.started_by as "StartedBy", r.ended_at as "EndedAt",
        (select count(*) from incident i where i.run_id = r.id and i.resolved_at is null) as "Incidents"
        """;

    /// <summary>The current version of every process.</summary>
    public Task<List<ProcessRow>> Processes(CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<ProcessRow>(
                $"""
                select distinct on (d.key, d.for_territory)
                       d.id as "DefinitionId", d.key as "Key", d.name as "Name", d.for_territory as "ForTerritory", d.version as "Version",
                       d.deployed_at as "DeployedAt", d.deployed_by as "DeployedBy",
                       (select count(*) from process_run r join process_definition v on v.id = r.definition_id
                        where v.key = d.key and v.for_territory is not distinct from d.for_territory and r.status = 'running') as "Running",
                       (select count(*) from incident i join process_run r on r.id = i.run_id join process_definition v on v.id = r.definition_id
                        where v.key = d.key and v.for_territory is not distinct from d.for_territory and i.resolved_at is null) as "Incidents",
                       exists (select from process_draft p where p.key = d.key and p.for_territory is not distinct from d.for_territory and p.path = {ProcessBundle.Drawing}) as "HasDraft"
                from process_definition d
                order by d.key, d.for_territory nulls first, d.version desc
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>Every version of a process, newest first.</summary>
    public Task<List<ProcessVersionRow>> Versions(string key, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<ProcessVersionRow>(
                $"""
                select d.id as "DefinitionId", d.key as "Key", d.name as "Name", d.for_territory as "ForTerritory", d.version as "Version", d.source as "Source",
                       d.deployed_at as "DeployedAt", d.deployed_by as "DeployedBy",
                       (select count(*) from process_run r where r.definition_id = d.id and r.status = 'running') as "Running"
                from process_definition d where d.key = {key}
                order by d.for_territory nulls first, d.version desc
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>The drawing of a version; null when there is no such version.</summary>
    public Task<string?> Xml(DefinitionId id, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<string?>($"""select xml as "Value" from process_definition where id = {id.Value}""")
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
                select id as "Id", key as "Key", for_territory as "ForTerritory", xml as "Xml", row_version as "RowVersion", saved_at as "SavedAt", saved_by as "SavedBy"
                from process_draft where key = {key} and for_territory is not distinct from {forTerritory} and path = {path}
                """
            )
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>Runs, newest first.</summary>
    public async Task<(List<RunRow> Rows, long Total)> Runs(RunFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        var (where, values) = Where(filter);
        var total = await db
            .Database.SqlQuery<long>(
                FormattableStringFactory.Create(
                    $"""select count(*) as "Value" from process_run r join process_definition d on d.id = r.definition_id where {where}""",
                    values
                )
            )
            .SingleAsync(cancellationToken);
        var rows = await db
            .Database.SqlQuery<RunRow>(
                FormattableStringFactory.Create(
                    $"""
                    select {RunColumns} from process_run r join process_definition d on d.id = r.definition_id where {where}
                    order by r.started_at desc, r.id desc offset {skip} limit {take}
                    """,
                    values
                )
            )
            .ToListAsync(cancellationToken);
        return (rows, total);
    }

    public Task<RunRow?> Run(RunId id, CancellationToken cancellationToken) =>
        db
            .Database.SqlQueryRaw<RunRow>(
                $"select {RunColumns} from process_run r join process_definition d on d.id = r.definition_id where r.id = {{0}}",
                id.Value
            )
            .SingleOrDefaultAsync(cancellationToken);

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
        await using var transaction = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(cancellationToken)
            : null;
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
                $"""select element_id as "Value" from incident where run_id = {id.Value} and resolved_at is null and element_id is not null"""
            )
            .ToListAsync(cancellationToken);
        var deployed = await catalog.Get(new DefinitionId(row.DefinitionId), new RuntimeSession(db), cancellationToken);
        var active = ProcessRun
            .Deserialize(deployed.Definition, state)
            .ActiveElements.GroupBy(place => place.ElementId)
            .Select(places => new ActivePlace(
                places.Key,
                deployed.Definition.Element(places.Key)?.Name ?? "",
                places.Count(),
                stuck.Contains(places.Key)
            ))
            .ToList();
        return new RunPlace(row, active, done);
    }

    /// <summary>Everything that was entered (<c>e</c>), completed (<c>c</c>) and cancelled (<c>x</c>), in order.</summary>
    public Task<List<HistoryRow>> History(RunId id, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<HistoryRow>(
                $"""
                select step as "Step", position as "Position", at as "At", actor as "Actor", cause as "Cause", element_id as "ElementId", move as "Move"
                from run_history where run_id = {id.Value} order by step, position
                """
            )
            .ToListAsync(cancellationToken);

    public Task<List<IncidentRow>> Incidents(RunId? run, bool alsoResolved, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<IncidentRow>(
                $"""
                select id as "Id", run_id as "RunId", wait_id as "WaitId", element_id as "ElementId", code as "Code", message as "Message",
                       raised_at as "RaisedAt", resolved_at as "ResolvedAt", resolved_by as "ResolvedBy"
                from incident where ({run == null} or run_id = {run.GetValueOrDefault().Value}) and ({alsoResolved} or resolved_at is null)
                order by raised_at desc limit 500
                """
            )
            .ToListAsync(cancellationToken);

    public Task<List<DecisionRow>> Decisions(RunId id, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<DecisionRow>(
                $"""
                select wait_id as "WaitId", element_id as "ElementId", decision as "Decision", at as "At",
                       inputs::text as "Inputs", output::text as "Output", explanation::text as "Explanation"
                from decision_record where run_id = {id.Value} order by at, wait_id
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>The latest decision of a run, up to a moment, that gave exactly this output (JSON); null when none did.</summary>
    public Task<DecisionRow?> DecisionBehind(RunId id, string output, DateTimeOffset until, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<DecisionRow>(
                $"""
                select wait_id as "WaitId", element_id as "ElementId", decision as "Decision", at as "At",
                       inputs::text as "Inputs", output::text as "Output", explanation::text as "Explanation"
                from decision_record where run_id = {id.Value} and at <= {until} and output = {output}::jsonb order by at desc, wait_id desc limit 1
                """
            )
            .SingleOrDefaultAsync(cancellationToken);

    private static (string Where, object[] Values) Where(RunFilter filter)
    {
        var conditions = new List<string> { "true" };
        var values = new List<object>();
        if (filter.Key is { } key)
            Add("d.key = {0}", key);
        if (filter.DefinitionId is { } definition)
            Add("r.definition_id = {0}", definition);
        if (filter.Status is { } status)
            Add("r.status = {0}", status);
        if (filter.Subject is { } subject)
        {
            Add("r.subject_type = {0}", subject.Type);
            Add("r.subject_id = {0}", subject.Id);
        }
        if (filter.WithIncidents)
            conditions.Add("exists (select from incident i where i.run_id = r.id and i.resolved_at is null)");
        return (string.Join(" and ", conditions), [.. values]);

        void Add(string condition, object value)
        {
            conditions.Add(condition.Replace("{0}", "{" + values.Count + "}", StringComparison.Ordinal));
            values.Add(value);
        }
    }
}
