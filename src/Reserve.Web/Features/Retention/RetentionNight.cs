using Microsoft.Extensions.Options;
using Npgsql;
using Reserve.Web.Audit;

namespace Reserve.Web.Features.Retention;

/// <summary>
/// One night's removal. The database does it, in batches that commit each; here is only who does it (one node: an advisory lock) and
/// what is still to do. A night that was broken off goes on where it stopped.
/// </summary>
internal sealed partial class RetentionNight(
    NpgsqlDataSource source,
    IOptions<RetentionOptions> options,
    JournalSeals seals,
    TimeProvider clock,
    ILogger<RetentionNight> log
)
{
    /// <summary>Any number that nobody else takes: "retain" in ASCII.</summary>
    private const long Lock = 0x72657461696e;

    /// <summary>Does the night that was due at this moment, unless it is done or another node is doing it.</summary>
    /// <returns>Whether the night is done.</returns>
    public async Task<bool> Do(DateTimeOffset due, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (!await Ask<bool>(connection, "select pg_try_advisory_lock($1)", cancellationToken, Lock))
            return false;
        try
        {
            var night = await Begin(connection, due, cancellationToken);
            if (night is not { } begun)
                return true;
            foreach (var subject in RetentionSubject.All)
            {
                while (!await Step(connection, begun, subject, cancellationToken))
                {
                    if (options.Value.Pause > TimeSpan.Zero)
                        await Task.Delay(options.Value.Pause, clock, cancellationToken);
                }
            }

            await Run(connection, "update retention_run set finished_at = $2 where id = $1", cancellationToken, begun, clock.GetUtcNow());
            var removed = await Ask<decimal>(
                connection,
                "select coalesce(sum(removed), 0) from retention_log where run_id = $1",
                cancellationToken,
                begun
            );
            LogDone(begun, removed);
            return true;
        }
        finally
        {
            // The pool does not reset connections: a lock of the session would stay with this one.
            await Run(connection, "select pg_advisory_unlock($1)", CancellationToken.None, Lock);
        }
    }

    /// <summary>One batch of a subject; of the journal the cut is signed before it counts. Says whether the subject is done.</summary>
    private async Task<bool> Step(NpgsqlConnection connection, Guid night, string subject, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var done = await Ask<bool>(
            connection,
            "select reserve_retention_step($1, $2, $3)",
            cancellationToken,
            night,
            subject,
            options.Value.Batch
        );
        if (subject == RetentionSubject.Journal)
            await seals.SignCutsAsync(connection, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return done;
    }

    /// <summary>The night's row, made when it is not there; null when it is finished.</summary>
    private async Task<Guid?> Begin(NpgsqlConnection connection, DateTimeOffset due, CancellationToken cancellationToken)
    {
        await Run(
            connection,
            "insert into retention_run (id, due_at, node, started_at) values ($1, $2, $3, $4) on conflict (due_at) do nothing",
            cancellationToken,
            Guid.CreateVersion7(clock.GetUtcNow()),
            due.ToUniversalTime(),
            Environment.MachineName,
            clock.GetUtcNow()
        );
        return
            await Ask<object?>(
                connection,
                "select max(id::text)::uuid from retention_run where due_at = $1 and finished_at is null",
                cancellationToken,
                due.ToUniversalTime()
            )
                is Guid night
            ? night
            : null;
    }

    private static async Task<T> Ask<T>(
        NpgsqlConnection connection,
        string sql,
        CancellationToken cancellationToken,
        params object[] values
    )
    {
        await using var command = Command(connection, sql, values);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task Run(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = Command(connection, sql, values);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    [LoggerMessage(2201, LogLevel.Information, "The retention of night {Night} is done: {Removed} rows removed.")]
    private partial void LogDone(Guid night, decimal removed);
}
