using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Tasks;

/// <summary>The list of a person's tasks, page by page. Each test has a region and tasks of its own, copied from one real task.</summary>
public sealed class TaskListTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const int Size = 10;

    /// <summary>The wait of the task that the run itself has opened.</summary>
    private const int RealWait = 3;

    private readonly Guid me = Guid.CreateVersion7();

    [Fact]
    public async Task Paging_meets_every_task_once_though_many_are_due_together_and_more_come_meanwhile()
    {
        var run = await Start("RU.10");
        await Insert(run, "RU.10", from: 100, count: 35, due: "now() + interval '1 day'");
        await Insert(run, "RU.10", from: 200, count: 12, due: "null");
        var first = await List(new(), null);
        var second = await List(new(), new Cursor(first.Next!, IsBack: false));
        await Insert(run, "RU.10", from: 300, count: 20, due: "now()");
        await Insert(run, "RU.10", from: 400, count: 5, due: "null");
        var met = first.Rows.Concat(second.Rows).ToList();
        for (var page = second; page.Next is { } next; met.AddRange(page.Rows))
            page = await List(new(), new Cursor(next, IsBack: false));
        Assert.Equal(met.Count, met.DistinctBy(row => row.Wait).Count());
        Assert.Equal(47, met.Count(row => row.Wait is >= 100 and < 300));
        Assert.DoesNotContain(met, row => row.Wait is >= 300 and < 400);
        Assert.Null(met[^1].Due);

        var back = await List(new(), new Cursor(second.Previous!, IsBack: true));
        Assert.Equal(first.Rows.Select(row => row.Wait), back.Rows.Select(row => row.Wait));

        Task<KeyPage<TaskRow>> List(TaskFilter filter, Cursor? at) => this.List("RU.10", filter, at);
    }

    [Fact]
    public async Task A_task_that_is_both_mine_and_my_roles_is_listed_and_counted_once()
    {
        var run = await Start("RU.11");
        await Insert(run, "RU.11.77", from: 100, count: 3, due: "now()", assignee: me);
        await Insert(run, "RU.12", from: 200, count: 1, due: "null", assignee: me);
        await Insert(run, "RU.12", from: 300, count: 1, due: "null");
        await Insert(run, "RU.110", from: 400, count: 1, due: "null");
        var all = await List("RU.11", new(), null);
        Assert.Equal([RealWait, 100, 101, 102, 200], all.Rows.Select(row => row.Wait).Order());
        Assert.Equal(5, (await Ask("RU.11", tasks => tasks.Count(CancellationToken.None))).Open);
        Assert.Equal(4, (await List("RU.11", new(TaskView.Mine), null)).Rows.Count);
        Assert.Equal([RealWait], (await List("RU.11", new(TaskView.Free), null)).Rows.Select(row => row.Wait));
    }

    [Fact]
    public async Task What_is_overdue_done_and_of_a_process_is_found()
    {
        var run = await Start("RU.13");
        await Insert(run, "RU.13", from: 100, count: 2, due: "'2026-11-01'");
        await Insert(run, "RU.13", from: 200, count: 12, due: "null", done: true);
        Assert.Equal([100, 101], (await List("RU.13", new(TaskView.Overdue), null)).Rows.Select(row => row.Wait));
        Assert.Equal((3, 2), await Ask("RU.13", tasks => tasks.Count(CancellationToken.None)));
        var done = await List("RU.13", new(TaskView.Done), null);
        var older = await List("RU.13", new(TaskView.Done), new Cursor(done.Next!, IsBack: false));
        Assert.Equal(Enumerable.Range(200, 12).Reverse(), done.Rows.Concat(older.Rows).Select(row => row.Wait));
        Assert.Equal(3, (await List("RU.13", new(ProcessKey: "listed-13"), null)).Rows.Count);
        Assert.Empty((await List("RU.13", new(ProcessKey: "listed-10"), null)).Rows);
        Assert.Empty((await List("RU.13", new(Role: Roles.Department), null)).Rows);
        Assert.Contains(("listed-13", "Процесс listed-13"), await Ask("RU.13", tasks => tasks.Processes(CancellationToken.None)));
    }

    [Fact]
    public async Task More_tasks_than_are_counted_are_said_to_be_more_and_a_search_goes_on_where_it_ended()
    {
        var run = await Start("RU.14");
        await Insert(run, "RU.14", from: 100, count: 12_000, due: "now()");
        await Insert(run, "RU.14", from: 50_000, count: 1, due: "null", title: "Иголка");
        using var officer = await site.SignedInClient("busy-officer", "RU.14", Roles.HrOfficer);
        var page = await officer.Text("/tasks");
        Assert.Contains("больше 10 000 открытых задач", Plain(page), StringComparison.Ordinal);

        var at = (Cursor?)null;
        var asked = 0;
        KeyPage<TaskRow> found;
        do
        {
            found = await List("RU.14", new(Search: "иголка"), at);
            Assert.True(found.Rows.Count > 0 || found.IsPartly);
            at = new Cursor(found.Next ?? "", IsBack: false);
            asked++;
        } while (found.Rows.Count == 0);
        Assert.True(asked > 1);
        Assert.Equal(("Иголка", null), (found.Rows[0].Title, found.Next));
        Assert.Contains("Искать дальше", await officer.Text("/tasks?q=иголка"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_runs_and_messages_of_an_auditors_territory_are_listed_and_counted()
    {
        var mine = await Start("RU.15");
        var foreign = await Start("RU.16", key: "listed-15");
        var rows = await site.As(
            "RU.15",
            [Roles.Auditor],
            async services =>
            {
                var queries = services.GetRequiredService<ProcessQueries>();
                var process = Assert.Single(await queries.Processes(CancellationToken.None), row => row.Key == "listed-15");
                Assert.Equal(1, process.Running);
                Assert.Equal(1, (await queries.Versions("listed-15", CancellationToken.None)).Sum(row => row.Running));
                Assert.Equal(1, (await queries.Waiting(new DefinitionId(process.DefinitionId), CancellationToken.None)).Values.Sum());
                return await queries.Runs(new RunFilter("listed-15"), null, Size, CancellationToken.None);
            }
        );
        Assert.Equal(mine.Value, Assert.Single(rows.Rows).Id);
        Assert.NotEqual(mine, foreign);
    }

    private Task<KeyPage<TaskRow>> List(string territory, TaskFilter filter, Cursor? at) =>
        Ask(territory, tasks => tasks.Page(filter, at, Size, CancellationToken.None));

    private Task<T> Ask<T>(string territory, Func<TaskList, Task<T>> ask) =>
        site.As(territory, [Roles.HrOfficer], services => ask(services.GetRequiredService<TaskList>()), me);

    private async Task Insert(
        RunId run,
        string territory,
        int from,
        int count,
        string due,
        Guid? assignee = null,
        bool done = false,
        string title = "Дело"
    )
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(site.OwnerConnectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var insert = new NpgsqlCommand(
            $"""
            insert into task (run_id, wait_id, element_id, title, role, territory, assignee, due_at, opened_at, state, closed_at, closed_by,
                              closed_by_name)
            select @run, i, 'work', @title, 'HrOfficer', @territory, @assignee, {due}, now(), case when @done then 'done' else 'open' end,
                   case when @done then '2026-11-01'::timestamptz + i * interval '1 second' end, case when @done then @me end,
                   case when @done then 'я' end
            from generate_series(@from, @from + @count - 1) i
            """,
            connection
        )
        {
            Parameters =
            {
                new("run", run.Value),
                new("title", title),
                new("territory", territory),
                new("assignee", NpgsqlTypes.NpgsqlDbType.Uuid) { Value = (object?)assignee ?? DBNull.Value },
                new("done", done),
                new("me", me),
                new("from", from),
                new("count", count),
            },
        };
        await insert.ExecuteNonQueryAsync();
    }

    private Task<RunId> Start(string territory, string? key = null) =>
        site.AsSystem(async services =>
        {
            key ??= "listed-" + territory[3..];
            var db = services.GetRequiredService<ReserveDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var stamp = services.GetRequiredService<Caller>().Stamp();
            await services
                .GetRequiredService<Deployment>()
                .Deploy(
                    new TestProcess(key).Start().User("work", ("role", "\"HrOfficer\"")).End().Bundle(),
                    null,
                    Deployment.Shipped,
                    stamp,
                    CancellationToken.None
                );
            var run = await services
                .GetRequiredService<ProcessRuntime>()
                .Start(key, new StartFacts(territory), FeelContext.Empty, stamp, CancellationToken.None);
            await transaction.CommitAsync();
            return run.Value;
        });

    private static string Plain(string html) => System.Net.WebUtility.HtmlDecode(html).Replace('\u00a0', ' ').Replace('\u202f', ' ');
}
