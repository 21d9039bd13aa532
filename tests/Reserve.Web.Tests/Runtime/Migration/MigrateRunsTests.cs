using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Bpmn.Execution.Migration;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Inputs;
using Reserve.Web.Runtime.Migration;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime.Migration;

public sealed class MigrateRunsTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    private static readonly (string, string)[] Officer = [("role", "\"HrOfficer\"")];
    private static readonly ClaimsPrincipal Administrator = RuntimeNode.Person("иванова", "RU", Roles.Administrator);

    [Fact]
    public async Task A_case_goes_on_by_the_new_version_with_the_same_task_drawn_anew()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var old = await Deploy(node, Drawing("moved").User("ask", [.. Officer, ("title", "\"Спросить\"")]).End());
        var run = await node.StartRun("moved");
        var (_, wait) = (await node.OpenTasks(run)).Single();
        var now = await Deploy(
            node,
            Drawing("moved")
                .User("ask", [("role", "\"CommissionSecretary\""), ("title", "\"Спросить ещё раз\"")])
                .Service("then", "Test.Effect", ("name", "\"moved/then\""))
                .End()
        );
        Assert.Equal(1, (await Migrate(node, old, now, new() { ["ask"] = "ask" }, run)).Cases);
        await node.Work();

        Assert.Equal(now.Value, await Version(node, run));
        Assert.Equal([("ask", wait)], await node.OpenTasks(run));
        Assert.Equal(
            "Спросить ещё раз CommissionSecretary",
            await node.Value<string>("""select title || ' ' || role as "Value" from task where run_id = {0}""", run.Value)
        );
        Assert.Equal(
            "иванова migrate: так решили",
            await node.Value<string>(
                """select actor || ' ' || kind || ': ' || reason as "Value" from run_mark where run_id = {0} and step = 2""",
                run.Value
            )
        );
        Assert.Equal(new ReplayOutcome.Same(2), await Replay(node, run));
        await Complete(node, run, wait);
        await node.Work();
        Assert.Equal("completed", await node.Status(run));
        Assert.Equal(1, await node.Value<int>("""select count(*)::int as "Value" from test_effect where name = 'moved/then'"""));
        Assert.Equal(new ReplayOutcome.Same(4), await Replay(node, run));
    }

    [Fact]
    public async Task A_migration_is_undone_until_the_next_step_and_then_made_again()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var old = await Deploy(
            node,
            Drawing("undone")
                .User("ask", [.. Officer, ("title", "\"Спросить\""), ("due", "duration(\"P5D\")")])
                .BoundaryTimer("ask", "late", "duration(\"P3D\")", interrupting: false)
                .End()
        );
        var now = await Deploy(
            node,
            Drawing("undone")
                .User("ask", [.. Officer, ("title", "\"Иначе\""), ("due", "duration(\"P9D\")")])
                .BoundaryTimer("ask", "early", "duration(\"P1D\")", interrupting: false)
                .End()
        );
        var runs = await Started(node, old, "undone", 2);
        var before = await Rows(node, runs[0]);
        var order = await Migrate(node, old, now, new() { ["ask"] = "ask" }, [.. runs]);
        await node.Work();
        var after = await Rows(node, runs[0]);
        Assert.NotEqual(before, after);
        Assert.Contains("early", after, StringComparison.Ordinal);

        await Complete(node, runs[1], (await node.OpenTasks(runs[1])).Single().Wait);
        var undone = await node.Send(new UndoMigration(order.Id, "ошиблись"), Administrator);
        Assert.Equal(1, undone.Value.Cases);
        await node.Work();
        Assert.Equal(before, await Rows(node, runs[0]));
        Assert.Equal(old.Value, await Version(node, runs[0]));
        Assert.Equal(new ReplayOutcome.Same(3), await Replay(node, runs[0]));
        Assert.Equal(UndoRefusal.Nothing, (await node.Send(new UndoMigration(order.Id, "ещё раз"), Administrator)).Refusal);

        await Migrate(node, old, now, new() { ["ask"] = "ask" }, runs[0]);
        await node.Work();
        Assert.Equal(after, await Rows(node, runs[0]));
        Assert.Equal(
            ["migrate", "undo-migration", "migrate"],
            await node.Column<string>("""select kind as "Value" from run_mark where run_id = {0} order by step""", runs[0].Value)
        );
    }

    [Fact]
    public async Task Cases_that_cannot_go_stay_and_say_why_while_the_others_go()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var old = await Deploy(node, Drawing("partly").User("a", Officer).User("b", Officer).ManyUsers("c", 2).End());
        var now = await Deploy(node, Drawing("partly").User("a", Officer).User("c", Officer).End());
        var runs = await Started(node, old, "partly", 3);
        await Complete(node, runs[1], (await node.OpenTasks(runs[1]))[0].Wait);
        for (var turn = 0; turn < 2; turn++)
            await Complete(node, runs[2], (await node.OpenTasks(runs[2]))[0].Wait);
        var mapping = new Dictionary<string, string> { ["a"] = "a", ["c"] = "c" };

        var plans = await Plans(node, old, now, mapping);
        Assert.Equal(
            [MigrationWeight.Note, MigrationWeight.Choice, MigrationWeight.Impossible],
            runs.Select(run => plans.Single(plan => plan.Run.Id == run.Value).Plan.Weight)
        );
        var order = await Migrate(node, old, now, mapping, [.. runs]);
        await node.Work();
        Assert.Equal(["done", "refused", "refused"], await States(node, order, runs));
        Assert.Equal(
            [now.Value, old.Value, old.Value],
            [await Version(node, runs[0]), await Version(node, runs[1]), await Version(node, runs[2])]
        );
        const string Incidents = """select count(*)::int as "Value" from incident where run_id in ({0}, {1}, {2})""";
        Assert.Equal(0, await node.Value<int>(Incidents, [.. runs.Select(run => (object)run.Value)]));
        Assert.Equal(0, await node.Value<int>("""select count(*)::int as "Value" from job where wait_id < 0"""));
    }

    [Fact]
    public async Task A_failed_call_is_taken_along_stopped_and_a_retry_makes_it_as_the_new_version_says()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString, options: options => options.Attempts = 1);
        var old = await Deploy(node, Drawing("failed").Service("do", "Test.Effect", ("name", "\"failed/old\""), ("fail", "99")).End());
        var run = await node.StartRun("failed");
        await node.Work();
        var now = await Deploy(node, Drawing("failed").Service("make", "Test.Effect", ("name", "\"failed/new\"")).End());
        await Migrate(node, old, now, new() { ["do"] = "make" }, run);
        await node.Work();
        Assert.Equal("running", await node.Status(run));
        var incident = await node.Value<Guid>(
            """select id as "Value" from incident where run_id = {0} and resolved_at is null and element_id = 'make'""",
            run.Value
        );
        Assert.True((await node.Send(new RetryIncident(new IncidentId(incident), "причина устранена"), Administrator)).IsOk);
        await node.Work();
        Assert.Equal("completed", await node.Status(run));
        Assert.Equal(["failed/new"], await node.Column<string>("""select name as "Value" from test_effect where name like 'failed/%'"""));
    }

    [Fact]
    public async Task A_message_under_another_name_comes_to_the_same_case()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var old = await Deploy(node, Drawing("renamed").CatchMessage("hear", "OldName", "\"1\"").End());
        var now = await Deploy(node, Drawing("renamed").CatchMessage("hear", "NewName", "\"2\"").End());
        var run = (await Started(node, old, "renamed", 1))[0];
        await Migrate(node, old, now, new() { ["hear"] = "hear" }, run);
        await node.Work();
        Assert.False((await node.Send(new Web.Runtime.Messages.CorrelateMessage("OldName", "1"), Administrator)).IsOk);
        Assert.True((await node.Send(new Web.Runtime.Messages.CorrelateMessage("NewName", "2"), Administrator)).IsOk);
        Assert.Equal("completed", await node.Status(run));
    }

    [Fact]
    public async Task An_administrator_of_a_region_takes_over_the_cases_of_the_region_alone()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var old = await Deploy(node, Drawing("placed").User("ask", Officer).End());
        var now = await Deploy(node, Drawing("placed").User("ask", Officer).End("over"));
        var own = await StartOld(node, old, "placed", "RU.74");
        var other = await StartOld(node, old, "placed", "RU.66");
        var regional = RuntimeNode.Person("петров", "RU.74", Roles.Administrator);
        var command = new MigrateRuns(old, now, new Dictionary<string, string> { ["ask"] = "ask" }, [own, other], "так решили");
        Assert.Equal(1, (await node.Send(command, regional)).Value.Cases);
        await node.Work();
        Assert.Equal([now.Value, old.Value], [await Version(node, own), await Version(node, other)]);
        Assert.False((await node.Send(command, RuntimeNode.Person("аудитор", "RU", Roles.Auditor))).IsOk);
        var invalid = await node.Send(command with { Runs = [], Reason = " " }, Administrator);
        Assert.Equal(2, Assert.IsType<Rejection.Invalid>(invalid.Rejection).Problems.Count);
    }

    [Fact]
    public async Task A_suspended_case_is_taken_over_and_stays_suspended()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var old = await Deploy(node, Drawing("held").User("ask", Officer).End());
        var now = await Deploy(node, Drawing("held").User("ask", Officer).End("over"));
        var run = await StartOld(node, old, "held", "RU.74");
        Assert.True((await node.Send(new Web.Runtime.Help.SuspendRun(run, "разбираемся"), Administrator)).IsOk);
        await Migrate(node, old, now, new() { ["ask"] = "ask" }, run);
        await node.Work();
        Assert.Equal(now.Value, await Version(node, run));
        var refused = await node.Send(
            new CompleteTask(run, (await node.OpenTasks(run)).Single().Wait, Web.Runtime.Forms.RawAnswers.None, null),
            RuntimeNode.Person("кадровик", "RU.74", Roles.HrOfficer)
        );
        Assert.IsType<TaskRefusal.Suspended>(refused.Refusal);
    }

    private static TestProcess Drawing(string key) => new TestProcess(key).Start();

    private static async Task<DefinitionId> Deploy(RuntimeNode node, TestProcess drawing) =>
        (await node.Deploy(drawing.Bundle(), source: "editor"))[0].Id;

    private static async Task<List<RunId>> Started(RuntimeNode node, DefinitionId version, string key, int count)
    {
        var runs = new List<RunId>();
        for (var run = 0; run < count; run++)
            runs.Add(await StartOld(node, version, key, "RU.74"));
        return runs;
    }

    /// <summary>Starts a run by a version that is not the newest any more.</summary>
    private static async Task<RunId> StartOld(RuntimeNode node, DefinitionId version, string key, string territory) =>
        await node.InTransaction(async services =>
        {
            var stepper = services.GetRequiredService<RunStepper>();
            var writer = stepper.Session.NewWriter();
            var stamp = services.GetRequiredService<Caller>().Stamp();
            var run = new NewRun(RunId.From(Guid.CreateVersion7()), version, territory, null, key, null);
            Assert.Null(await stepper.Start(run, FeelContext.Empty, null, "start", stamp, writer, CancellationToken.None));
            await writer.SendAsync(CancellationToken.None);
            return run.Id;
        });

    private static async Task<OrderedMigration> Migrate(
        RuntimeNode node,
        DefinitionId from,
        DefinitionId to,
        Dictionary<string, string> mapping,
        params RunId[] runs
    )
    {
        var ordered = await node.Send(new MigrateRuns(from, to, mapping, runs, "так решили"), Administrator);
        Assert.True(ordered.IsOk, ordered.Reason);
        return ordered.Value;
    }

    private static Task<IReadOnlyList<CasePlan>> Plans(
        RuntimeNode node,
        DefinitionId from,
        DefinitionId to,
        Dictionary<string, string> mapping
    ) =>
        node.As(
            Administrator,
            async services =>
            {
                var plans = services.GetRequiredService<MigrationPlans>();
                var old = (await plans.Version(from, CancellationToken.None))!;
                var now = (await plans.Version(to, CancellationToken.None))!;
                return await plans.Of(old, now, mapping, null, CancellationToken.None);
            }
        );

    private static async Task<List<string>> States(RuntimeNode node, OrderedMigration order, List<RunId> runs)
    {
        var states = new List<string>();
        foreach (var run in runs)
            states.Add(
                await node.Value<string>(
                    """select state as "Value" from run_migration_item where migration_id = {0} and run_id = {1}""",
                    order.Id.Value,
                    run.Value
                )
            );
        return states;
    }

    private static Task<Guid> Version(RuntimeNode node, RunId run) =>
        node.Value<Guid>("""select definition_id as "Value" from process_run where id = {0}""", run.Value);

    /// <summary>Everything that a run waits for, as text.</summary>
    private static async Task<string> Rows(RuntimeNode node, RunId run) =>
        string.Join(
            '\n',
            await node.Column<string>(
                """
                select row_to_json(t)::text as "Value" from (select element_id, wait_id, title, role, due_at,
                inputs from task where run_id =
                {0} and state = 'open') t
                union all select row_to_json(j)::text from (select element_id, kind, due_at from job where run_id = {0}) j
                order by 1
                """,
                run.Value
            )
        );

    private static async Task Complete(RuntimeNode node, RunId run, int wait)
    {
        var done = await node.InTransaction(services =>
            services.GetRequiredService<ProcessRuntime>().CompleteTask(run, wait, FeelContext.Empty, null, CancellationToken.None)
        );
        Assert.True(done.IsOk, done.Reason);
    }

    private static Task<ReplayOutcome> Replay(RuntimeNode node, RunId run) =>
        node.As(null, services => services.GetRequiredService<RunReplay>().Check(run, CancellationToken.None));
}
