using Microsoft.Extensions.Options;
using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Runtime.Starts;

/// <summary>
/// Begins what begins by itself, each start in a transaction of its own and in its territory. What fails is shown, tried again after a
/// growing pause, and keeps no other waiting. Any number of nodes may do this.
/// </summary>
internal sealed partial class StartWorker(
    NpgsqlDataSource source,
    IServiceScopeFactory scopes,
    WorkSignal signal,
    IOptions<RuntimeOptions> options,
    TimeProvider clock,
    ILogger<StartWorker> log
) : Worker(clock, log)
{
    private const int Together = 20;

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Marks what watches the tables that have changed; the changes are taken by the node that does.</summary>
    private const string TakeChanges = """
        with taken as (
            delete from data_change where id in (select id from data_change order by id limit 1000 for update skip locked)
            returning source)
        update process_start set look_at = $1
        where kind = 'condition' and state = 'waiting' and paused_at is null and looked_at is not null
          and watches && (select array_agg(source) from taken)
        """;

    private const string Due = """
        select id, coalesce(for_territory, $2) from process_start
        where look_at <= $1 and paused_at is null and state = 'waiting' order by look_at limit $3
        """;

    protected override bool IsWanted => options.Value.Workers > 0;

    protected override async Task Round(CancellationToken cancellationToken)
    {
        var next = signal.Next;
        if (await DoDue(cancellationToken) == 0)
            await Task.WhenAny(next, Task.Delay(options.Value.Poll, Clock, cancellationToken)).Unwrap();
    }

    /// <summary>Does what is due now; returns how many starts had something to do.</summary>
    internal async Task<int> DoDue(CancellationToken cancellationToken)
    {
        var done = 0;
        foreach (var (id, territory) in await Find(cancellationToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var caller = scope.ServiceProvider.GetRequiredService<Caller>();
                caller.BecomeSystem(territory);
                if (await scope.ServiceProvider.GetRequiredService<StartRuns>().Do(id, caller.Stamp(), cancellationToken))
                    done++;
            }
            catch (Exception problem) when (problem is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                LogFailed(problem, id);
                await PutBack(id, problem, cancellationToken);
            }
        }
        return done;
    }

    private async Task<List<(Guid Id, string Territory)>> Find(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var batch = new Batch(connection, null);
        batch.Add(TakeChanges).With(Clock.GetUtcNow());
        batch.Add(Due).With(Clock.GetUtcNow()).With(Territory.Federation).With(Together);
        await using var reader = await batch.ReadAsync(cancellationToken);
        var due = new List<(Guid, string)>();
        while (await reader.ReadAsync(cancellationToken))
            due.Add((reader.GetGuid(0), reader.GetString(1)));
        return due;
    }

    private async Task PutBack(Guid id, Exception problem, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var batch = new Batch(connection, null);
        batch
            .Add(
                """
                update process_start set attempts = attempts + 1, problem = $2, problem_at = coalesce(problem_at, $3),
                    look_at = $3 + least($4 * power(2, least(attempts, 10)), $5)
                where id = $1 and state = 'waiting' and paused_at is null
                """
            )
            .With(id)
            .With(problem.Message)
            .With(now)
            .With(options.Value.Backoff)
            .With(LongestPause);
        await batch.SendAsync(cancellationToken);
    }

    [LoggerMessage(2051, LogLevel.Error, "Start {Id} of a process failed; it is tried again.")]
    private partial void LogFailed(Exception problem, Guid id);
}
