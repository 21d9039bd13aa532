using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Forms;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime.Steps;

public sealed class StepTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    private static readonly (string, string)[] Officer = [("role", "\"HrOfficer\"")];

    [Fact]
    public async Task A_run_goes_through_its_tasks_to_the_end()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("two-tasks").Start().User("first", Officer).User("second", Officer).End().Bundle());
        var officer = RuntimeNode.Person("Анна", "RU.74", Roles.HrOfficer);

        var run = await node.StartRun("two-tasks");
        var first = Assert.Single(await node.OpenTasks(run));
        Assert.Equal("first", first.Element);
        Assert.True((await node.Send(new CompleteTask(run, first.Wait, RawAnswers.None, null), officer)).IsOk);
        var second = Assert.Single(await node.OpenTasks(run));
        Assert.Equal("second", second.Element);
        Assert.True((await node.Send(new CompleteTask(run, second.Wait, RawAnswers.None, null), officer)).IsOk);

        Assert.Equal("completed", await node.Status(run));
        var moves = await node.Column<string>(
            """select move || ' ' || element_id as "Value" from run_history where run_id = {0} order by step, position""",
            run.Value
        );
        Assert.Equal(
            ["e first", "c first", "e second", "c second"],
            moves.Where(move => move.EndsWith("first", StringComparison.Ordinal) || move.EndsWith("second", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task The_second_of_two_people_is_told_who_completed_the_task_and_when()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("one-task").Start().User("only", Officer).End().Bundle());
        var run = await node.StartRun("one-task");
        var task = Assert.Single(await node.OpenTasks(run));

        Assert.True(
            (
                await node.Send(
                    new CompleteTask(run, task.Wait, RawAnswers.None, null),
                    RuntimeNode.Person("Анна", "RU.74", Roles.HrOfficer)
                )
            ).IsOk
        );
        var second = await node.Send(
            new CompleteTask(run, task.Wait, RawAnswers.None, null),
            RuntimeNode.Person("Борис", "RU", Roles.HrOfficer)
        );

        Assert.Equal(new TaskRefusal.AlreadyDone("Анна", node.Clock.GetUtcNow()), second.Refusal);
        Assert.Contains("Анна 02.03.2026 14:00", second.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_is_for_its_role_in_a_covering_territory_only()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("rights").Start().User("only", Officer).End().Bundle());
        var run = await node.StartRun("rights");
        var task = Assert.Single(await node.OpenTasks(run));

        var command = new CompleteTask(run, task.Wait, RawAnswers.None, null);
        Assert.IsType<TaskRefusal.NotFound>((await node.Send(command, RuntimeNode.Person("Чужой", "RU.66", Roles.HrOfficer))).Refusal);
        Assert.IsType<TaskRefusal.NotFound>((await node.Send(command, RuntimeNode.Person("Узкий", "RU.74.01", Roles.HrOfficer))).Refusal);
        Assert.IsType<TaskRefusal.NotYours>(
            (await node.Send(command, RuntimeNode.Person("Эксперт", "RU.74", Roles.CommissionMember))).Refusal
        );
        Assert.True((await node.Send(command, RuntimeNode.Person("Москва", "RU", Roles.HrOfficer))).IsOk);
    }

    [Fact]
    public async Task A_claimed_task_is_its_holders_until_released()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("claims").Start().User("only", Officer).End().Bundle());
        var run = await node.StartRun("claims");
        var task = Assert.Single(await node.OpenTasks(run));
        var anna = RuntimeNode.Person("Анна", "RU.74", Roles.HrOfficer);
        var boris = RuntimeNode.Person("Борис", "RU.74", Roles.HrOfficer);

        Assert.True((await node.Send(new ClaimTask(run, task.Wait), anna)).IsOk);
        Assert.IsType<TaskRefusal.TakenBy>((await node.Send(new CompleteTask(run, task.Wait, RawAnswers.None, null), boris)).Refusal);
        Assert.IsType<TaskRefusal.TakenBy>((await node.Send(new ReleaseTask(run, task.Wait), boris)).Refusal);
        Assert.True((await node.Send(new ReleaseTask(run, task.Wait), anna)).IsOk);
        Assert.True((await node.Send(new CompleteTask(run, task.Wait, RawAnswers.None, null), boris)).IsOk);
    }

    [Fact]
    public async Task A_regional_officers_step_may_open_a_federal_task_which_the_region_does_not_see()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("upwards")
                .Start()
                .User("regional", Officer)
                .User("federal", ("role", "\"HrOfficer\""), ("territory", "\"RU\""))
                .End()
                .Bundle()
        );
        var officer = RuntimeNode.Person("Анна", "RU.74", Roles.HrOfficer);
        var run = await node.StartRun("upwards");
        Assert.True((await node.Send(new CompleteTask(run, (await node.OpenTasks(run))[0].Wait, RawAnswers.None, null), officer)).IsOk);

        var federal = Assert.Single(await node.OpenTasks(run));
        Assert.Equal("federal", federal.Element);
        Assert.IsType<TaskRefusal.NotFound>((await node.Send(new CompleteTask(run, federal.Wait, RawAnswers.None, null), officer)).Refusal);
        var seen = await node.As(
            officer,
            services =>
                services
                    .GetRequiredService<ReserveDb>()
                    .Database.SqlQuery<string>($"""select element_id as "Value" from task where run_id = {run.Value}""")
                    .ToListAsync()
        );
        Assert.Equal(["regional"], seen);
    }

    [Fact]
    public async Task A_page_completes_the_task_of_its_subject_by_command_and_an_assignee_may_live_elsewhere()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("by-command")
                .Start()
                .User("anything", ("assignee", "member"), ("command", "\"Test.Vote\""))
                .User("after", ("role", "\"HrOfficer\""), ("title", "choice"))
                .End()
                .Bundle()
        );
        var subject = new Subject("case", Guid.NewGuid().ToString());
        var member = RuntimeNode.Person("Эксперт", "RU.66", Roles.CommissionMember);
        var memberId = Guid.Parse(member.FindFirst(System.Security.Claims.ClaimTypes.NameIdentifier)!.Value);
        var run = await node.StartRun("by-command", FeelContext.Of(("member", FeelValue.From(memberId.ToString()))), subject: subject);

        Assert.IsType<TaskRefusal.NotFound>((await Vote(RuntimeNode.Person("Другой", "RU.74", Roles.HrOfficer), Guid.NewGuid())).Refusal);
        var listed = await node.As(
            member,
            services => services.GetRequiredService<TaskList>().Page(new TaskFilter(), null, 10, CancellationToken.None)
        );
        Assert.Single(listed.Rows);
        Assert.True((await Vote(member, memberId)).IsOk);
        Assert.IsType<TaskRefusal.AlreadyDone>((await Vote(member, memberId)).Refusal);
        Assert.Equal(
            "for",
            await node.Value<string>("""select title as "Value" from task where run_id = {0} and state = 'open'""", run.Value)
        );

        Task<Result<Done, TaskRefusal>> Vote(System.Security.Claims.ClaimsPrincipal person, Guid id) =>
            node.As(
                person,
                async services =>
                {
                    await using var transaction = await services.GetRequiredService<ReserveDb>().Database.BeginTransactionAsync();
                    var result = await services
                        .GetRequiredService<ProcessRuntime>()
                        .CompleteTask<TestVote>(subject, FeelContext.Of(("choice", FeelValue.From("for"))), id, CancellationToken.None);
                    await transaction.CommitAsync();
                    return result;
                }
            );
    }

    [Fact]
    public async Task Answers_are_checked_and_every_problem_stands_beside_its_field()
    {
        const string form = """
            {"type":"default","id":"vote","title":"Голос","components":[
              {"type":"number","key":"score","label":"Оценка","validate":{"required":true,"min":0,"max":100},"decimalDigits":1},
              {"type":"select","key":"vote","label":"Голос","validate":{"required":true},
                "values":[{"label":"За","value":"for"},{"label":"Против","value":"against"}]},
              {"type":"datetime","subtype":"date","key":"until","label":"До"},
              {"type":"checkbox","key":"conflict","label":"Конфликт"}]}
            """;
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("forms")
                .Start()
                .User(
                    "vote",
                    ("role", "\"HrOfficer\""),
                    ("form", "\"vote\""),
                    ("result", "\"ballot\""),
                    ("outcome", "\"choice\""),
                    ("outcomes", "[{value: \"yes\", ru: \"Да\"}, {value: \"no\", ru: \"Нет\"}]")
                )
                .User("next", ("role", "\"HrOfficer\""), ("title", "choice + string(ballot.score) + string(ballot.until)"))
                .End()
                .Bundle(("forms/vote.json", form))
        );
        var officer = RuntimeNode.Person("Анна", "RU.74", Roles.HrOfficer);
        var run = await node.StartRun("forms");
        var task = Assert.Single(await node.OpenTasks(run));

        var bad = await node.Send(
            new CompleteTask(run, task.Wait, Raw(("score", "101"), ("vote", "maybe"), ("until", "завтра")), null),
            officer
        );
        Assert.Equal(
            ["score", "vote", "until", "outcome"],
            Assert.IsType<TaskRefusal.BadAnswers>(bad.Refusal).Problems.Select(problem => problem.Field)
        );
        Assert.Single(await node.OpenTasks(run));

        var good = await node.Send(
            new CompleteTask(run, task.Wait, Raw(("score", "87,5"), ("vote", "for"), ("until", "2026-04-01"), ("conflict", "true")), "yes"),
            officer
        );
        Assert.True(good.IsOk, good.ToString());
        Assert.Equal(
            "yes87.52026-04-01",
            await node.Value<string>("""select title as "Value" from task where run_id = {0} and state = 'open'""", run.Value)
        );
    }

    [Fact]
    public async Task Cancelling_a_run_leaves_nothing_open()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("cancelled")
                .Start()
                .User("only", Officer)
                .BoundaryTimer("only", "late", "duration(\"P1D\")", interrupting: false)
                .End()
                .Bundle()
        );
        var run = await node.StartRun("cancelled");
        Assert.Equal(1, await node.Value<int>("""select count(*)::int as "Value" from job where run_id = {0}""", run.Value));

        Assert.True((await node.Send(new CancelRun(run, "не нужно"), RuntimeNode.Person("Админ", "RU", Roles.Administrator))).IsOk);

        Assert.Equal("cancelled", await node.Status(run));
        Assert.Empty(await node.OpenTasks(run));
        Assert.Equal(0, await node.Value<int>("""select count(*)::int as "Value" from job where run_id = {0}""", run.Value));
    }

    [Fact]
    public async Task A_command_that_is_refused_after_a_step_leaves_the_process_where_it_was()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("atomic").Start().User("only", Officer).End().Bundle());
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            node.InTransaction<RunId>(async services =>
            {
                await services
                    .GetRequiredService<ProcessRuntime>()
                    .Start(
                        "atomic",
                        new StartFacts("RU.74"),
                        FeelContext.Empty,
                        services.GetRequiredService<Caller>().Stamp(),
                        CancellationToken.None
                    );
                throw new InvalidOperationException("after the step");
            })
        );
        Assert.Equal(
            0,
            await node.Value<int>(
                """
                select count(*)::int as "Value" from process_run r join process_definition d on d.id = r.definition_id where
                d.key = 'atomic'
                """
            )
        );
    }

    private static RawAnswers Raw(params (string Key, string Value)[] values) =>
        new(values.ToDictionary(value => value.Key, value => new[] { value.Value }), []);
}
