using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Forms;

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
    string Inputs
);

/// <summary>
/// The caller's tasks: those of their roles in territories that their own covers, and those assigned to them wherever they lie.
/// The second half is outside the row-level security of the caller's scope, so these statements run with the federation's and
/// state the whole rule themselves.
/// </summary>
public sealed class TaskQueries
{
    private const string Rule = """
        (t.assignee = $1 or (t.role = any($2) and t.role <> 'Candidate' and (t.territory = $3 or starts_with(t.territory, $3 || '.'))))
        """;

    private const string Columns = """
        t.run_id, t.wait_id, t.title, t.role, t.territory, p.name, d.name, t.assignee, u.display_name, t.due_at, t.opened_at, t.closed_at
        """;

    private const string Tables = """
        task t join process_run r on r.id = t.run_id join process_definition d on d.id = r.definition_id
        left join territories p on p.path = t.territory left join users u on u.id = t.assignee
        """;

    private readonly ReserveDb db;
    private readonly ProcessCatalog catalog;
    private readonly Caller caller;
    private readonly TimeProvider clock;

    internal TaskQueries(ReserveDb db, ProcessCatalog catalog, Caller caller, TimeProvider clock)
    {
        this.db = db;
        this.catalog = catalog;
        this.caller = caller;
        this.clock = clock;
    }

    /// <summary>A page of tasks, the most urgent first (completed ones: the newest first).</summary>
    public async Task<(IReadOnlyList<TaskRow> Rows, int Total)> List(
        TaskFilter filter,
        int skip,
        int take,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var view = filter.View switch
        {
            TaskView.All => "t.state = 'open'",
            TaskView.Mine => "t.state = 'open' and t.assignee = $1",
            TaskView.Free => "t.state = 'open' and t.assignee is null",
            TaskView.Overdue => "t.state = 'open'",
            TaskView.Done => "t.state = 'done' and t.closed_by = $1",
        };
        var order = filter.View == TaskView.Done ? "t.closed_at desc" : "t.due_at nulls last, t.opened_at";
        var batch = Begin();
        batch
            .Add(
                $"""
                select {Columns}, count(*) over () from {Tables}
                where {Rule} and {view} and (not $10 or t.due_at < $4)
                  and ($5::text is null or t.role = $5) and ($6::text is null or d.key = $6) and ($7::text is null or t.title ilike $7)
                order by {order}, t.run_id, t.wait_id offset $8 limit $9
                """
            )
            .With(caller.UserId)
            .With(caller.Roles.ToArray())
            .WithText(caller.Territory)
            .With(now)
            .WithText(filter.Role)
            .WithText(filter.ProcessKey)
            .WithText(Pattern(filter.Search))
            .With(skip)
            .With(take)
            .With(filter.View == TaskView.Overdue);
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var rows = new List<TaskRow>();
        var total = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(Row(reader, now));
            total = (int)reader.GetInt64(12);
        }
        return (rows, total);
    }

    /// <summary>How many open tasks the caller may do, and how many of them are overdue.</summary>
    public async Task<(int Open, int Overdue)> Count(CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var batch = Begin();
        batch
            .Add($"select count(*)::int, (count(*) filter (where t.due_at < $4))::int from task t where t.state = 'open' and {Rule}")
            .With(caller.UserId)
            .With(caller.Roles.ToArray())
            .WithText(caller.Territory)
            .With(clock.GetUtcNow());
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt32(0), reader.GetInt32(1));
    }

    /// <summary>The processes that have tasks of the caller: key and name, for the filter.</summary>
    public async Task<IReadOnlyList<(string Key, string Name)>> Processes(CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var batch = Begin();
        batch
            .Add($"select distinct d.key, d.name from {Tables} where {Rule} and t.state = 'open' order by d.name")
            .With(caller.UserId)
            .With(caller.Roles.ToArray())
            .WithText(caller.Territory);
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var processes = new List<(string, string)>();
        while (await reader.ReadAsync(cancellationToken))
            processes.Add((reader.GetString(0), reader.GetString(1)));
        return [.. processes.DistinctBy(process => process.Item1)];
    }

    /// <summary>A task with its form, open or not; null when there is none or the caller may not see it.</summary>
    public async Task<TaskCard?> Card(RunId run, int wait, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var batch = Begin();
        batch
            .Add(
                $"""
                select {Columns}, t.state, t.closed_by_name, r.definition_id, r.subject_type, r.subject_id, t.page, t.form, t.inputs::text
                from {Tables} where ({Rule} or t.closed_by = $1) and t.run_id = $4 and t.wait_id = $5
                """
            )
            .With(caller.UserId)
            .With(caller.Roles.ToArray())
            .WithText(caller.Territory)
            .With(run.Value)
            .With((long)wait);
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var row = Row(reader, clock.GetUtcNow());
        var (state, closedBy, definition) = (reader.GetString(12), Text(reader, 13), new DefinitionId(reader.GetGuid(14)));
        var (subjectType, subjectId, page, form, inputs) = (
            Text(reader, 15),
            Text(reader, 16),
            Text(reader, 17),
            Text(reader, 18),
            reader.GetString(19)
        );
        await reader.DisposeAsync();
        var deployed = await catalog.Get(definition, new RuntimeSession(db), cancellationToken);
        return new TaskCard(
            row,
            state,
            closedBy,
            definition,
            subjectType,
            subjectId,
            page,
            TaskForms.Of(deployed, form),
            TaskSettings.Read(inputs),
            inputs
        );
    }

    /// <summary>The scope of these statements; the transaction that they open ends without a change.</summary>
    private Batch Begin()
    {
        var batch = new RuntimeSession(db).NewBatch();
        batch.Add(Batch.SetScope).With(Territory.Federation);
        return batch;
    }

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

    private static string? Pattern(string? search) =>
        string.IsNullOrWhiteSpace(search)
            ? null
            : $"%{search.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
