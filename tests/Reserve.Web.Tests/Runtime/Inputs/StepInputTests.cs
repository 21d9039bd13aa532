using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Inputs;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime.Inputs;

public sealed class StepInputTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    private const string Rules = """
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="m" namespace="urn:test">
          <decision id="days" name="days"><variable name="days" /><literalExpression>
          <text>{ "from": date("2026-03-02"), "n": score / 3 }</text></literalExpression></decision>
        </definitions>
        """;

    private static readonly (string, string)[] Officer = [("role", "\"HrOfficer\"")];

    [Fact]
    public async Task A_run_played_again_by_what_its_steps_were_given_comes_to_the_same_state()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("replayed-inner")
                .Start()
                .User("inside", Officer)
                .ThrowMessage("tell", "Told", "\"x\"", ("text", "text"))
                .End()
                .Bundle()
        );
        await node.Deploy(
            new TestProcess("replayed")
                .Start()
                .Decision("decide", "days", "due", ("score", "score"))
                .Service("act", "Test.Effect", ("name", "\"replayed\""))
                .User("ask", Officer)
                .BoundaryTimer("ask", "reminder", "duration(\"P1D\")", interrupting: false)
                .Call("call", "replayed-inner", ("text", "answer"))
                .CatchMessage("hear", "Told", "\"x\"")
                .ManyUsers("each", 3)
                .CatchTimer("pause", "now() + duration(\"PT1H\")")
                .CatchSignal("signal", "ReplaySignal")
                .End()
                .Bundle(("rules/m.dmn", Rules))
        );
        // Finer than the database keeps a moment.
        node.Manual.Advance(TimeSpan.FromTicks(12_345_678_903));
        var run = await node.StartRun("replayed", FeelContext.Of(("score", FeelValue.From(10))));
        await node.Work();
        node.Manual.Advance(TimeSpan.FromDays(1));
        await node.Work();
        await Complete(
            node,
            run,
            "ask",
            ("answer", FeelValue.From(new string('я', 2 * GivenEvents.LargeFrom))),
            ("when", FeelValue.From("2026-01-01"))
        );
        var inner = new RunId(await node.Value<Guid>("""select id as "Value" from process_run where parent_run_id = {0}""", run.Value));
        Assert.IsType<ReplayOutcome.Same>(await Replay(node, run));
        await Complete(node, inner, "inside");
        await node.Work();
        for (var turn = 0; turn < 3; turn++)
            await Complete(node, run, "each", ("n", FeelValue.From(turn)));
        Assert.IsType<ReplayOutcome.Same>(await Replay(node, run));
        node.Manual.Advance(TimeSpan.FromHours(1));
        await node.Work();
        await node.Deploy(new TestProcess("replayed-ring").Start().ThrowSignal("ring", "ReplaySignal").End().Bundle());
        await node.StartRun("replayed-ring");
        await node.Work();

        Assert.Equal("completed", await node.Status(run));
        var steps = await node.Value<int>("""select count(*)::int as "Value" from run_step where run_id = {0}""", run.Value);
        Assert.True(steps >= 10, $"{steps} steps.");
        Assert.Equal(new ReplayOutcome.Same(steps), await Replay(node, run));
        Assert.IsType<ReplayOutcome.Same>(await Replay(node, inner));
        // The answer, the call, the message and the called process's end.
        Assert.Equal(
            4,
            await node.Value<int>("""select count(*)::int as "Value" from step_value where run_id in ({0}, {1})""", run.Value, inner.Value)
        );
    }

    [Fact]
    public async Task A_run_that_cannot_have_come_from_its_inputs_is_found_out()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("forged").Start().User("ask", Officer).User("next", Officer).End().Bundle());
        var run = await node.StartRun("forged");
        await Complete(node, run, "ask", ("answer", FeelValue.From("yes")));
        await using var owner = new NpgsqlConnection(database.OwnerConnectionString);
        await owner.OpenAsync();
        await using var forge = new NpgsqlCommand(
            """
            select set_config('reserve.scope', 'RU', false);
            update run_step set given = replace(given::text, '"yes"', '"no"')::json where step = 2 and given::text like '%"yes"%'
            """,
            owner
        );
        await forge.ExecuteNonQueryAsync();
        Assert.Equal(new ReplayOutcome.Differs(2), await Replay(node, run));
    }

    [Fact]
    public async Task What_steps_were_given_is_only_added_to_and_erased_with_who_and_why()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("erased").Start().User("ask", Officer).End().Bundle());
        var run = await node.StartRun("erased");
        var administrator = RuntimeNode.Person("Админ", "RU", Roles.Administrator);
        Assert.Equal(ErasureRefusal.StillRuns, (await node.Send(new EraseStepInputs(run, "закон"), administrator)).Refusal);
        await Complete(node, run, "ask", ("answer", FeelValue.From(new string('x', 2 * GivenEvents.LargeFrom))));
        Assert.IsType<ReplayOutcome.Same>(await Replay(node, run));
        foreach (
            var statement in new[]
            {
                "update run_step set given = null",
                "delete from run_step",
                "update step_value set content = null",
                "delete from step_value",
                "delete from step_erasure",
                "delete from run_refusal",
            }
        )
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() =>
                node.As(null, services => services.GetRequiredService<ReserveDb>().Database.ExecuteSqlRawAsync(statement))
            );
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }

        var other = RuntimeNode.Person("Чужой", "RU.66", Roles.Administrator);
        Assert.IsType<Rejection.NotThere>((await node.Send(new EraseStepInputs(run, "закон"), other)).Rejection);
        Assert.True((await node.Send(new EraseStepInputs(run, "закон"), administrator)).IsOk);

        Assert.IsType<ReplayOutcome.NotRecorded>(await Replay(node, run));
        Assert.Equal(
            0,
            await node.Value<int>("""select count(*)::int as "Value" from run_step where run_id = {0} and given is not null""", run.Value)
        );
        Assert.Equal(
            0,
            await node.Value<int>(
                """select count(*)::int as "Value" from step_value where run_id = {0} and content is not null""",
                run.Value
            )
        );
        var erasure = Assert.Single(
            await node.As(administrator, services => services.GetRequiredService<StepInputs>().Erasures(run, CancellationToken.None))
        );
        Assert.Equal(("Админ", "закон", 2), (erasure.Actor, erasure.Reason, erasure.Steps));
    }

    private static Task<ReplayOutcome> Replay(RuntimeNode node, RunId run) =>
        node.As(null, services => services.GetRequiredService<RunReplay>().Check(run, CancellationToken.None));

    private static async Task Complete(RuntimeNode node, RunId run, string element, params (string Name, FeelValue Value)[] answers)
    {
        var wait = (await node.OpenTasks(run)).First(task => task.Element == element).Wait;
        var result = await node.As(
            RuntimeNode.Person("Анна", "RU.74", Roles.HrOfficer),
            async services =>
            {
                await using var transaction = await services.GetRequiredService<ReserveDb>().Database.BeginTransactionAsync();
                var done = await services
                    .GetRequiredService<ProcessRuntime>()
                    .CompleteTask(run, wait, FeelContext.Of(answers), null, CancellationToken.None);
                await transaction.CommitAsync();
                return done;
            }
        );
        Assert.True(result.IsOk, result.ToString());
    }
}
