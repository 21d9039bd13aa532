using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime.Tasks;

public sealed class CompletionRushTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    [Fact]
    public async Task Two_hundred_completions_at_the_same_time_on_two_nodes_all_succeed_with_few_connections()
    {
        var few = new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 10, Timeout = 60 }.ConnectionString;
        await using var one = await RuntimeNode.Start(few, TimeProvider.System);
        await using var two = await RuntimeNode.Start(few, TimeProvider.System);
        await one.Deploy(new TestProcess("rush").Start().ManyUsers("each", 100).End().Bundle());
        await one.Deploy(new TestProcess("rush-single").Start().User("only", ("role", "\"HrOfficer\"")).End().Bundle());
        var together = await one.StartRun("rush");
        List<(RunId Run, int Wait)> tasks = [.. (await one.OpenTasks(together)).Select(task => (together, task.Wait))];
        for (var n = 0; n < 100; n++)
        {
            var single = await one.StartRun("rush-single");
            tasks.Add((single, (await one.OpenTasks(single)).Single().Wait));
        }
        var officer = RuntimeNode.Person("Анна", "RU.74", Roles.HrOfficer);

        var done = await Task.WhenAll(
            tasks.Select(
                (task, place) => (place % 2 == 0 ? one : two).Send(new CompleteTask(task.Run, task.Wait, RawAnswers.None, null), officer)
            )
        );

        Assert.All(done, result => Assert.True(result.IsOk, result.ToString()));
        Assert.Equal("completed", await one.Status(together));
        Assert.Equal(
            0,
            await one.Value<int>(
                """
                select count(*)::int as "Value" from process_run r join process_definition d on d.id = r.definition_id where
                d.key like 'rush%' and r.status = 'running'
                """
            )
        );
    }
}
