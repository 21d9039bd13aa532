using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Inputs;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime.Jobs;

/// <summary>The jobs of a large run are done together, and nobody else waits for them.</summary>
public sealed class ManyJobsTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    private const int Many = (2 * Interpreter.ChildrenPerStep) + 100;

    [Fact]
    public async Task Services_of_a_large_run_are_done_together_and_each_once()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var run = await Started(node, "together", Many, null, ("name", "\"together-\" + string(loopCounter)"));
        await node.Work();
        Assert.Equal("completed", await node.Status(run));
        Assert.Equal(Many, await Effects(node, "together-%"));
        Assert.Equal(
            Many,
            await node.Value<int>("""select count(distinct name)::int as "Value" from test_effect where name like 'together-%'""")
        );
        Assert.InRange(await Steps(node, run), 3, 40);

        var replayed = await node.InTransaction(services => services.GetRequiredService<RunReplay>().Check(run, CancellationToken.None));
        Assert.IsType<ReplayOutcome.Same>(replayed);
    }

    [Fact]
    public async Task One_that_fails_is_tried_later_and_the_others_do_not_wait_for_it()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var run = await Started(
            node,
            "one-fails",
            Many,
            null,
            ("name", "\"one-fails-\" + string(loopCounter)"),
            ("fail", "if loopCounter = 40 then 1 else 0")
        );
        await node.Work();
        Assert.Equal("running", await node.Status(run));
        Assert.Equal(Many - 1, await Effects(node, "one-fails-%"));
        Assert.Equal(1, await node.Value<int>("""select attempts as "Value" from job where run_id = {0}""", run.Value));
        Assert.InRange(await Steps(node, run), 3, 40);

        node.Manual.Advance(TimeSpan.FromMinutes(1));
        await node.Work();
        Assert.Equal("completed", await node.Status(run));
        Assert.Equal(Many, await Effects(node, "one-fails-%"));
    }

    [Fact]
    public async Task What_the_loop_no_longer_wants_is_not_done()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var run = await Started(node, "enough", Many, "numberOfCompletedInstances = 3", ("name", "\"enough-\" + string(loopCounter)"));
        await node.Work();
        Assert.Equal("completed", await node.Status(run));
        Assert.Equal(3, await Effects(node, "enough-%"));
    }

    [Fact]
    public async Task Many_called_processes_that_end_are_told_together()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("short-call").Start().End().Bundle());
        await node.Deploy(new TestProcess("long-list").Start().ManyCalls("each", "short-call", 1000).End().Bundle());
        var run = await node.StartRun("long-list");
        await node.Work();
        Assert.Equal("completed", await node.Status(run));
        Assert.Equal(
            1000,
            await node.Value<int>("""select count(*)::int as "Value" from process_run where parent_run_id = {0}""", run.Value)
        );
        Assert.InRange(await Steps(node, run), 3, 100);
    }

    [Fact]
    public async Task Of_each_run_one_job_is_taken_and_none_of_a_run_that_is_moving()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var large = await Started(node, "taken-large", 100, null, ("name", "\"x\""));
        var small = await Started(node, "taken-small", 1, null, ("name", "\"x\""));
        var queue = node.Services.GetRequiredService<JobQueue>();
        // The large run's jobs were due first: they do not stand in the way of others.
        var first = await queue.Take(10, node.Clock.GetUtcNow(), TimeSpan.FromSeconds(30), [], CancellationToken.None);
        Assert.Equal([large], first.Select(job => job.Wait.Run));
        var second = await queue.Take(10, node.Clock.GetUtcNow(), TimeSpan.FromSeconds(30), [large], CancellationToken.None);
        Assert.Equal([small], second.Select(job => job.Wait.Run));
    }

    private static async Task<RunId> Started(
        RuntimeNode node,
        string key,
        int count,
        string? completionFeel,
        params (string Name, string Feel)[] inputs
    )
    {
        await node.Deploy(new TestProcess(key).Start().ManyServices("each", "Test.Effect", count, completionFeel, inputs).End().Bundle());
        return await node.StartRun(key);
    }

    private static Task<int> Steps(RuntimeNode node, RunId run) =>
        node.Value<int>("""select count(*)::int as "Value" from run_step where run_id = {0}""", run.Value);

    private static Task<int> Effects(RuntimeNode node, string like) =>
        node.Value<int>("""select count(*)::int as "Value" from test_effect where name like {0}""", like);
}
