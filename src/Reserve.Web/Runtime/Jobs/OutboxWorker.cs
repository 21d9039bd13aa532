using Microsoft.Extensions.Options;
using Npgsql;

namespace Reserve.Web.Runtime.Jobs;

/// <summary>
/// Hands committed messages to the sender of their kind, at least once, later again when it fails: for days, with growing pauses. Then
/// it waits for a person, who finds it on the page of letters that leave.
/// </summary>
internal sealed partial class OutboxWorker(
    NpgsqlDataSource source,
    IServiceScopeFactory scopes,
    WorkSignal signal,
    IOptions<RuntimeOptions> options,
    TimeProvider clock,
    ILogger<OutboxWorker> log
) : Worker(clock, log)
{
    private const string TakeDue = """
        select id, kind, idempotency_key, payload::text, attempts, fence, territory from reserve_take_outbox($1, $2, $3)
        """;

    protected override bool IsWanted => options.Value.Workers > 0;

    protected override async Task Round(CancellationToken cancellationToken)
    {
        var next = signal.Next;
        // What is under way when the node stops keeps its lease until it runs out.
        if (await SendDue(cancellationToken) == 0)
            await Task.WhenAny(next, Task.Delay(options.Value.Poll, Clock, cancellationToken)).Unwrap();
    }

    /// <summary>Sends what is due now; returns how many messages were tried.</summary>
    internal async Task<int> SendDue(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<Access.Caller>();
        var senders = scope.ServiceProvider.GetServices<IOutboxSender>().ToDictionary(sender => sender.Kind, StringComparer.Ordinal);
        if (senders.Count == 0)
            return 0;
        var taken = await Take([.. senders.Keys], cancellationToken);
        var fresh = Clock.GetUtcNow() + (options.Value.Lease / 3);
        foreach (var (message, fence) in taken)
        {
            // Those before it may have taken long: by now another node may hold it, or take it while it is sent.
            if (Clock.GetUtcNow() > fresh && !await Hold(message, fence, cancellationToken))
                continue;
            string? error = null;
            caller.BecomeSystem(message.Territory);
            try
            {
                await senders[message.Kind].Send(message, cancellationToken);
            }
            catch (Exception problem) when (problem is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                LogFailed(problem, message.Id, message.Kind, message.Attempt);
                error = problem.Message;
            }
            Telemetry.SendingEnded(message.Kind, error is null);
            await Note(message, fence, error, cancellationToken);
        }
        return taken.Count;
    }

    private async Task<List<(OutboxMessage Message, long Fence)>> Take(string[] kinds, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var batch = new Batch(connection, null);
        batch.Add(TakeDue).With(now).With(now + options.Value.Lease).With(kinds);
        var taken = new List<(OutboxMessage, long)>();
        await using var reader = await batch.ReadAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            taken.Add(
                (
                    new OutboxMessage(
                        reader.GetGuid(0),
                        reader.GetString(1),
                        reader.GetString(2),
                        reader.GetString(3),
                        reader.GetInt32(4),
                        reader.GetString(6)
                    ),
                    reader.GetInt64(5)
                )
            );
        }
        return taken;
    }

    /// <summary>Renews the lease; false when another node has taken the message meanwhile.</summary>
    private async Task<bool> Hold(OutboxMessage message, long fence, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var batch = new Batch(connection, null).InScope(message.Territory);
        batch
            .Add("update outbox set lease_until = $3 where id = $1 and fence = $2 and sent_at is null")
            .With(message.Id)
            .With(fence)
            .With(Clock.GetUtcNow() + options.Value.Lease);
        return await batch.SendAsync(cancellationToken) is [1, ..];
    }

    private async Task Note(OutboxMessage message, long fence, string? error, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var batch = new Batch(connection, null).InScope(message.Territory);
        if (error is null)
        {
            batch
                .Add("update outbox set sent_at = $3, lease_until = null, last_error = null where id = $1 and fence = $2")
                .With(message.Id)
                .With(fence)
                .With(now);
        }
        else
        {
            batch
                .Add(
                    """
                    update outbox set lease_until = null, last_error = $4,
                        next_attempt_at = case when coalesce(retried_at, created_at) + $5 <= $6 then 'infinity' else $3 end
                    where id = $1 and fence = $2
                    """
                )
                .With(message.Id)
                .With(fence)
                .With(now + options.Value.SendingPauseAfter(message.Attempt))
                .With(error)
                .With(options.Value.SendsFor)
                .With(now);
        }
        await batch.SendAsync(cancellationToken);
    }

    [LoggerMessage(2022, LogLevel.Warning, "Outbox message {Id} of kind {Kind} could not be sent (attempt {Attempt}).")]
    private partial void LogFailed(Exception problem, Guid id, string kind, int attempt);
}
