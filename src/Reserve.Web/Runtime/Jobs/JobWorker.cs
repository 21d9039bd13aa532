using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Reserve.Web.Runtime.Jobs;

/// <summary>
/// Takes due jobs as long as the node lives and works on several at a time. Any number of nodes may do this on one database.
/// </summary>
internal sealed partial class JobWorker(
    JobQueue queue,
    JobRunner runner,
    WorkSignal signal,
    IOptions<RuntimeOptions> options,
    TimeProvider clock,
    ILogger<JobWorker> log
) : Worker(clock, log)
{
    private readonly ConcurrentDictionary<RunId, HeldJob> moving = new();

    /// <summary>Completes when a job ends: others that move its run may be taken then.</summary>
    private TaskCompletionSource jobEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim slots = new(Math.Max(1, options.Value.Workers));

    protected override bool IsWanted => options.Value.Workers > 0;

    public override void Dispose()
    {
        slots.Dispose();
        base.Dispose();
    }

    protected override async Task Round(CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        var free = 1;
        while (slots.Wait(0, cancellationToken))
            free++;
        var next = signal.Next;
        var ended = jobEnded.Task;
        IReadOnlyList<HeldJob> jobs = [];
        try
        {
            jobs = await queue.Take(free, Clock.GetUtcNow(), options.Value.Lease, moving.Keys, cancellationToken);
        }
        finally
        {
            if (free > jobs.Count)
                slots.Release(free - jobs.Count);
        }

        foreach (var job in jobs)
        {
            if (job.Moves is { } run)
                moving[run] = job;
            _ = RunAndRelease(job, cancellationToken);
        }
        if (jobs.Count == 0)
            await Task.WhenAny(next, ended, Task.Delay(options.Value.Poll, Clock, cancellationToken)).Unwrap();
    }

    protected override async Task End()
    {
        // Jobs under way end their transactions or lose their lease; the next node goes on from there.
        for (var i = 0; i < options.Value.Workers; i++)
            await slots.WaitAsync(CancellationToken.None);
    }

    private async Task RunAndRelease(HeldJob job, CancellationToken cancellationToken)
    {
        try
        {
            await runner.Run(job, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The transaction is rolled back; the lease runs out.
        }
        catch (Exception problem)
        {
            // Could not even be put back (the database is gone): the lease runs out and the job is taken again.
            LogAbandoned(problem, job.Wait);
        }
        finally
        {
            if (job.Moves is { } run)
                moving.TryRemove(KeyValuePair.Create(run, job));
            slots.Release();
            Interlocked.Exchange(ref jobEnded, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }

    [LoggerMessage(2012, LogLevel.Error, "Job {Wait} was left to its lease.")]
    private partial void LogAbandoned(Exception problem, WaitId wait);
}
