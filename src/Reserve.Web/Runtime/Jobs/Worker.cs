using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Jobs;

/// <summary>
/// The loop of every background service: one round after another, until the node stops. Whatever a round throws is logged once
/// and followed by a pause that grows while rounds keep failing; nothing leaves the loop, so that no service can stop the process.
/// </summary>
internal abstract partial class Worker(TimeProvider clock, ILogger log) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    protected TimeProvider Clock { get; } = clock;

    /// <summary>How many rounds have failed one after another; 0 while all is well.</summary>
    public int Failures { get; private set; }

    /// <summary>Whether this node does such work at all.</summary>
    protected virtual bool IsWanted => true;

    /// <summary>Looks for work once, does it, and waits for more.</summary>
    protected abstract Task Round(CancellationToken cancellationToken);

    /// <summary>After the last round: what has to be waited for before the node may stop.</summary>
    protected virtual Task End() => Task.CompletedTask;

    protected sealed override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        if (!IsWanted)
            return;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
                await Guarded(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The node stops.
        }

        await End();
    }

    private async Task Guarded(CancellationToken cancellationToken)
    {
        try
        {
            await Round(cancellationToken);
            if (Failures > 0)
                LogWorksAgain(GetType().Name, Failures);
            Failures = 0;
        }
        catch (Exception problem) when (problem is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Failures++;
            var pause = Min(FirstPause * Math.Pow(2, Math.Min(Failures - 1, 10)), LongestPause);
            // A server that is away says the same each time: the stack is of no use, and the first line says it for all.
            if (!DatabaseAway.Is(problem))
                LogFailed(problem, GetType().Name, pause);
            else if (Failures == 1)
                LogAway(GetType().Name, problem.GetType().Name);
            await Task.Delay(pause, Clock, cancellationToken);
        }
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    [LoggerMessage(2041, LogLevel.Error, "{Worker} failed; it goes on after {Pause}.")]
    private partial void LogFailed(Exception problem, string worker, TimeSpan pause);

    [LoggerMessage(2042, LogLevel.Warning, "{Worker} cannot reach the database ({Problem}); it goes on trying.")]
    private partial void LogAway(string worker, string problem);

    [LoggerMessage(2043, LogLevel.Information, "{Worker} works again after {Failures} failed rounds.")]
    private partial void LogWorksAgain(string worker, int failures);
}
