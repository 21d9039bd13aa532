using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>A task in a list or on its page.</summary>
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

/// <summary>How the statements about the caller's tasks are begun and how their rows are read.</summary>
internal sealed class TaskRows(ReserveDb db, Caller caller, Grants grants, TimeProvider clock)
{
    public const string Columns = """
        t.run_id, t.wait_id, t.title, t.role, t.territory, p.name, d.name, t.assignee, u.display_name, t.due_at, t.opened_at, t.closed_at
        """;

    public const string Tables = """
        (task t join process_run r on r.id = t.run_id join process_definition d on d.id = r.definition_id
        left join territories p on p.path = t.territory left join users u on u.id = t.assignee)
        """;

    /// <summary>The scope of these statements; the transaction that they open ends without a change.</summary>
    public Batch Begin()
    {
        var batch = new RuntimeSession(db).NewBatch();
        batch.Add(Batch.SetScope).With(Territory.Federation);
        return batch;
    }

    public async Task<AbsentTasks> Absent(CancellationToken cancellationToken) => new(await grants.Mine(cancellationToken), caller);

    /// <summary>Says of each task for whom it would be done, where the reader may not do it as themselves.</summary>
    public async Task<IReadOnlyList<TaskRow>> Told(IReadOnlyList<TaskRow> rows, CancellationToken cancellationToken)
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

    public TaskRow Read(NpgsqlDataReader reader)
    {
        var due = reader.Moment(9);
        var closed = reader.Moment(11);
        return new TaskRow(
            new RunId(reader.GetGuid(0)),
            (int)reader.GetInt64(1),
            reader.GetString(2),
            reader.Text(3),
            reader.GetString(4),
            reader.Text(5) ?? reader.GetString(4),
            reader.GetString(6),
            reader.IsDBNull(7) ? null : reader.GetGuid(7),
            reader.Text(8),
            due,
            reader.GetFieldValue<DateTimeOffset>(10),
            closed,
            closed is null && due < clock.GetUtcNow()
        );
    }
}
