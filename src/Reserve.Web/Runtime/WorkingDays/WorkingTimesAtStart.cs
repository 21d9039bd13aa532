namespace Reserve.Web.Runtime.WorkingDays;

/// <summary>
/// Reads the calendar before the node works: whoever asks first waits for a connection, and later all of them may be held by those who
/// wait for the answer.
/// </summary>
internal sealed class WorkingTimesAtStart(WorkingTimes times) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = times.Current;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
