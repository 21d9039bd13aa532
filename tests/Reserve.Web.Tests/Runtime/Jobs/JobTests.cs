using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime.Jobs;

public sealed class JobTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    [Fact]
    public async Task An_activity_gets_its_inputs_and_its_result_becomes_variables()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("service")
                .Start()
                .Service("act", "Test.Effect", ("name", "\"s-\" + who"))
                .User("after", ("role", "\"HrOfficer\""), ("title", "name + \" \" + string(on) + \" \" + string(amount)"))
                .End()
                .Bundle()
        );
        var run = await node.StartRun("service", FeelContext.Of(("who", FeelValue.From("x"))));
        await node.Work();
        Assert.Equal("s-x 2026-03-02 1", await node.Value<string>("""select title as "Value" from task where run_id = {0}""", run.Value));
        Assert.Equal(1, await Effects(node, "s-x"));
    }

    [Fact]
    public async Task A_refusal_is_an_error_of_the_process_and_what_the_command_wrote_is_taken_back()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("refusal")
                .Start()
                .Service("act", "Test.Effect", ("name", "\"refused\""), ("refuse", "1"))
                .BoundaryError("act", "caught", "Forbidden")
                .User("after", ("role", "\"HrOfficer\""))
                .End()
                .Bundle()
        );
        var run = await node.StartRun("refusal");
        await node.Work();
        Assert.Equal("completed", await node.Status(run));
        Assert.Equal(0, await Effects(node, "refused"));
    }

    [Fact]
    public async Task An_uncaught_refusal_is_an_incident_that_can_be_tried_again()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("uncaught").Start().Service("act", "Test.Effect", ("name", "\"uncaught\""), ("refuse", "refuse")).End().Bundle()
        );
        var run = await node.StartRun("uncaught", FeelContext.Of(("refuse", FeelValue.From(1))));
        await node.Work();
        Assert.Equal("running", await node.Status(run));
        var incident = await node.Value<Guid>(
            """select id as "Value" from incident where run_id = {0} and resolved_at is null""",
            run.Value
        );

        await node.InTransaction(services =>
            services
                .GetRequiredService<ProcessRuntime>()
                .SetVariables(
                    run,
                    FeelContext.Of(("refuse", FeelValue.From(0))),
                    services.GetRequiredService<Caller>().Stamp(),
                    CancellationToken.None
                )
        );
        var retried = await node.Send(
            new RetryIncident(new IncidentId(incident), "причина устранена"),
            RuntimeNode.Person("Админ", "RU", Roles.Administrator)
        );
        Assert.True(retried.IsOk, retried.ToString());
        await node.Work();
        Assert.Equal("completed", await node.Status(run));
        Assert.Equal(1, await Effects(node, "uncaught"));
    }

    [Fact]
    public async Task A_failing_activity_is_tried_later_and_leaves_nothing_of_its_failed_attempts()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("flaky").Start().Service("act", "Test.Effect", ("name", "\"flaky\""), ("fail", "2")).End().Bundle()
        );
        var run = await node.StartRun("flaky");
        Assert.Equal(1, await node.Work());
        node.Manual.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(0, await node.Work());
        node.Manual.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await node.Work());
        node.Manual.Advance(TimeSpan.FromSeconds(10));
        await node.Work();
        Assert.Equal("completed", await node.Status(run));
        Assert.Equal(1, await Effects(node, "flaky"));
    }

    [Fact]
    public async Task After_the_last_attempt_an_incident_stops_the_job_until_somebody_retries()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString, options: options => options.Attempts = 3);
        await node.Deploy(
            new TestProcess("broken").Start().Service("act", "Test.Effect", ("name", "\"broken\""), ("fail", "3")).End().Bundle()
        );
        var run = await node.StartRun("broken");
        for (var i = 0; i < 5; i++)
        {
            await node.Work();
            node.Manual.Advance(TimeSpan.FromHours(1));
        }
        var incident = await node.Value<Guid>(
            """select id as "Value" from incident where run_id = {0} and resolved_at is null""",
            run.Value
        );
        Assert.Equal("running", await node.Status(run));

        var administrator = RuntimeNode.Person("Админ", "RU", Roles.Administrator);
        Assert.True((await node.Send(new RetryIncident(new IncidentId(incident), "причина устранена"), administrator)).IsOk);
        await node.Work();
        Assert.Equal("completed", await node.Status(run));
        Assert.Equal(
            RetryRefusal.RunEnded,
            (await node.Send(new RetryIncident(new IncidentId(incident), "причина устранена"), administrator)).Refusal
        );
        Assert.Equal(1, await Effects(node, "broken"));
    }

    [Fact]
    public async Task An_unknown_activity_is_an_incident_at_once()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("unknown").Start().Service("act", "Nobody.Knows").End().Bundle());
        var run = await node.StartRun("unknown");
        await node.Work();
        Assert.Equal("UnknownActivity", await node.Value<string>("""select code as "Value" from incident where run_id = {0}""", run.Value));
    }

    [Fact]
    public async Task An_interrupting_timer_withdraws_the_task_when_its_time_comes()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("deadline")
                .Start()
                .User("slow", ("role", "\"HrOfficer\""))
                .BoundaryTimer("slow", "late", "duration(\"P5D\")", interrupting: true)
                .End()
                .Bundle()
        );
        var run = await node.StartRun("deadline");
        var task = Assert.Single(await node.OpenTasks(run));
        node.Manual.Advance(TimeSpan.FromDays(5) - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await node.Work());
        node.Manual.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await node.Work());
        Assert.Equal("completed", await node.Status(run));
        var late = await node.Send(
            new CompleteTask(run, task.Wait, RawAnswers.None, null),
            RuntimeNode.Person("Анна", "RU.74", Roles.HrOfficer)
        );
        Assert.IsType<TaskRefusal.Withdrawn>(late.Refusal);
    }

    [Fact]
    public async Task A_job_whose_lease_ran_out_is_taken_over_and_the_old_holder_commits_nothing()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("fenced")
                .Start()
                .Service("act", "Test.Effect", ("name", "\"fenced\""))
                .User("after", ("role", "\"HrOfficer\""))
                .End()
                .Bundle()
        );
        var run = await node.StartRun("fenced");
        var queue = node.Services.GetRequiredService<JobQueue>();
        var runner = node.Services.GetRequiredService<JobRunner>();

        var old = Assert.Single(await queue.Take(10, node.Clock.GetUtcNow(), TimeSpan.FromSeconds(30), [], CancellationToken.None));
        Assert.Empty(await queue.Take(10, node.Clock.GetUtcNow(), TimeSpan.FromSeconds(30), [], CancellationToken.None));
        node.Manual.Advance(TimeSpan.FromSeconds(31));
        var young = Assert.Single(await queue.Take(10, node.Clock.GetUtcNow(), TimeSpan.FromSeconds(30), [], CancellationToken.None));
        Assert.True(young.Fence > old.Fence);

        Assert.Equal(JobOutcome.Lost, await runner.Run(old, CancellationToken.None));
        Assert.Equal(0, await Effects(node, "fenced"));
        Assert.Equal(JobOutcome.Done, await runner.Run(young, CancellationToken.None));
        Assert.Equal(JobOutcome.Lost, await runner.Run(young, CancellationToken.None));
        Assert.Equal(1, await Effects(node, "fenced"));
        Assert.Single(await node.OpenTasks(run));
    }

    [Fact]
    public async Task A_call_activity_starts_a_run_and_waits_for_its_end()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("inner").Start().User("inside", ("role", "\"HrOfficer\"")).End().Bundle());
        await node.Deploy(new TestProcess("outer").Start().Call("call", "inner").User("outside", ("role", "\"HrOfficer\"")).End().Bundle());
        var outer = await node.StartRun("outer");
        var inner = new RunId(await node.Value<Guid>("""select id as "Value" from process_run where parent_run_id = {0}""", outer.Value));
        var task = Assert.Single(await node.OpenTasks(inner));
        Assert.True(
            (
                await node.Send(
                    new CompleteTask(inner, task.Wait, RawAnswers.None, null),
                    RuntimeNode.Person("Анна", "RU.74", Roles.HrOfficer)
                )
            ).IsOk
        );
        await node.Work();
        Assert.Equal("completed", await node.Status(inner));
        Assert.Equal("outside", Assert.Single(await node.OpenTasks(outer)).Element);
    }

    [Fact]
    public async Task Cancelling_the_caller_cancels_the_called()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("called-2").Start().User("inside", ("role", "\"HrOfficer\"")).End().Bundle());
        await node.Deploy(new TestProcess("caller-2").Start().Call("call", "called-2").End().Bundle());
        var outer = await node.StartRun("caller-2");
        var inner = new RunId(await node.Value<Guid>("""select id as "Value" from process_run where parent_run_id = {0}""", outer.Value));
        Assert.True((await node.Send(new CancelRun(outer, "не нужно"), RuntimeNode.Person("Админ", "RU", Roles.Administrator))).IsOk);
        await node.Work();
        Assert.Equal("cancelled", await node.Status(inner));
        Assert.Empty(await node.OpenTasks(inner));
    }

    [Fact]
    public async Task A_call_of_an_unknown_process_is_an_incident()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("lost-call").Start().Call("call", "no-such-process").End().Bundle());
        var run = await node.StartRun("lost-call");
        Assert.Equal("UnknownProcess", await node.Value<string>("""select code as "Value" from incident where run_id = {0}""", run.Value));
        Assert.Equal("running", await node.Status(run));
    }

    [Fact]
    public async Task A_message_goes_to_the_run_with_its_key_or_starts_a_process_or_is_refused()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("waiting")
                .Start()
                .CatchMessage("wait", "Answer", "key")
                .User("after", ("role", "\"HrOfficer\""), ("title", "text"))
                .End()
                .Bundle()
        );
        await node.Deploy(new TestProcess("started").MessageStart("Request").User("first", ("role", "\"HrOfficer\"")).End().Bundle());
        var one = await node.StartRun("waiting", FeelContext.Of(("key", FeelValue.From("1"))));
        var two = await node.StartRun("waiting", FeelContext.Of(("key", FeelValue.From("2"))));
        var administrator = RuntimeNode.Person("Админ", "RU", Roles.Administrator);

        using var body = System.Text.Json.JsonDocument.Parse("""{"text":"пришло"}""");
        var delivered = await node.Send(new CorrelateMessage("Answer", "2", body.RootElement), administrator);
        Assert.Equal([two], delivered.Value.Continued);
        Assert.Equal("пришло", await node.Value<string>("""select title as "Value" from task where run_id = {0}""", two.Value));
        Assert.Empty(await node.OpenTasks(one));
        Assert.Equal(CorrelateRefusal.NobodyWaits, (await node.Send(new CorrelateMessage("Answer", "2"), administrator)).Refusal);

        var started = await node.Send(new CorrelateMessage("Request", "r-1", Territory: "RU.74"), administrator);
        Assert.Single(await node.OpenTasks(started.Value.Started!.Value));
    }

    [Fact]
    public async Task A_signal_reaches_every_run_that_waits()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("listener").Start().CatchSignal("wait", "Bell").End().Bundle());
        RunId[] runs =
        [
            await node.StartRun("listener"),
            await node.StartRun("listener"),
            await node.StartRun("listener", territory: "RU.66"),
        ];
        await node.Deploy(new TestProcess("ringer").Start().ThrowSignal("ring", "Bell").End().Bundle());
        await node.StartRun("ringer");
        await node.Work();
        foreach (var run in runs)
            Assert.Equal("completed", await node.Status(run));
    }

    [Fact]
    public async Task A_decision_is_evaluated_in_the_same_step_and_its_explanation_is_kept()
    {
        const string rules = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="Зона" namespace="urn:test">
              <inputData id="i" name="score"><variable name="score" typeRef="number" /></inputData>
              <decision id="zone" name="Зона"><variable name="Зона" typeRef="string" />
                <informationRequirement><requiredInput href="#i" /></informationRequirement>
                <decisionTable hitPolicy="UNIQUE"><input><inputExpression typeRef="number"><text>score</text></inputExpression></input>
                <output name="zone" typeRef="string" />
                  <rule><inputEntry><text>&gt;= 90</text></inputEntry><outputEntry><text>"Priority"</text></outputEntry></rule>
                  <rule><inputEntry><text>&lt; 90</text></inputEntry><outputEntry><text>"Pool"</text></outputEntry></rule>
                </decisionTable></decision>
            </definitions>
            """;
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("ruled")
                .Start()
                .Decision("decide", "zone", "zone", ("score", "points"))
                .User("after", ("role", "\"HrOfficer\""), ("title", "zone"))
                .End()
                .Bundle(("rules/zone.dmn", rules))
        );
        var run = await node.StartRun("ruled", FeelContext.Of(("points", FeelValue.From(91))));
        Assert.Equal("Priority", await node.Value<string>("""select title as "Value" from task where run_id = {0}""", run.Value));
        Assert.Contains(
            "90",
            await node.Value<string>("""select explanation::text as "Value" from decision_record where run_id = {0}""", run.Value),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Of_two_files_with_the_same_decision_the_named_one_decides()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        static string Rules(int value) =>
            $"""
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m" namespace="urn:m">
                <decision name="same"><literalExpression><text>{value}</text></literalExpression></decision></definitions>
                """;
        await node.Deploy(
            new TestProcess("twofold")
                .Start()
                .Decision("decide", "same", "x", ("model", "\"rules/two.dmn\""))
                .User("after", ("role", "\"HrOfficer\""), ("title", "string(x)"))
                .End()
                .Bundle(("rules/one.dmn", Rules(1)), ("rules/two.dmn", Rules(2)))
        );
        Assert.Equal(
            "2",
            await node.Value<string>("""select title as "Value" from task where run_id = {0}""", (await node.StartRun("twofold")).Value)
        );
    }

    [Fact]
    public async Task A_decision_that_nobody_has_written_is_an_incident()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        // Nothing of the kind can be deployed any more: the version is from before that was checked.
        const string rules = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m" namespace="urn:m">
            <decision name="nothing"><literalExpression><text>1</text></literalExpression></decision></definitions>
            """;
        var version = Assert.Single(
            await node.Deploy(new TestProcess("unruled").Start().Decision("decide", "nothing", "x").End().Bundle(("rules/one.dmn", rules)))
        );
        await node.Column<int>(
            """with gone as (delete from process_file where definition_id = {0} returning 1) select count(*)::int as "Value" from gone""",
            version.Id.Value
        );
        var run = await node.StartRun("unruled");
        Assert.Equal("running", await node.Status(run));
        Assert.Equal(1, await node.Value<int>("""select count(*)::int as "Value" from incident where run_id = {0}""", run.Value));
    }

    private static Task<int> Effects(RuntimeNode node, string name) =>
        node.Value<int>("""select count(*)::int as "Value" from test_effect where name = {0}""", name);
}
