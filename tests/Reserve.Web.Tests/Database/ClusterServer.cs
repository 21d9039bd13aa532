using Reserve.Web.Data.Cluster;

namespace Reserve.Web.Tests.Database;

/// <summary>A private cluster of the installed server; it ends with this process, however that ends, and its folder with it.</summary>
internal static class ClusterServer
{
    public static async Task<TestServer> Start()
    {
        var cluster = await PostgresCluster.Start(
            new ClusterOptions(Directory.CreateTempSubdirectory("reserve-tests-").FullName)
            {
                Durable = false,
                Temporary = true,
                Settings = new Dictionary<string, string> { ["max_connections"] = "400" },
            }
        );
        return new TestServer("a private cluster", cluster.ConnectionString("postgres"), cluster.DisposeAsync);
    }
}
