using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Reserve.Engine.Feel;
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

    private static async Task<Web.Runtime.DefinitionId> Versioned(RuntimeNode node, string end) =>
        (await node.Deploy(new TestProcess("versions").Start().User("ask", ("role", "\"HrOfficer\"")).End(end).Bundle(), source: "editor"))[
            0
        ].Id;

    private static Task<int> On(RuntimeNode node, Web.Runtime.DefinitionId version) =>
        node.Value<int>("""select count(*)::int as "Value" from process_run where definition_id = {0}""", version.Value);

    /// <summary>Kills node after node while the cases of a migration come to a state.</summary>
    private async Task DieWhile(RuntimeNode starter, MigrationId migration, string state, int cases)
    {
        var sql = $"""
            select count(*)::int as "Value" from run_migration_item where migration_id = '{migration.Value}' and state = '{state}'
            """;
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
        Assert.Equal(0, await starter.Value<int>("""select count(*)::int as "Value" from incident"""));
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

    private static async Task Until(RuntimeNode node, string sql, Predicate<int> reached)
    {
        var patience = Stopwatch.StartNew();
        while (!reached(await node.Value<int>(sql)))
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(5), $"Not reached in five minutes: {sql}");
            await Task.Delay(10);
        }
    }
}
