using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Access;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Inputs;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime.Steps;

/// <summary>What the engine does not take is written where a person sees it, and nothing is lost.</summary>
public sealed class EngineRefusalTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    private static readonly (string, string)[] Officer = [("role", "\"HrOfficer\"")];

    [Fact]
    public async Task A_retried_call_of_a_missing_process_keeps_its_incident_and_works_once_the_process_is_published()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("calls-missing").Start().Call("call", "missing").User("after", Officer).End().Bundle());
        var run = await node.StartRun("calls-missing");
        var incident = await Incident(node, run);
        var administrator = Administrator();

        for (var turn = 0; turn < 2; turn++)
        {
            Assert.Equal(
                RetryRefusal.StillStands,
                (await node.Send(new RetryIncident(new IncidentId(incident), "причина устранена"), administrator)).Refusal
            );
            Assert.Equal(incident, await Incident(node, run));
        }
        Assert.Equal("UnknownProcess", await node.Value<string>("""select code as "Value" from incident where run_id = {0}""", run.Value));

        await node.Deploy(new TestProcess("missing").Start().User("inside", Officer).End().Bundle());
        var retried = await node.Send(new RetryIncident(new IncidentId(incident), "причина устранена"), administrator);
        Assert.True(retried.IsOk, retried.ToString());
        var child = new RunId(await node.Value<Guid>("""select id as "Value" from process_run where parent_run_id = {0}""", run.Value));
        Assert.Single(await node.OpenTasks(child));
        Assert.Equal("Админ", await node.Value<string>("""select resolved_by as "Value" from incident where run_id = {0}""", run.Value));
        Assert.Equal(
            RetryRefusal.Resolved,
            (await node.Send(new RetryIncident(new IncidentId(incident), "причина устранена"), administrator)).Refusal
        );
    }

    [Fact]
    public async Task A_retry_that_the_engine_refuses_says_so_and_leaves_a_record()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var run = await Waiting(node, "retry-refused");
        var incident = Guid.CreateVersion7();
        await node.Column<int>(
            """
            with made as (
                insert into incident (id, run_id, wait_id, territory, code, message, raised_at) values ({0}, {1}, 999, 'RU.74', 'Old', 'из
                прежней версии', now())
                returning 1)
            select count(*)::int as "Value" from made
            """,
            incident,
            run.Value
        );
        var retried = await node.Send(new RetryIncident(new IncidentId(incident), "причина устранена"), Administrator());
        Assert.Equal(StepRefusal.UnknownWait, retried.Value.Refused);
        Assert.Equal(("Админ", "retry", "UnknownWait"), await Refusal(node, run));
        Assert.Equal(incident, await Incident(node, run));
    }

    [Fact]
    public async Task A_job_that_the_engine_refuses_leaves_a_record()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var run = await Waiting(node, "job-refused");
        await AddJob(node, run, "timer", null);
        await node.Work();
        Assert.Equal("timer", (await Refusal(node, run)).Cause);
        Assert.Equal(0, await node.Value<int>("""select count(*)::int as "Value" from job where run_id = {0}""", run.Value));
    }

    [Fact]
    public async Task An_activity_whose_answer_the_process_refuses_is_taken_back_with_an_incident()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var run = await Waiting(node, "answer-refused");
        await AddJob(node, run, "service", "Test.Effect");
        await node.Work();
        Assert.Equal("AnswerRefused", await node.Value<string>("""select code as "Value" from incident where run_id = {0}""", run.Value));
        Assert.Equal(0, await node.Value<int>("""select count(*)::int as "Value" from test_effect where name = 'answer-refused'"""));
    }

    [Fact]
    public async Task A_message_whose_wait_the_engine_does_not_know_leaves_a_record_and_is_kept()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var run = await Waiting(node, "message-refused");
        await node.Column<int>(
            """
            with made as (
                insert into message_subscription (run_id, wait_id, kind, name, element_id) values ({0}, 999, 'message', 'ghost', 'x')
                returning 1)
            select count(*)::int as "Value" from made
            """,
            run.Value
        );
        await node.Deploy(new TestProcess("ghost-send").Start().ThrowMessage("send", "ghost", "\"1\"").End().Bundle());
        var sender = await node.StartRun("ghost-send");
        await node.Work();
        Assert.Equal("message ghost", (await Refusal(node, run)).Cause);
        Assert.Equal(1, await node.Value<int>("""select count(*)::int as "Value" from waiting_message where run_id = {0}""", sender.Value));
    }

    private static async Task<RunId> Waiting(RuntimeNode node, string key)
    {
        await node.Deploy(new TestProcess(key).Start().User("only", Officer).End().Bundle());
        return await node.StartRun(key);
    }

    private static Task<List<int>> AddJob(RuntimeNode node, RunId run, string kind, string? activity) =>
        node.Column<int>(
            """
            with made as (
                insert into job (run_id, wait_id, kind, activity, payload, due_at)
                values ({0}, 999, {1}, nullif({2}, ''), case {1} when 'service' then '{{"name":"answer-refused"}}' end, '2020-01-01')
                returning 1)
            select count(*)::int as "Value" from made
            """,
            run.Value,
            kind,
            activity ?? ""
        );

    private static Task<Guid> Incident(RuntimeNode node, RunId run) =>
        node.Value<Guid>("""select id as "Value" from incident where run_id = {0} and resolved_at is null""", run.Value);

    private static async Task<(string Actor, string Cause, string Refusal)> Refusal(RuntimeNode node, RunId run)
    {
        var row = Assert.Single(
            await node.As(Administrator(), services => services.GetRequiredService<StepInputs>().Refusals(run, CancellationToken.None))
        );
        return (row.Actor, row.Cause, row.Refusal);
    }

    private static System.Security.Claims.ClaimsPrincipal Administrator() => RuntimeNode.Person("Админ", "RU", Roles.Administrator);
}
