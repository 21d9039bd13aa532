using MediatR;
using Microsoft.Extensions.Options;
using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Jobs;

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

    private sealed record Notice(RunId Run, long Wait, string Territory);

    protected override bool IsWanted => options.Value.Workers > 0;

    protected override async Task Round(CancellationToken cancellationToken)
    {
        if (await TellDue(cancellationToken) < Together)
            await Task.Delay(options.Value.Poll, Clock, cancellationToken);
    }

    /// <summary>Tells what is due now; returns of how many tasks.</summary>
    internal async Task<int> TellDue(CancellationToken cancellationToken)
    {
        var due = await Due(cancellationToken);
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
                await Postpone(notice, cancellationToken);
            }
        }

        return due.Count;
    }

    private async Task<List<Notice>> Due(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var batch = new Batch(connection, null);
        batch.Add("select run_id, wait_id, territory from reserve_due_notices($1, $2)").With(Clock.GetUtcNow()).With(Together);
        await using var reader = await batch.ReadAsync(cancellationToken);
        var due = new List<Notice>();
        while (await reader.ReadAsync(cancellationToken))
            due.Add(new Notice(new RunId(reader.GetGuid(0)), reader.GetInt64(1), reader.GetString(2)));
        return due;
    }

    private async Task Postpone(Notice notice, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var batch = new Batch(connection, null).InScope(notice.Territory);
        batch
            .Add("update task set notice_at = $3 where run_id = $1 and wait_id = $2 and state = 'open'")
            .With(notice.Run.Value)
            .With(notice.Wait)
            .With(Clock.GetUtcNow() + Again);
        await batch.SendAsync(cancellationToken);
    }

    [LoggerMessage(2120, LogLevel.Error, "The deadline of task {Wait} of run {Run} could not be told; it is tried again.")]
    private partial void LogFailed(Exception problem, RunId run, long wait);
}
