using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Starts;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime.Starts;

/// <summary>
/// Starts by time; each test has a database of its own. The clock begins on Monday, 2 March 2026, 09:00 in universal time: 14:00 in
/// Chelyabinsk.
/// </summary>
public sealed class TimerStartTests : IAsyncLifetime
{
    private readonly DatabaseFixture database = new();

    private static readonly (string, string)[] Officer = [("role", "\"HrOfficer\"")];
    private static readonly System.Security.Claims.ClaimsPrincipal Administrator = RuntimeNode.Person("иванова", "RU", Roles.Administrator);

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task A_cycle_begins_one_run_at_each_moment_and_as_often_as_it_says()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(Drawn("cycle", "timeCycle", "R3/P1D"));
        Assert.Equal(0, await node.Begin());
        foreach (var expected in (string[])["03.03 09:00 0", "04.03 09:00 0", "05.03 09:00 0"])
        {
            node.Manual.Advance(TimeSpan.FromHours(23.9));
            Assert.Equal(0, await node.Begin());
            node.Manual.Advance(TimeSpan.FromHours(0.1));
            Assert.Equal(1, await node.Begin());
            Assert.Equal(expected, (await Fired(node, "cycle"))[^1]);
        }
        node.Manual.Advance(TimeSpan.FromDays(9));
        Assert.Equal(0, await node.Begin());
        Assert.Equal("over", await State(node, "cycle"));
        Assert.Equal(
            "RU система start-timer 03.03 09:00",
            await node.Value<string>(
                """
                select r.territory || ' ' || r.started_by || ' ' || s.cause || ' '
                       || to_char(r.started_at at time zone 'UTC', 'DD.MM HH24:MI') as "Value"
                from process_run r join run_step s on s.run_id = r.id and s.step = 1 join process_definition d on d.id = r.definition_id
                where d.key = 'cycle' and r.subject_id is null and r.business_key is null order by r.started_at limit 1
                """
            )
        );
    }

    [Theory]
    [InlineData("timeDate", "2026-03-05", "04.03 19:00")] // A day begins when it does by the clock of the configuration.
    [InlineData("timeDate", "2026-03-05T09:00:00+03:00", "05.03 06:00")]
    [InlineData("timeDate", "=date and time(today(), time(\"23:30:00\"))", "02.03 18:30")]
    [InlineData("timeDate", "3 рабочих дня", "05.03 13:00")]
    [InlineData("timeDuration", "PT36H", "03.03 21:00")]
    public async Task A_moment_or_a_length_begins_one_run(string element, string text, string expected)
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var key = "once-" + Guid.NewGuid().ToString("N");
        await node.Deploy(Drawn(key, element, text));
        Assert.Equal(expected, (await node.Value<string>(Due(key)))[..11]);
        node.Manual.Advance(TimeSpan.FromDays(5));
        Assert.True(await node.Begin() > 0);
        Assert.Equal(0, await node.Begin());
        Assert.Equal(expected + " 0", Assert.Single(await Fired(node, key)));
        // The same version once more does not begin the same moment twice.
        await node.Deploy(Drawn(key, element, text), source: "editor");
        node.Manual.Advance(TimeSpan.FromDays(30));
        await node.Begin();
        Assert.Equal(element == "timeDuration" || text.StartsWith('=') || text[0] == '3' ? 2 : 1, (await Fired(node, key)).Count);
    }

    [Fact]
    public async Task A_region_has_its_own_clock_and_its_own_version()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(Drawn("regional", "timeDate", "2026-03-05"));
        await node.Deploy(Drawn("regional", "timeDate", "2026-03-05"), "RU.41", "editor");
        Assert.Equal(
            ["04.03 12:00 RU.41", "04.03 19:00 RU"],
            await node.Column<string>(
                """
                select to_char(due_at at time zone 'UTC', 'DD.MM HH24:MI') || ' ' || coalesce(for_territory, 'RU') as "Value"
                from process_start where key = 'regional' order by due_at
                """
            )
        );
        node.Manual.Advance(TimeSpan.FromDays(3));
        await node.Begin();
        Assert.Equal(
            ["RU 1", "RU.41 1"],
            await node.Column<string>(
                """
                select r.territory || ' ' || count(*) as "Value" from process_run r join process_definition d on d.id = r.definition_id
                where d.key = 'regional' and d.for_territory is not distinct from nullif(r.territory, 'RU') group by r.territory order by 1
                """
            )
        );
    }

    [Fact]
    public async Task What_passed_while_nobody_worked_is_begun_once_and_says_how_much_was_missed()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        await using (var node = await RuntimeNode.Start(database.ConnectionString, clock))
            await node.Deploy(Drawn("down", "timeCycle", "R/PT6H"));
        clock.Advance(TimeSpan.FromHours(33));
        await using var again = await RuntimeNode.Start(database.ConnectionString, clock);
        // What was published while it was due changes nothing of it.
        await again.Deploy(Drawn("down", "timeCycle", "R/PT6H", "end2"), source: "editor");
        await again.Begin();
        Assert.Equal("02.03 15:00 4", Assert.Single(await Fired(again, "down")));
        Assert.StartsWith("03.03 21:00", await again.Value<string>(Due("down")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cycle_goes_on_from_its_last_firing_in_a_new_version()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(Drawn("goes-on", "timeCycle", "R/P2D"));
        node.Manual.Advance(TimeSpan.FromDays(2));
        await node.Begin();
        node.Manual.Advance(TimeSpan.FromDays(1));
        await node.Deploy(Drawn("goes-on", "timeCycle", "R/P2D", "end2"), source: "editor");
        Assert.StartsWith("06.03 09:00", await node.Value<string>(Due("goes-on")), StringComparison.Ordinal);
        await node.Deploy(Drawn("goes-on", "timeCycle", "R/P7D"), source: "editor");
        Assert.StartsWith("11.03 09:00", await node.Value<string>(Due("goes-on")), StringComparison.Ordinal);
        await node.Deploy(Drawn("goes-on", "timeCycle", "R/2026-03-04T09:00:00Z/P1M"), source: "editor");
        // The day that it was begun for already is not begun for again.
        Assert.StartsWith("04.04 09:00", await node.Value<string>(Due("goes-on")), StringComparison.Ordinal);
        Assert.Single(await Fired(node, "goes-on"));
        // A version without it has none; one that has it again goes on.
        await node.Deploy(new TestProcess("goes-on").Start().User("ask", Officer).End().Bundle(), source: "editor");
        node.Manual.Advance(TimeSpan.FromDays(59));
        Assert.Equal(0, await node.Begin());
        await node.Deploy(Drawn("goes-on", "timeCycle", "R/2026-03-04T09:00:00Z/P1M"), source: "editor");
        Assert.StartsWith("04.05 09:00", await node.Value<string>(Due("goes-on")), StringComparison.Ordinal);
        Assert.Equal(0, await node.Begin());
    }

    [Fact]
    public async Task A_retired_process_begins_nothing_until_it_is_restored()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(Drawn("retired", "timeCycle", "R/P1D"));
        await node.Deploy(Drawn("retired", "timeCycle", "R/P1D"), "RU.74", "editor");
        Assert.True((await node.Send(new RetireProcess("retired", null), Administrator)).IsOk);
        node.Manual.Advance(TimeSpan.FromDays(3.5));
        Assert.Equal(0, await node.Begin());
        Assert.Equal(["removed", "removed"], await States(node, "retired"));
        Assert.True((await node.Send(new RestoreProcess("retired", null), Administrator)).IsOk);
        Assert.Equal(["waiting", "waiting"], await States(node, "retired"));
        Assert.Equal(0, await node.Begin());
        node.Manual.Advance(TimeSpan.FromDays(0.5));
        Assert.Equal(2, await node.Begin());
        Assert.True((await node.Send(new RetireProcess("retired", "RU.74"), Administrator)).IsOk);
        node.Manual.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await node.Begin());
    }

    [Fact]
    public async Task A_moment_that_has_passed_before_it_was_published_begins_nothing()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(Drawn("past", "timeDate", "2026-03-01T09:00:00Z"));
        node.Manual.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await node.Begin());
        Assert.Equal(
            "over passed-before",
            await node.Value<string>("""select state || ' ' || note as "Value" from process_start where key = 'past'""")
        );
    }

    [Fact]
    public async Task A_paused_start_leaves_out_the_moments_that_pass()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(Drawn("paused", "timeCycle", "R/P1D"));
        var id = await node.Value<Guid>("""select id as "Value" from process_start where key = 'paused'""");
        Assert.False((await node.Send(new PauseStart("paused", null, id, " "), Administrator)).IsOk);
        Assert.True((await node.Send(new PauseStart("paused", null, id, "ждём приказа"), Administrator)).IsOk);
        Assert.Equal(HoldStartRefusal.AlreadyPaused, (await node.Send(new PauseStart("paused", null, id, "снова"), Administrator)).Refusal);
        Assert.Equal(HoldStartRefusal.UnknownStart, (await node.Send(new PauseStart("other", null, id, "снова"), Administrator)).Refusal);
        await node.Deploy(Drawn("paused", "timeCycle", "R/P1D", "end2"), source: "editor");
        node.Manual.Advance(TimeSpan.FromDays(3.5));
        Assert.Equal(0, await node.Begin());
        Assert.True((await node.Send(new ResumeStart("paused", null, id, "приказ вышел"), Administrator)).IsOk);
        Assert.Equal(HoldStartRefusal.NotPaused, (await node.Send(new ResumeStart("paused", null, id, "снова"), Administrator)).Refusal);
        Assert.Equal(0, await node.Begin());
        node.Manual.Advance(TimeSpan.FromDays(0.5));
        Assert.Equal(1, await node.Begin());
        Assert.Equal("06.03 09:00 0", Assert.Single(await Fired(node, "paused")));
        var foreign = RuntimeNode.Person("чужой", "RU.74", Roles.Administrator);
        Assert.False((await node.Send(new PauseStart("paused", null, id, "не моё"), foreign)).IsOk);
    }

    [Fact]
    public async Task A_start_that_fails_says_so_and_is_tried_again()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        string xml;
        await using (var node = await RuntimeNode.Start(database.ConnectionString, clock))
        {
            await node.Deploy(Drawn("fails", "timeCycle", "R/P1D"));
            xml = await node.Value<string>("""select xml as "Value" from process_definition where key = 'fails'""");
            await node.Column<int>(
                """with u as (update process_definition set xml = '<x/>' where key = 'fails' returning 1) select 1 as "Value" from u"""
            );
        }
        clock.Advance(TimeSpan.FromDays(1));
        await using var again = await RuntimeNode.Start(database.ConnectionString, clock);
        Assert.Equal(0, await again.Begin());
        var id = await again.Value<Guid>("""select id as "Value" from process_start where key = 'fails'""");
        var failing = await again.As(Administrator, services => Get<StartQueries>(services).Failing(CancellationToken.None));
        Assert.StartsWith(
            "Process fails version 1 does not compile",
            failing.Single(one => one.Id == id).Problem,
            StringComparison.Ordinal
        );
        await again.Column<int>(
            """with u as (update process_definition set xml = {0} where key = 'fails' returning 1) select 1 as "Value" from u""",
            xml
        );
        // Not before its pause is over, unless somebody asks.
        Assert.Equal(0, await again.Begin());
        Assert.True((await again.Send(new RetryStart("fails", null, id), Administrator)).IsOk);
        Assert.Equal(1, await again.Begin());
        Assert.Equal(RetryStartRefusal.NoProblem, (await again.Send(new RetryStart("fails", null, id), Administrator)).Refusal);
        Assert.Equal("03.03 09:00 0", Assert.Single(await Fired(again, "fails")));
    }

    [Fact]
    public async Task Two_nodes_begin_a_moment_once()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        await using var one = await RuntimeNode.Start(database.ConnectionString, clock);
        await using var two = await RuntimeNode.Start(database.ConnectionString, clock);
        for (var i = 0; i < 10; i++)
            await one.Deploy(Drawn($"both-{i}", "timeCycle", "R/P1D"));
        clock.Advance(TimeSpan.FromDays(1));
        var done = await Task.WhenAll(one.Begin(), two.Begin(), one.Begin(), two.Begin());
        Assert.Equal(10, done.Sum());
        Assert.Equal(
            10,
            await one.Value<int>(
                """
                select count(*)::int as "Value" from process_run r join process_definition d on d.id = r.definition_id
                where d.key like 'both-%'
                """
            )
        );
    }

    private static T Get<T>(IServiceProvider services)
        where T : notnull => (T)services.GetService(typeof(T))!;

    private static ProcessBundle Drawn(string key, string element, string text, string end = "end") =>
        new TestProcess(key).TimerStart(element, text).User("ask", Officer).End(end).Bundle();

    private static string Due(string key) =>
        $"""
            select to_char(due_at at time zone 'UTC', 'DD.MM HH24:MI') as "Value" from process_start where key = '{key}'
            and for_territory is null
            """;

    private static Task<string> State(RuntimeNode node, string key) =>
        node.Value<string>("""select state as "Value" from process_start where key = {0}""", key);

    private static Task<List<string>> States(RuntimeNode node, string key) =>
        node.Column<string>("""select state as "Value" from process_start where key = {0}""", key);

    private static Task<List<string>> Fired(RuntimeNode node, string key) =>
        node.Column<string>(
            """
            select to_char(f.moment at time zone 'UTC', 'DD.MM HH24:MI') || ' ' || f.missed as "Value"
            from process_start_firing f join process_start s on s.id = f.start_id where s.key = {0} order by f.at
            """,
            key
        );
}
