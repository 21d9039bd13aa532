using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Reserve.Web.Access;
using Reserve.Web.Features.State;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.State;

public sealed class StatePageTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task An_administrator_sees_the_incidents_of_the_territory_and_finds_them_by_process_code_and_age()
    {
        var now = site.Clock.GetUtcNow();
        var mine = await Trouble.Incident(site.OwnerConnectionString, "first", "RU.74", "Broken", now - TimeSpan.FromHours(3));
        var other = await Trouble.Incident(site.OwnerConnectionString, "second", "RU.74.01", "Refused", now);
        var foreign = await Trouble.Incident(site.OwnerConnectionString, "second", "RU.77", "Foreign", now);
        using var client = await site.SignedInClient("region-admin", "RU.74", Roles.Administrator);
        var page = await client.Text("/state");
        Assert.Contains(Link(mine), page, StringComparison.Ordinal);
        Assert.Contains(Link(other), page, StringComparison.Ordinal);
        Assert.DoesNotContain(Link(foreign), page, StringComparison.Ordinal);
        Assert.Contains(">не ищутся<", page, StringComparison.Ordinal);
        foreach (
            var address in (string[])
                ["/state?process=first", "/state?code=Broken", "/state?age=hour", "/state?process=first&code=Broken&age=hour"]
        )
        {
            var found = await client.Text(address);
            Assert.Contains(Link(mine), found, StringComparison.Ordinal);
            Assert.DoesNotContain(Link(other), found, StringComparison.Ordinal);
        }

        Assert.Contains("Таких инцидентов нет", await client.Text("/state?process=first&code=Refused"), StringComparison.Ordinal);
        Assert.DoesNotContain(Link(mine), await client.Text("/state?page=2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_administrators_open_it()
    {
        using var client = await site.SignedInClient("state-auditor", "RU", Roles.Auditor);
        Assert.EndsWith("/denied", (await client.Get("/state")).RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_no_longer_answers_is_shown_as_gone_and_forgotten_after_a_day()
    {
        using var client = await site.SignedInClient("node-admin", "RU", Roles.Administrator);
        var heart = site.App.Services.GetServices<IHostedService>().OfType<NodeHeartbeat>().Single();
        await heart.Beat(CancellationToken.None);
        await Trouble.Value<int>(
            site.OwnerConnectionString,
            $"""
            with one as (
                insert into node values (gen_random_uuid(), 'former-node', '1', now(), '{site.Clock.GetUtcNow():O}') returning 1)
            select * from one
            """
        );
        Assert.DoesNotContain("пропал", await client.Text("/state"), StringComparison.Ordinal);
        site.Clock.Advance(TimeSpan.FromMinutes(61));
        await heart.Beat(CancellationToken.None);
        var page = await client.Text("/state");
        Assert.Contains("former-node", page, StringComparison.Ordinal);
        Assert.Contains("пропал", page, StringComparison.Ordinal);
        Assert.Contains("на связи", page, StringComparison.Ordinal);
        site.Clock.Advance(TimeSpan.FromHours(23));
        await heart.Beat(CancellationToken.None);
        using var again = await site.Client();
        await again.SignIn("node-admin");
        Assert.DoesNotContain("former-node", await again.Text("/state"), StringComparison.Ordinal);
    }

    private static string Link(Guid run) => $"href=\"/processes/runs/{run}\"";
}
