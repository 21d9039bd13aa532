using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Data.Cluster;

namespace Reserve.Web.Tests.Database;

/// <summary>
/// One cluster per test run, without fsync, with a template database that is migrated once. The server and its folder
/// go when the run ends, however it ends.
/// </summary>
public static class TestCluster
{
    private const string Template = "reserve_template";
    private static readonly Lazy<Task<PostgresCluster>> Running = new(Start);

    public static Task<PostgresCluster> Cluster => Running.Value;

    private static async Task<PostgresCluster> Start()
    {
        var folder = Directory.CreateTempSubdirectory("reserve-tests-").FullName;
        var cluster = await PostgresCluster.Start(
            new ClusterOptions(folder)
            {
                Durable = false,
                Temporary = true,
                Settings = new Dictionary<string, string> { ["max_connections"] = "400" },
            }
        );
        await cluster.CreateDatabase(Template);
        await TestSchema.Apply(cluster.ConnectionString(Template, DatabaseRoles.Owner));
        return cluster;
    }

    /// <summary>A fresh copy of the migrated template; gives its name.</summary>
    internal static async Task<string> Copy()
    {
        var name = "t_" + Guid.CreateVersion7().ToString("N");
        await (await Cluster).CreateDatabase(name, Template);
        return name;
    }

    /// <summary>The connection string of the same database for another login.</summary>
    internal static async Task<string> As(string role, string connectionString) =>
        (await Cluster).ConnectionString(new NpgsqlConnectionStringBuilder(connectionString).Database!, role);
}
