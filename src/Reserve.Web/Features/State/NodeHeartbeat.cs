using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.State;

/// <summary>Says in the table <c>node</c> that this node lives; a node that stops in good order takes its row away.</summary>
internal sealed class NodeHeartbeat(
    NpgsqlDataSource source,
    IConfiguration settings,
    IOptions<StateOptions> options,
    TimeProvider clock,
    ILogger<NodeHeartbeat> log
) : Worker(clock, log)
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);
    private readonly Guid id = Guid.CreateVersion7(clock.GetUtcNow());
    private readonly DateTimeOffset started = clock.GetUtcNow();

    private readonly string name = settings["Node:Name"] is { Length: > 0 } named
        ? named
        : string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}");

    protected override async Task Round(CancellationToken cancellationToken)
    {
        await Beat(cancellationToken);
        await Task.Delay(options.Value.Heartbeat, Clock, cancellationToken);
    }

    protected override async Task End()
    {
        try
        {
            await using var command = source.CreateCommand("delete from node where id = $1");
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
            await command.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // The row stays and is soon shown as gone.
        }
    }

    /// <summary>Notes that this node lives now, and forgets those that were last seen a day ago.</summary>
    internal async Task Beat(CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(
                    """
                    insert into node (id, name, version, started_at, seen_at) values ($1, $2, $3, $4, $5)
                    on conflict (id) do update set seen_at = excluded.seen_at
                    """
                )
                {
                    Parameters =
                    {
                        new NpgsqlParameter<Guid> { TypedValue = id },
                        new NpgsqlParameter<string> { TypedValue = name },
                        new NpgsqlParameter<string> { TypedValue = ProgramVersion.Text },
                        new NpgsqlParameter<DateTime> { TypedValue = started.UtcDateTime },
                        new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime },
                    },
                },
                new NpgsqlBatchCommand("delete from node where seen_at < $1")
                {
                    Parameters = { new NpgsqlParameter<DateTime> { TypedValue = (now - Forgotten).UtcDateTime } },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
