using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Tests.Database;
using Reserve.Web.Tests.Runtime;

namespace Reserve.Web.Tests.Features.General;

/// <summary>Activities with which a new process needs no code.</summary>
public sealed class GeneralActivityTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    private static readonly (string, string) Officer = ("role", "\"HrOfficer\"");

    [Fact]
    public async Task Variables_are_set_and_data_is_read_in_the_territory_of_the_run()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("reads")
                .Start()
                .Service("set", "Variables.Set", ("values", "{place: \"RU.74.12\", count: 2 + 3}"))
                .Service("read", "Data.Read", ("source", "\"Territory\""), ("territory", "place"))
                .User("see", Officer, ("title", "data.name + \", \" + data.region + \", \" + string(count)"))
                .End()
                .Bundle()
        );
        var run = await node.StartRun("reads");
        await node.Work();
        await node.Work();
        Assert.Equal(
            await node.Value<string>("""select name || ', Челябинская область, 5' as "Value" from territories where path = 'RU.74.12'"""),
            await node.Value<string>("""select title as "Value" from task where run_id = {0}""", run.Value)
        );
    }

    [Fact]
    public async Task Dates_and_durations_that_are_set_or_handed_on_stay_what_they_are()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(
            new TestProcess("dates-there")
                .Start()
                .User("see", Officer, ("title", "string(given.month) + \", \" + string(given + duration(\"P1D\"))"))
                .End()
                .Bundle()
        );
        await node.Deploy(
            new TestProcess("dates")
                .Start()
                .Service("set", "Variables.Set", ("values", "{from: date(\"2027-02-28\"), all: [{lasts: duration(\"P2D\")}], plain: 5}"))
                .Service(
                    "begin",
                    "Process.Start",
                    ("process", "\"dates-there\""),
                    ("territory", "\"RU.74\""),
                    ("variables", "{given: from}")
                )
                .User("see", Officer, ("title", "string(from.year + plain) + \", \" + string(from + all[1].lasts)"))
                .End()
                .Bundle()
        );
        var run = await node.StartRun("dates");
        await node.Work();
        await node.Work();
        await node.Work();
        Assert.Equal("2032, 2027-03-02", await node.Value<string>("select title as \"Value\" from task where run_id = {0}", run.Value));
        Assert.Equal(
            "2, 2027-03-01",
            await node.Value<string>(
                """
                select t.title as "Value" from task t join process_run r on r.id = t.run_id
                join process_definition d on d.id = r.definition_id where d.key = 'dates-there'
                """
            )
        );
    }

    [Theory]
    [InlineData("Territory", "\"RU.66\"", "null")]
    [InlineData("PeopleOfRole", "\"RU.74\"", "null")]
    [InlineData("Person", "\"RU.74\"", "\"no id\"")]
    public async Task What_may_not_be_read_or_has_no_key_stops_with_its_reason(string source, string territory, string key)
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        var name = "reads-" + source.ToLowerInvariant();
        await node.Deploy(
            new TestProcess(name)
                .Start()
                .Service("read", "Data.Read", ("source", $"\"{source}\""), ("territory", territory), ("key", key))
                .End()
                .Bundle()
        );
        var run = await node.StartRun(name);
        await node.Work();
        Assert.Equal(1, await node.Value<long>("""select count(*) as "Value" from incident where run_id = {0}""", run.Value));
    }

    [Fact]
    public async Task Another_process_is_begun_in_the_own_territory_and_nowhere_else()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await node.Deploy(new TestProcess("begun").Start().User("see", Officer, ("title", "greeting")).End().Bundle());
        foreach (var (key, territory) in new[] { ("begins-here", "RU.74"), ("begins-there", "RU.66") })
            await node.Deploy(
                new TestProcess(key)
                    .Start()
                    .Service(
                        "begin",
                        "Process.Start",
                        ("process", "\"begun\""),
                        ("territory", $"\"{territory}\""),
                        ("variables", "{greeting: \"Здравствуйте\"}")
                    )
                    .End()
                    .Bundle()
            );
        await node.StartRun("begins-here");
        await node.Work();
        Assert.Equal(["Здравствуйте"], await node.Column<string>("""select title as "Value" from task where title = 'Здравствуйте'"""));
        var refused = await node.StartRun("begins-there");
        await node.Work();
        Assert.Equal(1, await node.Value<long>("""select count(*) as "Value" from incident where run_id = {0}""", refused.Value));
        Assert.Single(await node.Column<string>("""select title as "Value" from task where title = 'Здравствуйте'"""));
    }
}
