using Reserve.Web.Access;
using Reserve.Web.Data;
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

/// <summary>
/// The caller's tasks as a list: those of their roles in territories that their own covers, and those assigned to them wherever they lie.
/// The second half is outside the row-level security of the caller's scope, so these statements run with the federation's and
/// state the whole rule themselves (<see cref="TaskSelection"/>).
/// </summary>
public sealed class TaskList
{
    /// <summary>A search that finds little looks at so many tasks, if it can in so many rounds, before it asks whether to go on.</summary>
    private const int Enough = 1_000;
    private const int Rounds = 3;

    /// <summary>The filter names the processes of a caller who has no more tasks than this in one role and territory; else all.</summary>
    private const int Named = 30;

    /// <summary>One look at each task that was found; without the fence the planner would rather read all runs.</summary>
    private const string Searched = """
        cross join lateral (
            select t.title, d.key from task t join process_run r on r.id = t.run_id join process_definition d on d.id = r.definition_id
            where t.run_id = f.run_id and t.wait_id = f.wait_id offset 0) x
        where ($15::text is null or x.key = $15) and ($16::text is null or x.title ilike $16)
        """;

    private readonly ReserveDb db;
    private readonly TaskRows tasks;
    private readonly Caller caller;
    private readonly TimeProvider clock;

    internal TaskList(ReserveDb db, TaskRows tasks, Caller caller, TimeProvider clock)
    {
        this.db = db;
        this.tasks = tasks;
        this.caller = caller;
        this.clock = clock;
    }

    /// <summary>
    /// A page of tasks, the most urgent first (completed ones: the newest first). With words or a process to look for, it goes through some
    /// thousands of them at a time and says when that was not all.
    /// </summary>
    public async Task<KeyPage<TaskRow>> Page(TaskFilter filter, Cursor? at, int size, CancellationToken cancellationToken)
    {
        at = at?.Read() is null ? null : at;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var absent = await tasks.Absent(cancellationToken);
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
        var place = at?.Read();
        var direction = TaskSelection.Descends(filter.View, at) ? " desc" : "";
        var searches = IsSearch(filter);
        var batch = tasks.Begin();
        Select(
                batch,
                $"""
                {TaskSelection.Found(filter.View, at, ofEachPlace)}, matching as materialized (
                    select f.due, f.run_id, f.wait_id from found f {(searches ? Searched : "")}
                    order by f.due{direction}, f.run_id{direction}, f.wait_id{direction} limit {most}),
                shown as (
                    select {TaskRows.Columns}, f.due from matching f
                    join {TaskRows.Tables} on t.run_id = f.run_id and t.wait_id = f.wait_id)
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
                edge = Cursor.Write(reader.Moment(13), reader.GetGuid(14), reader.GetInt64(15));
            if (!reader.IsDBNull(0))
                rows.Add(tasks.Read(reader));
        }

        return (await tasks.Told(rows, cancellationToken), edge, seen);
    }

    /// <summary>
    /// How many open tasks the caller may do, and how many of them are overdue; each count ends at <see cref="Counted.Most"/> and one.
    /// </summary>
    public async Task<(int Open, int Overdue)> Count(CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var absent = await tasks.Absent(cancellationToken);
        var batch = tasks.Begin();
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
        var absent = await tasks.Absent(cancellationToken);
        var batch = tasks.Begin();
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
}
