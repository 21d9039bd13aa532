using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Data.Cluster;

namespace Reserve.Web.Tests.Data.Cluster;

public sealed class FormerClusterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("reserve-former-").FullName;

    /// <summary>As root the server runs under another account, which has to get in.</summary>
    public FormerClusterTests() => File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_cluster_with_a_superuser_only_gets_its_logins_and_keeps_its_rows()
    {
        await using (var former = await Start())
            await MakeFormer(former);
        foreach (var role in DatabaseRoles.All)
            File.Delete(Path.Combine(folder, "postgres", "password." + role));

        await using var database = await LocalDatabase.Open(folder);
        await Migrator.Migrate(database.OwnerConnectionString!);

        Assert.Null(await LoginCheck.WhyUnbound(database.ApplicationConnectionString));
        Assert.Equal(
            "1 reserve_owner reserve_owner",
            await Scalar(
                database.OwnerConnectionString!,
                """
                select concat_ws(' ', (select count(*) from audit_events where command = 'Kept'), (select tableowner from pg_tables where
                tablename = 'audit_events'),
                                 (select datdba::regrole from pg_database where datname = current_database()))
                """
            )
        );
        Assert.Equal("0", await Scalar(database.ApplicationConnectionString, "select count(*)::text from audit_events"));
        Assert.Equal("1", await Scalar(database.BackupConnectionString!, "select count(*)::text from audit_events"));
        foreach (var role in DatabaseRoles.All)
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(folder, "postgres", "password." + role))
            );
    }

    [Fact]
    public async Task A_server_whose_database_cannot_be_opened_does_not_stay_behind()
    {
        await using (var cluster = await Start())
        {
            await cluster.CreateDatabase("reserve");
            await Scalar(cluster.ConnectionString("postgres"), "alter database reserve allow_connections false");
        }

        await Assert.ThrowsAsync<PostgresException>(() => LocalDatabase.Open(folder));

        Assert.False(File.Exists(Path.Combine(folder, "postgres", "data", "postmaster.pid")));
    }

    private Task<PostgresCluster> Start() =>
        PostgresCluster.Start(new ClusterOptions(Path.Combine(folder, "postgres")) { Durable = false });

    /// <summary>
    /// Everything belongs to the superuser, who took the role of the application in each connection; rows were hidden from the owner too.
    /// </summary>
    private static async Task MakeFormer(PostgresCluster former)
    {
        await Scalar(former.ConnectionString("postgres"), "create database reserve");
        var superuser = former.ConnectionString("reserve");
        await Migrator.Migrate(new NpgsqlConnectionStringBuilder(superuser) { Pooling = false }.ConnectionString);
        await Scalar(
            superuser,
            """
            insert into audit_events (at, user_name, by_system, command, subjects, territory, outcome)
            values (now(), 'former', false, 'Kept', '{}', 'RU.74', 'Done');
            alter table audit_events force row level security;
            drop table schema_scripts;
            drop role reserve_backup, reserve_owner;
            alter role reserve_app nologin noinherit password null;
            grant reserve_app to postgres;
            """
        );
    }

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
