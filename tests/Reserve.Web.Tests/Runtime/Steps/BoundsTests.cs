using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime.Steps;

/// <summary>One transaction's work is bounded, and a chain of them too.</summary>
public sealed class BoundsTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    private const int Many = (2 * Interpreter.ChildrenPerStep) + 100;

    [Fact]
    public async Task A_loop_of_timers_that_are_due_at_once_ends_as_an_incident_that_names_it()
    {
        await using var node = await Bounded();
        await node.Deploy(
            new TestProcess("zero-loop")
                .Start()
                .Gateway("merge")
                .CatchTimer("zero", "duration(\"PT0S\")")
                .BackWhile("again", "merge", "true")
                .End()
                .Bundle()
        );
        var run = await node.StartRun("zero-loop");
        await node.Work();
        Assert.Equal(("zero", 1), await EndlessChains(node, "zero-loop"));

        // Whoever retries lets it go on for as long again.
        var incident = await node.Value<Guid>("""select id as "Value" from incident where run_id = {0}""", run.Value);
        var steps = await Steps(node, run);
        Assert.True(
            (
                await node.Send(
                    new RetryIncident(new IncidentId(incident), "причина устранена"),
                    RuntimeNode.Person("Админ", "RU", Roles.Administrator)
                )
            ).IsOk
        );
        await node.Work();
        Assert.True(await Steps(node, run) > steps + 10);
    }

    [Fact]
    public async Task A_timer_that_lies_ahead_or_a_person_ends_a_chain()
    {
        await using var node = await Bounded();
        await node.Deploy(
            new TestProcess("slow-loop")
                .Start()
                .Gateway("merge")
                .CatchTimer("second", "duration(\"PT1S\")")
                .BackWhile("again", "merge", "true")
                .End()
                .Bundle()
        );
        var run = await node.StartRun("slow-loop");
        for (var turn = 0; turn < 30; turn++)
        {
            node.Manual.Advance(TimeSpan.FromSeconds(1));
            await node.Work();
        }
        Assert.Equal(31, await Steps(node, run));
        Assert.Equal(0, await node.Value<int>("""select count(*)::int as "Value" from incident where run_id = {0}""", run.Value));
    }

    [Fact]
    public async Task Messages_that_start_each_other_end_as_an_incident()
    {
        await using var node = await Bounded();
        await node.Deploy(new TestProcess("ping").MessageStart("Ping").ThrowMessage("to-pong", "Pong", "\"1\"").End().Bundle());
        await node.Deploy(new TestProcess("pong").MessageStart("Pong").ThrowMessage("to-ping", "Ping", "\"1\"").End().Bundle());
        await node.Deploy(new TestProcess("ping-start").Start().ThrowMessage("first", "Ping", "\"1\"").End().Bundle());
        await node.StartRun("ping-start");
        await node.Work();
        var (element, count) = await EndlessChains(node, "p_ng");
        Assert.True(element is "to-ping" or "to-pong", element);
        Assert.Equal(1, count);
    }

    [Fact]
    public async Task A_signal_that_starts_its_thrower_ends_as_an_incident()
    {
        await using var node = await Bounded();
        // Of drawings that are deployed one by one no check sees the circle.
        await node.Deploy(new TestProcess("echo").SignalStart("Echo").ThrowSignal("shout", "Answer").End().Bundle());
        await node.Deploy(new TestProcess("echo-answer").SignalStart("Answer").ThrowSignal("answer", "Echo").End().Bundle());
        await node.Deploy(new TestProcess("echo-start").Start().ThrowSignal("first", "Echo").End().Bundle());
        await node.StartRun("echo-start");
        await node.Work();
        var (element, count) = await EndlessChains(node, "echo%");
        Assert.True(element is "shout" or "answer", element);
        Assert.Equal(1, count);
    }

    [Fact]
    public async Task A_loop_of_calls_that_end_at_once_ends_as_an_incident()
    {
        await using var node = await Bounded();
        await node.Deploy(new TestProcess("at-once").Start().End().Bundle());
        await node.Deploy(
            new TestProcess("call-loop").Start().Gateway("merge").Call("call", "at-once").BackWhile("again", "merge", "true").End().Bundle()
        );
        var run = await node.StartRun("call-loop");
        await node.Work();
        Assert.Equal(1, (await EndlessChains(node, "at-once")).Count);
        Assert.Equal("running", await node.Status(run));
    }

    [Fact]
    public async Task A_process_that_calls_itself_through_another_stops_at_a_depth()
    {
        await using var node = await Bounded();
        await node.Deploy(new TestProcess("selfish").Start().Call("call", "selfish-too").End().Bundle());
        await node.Deploy(new TestProcess("selfish-too").Start().Call("back", "selfish").End().Bundle());
        await node.StartRun("selfish");
        await node.Work();
        Assert.Equal(
            "CallsTooDeep",
            await node.Value<string>(
                """
                select i.code as "Value" from incident i join process_run r on r.id = i.run_id join process_definition d on
                d.id = r.definition_id where d.key like 'selfish%'
                """
            )
        );
    }

    [Fact]
    public async Task Many_tasks_open_in_batches_and_the_start_does_not_wait_for_all()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("many-tasks")
                .Start()
                .ManyUsers("each", Many, $"numberOfCompletedInstances = 3 and numberOfInstances = {Many}")
                .User("after", ("role", "\"HrOfficer\""))
                .End()
                .Bundle()
        );
        var run = await node.StartRun("many-tasks");
        Assert.Equal(Interpreter.ChildrenPerStep, (await node.OpenTasks(run)).Count);
        Assert.Equal(2, await node.Work());
        var tasks = await node.OpenTasks(run);
        Assert.Equal(Many, tasks.Count);

        var officer = RuntimeNode.Person("Анна", "RU.74", Roles.HrOfficer);
        foreach (var task in tasks.Where((_, place) => place % 500 == 0))
            Assert.True((await node.Send(new CompleteTask(run, task.Wait, RawAnswers.None, null), officer)).IsOk);
        Assert.Equal("after", Assert.Single(await node.OpenTasks(run)).Element);
        Assert.Equal(
            Many - 3,
            await node.Value<int>("""select count(*)::int as "Value" from task where run_id = {0} and state = 'withdrawn'""", run.Value)
        );
    }

    [Fact]
    public async Task Many_calls_are_started_by_several_transactions_and_each_is_waited_for()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("many-called").Start().End().Bundle());
        await node.Deploy(new TestProcess("many-calls").Start().ManyCalls("each", "many-called", 120).End().Bundle());
        var run = await node.StartRun("many-calls");
        Assert.Equal(50, await Children(node, run));
        await node.Work();
        Assert.Equal(120, await Children(node, run));
        Assert.Equal("completed", await node.Status(run));
    }

    [Fact]
    public async Task A_signal_reaches_more_runs_than_one_transaction_tells()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("crowd").Start().CatchSignal("wait", "Gong").End().Bundle());
        await node.Deploy(new TestProcess("gong").Start().ThrowSignal("ring", "Gong").End().Bundle());
        var runs = new List<RunId>();
        for (var n = 0; n < Messaging.RunsAtOnce + 10; n++)
            runs.Add(await node.StartRun("crowd"));
        await node.StartRun("gong");
        Assert.Equal(2, await node.Work());
        Assert.Equal("completed", await node.Status(runs[0]));
        Assert.Equal("completed", await node.Status(runs[^1]));
    }

    private Task<RuntimeNode> Bounded() => RuntimeNode.Start(database.ConnectionString, options: options => options.Hops = 20);

    private static Task<int> Steps(RuntimeNode node, RunId run) =>
        node.Value<int>("""select count(*)::int as "Value" from run_step where run_id = {0}""", run.Value);

    private static Task<int> Children(RuntimeNode node, RunId run) =>
        node.Value<int>("""select count(*)::int as "Value" from process_run where parent_run_id = {0}""", run.Value);

    /// <summary>
    /// The element of the endless chain among the runs of processes whose key is like this, and how many chains were stopped.
    /// </summary>
    private static async Task<(string? Element, int Count)> EndlessChains(RuntimeNode node, string key)
    {
        var found = await node.Column<string?>(
            """
            select i.element_id as "Value" from incident i join process_run r on r.id = i.run_id join process_definition d on d.id =
            r.definition_id where d.key like {0} and i.code = 'EndlessChain' and i.resolved_at is null
            """,
            key
        );
        return (found.Count == 0 ? null : found[0], found.Count);
    }
}
