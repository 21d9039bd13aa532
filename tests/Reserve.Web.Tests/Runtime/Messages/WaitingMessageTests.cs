using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Runtime.Messages;

public sealed class WaitingMessageTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    private static readonly (string, string)[] Officer = [("role", "\"HrOfficer\"")];

    [Fact]
    public async Task A_message_that_comes_first_is_kept_listed_and_given_to_the_wait_that_opens()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await Deploy(node, "early");
        var sender = await node.StartRun("early-send", Key("7"));
        await node.Work();
        Assert.Equal("completed", await node.Status(sender));
        var row = Assert.Single(await Listed(node), row => row.RunId == sender.Value);
        Assert.Equal(("early", "7", node.Clock.GetUtcNow().AddDays(1)), (row.Name, row.Correlation, row.ExpiresAt));

        var other = await node.StartRun("early-wait", Key("8"));
        var receiver = await node.StartRun("early-wait", Key("7"));
        await node.Work();

        Assert.Equal("running", await node.Status(other));
        Assert.Equal("прислано", await node.Value<string>("""select title as "Value" from task where run_id = {0}""", receiver.Value));
        Assert.DoesNotContain(await Listed(node), row => row.RunId == sender.Value);
        Assert.Equal(0, await node.Value<int>("""select count(*)::int as "Value" from job where run_id = {0}""", sender.Value));
    }

    [Fact]
    public async Task A_message_that_expires_is_an_incident_of_its_sender_and_a_retry_sends_it_again()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await Deploy(node, "expired", ("timeToLive", "\"PT2H\""));
        var sender = await node.StartRun("expired-send", Key("1"));
        await node.Work();
        node.Manual.Advance(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await node.Work());
        node.Manual.Advance(TimeSpan.FromSeconds(1));
        await node.Work();
        var incident = await node.Value<Guid>(
            """
            select id as "Value" from incident where run_id = {0} and code = 'message-expired' and element_id = 'send' and
            resolved_at is null
            """,
            sender.Value
        );
        Assert.NotNull((await Listed(node)).Single(row => row.RunId == sender.Value).ExpiredAt);

        // A wait that opens now gets it by the retry only.
        var receiver = await node.StartRun("expired-wait", Key("1"));
        await node.Work();
        Assert.Empty(await node.OpenTasks(receiver));
        var retried = await node.Send(new RetryIncident(new IncidentId(incident), "причина устранена"), Administrator());
        Assert.True(retried.IsOk, retried.ToString());
        await node.Work();
        Assert.Single(await node.OpenTasks(receiver));
        Assert.DoesNotContain(await Listed(node), row => row.RunId == sender.Value);
    }

    [Fact]
    public async Task Sent_again_a_message_has_its_whole_time_to_live()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await Deploy(node, "again", ("timeToLive", "\"PT2H\""));
        var sender = await node.StartRun("again-send", Key("1"));
        await node.Work();
        node.Manual.Advance(TimeSpan.FromHours(2));
        await node.Work();
        var incident = await node.Value<Guid>("""select id as "Value" from incident where run_id = {0}""", sender.Value);
        Assert.True((await node.Send(new RetryIncident(new IncidentId(incident), "причина устранена"), Administrator())).IsOk);
        await node.Work();
        Assert.Equal(node.Clock.GetUtcNow().AddHours(2), (await Listed(node)).Single(row => row.RunId == sender.Value).ExpiresAt);
        node.Manual.Advance(TimeSpan.FromHours(2));
        await node.Work();
        Assert.Equal(2, await node.Value<int>("""select count(*)::int as "Value" from incident where run_id = {0}""", sender.Value));
    }

    [Fact]
    public async Task An_exact_key_goes_before_a_wait_without_one_and_a_wait_whose_key_is_null_gets_nobodys_message()
    {
        await using var node = await RuntimeNode.Start(database.ConnectionString);
        await Deploy(node, "exact");
        await node.Deploy(new TestProcess("exact-any").Start().CatchAnyMessage("wait", "exact").User("after", Officer).End().Bundle());
        var any = await node.StartRun("exact-any");
        var keyless = await node.StartRun("exact-wait", FeelContext.Of(("key", FeelValue.Null)));
        var keyed = await node.StartRun("exact-wait", Key("k"));
        Assert.Equal(
            "no-key",
            await node.Value<string>("""select code as "Value" from incident where run_id = {0} and element_id = 'wait'""", keyless.Value)
        );

        await node.StartRun("exact-send", Key("k"));
        await node.Work();
        Assert.Single(await node.OpenTasks(keyed));
        Assert.Empty(await node.OpenTasks(any));
        await node.StartRun("exact-send", Key("k"));
        await node.Work();
        Assert.Single(await node.OpenTasks(any));
        Assert.Empty(await node.OpenTasks(keyless));
    }

    [Fact]
    public async Task Of_a_wait_and_a_message_that_come_at_the_same_time_on_two_nodes_none_is_lost()
    {
        const int pairs = 120;
        await using var one = await RuntimeNode.Start(database.ConnectionString, TimeProvider.System, workers: 3);
        await using var two = await RuntimeNode.Start(database.ConnectionString, TimeProvider.System, workers: 3);
        await one.Deploy(
            new TestProcess("race-wait")
                .Start()
                .Service("act", "Test.Effect", ("name", "\"race\""))
                .CatchMessage("wait", "race", "key")
                .End()
                .Bundle()
        );
        await one.Deploy(new TestProcess("race-send").Start().ThrowMessage("send", "race", "key").End().Bundle());
        for (var pair = 0; pair < pairs; pair++)
        {
            var key = Key($"{pair}");
            await Task.WhenAll(one.StartRun("race-wait", key), two.StartRun("race-send", key));
        }
        var patience = Stopwatch.StartNew();
        while (
            await one.Value<int>(
                """
                select count(*)::int as "Value" from process_run r join process_definition d on d.id = r.definition_id where
                d.key = 'race-wait' and r.status = 'completed'
                """
            ) < pairs
        )
        {
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(5), "A message or a wait was lost.");
            await Task.Delay(20);
        }
    }

    private static async Task Deploy(RuntimeNode node, string name, params (string, string)[] more)
    {
        await node.Deploy(
            new TestProcess(name + "-wait")
                .Start()
                .CatchMessage("wait", name, "key")
                .User("after", ("role", "\"HrOfficer\""), ("title", "text"))
                .End()
                .Bundle()
        );
        await node.Deploy(
            new TestProcess(name + "-send").Start().ThrowMessage("send", name, "key", [("text", "\"прислано\""), .. more]).End().Bundle()
        );
    }

    private static FeelContext Key(string key) => FeelContext.Of(("key", FeelValue.From(key)));

    private static System.Security.Claims.ClaimsPrincipal Administrator() => RuntimeNode.Person("Админ", "RU", Roles.Administrator);

    private static Task<IReadOnlyList<WaitingMessageRow>> Listed(RuntimeNode node) =>
        node.As(
            Administrator(),
            async services => (await services.GetRequiredService<WaitingMessages>().List(null, 1000, CancellationToken.None)).Rows
        );
}
