using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Reserve.Engine.Feel;
using Reserve.Web.Runtime.Desk;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Migration;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime.Jobs;

/// <summary>Nodes die while 200 processes run; afterwards everything has happened exactly once.</summary>
public sealed class KillTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>, IDisposable
{
    private const int Runs = 200;

    /// <summary>Effects of one run: three of its own, one of the process that it calls.</summary>
    private static readonly string[] Effects = ["a", "b", "inner", "c"];

    private readonly string sent = Directory.CreateTempSubdirectory("reserve-sent-").FullName;

    public void Dispose() => Directory.Delete(sent, recursive: true);

    [Fact]
    public Task Killed_nodes_lose_nothing_and_repeat_nothing() => KillWhileRunning(kills: 6, nodes: 2);

    [Fact]
    [Trait("Category", "Endurance")]
    public Task Many_killed_nodes_lose_nothing_and_repeat_nothing() => KillWhileRunning(kills: 60, nodes: 3);

    [Fact]
    public async Task Two_nodes_share_the_work_of_one_database()
    {
        await using var one = await RuntimeNode.Start(database.ConnectionString, TimeProvider.System, workers: 2);
        await using var two = await RuntimeNode.Start(database.ConnectionString, TimeProvider.System, workers: 2);
        await Deploy(one, "share");
        for (var i = 0; i < 60; i++)
            await one.StartRun("share", FeelContext.Of(("id", FeelValue.From($"share-{i}"))));
        await Until(
            one,
            """
            select count(*)::int as "Value" from process_run r join process_definition d on d.id = r.definition_id where
            d.key like 'share%' and r.status = 'running'
            """,
            left => left == 0
        );
        await AssertOnce(one, "share-", 60);
        Assert.True(one.Services.GetRequiredService<TestFaults>().Asked > 0);
        Assert.True(two.Services.GetRequiredService<TestFaults>().Asked > 0);
    }

    [Fact]
    public async Task Nodes_that_die_while_cases_are_taken_over_leave_each_on_one_version_once()
    {
        const int Cases = 300;
        await using var starter = await RuntimeNode.Start(database.ConnectionString, TimeProvider.System);
        var old = await Versioned(starter, "end");
        for (var i = 0; i < Cases; i++)
            await starter.StartRun("versions");
        var now = await Versioned(starter, "over");
        var administrator = RuntimeNode.Person("иванова", "RU", Web.Access.Roles.Administrator);
        var runs = await starter.Column<Guid>("""select id as "Value" from process_run where definition_id = {0}""", old.Value);
        var mapping = new Dictionary<string, string> { ["ask"] = "ask" };
        var ordered = await starter.Send(
            new MigrateRuns(old, now, mapping, [.. runs.Select(run => new Web.Runtime.RunId(run))], "новый порядок"),
            administrator
        );
        await DieWhile(starter, ordered.Value.Id, "done", Cases);
        Assert.Equal(Cases, await On(starter, now));
        Assert.Equal(Cases, (await starter.Send(new UndoMigration(ordered.Value.Id, "ошиблись"), administrator)).Value.Cases);
        await DieWhile(starter, ordered.Value.Id, "undone", Cases);
        Assert.Equal(Cases, await On(starter, old));
        Assert.Equal(
            0,
            await starter.Value<int>(
                """
                select count(*)::int as "Value" from process_run r where r.definition_id = {0} and (r.version <> 3
                    or 3 <> (select count(*) from run_step s where s.run_id = r.id)
                    or 2 <> (select count(*) from run_mark m where m.run_id = r.id)
                    or 1 <> (select count(*) from task t where t.run_id = r.id and t.state = 'open'))
                """,
                old.Value
            )
        );
        Assert.Equal(0, await starter.Value<int>("""select count(*)::int as "Value" from job where wait_id in (-1, -2)"""));
    }

    [Fact]
    public async Task Nodes_that_die_while_many_incidents_are_retried_do_each_once()
    {
        const int Cases = 300;
        await using var starter = await RuntimeNode.Start(database.ConnectionString, TimeProvider.System);
        await starter.Deploy(
            new TestProcess("stopped").Start().Service("act", "Test.Effect", ("name", "id"), ("refuse", "refuse")).End().Bundle()
        );
        for (var i = 0; i < Cases; i++)
            await starter.StartRun("stopped", FeelContext.Of(("id", FeelValue.From($"stopped-{i}")), ("refuse", FeelValue.From(1))));
        await starter.Work();
        var administrator = RuntimeNode.Person("иванова", "RU", Web.Access.Roles.Administrator);
        var runs = await starter.Column<Guid>("""select distinct run_id as "Value" from incident where resolved_at is null""");
        Assert.Equal(Cases, runs.Count);
        foreach (var run in runs)
            await starter.Send(new SetRunVariable(new Web.Runtime.RunId(run), "refuse", "0", "исправлено"), administrator);
        var planned = await starter.Send(
            new PlanBulkAct(BulkKind.Retry, [.. runs.Select(run => new Web.Runtime.RunId(run))]),
            administrator
        );
        Assert.True((await starter.Send(new OrderBulkAct(planned.Value.Id, "исправлено"), administrator)).IsOk);
        await DieWhile(
            starter,
            $"""
            select count(*)::int as "Value" from bulk_act_item where act_id = '{planned.Value.Id.Value}' and state = 'done'
            """,
            Cases
        );
        await Until(
            starter,
            $"""
            select count(*)::int as "Value" from process_run r join process_definition d on d.id = r.definition_id
            where d.key = 'stopped' and r.status = 'completed'
            """,
            done => done == Cases,
            work: true
        );
        Assert.Equal(
            0,
            await starter.Value<int>(
                """
                select count(*)::int as "Value" from process_run r join process_definition d on d.id = r.definition_id
                where d.key = 'stopped' and (1 <> (select count(*) from run_mark m where m.run_id = r.id and m.kind = 'retry')
                    or 1 <> (select count(*) from incident i where i.run_id = r.id))
                """
            )
        );
        var effects = await starter.Column<string>("""select name as "Value" from test_effect where name like 'stopped-%'""");
        Assert.Equal(Cases, effects.Count);
        Assert.Equal(Cases, effects.Distinct().Count());
        Assert.Equal(0, await starter.Value<int>("""select count(*)::int as "Value" from job where wait_id = -3"""));
    }

    [Fact]
    public async Task Nodes_that_die_while_they_begin_processes_begin_each_moment_once()
    {
        const int Keys = 10;
        const string Of = "from process_start_firing f join process_start s on s.id = f.start_id where s.key like 'dies-%'";
        await using var starter = await RuntimeNode.Start(database.ConnectionString, TimeProvider.System);
        for (var i = 0; i < Keys; i++)
            await starter.Deploy(
                new TestProcess($"dies-{i}")
                    .TimerStart("timeCycle", "R/PT0.25S")
                    .Service("a", "Test.Effect", ("name", "\"dies\""))
                    .End()
                    .Bundle()
            );
        foreach (var place in (int[])[15, 40, 70])
        {
            var victim = await StartNode();
            await Until(starter, $"""select count(*)::int as "Value" {Of}""", done => done >= place);
            await Kill(victim);
        }
        var administrator = RuntimeNode.Person("иванова", "RU", Web.Access.Roles.Administrator);
        for (var i = 0; i < Keys; i++)
            Assert.True((await starter.Send(new Web.Runtime.Bundles.RetireProcess($"dies-{i}", null), administrator)).IsOk);
        var last = await StartNode();
        const string Runs = "from process_run r join process_definition d on d.id = r.definition_id where d.key like 'dies-%'";
        await Until(starter, $"""select count(*)::int as "Value" {Runs} and r.status = 'running'""", left => left == 0);
        await Kill(last);
        // Each firing begins where the one before it, with what it stands for, has ended: no moment is left out, none comes twice.
        Assert.Equal(
            0,
            await starter.Value<int>(
                $"""
                select count(*)::int as "Value" from (
                    select f.moment, lag(f.moment) over w + (1 + lag(f.missed) over w) * interval '0.25 second' as expected {Of}
                    window w as (partition by f.start_id order by f.moment)) gap where moment <> expected
                """
            )
        );
        var firings = await starter.Value<int>($"""select count(*)::int as "Value" {Of}""");
        Assert.True(firings >= 70);
        Assert.Equal(firings, await starter.Value<int>($"""select count(*)::int as "Value" {Runs}"""));
        Assert.Equal(firings, await starter.Value<int>("""select count(*)::int as "Value" from test_effect where name = 'dies'"""));
    }

    private static async Task<Web.Runtime.DefinitionId> Versioned(RuntimeNode node, string end) =>
        (await node.Deploy(new TestProcess("versions").Start().User("ask", ("role", "\"HrOfficer\"")).End(end).Bundle(), source: "editor"))[
            0
        ].Id;

    private static Task<int> On(RuntimeNode node, Web.Runtime.DefinitionId version) =>
        node.Value<int>("""select count(*)::int as "Value" from process_run where definition_id = {0}""", version.Value);

    /// <summary>Kills node after node while the cases of a migration come to a state.</summary>
    private Task DieWhile(RuntimeNode starter, MigrationId migration, string state, int cases) =>
        DieWhile(
            starter,
            $"""
            select count(*)::int as "Value" from run_migration_item where migration_id = '{migration.Value}' and state = '{state}'
            """,
            cases
        );

    /// <summary>Kills node after node while the cases are done.</summary>
    private async Task DieWhile(RuntimeNode starter, string sql, int cases)
    {
        foreach (var place in (int[])[1, cases / 3, cases / 2])
        {
            var victim = await StartNode();
            await Until(starter, sql, done => done >= place);
            await Kill(victim);
        }
        var last = await StartNode();
        await Until(starter, sql, done => done == cases);
        await Kill(last);
    }

    private async Task KillWhileRunning(int kills, int nodes)
    {
        var prefix = $"killed-{kills}-";
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        await using var starter = await RuntimeNode.Start(database.ConnectionString, TimeProvider.System);
        await Deploy(starter, "killed");
        for (var i = 0; i < Runs; i++)
            await starter.StartRun("killed", FeelContext.Of(("id", FeelValue.From($"{prefix}{i}"))));

        // Kills come at random places between the first effect and the last.
        var total = Runs * Effects.Length;
        var places = Enumerable.Range(0, kills).Select(_ => random.Next(1, total)).Order().ToArray();
        var living = new List<Process>();
        try
        {
            foreach (var place in places)
            {
                while (living.Count < nodes)
                    living.Add(await StartNode());
                await Until(
                    starter,
                    $"""select count(*)::int as "Value" from test_effect where name like '{prefix}%'""",
                    done => done >= place
                );
                var victim = living[random.Next(living.Count)];
                living.Remove(victim);
                await Kill(victim);
            }
            if (living.Count == 0)
                living.Add(await StartNode());
            await Until(
                starter,
                """
                select count(*)::int as "Value" from process_run r join process_definition d on d.id = r.definition_id where
                d.key like 'killed%' and r.status = 'running'
                """,
                left => left == 0
            );
            await Until(starter, """select count(*)::int as "Value" from outbox where sent_at is null""", left => left == 0);
        }
        catch (Exception problem)
        {
            throw new InvalidOperationException($"Random seed {seed}.", problem);
        }
        finally
        {
            foreach (var node in living)
                await Kill(node);
        }

        await AssertOnce(starter, prefix, Runs);
        Assert.Equal(0, await starter.Value<int>("""select count(*)::int as "Value" from job"""));
        Assert.Equal(
            0,
            await starter.Value<int>(
                """
                select count(*)::int as "Value" from incident i join process_run r on r.id = i.run_id
                join process_definition d on d.id = r.definition_id where d.key like 'killed%'
                """
            )
        );
        Assert.Equal(
            0,
            await starter.Value<int>(
                """
                select count(*)::int as "Value" from process_run r
                where r.version <> (select count(*) from run_step s where s.run_id = r.id) or r.version <> (select max(step) from run_step s
                where s.run_id = r.id)
                """
            )
        );
        Assert.Equal(Runs, Directory.EnumerateFiles(sent, prefix + "*").Count());
    }

    private static async Task Deploy(RuntimeNode node, string key)
    {
        await node.Deploy(
            new TestProcess(key + "-inner").Start().Service("inner", "Test.Effect", ("name", "id + \"/inner\"")).End().Bundle()
        );
        await node.Deploy(
            new TestProcess(key)
                .Start()
                .Service("a", "Test.Effect", ("name", "id + \"/a\""))
                .Service("mail", "Test.Mail", ("name", "id + \"/mail\""))
                .CatchTimer("pause", "duration(\"PT0.2S\")")
                .Service("b", "Test.Effect", ("name", "id + \"/b\""))
                .Call("call", key + "-inner", ("id", "id"))
                .Service("c", "Test.Effect", ("name", "id + \"/c\""))
                .End()
                .Bundle()
        );
    }

    private static async Task AssertOnce(RuntimeNode node, string prefix, int runs)
    {
        var names = await node.Column<string>("""select name as "Value" from test_effect where name like {0}""", prefix + "%");
        var expected = from i in Enumerable.Range(0, runs) from effect in Effects select $"{prefix}{i}/{effect}";
        Assert.Empty(names.GroupBy(name => name).Where(same => same.Count() > 1).Select(same => same.Key));
        Assert.Empty(expected.Except(names));
    }

    private async Task<Process> StartNode()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(typeof(KillTests).Assembly.Location);
        start.ArgumentList.Add("node");
        start.ArgumentList.Add(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 20 }.ConnectionString);
        start.ArgumentList.Add(sent);
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync();
        Assert.Equal("ready", line);
        return process;
    }

    /// <summary>SIGKILL: the node gets no chance to tidy up.</summary>
    private static async Task Kill(Process node)
    {
        node.Kill();
        await node.WaitForExitAsync();
        node.Dispose();
    }

    /// <param name="node">Where it is asked.</param>
    /// <param name="sql">What is counted.</param>
    /// <param name="reached">Whether that is enough.</param>
    /// <param name="work">Whether the node itself works meanwhile.</param>
    private static async Task Until(RuntimeNode node, string sql, Predicate<int> reached, bool work = false)
    {
        var patience = Stopwatch.StartNew();
        while (!reached(await node.Value<int>(sql)))
        {
            if (work)
                await node.Work();
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(5), $"Not reached in five minutes: {sql}");
            await Task.Delay(10);
        }
    }
}
