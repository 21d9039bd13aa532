using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Database;
using Reserve.Web.Tests.Runtime;

namespace Reserve.Web.Tests.Data;

public sealed class ConnectionPoolTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    [Theory]
    [InlineData(97, 1, 87)]
    [InlineData(97, 2, 43)]
    [InlineData(97, 4, 21)]
    [InlineData(997, 2, 100)]
    public void The_servers_connections_are_shared_by_the_nodes(int given, int nodes, int each) =>
        Assert.Equal(each, ConnectionPool.Size(given, nodes));

    [Fact]
    public void A_server_that_is_too_small_for_its_nodes_is_refused_with_what_would_do()
    {
        var problem = Assert.Throws<SetupException>(() => ConnectionPool.Size(20, 4));
        Assert.Contains("хотя бы 26", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pool_goes_by_the_server_unless_the_operator_said_how_large()
    {
        var fitted = new NpgsqlConnectionStringBuilder(await ConnectionPool.Fit(database.ConnectionString, 8));
        Assert.Equal(48, fitted.MaxPoolSize);
        Assert.Equal(10, fitted.Timeout);
        var said = new NpgsqlConnectionStringBuilder(
            await ConnectionPool.Fit(database.ConnectionString + ";Maximum Pool Size=7;Timeout=3", 8)
        );
        Assert.Equal(7, said.MaxPoolSize);
        Assert.Equal(3, said.Timeout);
    }

    [Fact]
    public async Task Two_hundred_tasks_completed_at_once_on_two_nodes_with_small_pools_are_all_completed()
    {
        var small = new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 8, Timeout = 60 }.ConnectionString;
        await using var one = await RuntimeNode.Start(small);
        await using var two = await RuntimeNode.Start(small);
        await one.Deploy(new TestProcess("rush").Start().User("ask", ("role", "\"HrOfficer\"")).End().Bundle());
        var officer = RuntimeNode.Person("officer", "RU.74", Roles.HrOfficer);
        var runs = new List<RunId>();
        for (var i = 0; i < 200; i++)
            runs.Add(await one.StartRun("rush"));

        var outcomes = await Task.WhenAll(
            runs.Select(
                async (run, index) =>
                {
                    var node = index % 2 == 0 ? one : two;
                    var (_, wait) = (await one.OpenTasks(run)).Single();
                    return await node.Send(new CompleteTask(run, wait, RawAnswers.None, null), officer);
                }
            )
        );

        Assert.All(outcomes, outcome => Assert.True(outcome.IsOk, outcome.ToString()));
        Assert.Equal(0, await one.Value<int>("""select count(*)::int as "Value" from process_run where status = 'running'"""));
    }
}
