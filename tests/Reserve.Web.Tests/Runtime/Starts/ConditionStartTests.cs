using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.General;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Starts;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime.Starts;

/// <summary>Starts by a condition over the users: each test has a database of its own, for each changes them.</summary>
public sealed class ConditionStartTests : IAsyncLifetime
{
    private const string Nobody = "count(data) = 0";

    private readonly DatabaseFixture database = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private RuntimeNode node = null!;

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        node = await Node();
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task What_holds_already_begins_nothing_and_what_becomes_true_begins_one_run()
    {
        var old = await User("old", "RU.74", Roles.Auditor);
        await node.Deploy(Auditors("edge"));
        Assert.Equal(1, await node.Begin());
        Assert.Empty(await Runs("edge"));
        var fresh = await User("fresh", "RU.74.01", Roles.Auditor);
        await User("other", "RU.74", Roles.HrOfficer);
        Assert.True(await node.Begin() > 0);
        Assert.Equal([$"RU.74.01 person {fresh} start-condition"], await Runs("edge"));
        // True stays true: nothing.
        await Change(fresh, user => user.DisplayName = "Новое имя");
        Assert.True(await node.Begin() > 0);
        Assert.Single(await Runs("edge"));
        // False and true again: once more.
        await Change(fresh, user => user.Roles = [Roles.HrOfficer]);
        await node.Begin();
        await Change(fresh, user => user.Roles = [Roles.Auditor]);
        await node.Begin();
        Assert.Equal(2, (await Runs("edge")).Count);
        await Change(old, user => user.Disabled = true);
        await node.Begin();
        await Change(old, user => user.Disabled = false);
        await node.Begin();
        Assert.Equal(3, (await Runs("edge")).Count);
        // What nobody reads here is no change.
        await Change(old, user => user.AccessFailedCount = 3);
        Assert.Equal(0, await node.Begin());
    }

    [Fact]
    public async Task A_drawing_that_says_so_begins_for_what_holds_already_however_many()
    {
        for (var i = 0; i < StartRuns.AtOnce + 7; i++)
            await User($"many-{i}", "RU.74", Roles.Auditor);
        await node.Deploy(Auditors("present", ("present", "true")));
        Assert.Equal(2, await node.Begin());
        Assert.Equal(StartRuns.AtOnce + 7, (await Runs("present")).Count);
        clock.Advance(TimeSpan.FromDays(2));
        await node.Begin();
        Assert.Equal(StartRuns.AtOnce + 7, (await Runs("present")).Count);
    }

    [Fact]
    public async Task The_run_knows_the_row_and_goes_in_its_territory()
    {
        await User("keeper", "RU.74", Roles.HrOfficer);
        await node.Deploy(
            new TestProcess("empty")
                .ConditionStart(Nobody, ("source", "PeopleOfRole"), ("key", Roles.HrOfficer))
                .User("ask", ("role", "\"HrOfficer\""), ("title", "territory + \" \" + string(count(data))"))
                .End()
                .Bundle()
        );
        await node.Begin();
        var keeper = await User("second", "RU.66", Roles.HrOfficer);
        await node.Begin();
        Assert.Empty(await Runs("empty"));
        await Change(keeper, user => user.Territory = "RU.74");
        await node.Begin();
        // The region and all its municipalities are without anybody now.
        Assert.Contains(await Runs("empty"), run => run.StartsWith("RU.66 ", StringComparison.Ordinal));
        Assert.DoesNotContain(await Runs("empty"), run => run.StartsWith("RU.74", StringComparison.Ordinal));
        Assert.Equal("RU.66 0", await node.Value<string>("""select title as "Value" from task where territory = 'RU.66'"""));
    }

    [Fact]
    public async Task Two_nodes_begin_a_run_once()
    {
        await using var two = await Node();
        await node.Deploy(Auditors("both"));
        await node.Begin();
        for (var round = 1; round <= 5; round++)
        {
            for (var i = 0; i < 4; i++)
                await User($"both-{round}-{i}", "RU.74", Roles.Auditor);
            await Task.WhenAll(node.Begin(), two.Begin(), node.Begin(), two.Begin());
            await node.Begin();
            Assert.Equal(4 * round, (await Runs("both")).Count);
        }
    }

    [Fact]
    public async Task A_condition_that_cannot_be_worked_out_is_shown_and_leaves_the_row_as_it_was()
    {
        var person = await User("fault", "RU.74", Roles.Auditor);
        await node.Deploy(Drawn("faulty", "if data.name = \"сбой\" then data.name + 1 > 2 else list contains(data.roles, \"Auditor\")"));
        await node.Begin();
        await Change(person, user => user.DisplayName = "сбой");
        await node.Begin();
        var problem = Assert.Single(
            await node.Column<string>("""select problem as "Value" from process_start_row where problem is not null""")
        );
        Assert.NotEmpty(problem);
        var failing = await node.As(
            RuntimeNode.Person("иванова", "RU.74", Roles.Administrator),
            services => services.GetRequiredService<StartQueries>().Failing(CancellationToken.None)
        );
        Assert.Equal(("faulty", 1L), (failing.Single().Key, failing.Single().RowProblems));
        await Change(person, user => user.DisplayName = "исправлено");
        await node.Begin();
        Assert.Empty(await node.Column<string>("""select problem as "Value" from process_start_row where problem is not null"""));
        Assert.Empty(await Runs("faulty"));
    }

    [Fact]
    public async Task A_regions_version_begins_there_in_place_of_the_one_for_all()
    {
        await node.Deploy(Auditors("own"));
        await node.Deploy(Drawn("own", "list contains(data.roles, \"HrOfficer\")"), "RU.74", "editor");
        await node.Begin();
        await User("auditor-74", "RU.74.01", Roles.Auditor);
        await User("officer-74", "RU.74", Roles.HrOfficer);
        await User("auditor-66", "RU.66", Roles.Auditor);
        await User("officer-66", "RU.66", Roles.HrOfficer);
        await node.Begin();
        Assert.Equal(
            ["RU.66 false", "RU.74 true"],
            await node.Column<string>(
                """
                select r.territory || ' ' || (d.for_territory is not null) as "Value" from process_run r
                join process_definition d on d.id = r.definition_id where d.key = 'own' order by 1
                """
            )
        );
        // When the region's version is retired, what holds there by the one for all begins nothing.
        var administrator = RuntimeNode.Person("иванова", "RU", Roles.Administrator);
        Assert.True((await node.Send(new RetireProcess("own", "RU.74"), administrator)).IsOk);
        clock.Advance(TimeSpan.FromDays(1));
        await node.Begin();
        Assert.Equal(2, (await Runs("own")).Count);
        await User("auditor-74-2", "RU.74", Roles.Auditor);
        await node.Begin();
        Assert.Equal(3, (await Runs("own")).Count);
    }

    [Fact]
    public async Task A_new_version_with_the_same_condition_goes_on_and_with_another_looks_anew()
    {
        await node.Deploy(Auditors("again"));
        await node.Begin();
        await User("first", "RU.74", Roles.Auditor);
        await node.DisposeAsync();
        node = await Node();
        // Published before anybody looked: what has risen meanwhile is begun all the same.
        await node.Deploy(Drawn("again", "list contains(data.roles, \"Auditor\")", "end2"), source: "editor");
        await node.Begin();
        Assert.Single(await Runs("again"));
        await node.Deploy(Drawn("again", "list contains(data.roles, \"Auditor\") or false"), source: "editor");
        await node.Begin();
        Assert.Single(await Runs("again"));
        await User("second", "RU.74", Roles.Auditor);
        await node.Begin();
        Assert.Equal(2, (await Runs("again")).Count);
    }

    [Fact]
    public async Task A_change_that_nobody_noticed_is_found_at_night()
    {
        await node.Deploy(Auditors("night"));
        await node.Begin();
        await User("unseen", "RU.74", Roles.Auditor);
        await node.Column<int>("""with d as (delete from data_change returning 1) select 1 as "Value" from d""");
        Assert.Equal(0, await node.Begin());
        clock.Advance(TimeSpan.FromHours(13));
        Assert.Equal(1, await node.Begin());
        Assert.Single(await Runs("night"));
    }

    private Task<RuntimeNode> Node() => RuntimeNode.Start(database.ConnectionString, clock, adjust: services => services.AddGeneral());

    private static ProcessBundle Auditors(string key, params (string, string)[] inputs) =>
        Drawn(key, "list contains(data.roles, \"Auditor\")", inputs: inputs);

    private static ProcessBundle Drawn(string key, string condition, string end = "end", params (string, string)[] inputs) =>
        new TestProcess(key)
            .ConditionStart(condition, [("source", "Person"), .. inputs])
            .User("ask", ("role", "\"HrOfficer\""))
            .End(end)
            .Bundle();

    private async Task<Guid> User(string name, string territory, params string[] roles)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        await node.InTransaction(async services =>
        {
            var db = services.GetRequiredService<ReserveDb>();
            db.Add(
                new User
                {
                    Id = id,
                    UserName = name,
                    NormalizedUserName = name.ToUpperInvariant(),
                    DisplayName = name,
                    Territory = territory,
                    Roles = roles,
                }
            );
            return await db.SaveChangesAsync();
        });
        return id;
    }

    private Task Change(Guid id, Action<User> change) =>
        node.InTransaction(async services =>
        {
            var db = services.GetRequiredService<ReserveDb>();
            change(await db.Set<User>().SingleAsync(user => user.Id == id));
            return await db.SaveChangesAsync();
        });

    private Task<List<string>> Runs(string key) =>
        node.Column<string>(
            """
            select r.territory || ' ' || coalesce(r.subject_type || ' ' || r.subject_id, r.business_key) || ' ' || s.cause as "Value"
            from process_run r join run_step s on s.run_id = r.id and s.step = 1 join process_definition d on d.id = r.definition_id
            where d.key = {0} order by r.started_at, r.id
            """,
            key
        );
}
