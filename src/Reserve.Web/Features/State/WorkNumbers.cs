using Npgsql;
using Reserve.Web.Data;

namespace Reserve.Web.Features.State;

/// <summary>The queue and the outbox of the whole installation in numbers. A count above <see cref="Most"/> means "more than".</summary>
internal sealed record WorkNumbers(
    long Due,
    long Held,
    long Waiting,
    long Retried,
    long Stopped,
    DateTimeOffset? OldestDue,
    long Unsent,
    long GivenUp,
    DateTimeOffset? OldestUnsent,
    long Incidents
)
{
    public const long Most = 10_000;

    /// <summary>How long the job that waits longest has been due.</summary>
    public TimeSpan Lag(DateTimeOffset now) => OldestDue is { } due && due < now ? now - due : TimeSpan.Zero;

    /// <summary>How long the message that waits longest has not left.</summary>
    public TimeSpan UnsentFor(DateTimeOffset now) => OldestUnsent is { } added && added < now ? now - added : TimeSpan.Zero;
}

/// <summary>Reads <see cref="WorkNumbers"/>; the functions of <c>570-state.sql</c> look past territories and give numbers only.</summary>
internal sealed class WorkReader(NpgsqlDataSource source, TimeProvider clock)
{
    public async Task<WorkNumbers> Read(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            select due, held, waiting, retried, stopped, oldest_due, unsent, given_up, oldest_unsent, incidents from reserve_work($1)
            """
        );
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new WorkNumbers(
            reader.GetInt64(0),
            reader.GetInt64(1),
            reader.GetInt64(2),
            reader.GetInt64(3),
            reader.GetInt64(4),
            reader.Moment(5),
            reader.GetInt64(6),
            reader.GetInt64(7),
            reader.Moment(8),
            reader.GetInt64(9)
        );
    }

    /// <summary>Open incidents by the key of their process.</summary>
    public async Task<IReadOnlyList<(string Process, long Incidents)>> IncidentsByProcess(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select process, incidents from reserve_incidents_by_process()");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new List<(string, long)>();
        while (await reader.ReadAsync(cancellationToken))
            found.Add((reader.GetString(0), reader.GetInt64(1)));
        return found;
    }
}
