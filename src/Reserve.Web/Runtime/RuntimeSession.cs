using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime;

/// <summary>A task as the transaction that locked its run found it.</summary>
internal sealed record FoundTask(
    string Element,
    string Title,
    string? Role,
    string Territory,
    Guid? Assignee,
    DateTimeOffset? Due,
    string? Form,
    string State,
    DateTimeOffset? ClosedAt,
    string? ClosedByName,
    string Inputs,
    TaskDeadline? Deadline
);

/// <summary>
/// The statements of the runtime that read under a lock, on the connection and in the transaction of <see cref="ReserveDb"/>.
/// </summary>
internal sealed class RuntimeSession(ReserveDb db)
{
    private const string LockRun = """
        select definition_id, status, version, state, territory, subject_type, subject_id, business_key, parent_run_id, parent_wait_id,
               started_by, suspended_by, suspended_at
        from reserve_lock_run($1)
        """;

    private const string ReadTask = """
        select element_id, title, role, territory, assignee, due_at, form, state, closed_at, closed_by_name, inputs::text,
               deadline::text
        from reserve_task($1, $2)
        """;

    private const string AlikeOfRun =
        """
            select run_id, wait_id, payload, fence, hops from job
            where run_id = $1
            """ + Alike;

    private const string AlikeOfTarget =
        """
            select run_id, wait_id, payload, fence, hops from job
            where target_run = $1
            """ + Alike;

    private const string Alike = """
         and kind = $2 and element_id is not distinct from $3 and activity is not distinct from $4
          and attempts = 0 and due_at <= $5 and (lease_until is null or lease_until <= $5) and (run_id, wait_id) <> ($6, $7)
        order by run_id, wait_id limit $8 for update skip locked
        """;

    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    private NpgsqlTransaction Transaction =>
        (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction()
        ?? throw new InvalidOperationException("A step of a process needs the transaction of a command.");

    /// <summary>Statements in the caller's scope, which the transaction is told first unless it knows.</summary>
    public Batch NewBatch()
    {
        var batch = new Batch(Connection, Transaction);
        var scope = db.Scope ?? "";
        if (db.ScopeOfTransaction == scope)
            return batch;
        db.ScopeOfTransaction = scope;
        return batch.InScope(scope);
    }

    public RunWriter NewWriter() => new(new Batch(Connection, Transaction), db);

    /// <summary>Locks the run's row; null when there is none.</summary>
    public async Task<LockedRun?> Lock(RunId id, CancellationToken cancellationToken)
    {
        var batch = LockBatch(id);
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await ReadRun(id, reader, cancellationToken);
    }

    /// <summary>Locks the run's row, then reads the task.</summary>
    public async Task<(LockedRun? Run, FoundTask? Task)> LockWithTask(WaitId wait, CancellationToken cancellationToken)
    {
        var batch = LockBatch(wait.Run);
        batch.Add(ReadTask).With(wait.Run.Value).With(wait.Number);
        await using var reader = await batch.ReadAsync(cancellationToken);
        var run = await ReadRun(wait.Run, reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return (run, null);
        return (
            run,
            new FoundTask(
                reader.GetString(0),
                reader.GetString(1),
                reader.Text(2),
                reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetGuid(4),
                reader.Moment(5),
                reader.Text(6),
                reader.GetString(7),
                reader.Moment(8),
                reader.Text(9),
                reader.GetString(10),
                TaskDeadline.Read(reader.Text(11))
            )
        );
    }

    /// <summary>
    /// Locks the row of the run that the job moves, if any, and then the job's; not held when the fence is no longer this one.
    /// </summary>
    public async Task<(bool Held, LockedRun? Run)> LockForJob(RunId? target, WaitId wait, long fence, CancellationToken cancellationToken)
    {
        var batch = LockBatch(target ?? default);
        batch
            .Add("select 1 from job where run_id = $1 and wait_id = $2 and fence = $3 for update")
            .With(wait.Run.Value)
            .With(wait.Number)
            .With(fence);
        await using var reader = await batch.ReadAsync(cancellationToken);
        var run = await ReadRun(target ?? default, reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        return (await reader.ReadAsync(cancellationToken), run);
    }

    /// <summary>
    /// Locks more due jobs like this one that move the same locked run: of the same element, never tried before, held by nobody.
    /// </summary>
    public async Task<IReadOnlyList<HeldJob>> LockAlike(HeldJob job, int most, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var batch = NewBatch();
        batch
            .Add(job.Target is null ? AlikeOfRun : AlikeOfTarget)
            .With((job.Target ?? job.Wait.Run).Value)
            .With(JobKinds.Text(job.Kind))
            .WithText(job.Element)
            .WithText(job.Activity)
            .With(now)
            .With(job.Wait.Run.Value)
            .With(job.Wait.Number)
            .With(most);
        await using var reader = await batch.ReadAsync(cancellationToken);
        var alike = new List<HeldJob>();
        while (await reader.ReadAsync(cancellationToken))
        {
            alike.Add(
                job with
                {
                    Wait = new WaitId(new RunId(reader.GetGuid(0)), reader.GetInt64(1)),
                    Payload = reader.Text(2),
                    Fence = reader.GetInt64(3),
                    Attempts = 0,
                    Hops = reader.GetInt32(4),
                }
            );
        }
        return alike;
    }

    /// <summary>The run that a call activity started; null when it never came to be.</summary>
    public async Task<RunId?> CalledBy(WaitId call, CancellationToken cancellationToken)
    {
        var batch = NewBatch();
        batch.Add("select id from process_run where parent_run_id = $1 and parent_wait_id = $2").With(call.Run.Value).With(call.Number);
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new RunId(reader.GetGuid(0)) : null;
    }

    /// <summary>
    /// The task of this command in the runs about a subject: an open one before closed ones, the person's own before the role's.
    /// A person's own task may lie outside their territory, so the question does not go by the caller's scope; who may
    /// complete it is asked afterwards.
    /// </summary>
    /// <param name="persons">Whose task it may be, the first before the others.</param>
    public async Task<WaitId?> FindTask(
        Subject subject,
        string command,
        IReadOnlyCollection<Guid> persons,
        CancellationToken cancellationToken
    )
    {
        var batch = NewBatch();
        batch
            .Add("select run_id, wait_id from reserve_find_task_of($1, $2, $3, $4)")
            .With(subject.Type)
            .With(subject.Id)
            .With(command)
            .With(persons.ToArray());
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new WaitId(new RunId(reader.GetGuid(0)), reader.GetInt64(1)) : null;
    }

    /// <summary>What a called run is about, and who started the first of its callers: the nearest subject, the farthest starter.</summary>
    public async Task<RunOrigin> OriginOfCalled(LockedRun run, CancellationToken cancellationToken)
    {
        var batch = NewBatch();
        batch
            .Add(
                """
                with recursive line as (
                    select parent_run_id, subject_type, subject_id, started_by, 0 as depth from process_run where id = $1
                    union all
                    select p.parent_run_id, p.subject_type, p.subject_id, p.started_by, l.depth + 1
                    from process_run p join line l on p.id = l.parent_run_id)
                select subject_type, subject_id, started_by from line order by depth
                """
            )
            .With(run.Id.Value);
        await using var reader = await batch.ReadAsync(cancellationToken);
        var (subject, startedBy) = (run.Subject, run.StartedBy);
        while (await reader.ReadAsync(cancellationToken))
        {
            subject ??= reader.IsDBNull(0) ? null : new Subject(reader.GetString(0), reader.GetString(1));
            startedBy = reader.GetString(2);
        }
        return new RunOrigin(subject, startedBy);
    }

    private Batch LockBatch(RunId id)
    {
        var batch = NewBatch();
        batch.Add(LockRun).With(id.Value);
        return batch;
    }

    private static async Task<LockedRun?> ReadRun(RunId id, NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        return new LockedRun(
            id,
            new DefinitionId(reader.GetGuid(0)),
            RunStatuses.Parse(reader.GetString(1)),
            reader.GetInt32(2),
            reader.GetFieldValue<byte[]>(3),
            reader.GetString(4),
            reader.IsDBNull(5) ? null : new Subject(reader.GetString(5), reader.GetString(6)),
            reader.Text(7),
            reader.IsDBNull(8) ? null : new WaitId(new RunId(reader.GetGuid(8)), reader.GetInt64(9)),
            reader.GetString(10),
            reader.IsDBNull(12) ? null : new Suspension(reader.Text(11) ?? "", reader.GetFieldValue<DateTimeOffset>(12))
        );
    }
}
