using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Data.Cluster;

namespace Reserve.Benchmarks;

/// <summary>A cluster with fsync on, reached over TCP loopback, with our database and pgbench's own beside it.</summary>
internal sealed partial class DurableCluster : IAsyncDisposable
{
    private const string Ours = "reserve_bench";
    private const string Theirs = "pgbench";
    private readonly PostgresCluster cluster;

    private DurableCluster(PostgresCluster cluster) => this.cluster = cluster;

    public string ConnectionString => cluster.ConnectionString(Ours, DatabaseRoles.Application);

    public static async Task<DurableCluster> Start()
    {
        var folder = Path.Combine(Path.GetTempPath(), "reserve-bench-" + Guid.NewGuid().ToString("N"));
        var cluster = await PostgresCluster.Start(new ClusterOptions(folder) { Temporary = true });
        var durable = new DurableCluster(cluster);
        await cluster.CreateDatabase(Ours);
        await cluster.CreateDatabase(Theirs);
        await Migrator.Migrate(cluster.ConnectionString(Ours, DatabaseRoles.Owner));
        await durable.PgBench("-i", "-q", "-s", "10");
        return durable;
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    public async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(cluster.ConnectionString(Ours)) { Pooling = false, CommandTimeout = 300 }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<long> WalBytes()
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(cluster.ConnectionString(Ours)) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Transactions per second of <c>pgbench -N</c> at this number of clients.</summary>
    public async Task<double> PeerRate(int clients, int seconds)
    {
        var output = await PgBench(
            "-N",
            "-c",
            clients.ToString(CultureInfo.InvariantCulture),
            "-j",
            "2",
            "-T",
            seconds.ToString(CultureInfo.InvariantCulture)
        );
        return double.Parse(Tps().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private async Task<string> PgBench(params string[] arguments)
    {
        var login = new NpgsqlConnectionStringBuilder(cluster.ConnectionString(Theirs));
        var program = Path.Combine(
            (PostgresBinaries.Find() ?? throw new InvalidOperationException("No PostgreSQL binaries.")).Folder,
            "pgbench"
        );
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (
            var argument in (string[])
                ["-h", login.Host!, "-p", login.Port.ToString(CultureInfo.InvariantCulture), "-U", login.Username!, .. arguments, Theirs]
        )
            start.ArgumentList.Add(argument);
        start.Environment["PGPASSWORD"] = login.Password;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"pgbench: {await errors}");
    }

    [GeneratedRegex(@"tps = ([0-9.]+) \(without")]
    private static partial Regex Tps();
}
