using Npgsql;
using Reserve.Web.Data;

[assembly: AssemblyFixture(typeof(Reserve.Web.Tests.Database.TestCluster.Ending))]

namespace Reserve.Web.Tests.Database;

/// <summary>
/// The server of this test run, without fsync, with a template database that is migrated once: a container where Docker answers,
/// else a private cluster. <c>RESERVE_TEST_DATABASE=container|cluster</c> insists on one of them, and <c>RESERVE_TEST_IMAGE</c>
/// names an image that the machine has. The server goes when the run ends.
/// </summary>
public static class TestCluster
{
    public const string Variable = "RESERVE_TEST_DATABASE";
    private const string Template = "reserve_template";
    private static readonly Lazy<Task<TestServer>> Running = new(Start);

    public static Task<TestServer> Server => Running.Value;

    /// <summary>A fresh copy of the migrated template; gives its name.</summary>
    internal static async Task<string> Copy()
    {
        var name = "t_" + Guid.CreateVersion7().ToString("N");
        await (await Server).CreateDatabase(name, Template);
        return name;
    }

    /// <summary>The connection string of the same database for another login.</summary>
    internal static async Task<string> As(string role, string connectionString) =>
        (await Server).ConnectionString(new NpgsqlConnectionStringBuilder(connectionString).Database!, role);

    private static async Task<TestServer> Start()
    {
        var server = Environment.GetEnvironmentVariable(Variable) switch
        {
            "container" => await ContainerServer.Start(),
            "cluster" => await ClusterServer.Start(),
            null or "" => await ContainerServer.StartWhereDockerAnswers() ?? await ClusterServer.Start(),
            var other => throw new InvalidOperationException($"{Variable}={other}: container or cluster is meant."),
        };
        TestContext.Current.SendDiagnosticMessage("database of the tests: " + server.Kind);
        await server.PrepareRoles();
        await server.CreateDatabase(Template);
        await TestSchema.Apply(server.ConnectionString(Template, DatabaseRoles.Owner));
        return server;
    }

    /// <summary>Stops the server after the last test, where one was started.</summary>
    public sealed class Ending : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (Running.IsValueCreated && Running.Value.IsCompletedSuccessfully)
                await (await Running.Value).DisposeAsync();
        }
    }
}
