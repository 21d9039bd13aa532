using Microsoft.Extensions.Options;

namespace Reserve.Web.Runtime;

/// <summary>Takes due jobs as long as the node lives and works on several at a time. Any number of nodes may do this on one database.</summary>
internal sealed partial class JobWorker(
    JobQueue queue,
    JobRunner runner,
    WorkSignal signal,
    IOptions<RuntimeOptions> options,
    TimeProvider clock,
    ILogger<JobWorker> log
) : BackgroundService
{
    private readonly Pauses pauses = new(options.Value.Poll);

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var workers = options.Value.Workers;
        if (workers <= 0)
            return;
        using var slots = new SemaphoreSlim(workers);
        try
        {
            while (true)
                await TakeAndStart(slots, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Jobs under way end their transactions or lose their lease; the next node goes on from there.
            for (var i = 0; i < workers; i++)
                await slots.WaitAsync(CancellationToken.None);
        }
    }

    private async Task TakeAndStart(SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        // While the database is away or its connections are used up, this node asks ever more seldom.
        if (pauses.Next is { Ticks: > 0 } pause)
            await Task.Delay(pause, clock, cancellationToken);
        await slots.WaitAsync(cancellationToken);
        var free = 1;
        while (slots.Wait(0, cancellationToken))
            free++;
        var next = signal.Next;
        IReadOnlyList<HeldJob> jobs = [];
        try
        {
            jobs = await queue.Take(free, clock.GetUtcNow(), options.Value.Lease, cancellationToken);
            pauses.Worked();
        }
        catch (Exception problem) when (problem is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            pauses.Failed();
            LogUnreachable(problem, pauses.Failures, pauses.Next);
        }
        finally
        {
            if (free > jobs.Count)
                slots.Release(free - jobs.Count);
        }

        foreach (var job in jobs)
            _ = RunAndRelease(job, slots, cancellationToken);
        if (jobs.Count == 0 && pauses.Failures == 0)
            await Task.WhenAny(next, Task.Delay(options.Value.Poll, clock, cancellationToken)).Unwrap();
    }

    private async Task RunAndRelease(HeldJob job, SemaphoreSlim slots, CancellationToken cancellationToken)
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
            pauses.Failed();
            LogAbandoned(problem, job.Wait);
        }
        finally
        {
            slots.Release();
        }
    }

    [LoggerMessage(2011, LogLevel.Error, "The database cannot be asked for jobs ({Failures} times in a row); the next attempt in {Pause}.")]
    private partial void LogUnreachable(Exception problem, int failures, TimeSpan pause);

    [LoggerMessage(2012, LogLevel.Error, "Job {Wait} was left to its lease.")]
    private partial void LogAbandoned(Exception problem, WaitId wait);
}
