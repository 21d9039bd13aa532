using Microsoft.EntityFrameworkCore;
using Npgsql;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>An open task of whose deadline something is due to be told.</summary>
internal sealed record DueNotice(RunId Run, long Wait, string Territory);

/// <summary>What is told of such a task.</summary>
internal sealed record NoticedTask(
    Guid DefinitionId,
    string Title,
    string? Role,
    string Territory,
    Guid? Assignee,
    string? Page,
    string Deadline
);

/// <summary>Tasks of whose deadlines something is due to be told: finding them, locking one, noting what was told.</summary>
internal sealed class DueNotices(ReserveDb db)
{
    /// <summary>Those of every territory, the longest due first.</summary>
    public static async Task<List<DueNotice>> Find(
        NpgsqlDataSource source,
        DateTimeOffset now,
        int most,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var batch = new Batch(connection, null);
        batch.Add("select run_id, wait_id, territory from reserve_due_notices($1, $2)").With(now).With(most);
        await using var reader = await batch.ReadAsync(cancellationToken);
        var due = new List<DueNotice>();
        while (await reader.ReadAsync(cancellationToken))
            due.Add(new DueNotice(new RunId(reader.GetGuid(0)), reader.GetInt64(1), reader.GetString(2)));
        return due;
    }

    /// <summary>Leaves one for later.</summary>
    public static async Task Postpone(NpgsqlDataSource source, DueNotice notice, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var batch = new Batch(connection, null).InScope(notice.Territory);
        batch
            .Add("update task set notice_at = $3 where run_id = $1 and wait_id = $2 and state = 'open'")
            .With(notice.Run.Value)
            .With(notice.Wait)
            .With(until);
        await batch.SendAsync(cancellationToken);
    }

    /// <summary>Locks the task; null when there is nothing to tell any more, or another node tells it.</summary>
    public async Task<NoticedTask?> Lock(RunId run, long wait, DateTimeOffset now, CancellationToken cancellationToken) =>
        (
            await db
                .Database.SqlQuery<NoticedTask>(
                    $"""
                    select r.definition_id as "DefinitionId", t.title as "Title", t.role as "Role", t.territory as "Territory",
                           t.assignee as "Assignee", t.page as "Page", t.deadline::text as "Deadline"
                    from task t join process_run r on r.id = t.run_id
                    where t.run_id = {run.Value} and t.wait_id = {wait} and t.state = 'open' and t.notice_at <= {now}
                    for update of t skip locked
                    """
                )
                .ToListAsync(cancellationToken)
        ).SingleOrDefault();

    public Task Note(RunId run, long wait, TaskDeadline told, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            update task set deadline = {told.Write()}::jsonb, notice_at = {told.NoticeAt?.ToUniversalTime()}
            where run_id = {run.Value} and wait_id = {wait}
            """,
            cancellationToken
        );
}
