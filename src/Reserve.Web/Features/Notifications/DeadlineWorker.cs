using MediatR;
using Microsoft.Extensions.Options;
using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Notifications;

/// <summary>
/// Tells of deadlines when it is time: each task in its own territory and transaction. What fails is tried again some minutes later, and
/// does not keep the others waiting.
/// </summary>
internal sealed partial class DeadlineWorker(
    NpgsqlDataSource source,
    IServiceScopeFactory scopes,
    IOptions<RuntimeOptions> options,
    TimeProvider clock,
    ILogger<DeadlineWorker> log
) : Worker(clock, log)
{
    private const int Together = 50;

    private static readonly TimeSpan Again = TimeSpan.FromMinutes(5);

    protected override bool IsWanted => options.Value.Workers > 0;

    protected override async Task Round(CancellationToken cancellationToken)
    {
        if (await TellDue(cancellationToken) < Together)
            await Task.Delay(options.Value.Poll, Clock, cancellationToken);
    }

    /// <summary>Tells what is due now; returns of how many tasks.</summary>
    internal async Task<int> TellDue(CancellationToken cancellationToken)
    {
        var due = await DueNotices.Find(source, Clock.GetUtcNow(), Together, cancellationToken);
        foreach (var notice in due)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<Caller>().BecomeSystem(notice.Territory);
                await scope
                    .ServiceProvider.GetRequiredService<IMediator>()
                    .Send(new TellDeadline(notice.Run, notice.Wait, notice.Territory), cancellationToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                LogFailed(problem, notice.Run, notice.Wait);
                await DueNotices.Postpone(source, notice, Clock.GetUtcNow() + Again, cancellationToken);
            }
        }

        return due.Count;
    }

    [LoggerMessage(2120, LogLevel.Error, "The deadline of task {Wait} of run {Run} could not be told; it is tried again.")]
    private partial void LogFailed(Exception problem, RunId run, long wait);
}
