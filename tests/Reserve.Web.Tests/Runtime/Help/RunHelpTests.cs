using System.Security.Claims;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Execution.Modification;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Inputs;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime.Help;

public sealed class RunHelpTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    private static readonly (string, string)[] Officer = [("role", "\"HrOfficer\"")];
    private static readonly ClaimsPrincipal Administrator = RuntimeNode.Person("иванова", "RU", Roles.Administrator);

    [Fact]
    public async Task A_token_is_moved_with_a_mark_and_the_run_can_be_played_again()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("shifted").Start().User("a", Officer).User("b", Officer).End().Bundle());
        var run = await node.StartRun("shifted");
        var instance = await node.Value<int>(
            """select instances[array_position(elements, 'a')] as "Value" from run_step where run_id = {0}""",
            run.Value
        );
        RunChange[] changes = [new RunChange.Move(new TokenPlace("a", instance, 1), "b"), new RunChange.StartBefore("a")];
        Assert.True((await node.Send(new ModifyRun(run, changes, "перепутали", "a → b"), Administrator)).IsOk);
        Assert.Equal(["a", "b"], (await node.OpenTasks(run)).Select(task => task.Element).Order());
        Assert.Equal(new ReplayOutcome.Same(2), await Replay(node, run));
        Assert.Equal(
            "иванова modify перепутали",
            await node.Value<string>(
                """select actor || ' ' || kind || ' ' || reason as "Value" from run_mark where run_id = {0} and step = 2""",
                run.Value
            )
        );
        var again = await node.Send(new ModifyRun(run, changes, "ещё раз"), Administrator);
        Assert.Equal(
            ["На шаге «Сделать a» этого хода уже нет: дело ушло дальше."],
            Assert.IsType<HelpRefusal.Impossible>(again.Refusal).Reasons
        );
        var empty = await node.Send(new ModifyRun(run, [], ""), Administrator);
        Assert.Equal(2, Assert.IsType<Rejection.Invalid>(empty.Rejection).Problems.Count);
    }

    [Fact]
    public async Task A_variable_is_changed_with_a_reason_and_says_who_set_it_and_where()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("set").Start().User("ask", Officer).User("next", Officer).End().Bundle());
        var run = await node.StartRun("set", FeelContext.Of(("first", FeelValue.From(1))));
        await Complete(node, run, "ask", ("answer", FeelValue.From("да")));
        Assert.True((await node.Send(new SetRunVariable(run, "sum", "12.5", "опечатка"), Administrator)).IsOk);

        var origins = await node.As(
            Administrator,
            services => services.GetRequiredService<RunMarks>().Origins(run, CancellationToken.None)
        );
        Assert.Equal((1, "start"), (origins["first"].Step, origins["first"].Cause));
        Assert.Equal((2, "ask"), (origins["answer"].Step, origins["answer"].ElementId));
        Assert.Equal((3, "иванова", "set-variables"), (origins["sum"].Step, origins["sum"].Actor, origins["sum"].Cause));
        Assert.Equal(new ReplayOutcome.Same(3), await Replay(node, run));
    }

    [Theory]
    [InlineData("12.5", "12.5")]
    [InlineData("\"да\"", "\"да\"")]
    [InlineData(" true ", "true")]
    [InlineData("null", "null")]
    [InlineData("[1, 2]", "[1, 2]")]
    [InlineData("date(\"2026-03-17\")", "@\"2026-03-17\"")]
    [InlineData("да", null)]
    [InlineData("", null)]
    [InlineData("date(\"чушь\")", null)]
    public void A_value_is_typed_as_feel(string text, string? value) => Assert.Equal(value, SetRunVariable.Read(text)?.ToString());

    [Fact]
    public async Task A_suspended_run_takes_no_step_until_it_is_resumed()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("held")
                .Start()
                .User("ask", Officer)
                .BoundaryTimer("ask", "late", "duration(\"P1D\")", interrupting: false)
                .CatchAnyMessage("hear", "HeldWord")
                .End()
                .Bundle()
        );
        await node.Deploy(new TestProcess("held-send").Start().ThrowMessage("send", "HeldWord", "\"x\"").End().Bundle());
        var run = await node.StartRun("held");
        Assert.True((await node.Send(new SuspendRun(run, "разбираемся"), Administrator)).IsOk);
        Assert.IsType<HelpRefusal.AlreadySuspended>((await node.Send(new SuspendRun(run, "снова"), Administrator)).Refusal);
        node.Manual.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, await node.Work());
        var wait = (await node.OpenTasks(run)).Single().Wait;
        var refused = await node.InTransaction(services =>
            services.GetRequiredService<ProcessRuntime>().CompleteTask(run, wait, FeelContext.Empty, null, CancellationToken.None)
        );
        Assert.StartsWith("Дело приостановлено администратором", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(1, await Steps(node, run));

        Assert.True((await node.Send(new ResumeRun(run, "разобрались"), Administrator)).IsOk);
        Assert.Equal(1, await node.Work());
        await Complete(node, run, "ask");
        Assert.True((await node.Send(new SuspendRun(run, "ещё раз"), Administrator)).IsOk);
        await node.StartRun("held-send");
        await node.Work();
        Assert.Equal(1, await node.Value<int>("""select count(*)::int as "Value" from waiting_message where name = 'HeldWord'"""));
        Assert.True((await node.Send(new ResumeRun(run, "и снова"), Administrator)).IsOk);
        await node.Work();
        Assert.Equal("completed", await node.Status(run));
        Assert.IsType<HelpRefusal.Ended>((await node.Send(new ResumeRun(run, "лишнее"), Administrator)).Refusal);
    }

    [Fact]
    public async Task A_job_that_was_taken_before_the_run_was_suspended_waits_too()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("late-held").Start().Service("do", "Test.Effect", ("name", "\"late-held\"")).End().Bundle());
        var run = await node.StartRun("late-held");
        var queue = node.Services.GetRequiredService<Web.Runtime.Jobs.JobQueue>();
        var runner = node.Services.GetRequiredService<Web.Runtime.Jobs.JobRunner>();
        var job = Assert.Single(
            await queue.Take(10, node.Clock.GetUtcNow(), TimeSpan.FromSeconds(30), [], CancellationToken.None),
            taken => taken.Wait.Run == run
        );
        Assert.True((await node.Send(new SuspendRun(run, "стоп"), Administrator)).IsOk);
        Assert.Equal(Web.Runtime.Jobs.JobOutcome.Lost, await runner.Run(job, CancellationToken.None));
        Assert.Equal(0, await node.Value<int>("""select count(*)::int as "Value" from test_effect where name = 'late-held'"""));
        Assert.True((await node.Send(new ResumeRun(run, "дальше"), Administrator)).IsOk);
        await node.Work();
        Assert.Equal("completed", await node.Status(run));
        Assert.Equal(1, await node.Value<int>("""select count(*)::int as "Value" from test_effect where name = 'late-held'"""));
    }

    [Fact]
    public async Task A_message_and_an_event_are_given_by_hand()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("byhand")
                .Start()
                .CatchMessage("hear", "HandWord", "\"1\"")
                .User("ask", Officer)
                .BoundaryTimer("ask", "late", "duration(\"P1D\")", interrupting: true)
                .End()
                .Bundle()
        );
        var run = await node.StartRun("byhand");
        var wait = await node.Value<long>("""select wait_id as "Value" from message_subscription where run_id = {0}""", run.Value);
        using var content = JsonDocument.Parse("""{"letter": "да"}""");
        Assert.True((await node.Send(new SendMessageTo(run, (int)wait, "письмо потерялось", content.RootElement), Administrator)).IsOk);
        var ask = Assert.Single(await Listening_(node, run), element => element.ElementId == "late");
        Assert.True((await node.Send(new StartListening(run, ask.Instance, "late", "ждать незачем"), Administrator)).IsOk);
        Assert.Equal("completed", await node.Status(run));
        Assert.Equal(0, await node.Value<int>("""select count(*)::int as "Value" from job where run_id = {0}""", run.Value));
        Assert.Equal(new ReplayOutcome.Same(3), await Replay(node, run));
        Assert.IsType<HelpRefusal.Ended>((await node.Send(new StartListening(run, ask.Instance, "late", "ещё"), Administrator)).Refusal);
    }

    [Fact]
    public async Task A_call_that_failed_is_left_out_with_what_it_should_have_given()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString, options: options => options.Attempts = 1);
        await node.Deploy(
            new TestProcess("skipped")
                .Start()
                .Service("do", "Test.Effect", ("name", "\"skipped\""), ("fail", "99"))
                .User("ask", [.. Officer, ("title", "\"Номер \" + number")])
                .End()
                .Bundle()
        );
        var run = await node.StartRun("skipped");
        await node.Work();
        var incident = new IncidentId(await node.Value<Guid>("""select id as "Value" from incident where run_id = {0}""", run.Value));
        using var given = JsonDocument.Parse("""{"number": "7"}""");
        Assert.True((await node.Send(new SkipIncident(incident, "сделано на бумаге", given.RootElement), Administrator)).IsOk);
        Assert.Equal("Номер 7", await node.Value<string>("""select title as "Value" from task where run_id = {0}""", run.Value));
        Assert.Equal(
            0,
            await node.Value<int>("""select count(*)::int as "Value" from incident where run_id = {0} and resolved_at is null""", run.Value)
        );
        Assert.Equal(0, await node.Value<int>("""select count(*)::int as "Value" from job where run_id = {0}""", run.Value));
        Assert.Equal(new ReplayOutcome.Same(2), await Replay(node, run));
        Assert.IsType<HelpRefusal.WentOn>((await node.Send(new SkipIncident(incident, "ещё раз"), Administrator)).Refusal);
    }

    [Fact]
    public async Task Marks_are_never_changed_or_removed_by_the_application()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        foreach (var act in (string[])["update run_mark set reason = 'x'", "delete from run_mark", "delete from run_migration_item"])
        {
            var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
                node.As(
                    null,
                    async services =>
                        await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(
                            services.GetRequiredService<Web.Data.ReserveDb>().Database,
                            act
                        )
                )
            );
            Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Fact]
    public async Task Another_region_and_another_role_help_nobody()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("elsewhere").Start().User("a", Officer).End().Bundle());
        var run = await node.StartRun("elsewhere", territory: "RU.74");
        var regional = RuntimeNode.Person("петров", "RU.66", Roles.Administrator);
        Assert.IsType<Rejection.NotThere>((await node.Send(new SuspendRun(run, "x"), regional)).Rejection);
        Assert.IsType<Rejection.NotThere>((await node.Send(new SetRunVariable(run, "a", "1", "x"), regional)).Rejection);
        var auditor = RuntimeNode.Person("аудитор", "RU", Roles.Auditor);
        Assert.IsType<Rejection.NotAllowed>((await node.Send(new ModifyRun(run, [], "x"), auditor)).Rejection);
    }

    private static async Task<IReadOnlyList<ListeningElement>> Listening_(RuntimeNode node, RunId run) =>
        await node.As(
            null,
            async services => Listening.Of((await services.GetRequiredService<ProcessQueries>().Look(run, CancellationToken.None))!.State)
        );

    private static Task<int> Steps(RuntimeNode node, RunId run) =>
        node.Value<int>("""select version as "Value" from process_run where id = {0}""", run.Value);

    private static async Task Complete(RuntimeNode node, RunId run, string element, params (string, FeelValue)[] answers)
    {
        var wait = (await node.OpenTasks(run)).First(task => task.Element == element).Wait;
        var done = await node.InTransaction(services =>
            services.GetRequiredService<ProcessRuntime>().CompleteTask(run, wait, FeelContext.Of(answers), null, CancellationToken.None)
        );
        Assert.True(done.IsOk, done.Reason);
    }

    private static Task<ReplayOutcome> Replay(RuntimeNode node, RunId run) =>
        node.As(null, services => services.GetRequiredService<RunReplay>().Check(run, CancellationToken.None));
}
