using Microsoft.Extensions.Options;
using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Jobs;

/// <summary>How the work on a held job ended.</summary>
internal enum JobOutcome
{
    Done,

    /// <summary>Another node had taken it over, or its run no longer waited for it.</summary>
    Lost,

    Failed,
}

/// <summary>
/// Works on held jobs, each in a dependency-injection scope and transaction of its own, as the system in the territory of its run.
/// </summary>
internal sealed partial class JobRunner(
    IServiceScopeFactory scopes,
    NpgsqlDataSource source,
    IOptions<RuntimeOptions> options,
    TimeProvider clock,
    ILogger<JobRunner> log
)
{
    private const int TransientAttempts = 4;

    /// <summary>How many jobs that go wrong are put back one by one before the first is done without others.</summary>
    private const int MostPutBack = 10;

    private static readonly TimeSpan SuspendedPause = TimeSpan.FromMinutes(1);

    public async Task<JobOutcome> Run(HeldJob job, CancellationToken cancellationToken)
    {
        using var span = Telemetry.StartJob(job);
        var (outcome, process) = await Work(job, cancellationToken);
        Telemetry.JobEnded(span, job, process, outcome);
        return outcome;
    }

    private async Task<(JobOutcome Outcome, string? Process)> Work(HeldJob job, CancellationToken cancellationToken)
    {
        var alone = false;
        var putBack = 0;
        for (var attempt = 1; ; attempt++)
        {
            JobStep? step = null;
            JobFailure? failure;
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(job.Territory);
                step = scope.ServiceProvider.GetRequiredService<JobStep>();
                step.Alone = alone;
                failure = await step.Run(job, cancellationToken);
            }
            catch (Exception problem) when (attempt < TransientAttempts && IsTransient(problem))
            {
                LogAgain(job.Wait, attempt);
                continue;
            }
            catch (Exception problem) when (problem is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                failure = Unforeseen(problem, step, job);
            }

            switch (failure)
            {
                case null:
                    return (JobOutcome.Done, step!.Process);
                case JobFailure.Again when attempt < TransientAttempts:
                    LogAgain(job.Wait, attempt);
                    continue;
                case JobFailure.Again:
                    // Looked for a receiver often enough for now: the lease runs out and the job is taken again.
                    return (JobOutcome.Lost, step!.Process);
                case JobFailure.OneByOne:
                    alone = true;
                    continue;
                case JobFailure.Suspended:
                    await LeaveToSuspension(job, cancellationToken);
                    return (JobOutcome.Lost, step!.Process);
                case JobFailure.LostLease:
                    LogLost(job.Wait, job.Fence);
                    return (JobOutcome.Lost, step!.Process);
                case JobFailure.Problem problem:
                    var wrong = step?.Current ?? job;
                    await PutBack(wrong, problem.Code, problem.Message, problem.Retry, cancellationToken);
                    if (wrong.Wait == job.Wait)
                        return (JobOutcome.Failed, step?.Process);
                    // It was done together with this one: the rest is done without it.
                    alone = ++putBack == MostPutBack;
                    continue;
            }
        }
    }

    /// <summary>
    /// An exception of another job's activity is that job's problem; any other may be of whichever jobs were done together with this one.
    /// </summary>
    private JobFailure Unforeseen(Exception problem, JobStep? step, HeldJob job)
    {
        var wrong = step?.Current ?? job;
        if (step is { HasOthers: true } && wrong.Wait == job.Wait)
            return new JobFailure.OneByOne();
        LogFailed(problem, wrong.Wait, wrong.Kind, wrong.Activity);
        return new JobFailure.Problem(problem.GetType().Name, problem.Message, Retry: true);
    }

    private static bool IsTransient(Exception problem) =>
        (problem as PostgresException ?? problem.InnerException as PostgresException)?.SqlState
            is PostgresErrorCodes.SerializationFailure
                or PostgresErrorCodes.DeadlockDetected;

    /// <summary>Gives a failed job back: due again later, or stopped by an incident.</summary>
    private async Task PutBack(HeldJob job, string code, string message, bool retry, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var attempts = job.Attempts + 1;
        var again = retry && attempts < options.Value.Attempts;
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var batch = new Batch(connection, null).InScope(job.Territory);
        if (again)
        {
            batch
                .Add("update job set attempts = $4, lease_until = null, due_at = $5 where run_id = $1 and wait_id = $2 and fence = $3")
                .With(job.Wait.Run.Value)
                .With(job.Wait.Number)
                .With(job.Fence)
                .With(attempts)
                .With(now + options.Value.BackoffAfter(attempts));
        }
        else
        {
            batch
                .Add(
                    """
                    with stopped as (
                        update job set attempts = $4, lease_until = null, due_at = 'infinity' where run_id = $1 and wait_id = $2 and fence =
                        $3 returning run_id, wait_id, element_id)
                    insert into incident (id, run_id, wait_id, element_id, territory, code, message, raised_at)
                    select $5, s.run_id, s.wait_id, s.element_id, r.territory, $6, $7, $8 from stopped s join process_run r on r.id =
                    s.run_id on conflict (run_id, wait_id) where resolved_at is null and wait_id is not null
                    do update set code = excluded.code, message = excluded.message, raised_at = excluded.raised_at
                    """
                )
                .With(job.Wait.Run.Value)
                .With(job.Wait.Number)
                .With(job.Fence)
                .With(attempts)
                .With(Guid.CreateVersion7(now))
                .With(code)
                .With(message)
                .With(now);
        }
        await batch.SendAsync(cancellationToken);
    }

    /// <summary>Gives back the job of a suspended run: it is taken again when the run goes on.</summary>
    private async Task LeaveToSuspension(HeldJob job, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var batch = new Batch(connection, null).InScope(job.Territory);
        // What another run sent is looked at again after a while: nobody wakes it.
        batch
            .Add(
                """
                update job set lease_until = null, due_at = case when kind in ('escalation', 'called-ended') then $4 else due_at end
                where run_id = $1 and wait_id = $2 and fence = $3
                """
            )
            .With(job.Wait.Run.Value)
            .With(job.Wait.Number)
            .With(job.Fence)
            .With(clock.GetUtcNow() + SuspendedPause);
        await batch.SendAsync(cancellationToken);
    }

    [LoggerMessage(2001, LogLevel.Warning, "Job {Wait} under fence {Fence} was taken over or is no longer wanted.")]
    private partial void LogLost(WaitId wait, long fence);

    [LoggerMessage(2002, LogLevel.Information, "Job {Wait} met a concurrent step and is tried again (attempt {Attempt}).")]
    private partial void LogAgain(WaitId wait, int attempt);

    [LoggerMessage(2003, LogLevel.Error, "Job {Wait} ({Kind} {Activity}) failed.")]
    private partial void LogFailed(Exception problem, WaitId wait, JobKind kind, string? activity);
}

/// <summary>Why a job did not get done: a closed set.</summary>
internal abstract record JobFailure
{
    private JobFailure() { }

    public sealed record LostLease : JobFailure;

    /// <summary>Something changed meanwhile; a new transaction sees it.</summary>
    public sealed record Again : JobFailure;

    /// <summary>Jobs that were done together do not go together: each is done by itself.</summary>
    public sealed record OneByOne : JobFailure;

    /// <summary>The run that it moves is suspended.</summary>
    public sealed record Suspended : JobFailure;

    public sealed record Problem(string Code, string Message, bool Retry) : JobFailure;
}
