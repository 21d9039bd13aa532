using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime.Steps;

/// <summary>A step writes in the territory of its run and in no other, whoever set it going.</summary>
public sealed class ScopeTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    [Fact]
    public async Task An_activity_works_in_the_territory_of_its_run()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("narrow").Start().Service("act", "Test.Mail", ("name", "\"narrow\"")).End().Bundle());
        await node.StartRun("narrow", territory: "RU.54");
        Assert.Equal(1, await node.Work());
        Assert.Equal("RU.54", await node.Value<string>("""select territory as "Value" from audit_events where command = 'TestMail'"""));
        Assert.Equal("RU.54", await node.Value<string>("""select territory as "Value" from outbox where idempotency_key = 'narrow'"""));
    }

    [Fact]
    public async Task A_task_for_a_territory_beside_the_run_is_refused()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("beside").Start().User("task", ("role", "\"HrOfficer\""), ("territory", "\"RU.66\"")).End().Bundle()
        );
        var run = await node.StartRun("beside", territory: "RU.74");
        Assert.Equal(0, await node.Value<int>("""select count(*)::int as "Value" from task where run_id = {0}""", run.Value));
        Assert.Equal("TaskElsewhere", await node.Value<string>("""select code as "Value" from incident where run_id = {0}""", run.Value));
    }

    [Fact]
    public async Task A_task_for_those_above_is_given_done_and_withdrawn()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("above")
                .Start()
                .User("first", ("role", "\"HrOfficer\""), ("territory", "\"RU\""))
                .User("second", ("role", "\"HrOfficer\""), ("territory", "\"RU\""))
                .BoundaryTimer("second", "late", "duration(\"P1D\")", interrupting: true)
                .End()
                .Bundle()
        );
        var run = await node.StartRun("above", territory: "RU.74.05");
        var task = Assert.Single(await node.OpenTasks(run));
        var done = await node.Send(
            new CompleteTask(run, task.Wait, RawAnswers.None, null),
            RuntimeNode.Person("Анна", "RU", Roles.HrOfficer)
        );
        Assert.True(done.IsOk, done.ToString());
        Assert.Equal("second", Assert.Single(await node.OpenTasks(run)).Element);
        node.Manual.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await node.Work());
        Assert.Empty(await node.OpenTasks(run));
    }

    [Fact]
    public async Task A_persons_own_task_elsewhere_is_found_and_done_and_its_run_written_where_it_lies()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var person = RuntimeNode.Person("Борис", "RU.66", Roles.CommissionMember);
        var id = person.FindFirst(System.Security.Claims.ClaimTypes.NameIdentifier)!.Value;
        await node.Deploy(new TestProcess("elsewhere").Start().User("own", ("assignee", $"\"{id}\"")).End().Bundle());
        var run = await node.StartRun("elsewhere", territory: "RU.74");
        var task = Assert.Single(await node.OpenTasks(run));
        var done = await node.Send(new CompleteTask(run, task.Wait, RawAnswers.None, null), person);
        Assert.True(done.IsOk, done.ToString());
        Assert.Equal("completed", await node.Status(run));
        Assert.Equal(
            "RU.74",
            await node.Value<string>("""select distinct territory as "Value" from run_step where run_id = {0}""", run.Value)
        );
    }

    [Fact]
    public async Task A_signal_moves_runs_of_several_territories_each_in_its_own()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("signalled").Start().CatchSignal("wait", "everybody").User("after", ("role", "\"HrOfficer\"")).End().Bundle()
        );
        var runs = new[] { await node.StartRun("signalled", territory: "RU.74"), await node.StartRun("signalled", territory: "RU.66") };
        await node.Deploy(new TestProcess("signaller").Start().ThrowSignal("call", "everybody").End().Bundle());
        await node.StartRun("signaller", territory: "RU.01");
        await node.Work();
        Assert.Equal(
            ["RU.66", "RU.74"],
            await node.Column<string>(
                """select t.territory as "Value" from task t where t.element_id = 'after' and t.run_id in ({0}, {1}) order by 1""",
                runs[0].Value,
                runs[1].Value
            )
        );
    }
}
