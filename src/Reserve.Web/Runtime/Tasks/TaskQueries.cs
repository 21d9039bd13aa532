using Microsoft.EntityFrameworkCore;
using Npgsql;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Tasks;

public enum TaskView
{
    /// <summary>Everything open that the caller may do.</summary>
    All,

    /// <summary>Open and the caller's own.</summary>
    Mine,

    /// <summary>Open and nobody's yet.</summary>
    Free,

    /// <summary>Open and past the due date.</summary>
    Overdue,

    /// <summary>Completed by the caller.</summary>
    Done,
}

public sealed record TaskFilter(TaskView View = TaskView.All, string? Role = null, string? ProcessKey = null, string? Search = null);

public sealed record TaskRow(
    RunId Run,
    int Wait,
    string Title,
    string? Role,
    string Territory,
    string TerritoryName,
    string ProcessName,
    Guid? Assignee,
    string? AssigneeName,
    DateTimeOffset? Due,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ClosedAt,
    bool Overdue
)
{
    /// <summary>«за Иванову А. П. по приказу № 12 от 01.12.2026», where the reader may do it for somebody absent only.</summary>
    public string? For { get; init; }
}

/// <summary>An open task as the page of its subject shows it; <c>Command</c> is the page's command that completes it.</summary>
public sealed record OpenTask(
    Guid RunId,
    long WaitId,
    string Title,
    string? Role,
    Guid? Assignee,
    DateTimeOffset? DueAt,
    string? Form,
    string? Command,
    string? Deadline,
    string? AssigneeName
)
{
    /// <summary>How the due date came about.</summary>
    public TaskDeadline? Counted => TaskDeadline.Read(Deadline);

    /// <summary>Who is to do it: the role and, once somebody has it, the name.</summary>
    /// <param name="said">The name of a role in the reader's language.</param>
    public string Doer(Func<string, string> said) =>
        string.Join(
            ", ",
            ((string?[])[Role is { } role && Roles.All.Contains(role) ? said(Roles.NameOf(role)) : null, AssigneeName]).Where(part =>
                !string.IsNullOrEmpty(part)
            )
        );
}

/// <summary>An open task of a run, for whoever may give it to somebody else.</summary>
public sealed record OpenRunTask(
    long WaitId,
    string Title,
    string? Role,
    string Territory,
    Guid? Assignee,
    string? AssigneeName,
    DateTimeOffset? DueAt
);

/// <summary>A task as its page shows it.</summary>
public sealed record TaskCard(
    TaskRow Row,
    string State,
    string? ClosedByName,
    DefinitionId Definition,
    string? SubjectType,
    string? SubjectId,
    string? Page,
    TaskForm Form,
    TaskSettings Settings,
    FeelContext Variables,
    TaskDeadline? Deadline,
    AdHocPlace? AdHoc
)
{
    /// <summary>Whether the task is completed on the page of its case, and not by its form.</summary>
    public bool IsDecidedOnPage { get; init; }
}

/// <summary>The ad-hoc subprocess that a task is about, and what its drawing says of it, as JSON.</summary>
public sealed record AdHocPlace(string ElementId, string Inputs);

/// <summary>
/// The caller's tasks: those of their roles in territories that their own covers, and those assigned to them wherever they lie.
/// The second half is outside the row-level security of the caller's scope, so these statements run with the federation's and
/// state the whole rule themselves.
/// </summary>
public sealed class TaskQueries
{
    /// <summary>A search that finds little looks at so many tasks, if it can in so many rounds, before it asks whether to go on.</summary>
    private const int Enough = 1_000;
    private const int Rounds = 3;

    /// <summary>The filter names the processes of a caller who has no more tasks than this in one role and territory; else all.</summary>
    private const int Named = 30;

    private const string Rule = $"""
        (t.assignee = $1 or (t.role = any($2) and t.role <> '{Roles.Candidate}'
            and (t.role <> '{TaskRights.Personal}' or t.assignee is null) and (t.territory = $3 or starts_with(t.territory, $3 || '.')))
            or {AbsentTasks.AnyRule})
        """;

    private const string Columns = """
        t.run_id, t.wait_id, t.title, t.role, t.territory, p.name, d.name, t.assignee, u.display_name, t.due_at, t.opened_at, t.closed_at
        """;

    private const string Tables = """
        (task t join process_run r on r.id = t.run_id join process_definition d on d.id = r.definition_id
        left join territories p on p.path = t.territory left join users u on u.id = t.assignee)
        """;

    /// <summary>One look at each task that was found; without the fence the planner would rather read all runs.</summary>
    private const string Searched = """
        cross join lateral (
            select t.title, d.key from task t join process_run r on r.id = t.run_id join process_definition d on d.id = r.definition_id
            where t.run_id = f.run_id and t.wait_id = f.wait_id offset 0) x
        where ($15::text is null or x.key = $15) and ($16::text is null or x.title ilike $16)
        """;

    private readonly ReserveDb db;
    private readonly ProcessCatalog catalog;
    private readonly Caller caller;
    private readonly Grants grants;
    private readonly TimeProvider clock;
    private readonly TaskCommands commands;

    internal TaskQueries(ReserveDb db, ProcessCatalog catalog, Caller caller, Grants grants, TimeProvider clock, TaskCommands commands)
    {
        this.grants = grants;
        this.commands = commands;
        this.db = db;
        this.catalog = catalog;
        this.caller = caller;
        this.clock = clock;
    }

    /// <summary>
    /// A page of tasks, the most urgent first (completed ones: the newest first). With words or a process to look for, it goes through some
    /// thousands of them at a time and says when that was not all.
    /// </summary>
    public async Task<KeyPage<TaskRow>> List(TaskFilter filter, Cursor? at, int size, CancellationToken cancellationToken)
    {
        at = at?.Read() is null ? null : at;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var absent = await Absent(cancellationToken);
        if (!IsSearch(filter))
            return KeyPage<TaskRow>.Of((await Read(filter, at, size + 1, size + 1, absent, cancellationToken)).Rows, size, at, KeyOf);
        var found = new List<TaskRow>();
        var from = at;
        var looked = 0L;
        string? edge;
        var round = 0;
        do
        {
            (var rows, edge, var seen) = await Read(filter, from, OfEachPlace, size + 1 - found.Count, absent, cancellationToken);
            found.AddRange(rows);
            looked += seen;
            from = edge is null ? null : new Cursor(edge, at is { IsBack: true });
        } while (from is not null && found.Count <= size && looked < Enough && ++round < Rounds);

        return KeyPage<TaskRow>.Of(found, size, at, KeyOf, edge);
    }

    /// <summary>A search looks at so many tasks of each role and territory at a time: the fewer the more places a territory has.</summary>
    private int OfEachPlace =>
        caller.Territory is not { } territory || territory == Territory.Federation ? 50
        : territory == Territory.RegionOf(territory) ? 500
        : 2_500;

    /// <summary>The next tasks that match, how far this looked when there are more behind, and how many it looked at.</summary>
    private async Task<(IReadOnlyList<TaskRow> Rows, string? Edge, long Seen)> Read(
        TaskFilter filter,
        Cursor? at,
        int ofEachPlace,
        int most,
        AbsentTasks absent,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        var place = at?.Read();
        var direction = TaskSelection.Descends(filter.View, at) ? " desc" : "";
        var searches = IsSearch(filter);
        var batch = Begin();
        Select(
                batch,
                $"""
                {TaskSelection.Found(filter.View, at, ofEachPlace)}, matching as materialized (
                    select f.due, f.run_id, f.wait_id from found f {(searches ? Searched : "")}
                    order by f.due{direction}, f.run_id{direction}, f.wait_id{direction} limit {most}),
                shown as (
                    select {Columns}, f.due from matching f join {Tables} on t.run_id = f.run_id and t.wait_id = f.wait_id)
                select m.*, nullif(e.due, 'infinity'), e.run_id, e.wait_id, (select count(*) from found)
                from (select) as one left join edge e on true left join shown m on true
                order by m.due{direction}, m.run_id{direction}, m.wait_id{direction}
                """,
                filter.Role,
                absent
            )
            .With(place?.Moment)
            .With(place?.Id)
            .With(place?.Number)
            .WithText(filter.ProcessKey)
            .WithText(string.IsNullOrWhiteSpace(filter.Search) ? null : Pattern.Containing(filter.Search));
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var rows = new List<TaskRow>();
        string? edge = null;
        var seen = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            seen = reader.GetInt64(16);
            if (!reader.IsDBNull(14))
                edge = Cursor.Write(Time(reader, 13), reader.GetGuid(14), reader.GetInt64(15));
            if (!reader.IsDBNull(0))
                rows.Add(Row(reader, now));
        }

        return (await Told(rows, cancellationToken), edge, seen);
    }

    /// <summary>
    /// How many open tasks the caller may do, and how many of them are overdue; each count ends at <see cref="Counted.Most"/> and one.
    /// </summary>
    public async Task<(int Open, int Overdue)> Count(CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var absent = await Absent(cancellationToken);
        var batch = Begin();
        Select(batch, TaskSelection.Count(Counted.Most + 1), role: null, absent);
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return ((int)reader.GetInt64(0), (int)reader.GetInt64(1));
    }

    /// <summary>
    /// The processes that have tasks of the caller: key and name, for the filter. All processes when the caller has more tasks than are
    /// worth looking through.
    /// </summary>
    public async Task<IReadOnlyList<(string Key, string Name)>> Processes(CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var absent = await Absent(cancellationToken);
        var batch = Begin();
        Select(
            batch,
            $"""
            {TaskSelection.Found(TaskView.All, null, Named)}
            select d.key, d.name from process_definition d
            where exists (select from edge) or d.id in (select r.definition_id from picked f join process_run r on r.id = f.run_id)
            order by d.name, d.version desc
            """,
            role: null,
            absent
        );
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var processes = new List<(string, string)>();
        while (await reader.ReadAsync(cancellationToken))
            processes.Add((reader.GetString(0), reader.GetString(1)));
        return [.. processes.DistinctBy(process => process.Item1)];
    }

    /// <summary>The open tasks of the runs about a subject, within the caller's scope, in the order in which they were opened.</summary>
    public Task<List<OpenTask>> OpenAbout(Subject subject, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<OpenTask>(
                $"""
                select t.run_id as "RunId", t.wait_id as "WaitId", t.title as "Title", t.role as "Role", t.assignee as "Assignee",
                       t.due_at as "DueAt", t.form as "Form", task_command(t.inputs, t.element_id) as "Command",
                       t.deadline::text as "Deadline",
                       (select p.display_name from reserve_people(array[t.assignee]) p) as "AssigneeName"
                from task t join process_run r on r.id = t.run_id
                where r.subject_type = {subject.Type} and r.subject_id = {subject.Id} and t.state = 'open'
                order by t.opened_at, t.wait_id
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>Which of the subjects have an open task of this command in their runs.</summary>
    public async Task<IReadOnlySet<Subject>> Awaiting(
        string command,
        IReadOnlyCollection<Subject> subjects,
        CancellationToken cancellationToken
    )
    {
        var (types, ids) = (subjects.Select(subject => subject.Type).ToArray(), subjects.Select(subject => subject.Id).ToArray());
        var rows = await db
            .Database.SqlQuery<Subject>(
                $"""
                select distinct r.subject_type as "Type", r.subject_id as "Id"
                from unnest({types}, {ids}) asked (type, id)
                join process_run r on r.subject_type = asked.type and r.subject_id = asked.id
                join task t on t.run_id = r.id and t.state = 'open'
                where task_command(t.inputs, t.element_id) = {command}
                """
            )
            .ToListAsync(cancellationToken);
        return rows.ToHashSet();
    }

    /// <summary>The first hundred open tasks of a run in the caller's scope.</summary>
    public Task<List<OpenRunTask>> OpenOf(RunId run, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<OpenRunTask>(
                $"""
                select t.wait_id as "WaitId", t.title as "Title", t.role as "Role", t.territory as "Territory", t.assignee as "Assignee",
                       (select p.display_name from reserve_people(array[t.assignee]) p) as "AssigneeName", t.due_at as "DueAt"
                from reserve_open_tasks({run.Value}) t order by t.opened_at, t.wait_id limit 100
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>The first open task of a run that the caller may do: where whoever began it goes on.</summary>
    public async Task<int?> FirstOf(RunId run, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var absent = await Absent(cancellationToken);
        var batch = Begin();
        Mine(
            batch,
            $"select t.wait_id from {Tables} where {Rule} and t.state = 'open' and t.run_id = $4 order by t.wait_id limit 1",
            run,
            0,
            absent
        );
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (int)reader.GetInt64(0) : null;
    }

    /// <summary>The open tasks of a run that the caller may do, by element: the first of each.</summary>
    public async Task<IReadOnlyDictionary<string, int>> MineOf(RunId run, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var absent = await Absent(cancellationToken);
        var batch = Begin();
        Mine(
            batch,
            $"""
            select t.element_id, min(t.wait_id) from {Tables} where {Rule} and t.state = 'open' and t.run_id = $4
            group by t.element_id
            """,
            run,
            0,
            absent
        );
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellationToken))
            found.Add(reader.GetString(0), (int)reader.GetInt64(1));
        return found;
    }

    /// <summary>A task with its form, open or not; null when there is none or the caller may not see it.</summary>
    public async Task<TaskCard?> Card(RunId run, int wait, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var absent = await Absent(cancellationToken);
        var batch = Begin();
        Mine(
            batch,
            $"""
            select {Columns}, t.state, t.closed_by_name, r.definition_id, r.subject_type, r.subject_id, t.page, t.form, t.inputs::text,
                   t.deadline::text, t.element_id
            from {Tables} where ({Rule} or t.closed_by = $1) and t.run_id = $4 and t.wait_id = $5
            """,
            run,
            wait,
            absent
        );
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var row = (await Told([Row(reader, clock.GetUtcNow())], cancellationToken))[0];
        var (state, closedBy, definition) = (reader.GetString(12), Text(reader, 13), new DefinitionId(reader.GetGuid(14)));
        var (subjectType, subjectId, page, form, inputs) = (
            Text(reader, 15),
            Text(reader, 16),
            Text(reader, 17),
            Text(reader, 18),
            reader.GetString(19)
        );
        var deadline = TaskDeadline.Read(Text(reader, 20));
        var element = reader.GetString(21);
        await reader.DisposeAsync();
        var deployed = await catalog.Get(definition, new RuntimeSession(db), cancellationToken);
        var asked = TaskForms.Of(deployed, form);
        var variables =
            asked.NeedsVariables && state == "open" ? await Variables(deployed, run, wait, cancellationToken) : FeelContext.Empty;
        var settings = TaskSettings.Read(inputs);
        return new TaskCard(
            row,
            state,
            closedBy,
            definition,
            subjectType,
            subjectId,
            page,
            asked,
            settings,
            variables,
            deadline,
            deployed.Definition.Element(element)?.ElementName == AdHoc.AdHocQueries.ElementName ? new AdHocPlace(element, inputs) : null
        )
        {
            IsDecidedOnPage = commands.IsInsteadOfForm(settings.Command),
        };
    }

    /// <summary>What the run knows where the task of a card waits; the card was read by whoever may see the task.</summary>
    public async Task<FeelContext> Known(TaskCard card, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var deployed = await catalog.Get(card.Definition, new RuntimeSession(db), cancellationToken);
        return await Variables(deployed, card.Row.Run, card.Row.Wait, cancellationToken);
    }

    /// <summary>What the run knows where the task waits; asked after the right to see the task.</summary>
    private async Task<FeelContext> Variables(Deployed deployed, RunId run, int wait, CancellationToken cancellationToken)
    {
        var batch = Begin();
        batch.Add("select state from process_run where id = $1").With(run.Value);
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? ProcessRun.Deserialize(deployed.Definition, reader.GetFieldValue<byte[]>(0)).VariablesAt(wait)
            : FeelContext.Empty;
    }

    /// <summary>The scope of these statements; the transaction that they open ends without a change.</summary>
    private Batch Begin()
    {
        var batch = new RuntimeSession(db).NewBatch();
        batch.Add(Batch.SetScope).With(Territory.Federation);
        return batch;
    }

    private async Task<AbsentTasks> Absent(CancellationToken cancellationToken) => new(await grants.Mine(cancellationToken), caller);

    /// <summary>Says of each task for whom it would be done, where the reader may not do it as themselves.</summary>
    private async Task<IReadOnlyList<TaskRow>> Told(IReadOnlyList<TaskRow> rows, CancellationToken cancellationToken)
    {
        if (await grants.Mine(cancellationToken) is not { Count: > 0 } mine)
            return rows;
        return
        [
            .. rows.Select(row =>
                row.Assignee == caller.UserId
                || (
                    row.Assignee is null
                    && row.Role is { } role
                    && caller.IsInRole(role)
                    && Territory.Covers(caller.Territory, row.Territory)
                )
                    ? row
                    : row with
                    {
                        For = mine.FirstOrDefault(grant => grant.IsFor(row.Role, row.Territory, row.Assignee))?.Shown,
                    }
            ),
        ];
    }

    /// <summary>The parameters of <see cref="Rule"/>, with the run and the wait as the fourth and the fifth.</summary>
    private void Mine(Batch batch, string sql, RunId run, int wait, AbsentTasks absent) =>
        absent.AddTo(
            batch.Add(sql).With(caller.UserId).With(caller.Roles.ToArray()).WithText(caller.Territory).With(run.Value).With((long)wait)
        );

    /// <summary>The first eleven parameters, which <see cref="TaskSelection"/> names.</summary>
    private Batch.Statement Select(Batch batch, string sql, string? role, AbsentTasks absent) =>
        absent.AddTo(
            batch
                .Add(sql)
                .With(caller.UserId)
                .With((string[])[.. caller.Roles.Where(held => held != Roles.Candidate)])
                .WithText(caller.Territory)
                .With(clock.GetUtcNow())
                .WithText(role)
        );

    private static bool IsSearch(TaskFilter filter) => filter.ProcessKey is not null || !string.IsNullOrWhiteSpace(filter.Search);

    private static string KeyOf(TaskRow row) => Cursor.Write(row.ClosedAt ?? row.Due, row.Run.Value, row.Wait);

    private static TaskRow Row(NpgsqlDataReader reader, DateTimeOffset now)
    {
        var due = Time(reader, 9);
        var closed = Time(reader, 11);
        return new TaskRow(
            new RunId(reader.GetGuid(0)),
            (int)reader.GetInt64(1),
            reader.GetString(2),
            Text(reader, 3),
            reader.GetString(4),
            Text(reader, 5) ?? reader.GetString(4),
            reader.GetString(6),
            reader.IsDBNull(7) ? null : reader.GetGuid(7),
            Text(reader, 8),
            due,
            reader.GetFieldValue<DateTimeOffset>(10),
            closed,
            closed is null && due < now
        );
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
