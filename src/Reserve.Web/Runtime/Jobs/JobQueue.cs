using Npgsql;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Jobs;

/// <summary>A job that this node holds until the lease ends, under its fence.</summary>
internal sealed record HeldJob(
    WaitId Wait,
    JobKind Kind,
    string? Element,
    string? Activity,
    string? Payload,
    long Fence,
    int Attempts,
    int Hops,
    string Territory,
    RunId? Target
)
{
    /// <summary>The run that the job moves; null when only its work tells.</summary>
    public RunId? Moves => Kind is JobKind.Message or JobKind.Signal ? null : Target ?? Wait.Run;
}

/// <summary>Takes due jobs under a lease, and puts failed ones back.</summary>
internal sealed class JobQueue(NpgsqlDataSource source)
{
    private const string TakeDue = """
        select run_id, wait_id, kind, element_id, activity, payload, fence, attempts, hops, reserve_territory_of_run(run_id), target_run
        from reserve_take_run_jobs($1, $2, $3, $4)
        """;

    /// <summary>
    /// Takes at most <paramref name="count"/> jobs, of each run one, and none of the runs that this node is moving. The lease is committed
    /// without waiting for the disk: should a crash lose it,
    /// the job is taken again, and whoever deletes the job's row first is the only one whose step commits.
    /// </summary>
    public async Task<IReadOnlyList<HeldJob>> Take(
        int count,
        DateTimeOffset now,
        TimeSpan lease,
        IEnumerable<RunId> moving,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var batch = new Batch(connection, null);
        batch.Add("select set_config('synchronous_commit', 'off', true)");
        batch.Add(TakeDue).With(now).With(now + lease).With(count).With([.. moving.Select(run => run.Value)]);
        var taken = new List<HeldJob>();
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            taken.Add(
                new HeldJob(
                    new WaitId(new RunId(reader.GetGuid(0)), reader.GetInt64(1)),
                    JobKinds.Parse(reader.GetString(2)),
                    reader.IsDBNull(3) ? null : reader.GetString(3),
                    reader.IsDBNull(4) ? null : reader.GetString(4),
                    reader.IsDBNull(5) ? null : reader.GetString(5),
                    reader.GetInt64(6),
                    reader.GetInt32(7),
                    reader.GetInt32(8),
                    reader.GetString(9),
                    reader.IsDBNull(10) ? null : new RunId(reader.GetGuid(10))
                )
            );
        }
        return taken;
    }
}
