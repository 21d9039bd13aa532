using Microsoft.Extensions.DependencyInjection;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Tests.Runtime;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Processes;

/// <summary>What an administrator sees of messages that nobody waits for, of refusals, and of what steps were given.</summary>
public sealed class RunPagesTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_message_that_nobody_waits_for_is_listed_with_its_sender_and_an_expired_one_says_so()
    {
        var run = await Started(new TestProcess("page-sender").Start().ThrowMessage("send", "PageMessage", "\"ключ-5\"").End());
        await site.Work();
        using var client = await site.SignedInClient("messages-admin", "RU", Roles.Administrator);
        Assert.Contains("/processes/messages", await client.Text("/processes"), StringComparison.Ordinal);
        var page = await client.Text("/processes/messages");
        Assert.Contains("PageMessage", page, StringComparison.Ordinal);
        Assert.Contains("ключ-5", page, StringComparison.Ordinal);
        Assert.Contains($"/processes/runs/{run.Value}", page, StringComparison.Ordinal);
        Assert.Contains("ждёт получателя", page, StringComparison.Ordinal);

        site.Clock.Advance(TimeSpan.FromDays(1));
        await site.Work();
        using var later = await site.SignedInClient("messages-admin-later", "RU", Roles.Administrator);
        Assert.Contains("срок истёк", await later.Text("/processes/messages"), StringComparison.Ordinal);
        Assert.Contains("message-expired", await later.Text($"/processes/runs/{run.Value}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_ended_run_is_played_again_and_its_inputs_are_erased_with_a_reason()
    {
        var run = await Started(new TestProcess("page-replay").Start().Gateway("pass").End());
        using var client = await site.SignedInClient("replay-admin", "RU", Roles.Administrator);
        var page = await client.Text($"/processes/runs/{run.Value}");
        Assert.Contains("Что получили шаги", page, StringComparison.Ordinal);
        Assert.Contains("секрет", page, StringComparison.Ordinal);

        var replayed = await client.Post($"/processes/runs/{run.Value}", "Replay");
        Assert.Contains("состояние то же", await replayed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var refused = await client.Post($"/processes/runs/{run.Value}", "Erase", ("reason", " "));
        Assert.Contains("Напишите, почему данные стираются.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var erased = await client.Post($"/processes/runs/{run.Value}", "Erase", ("reason", "по требованию субъекта"));
        page = await erased.Content.ReadAsStringAsync();
        Assert.Contains("по требованию субъекта", page, StringComparison.Ordinal);
        var again = await client.Post($"/processes/runs/{run.Value}", "Replay");
        Assert.Contains("не записано или стёрто", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_auditor_sees_refusals_but_not_what_steps_were_given()
    {
        var run = await Started(new TestProcess("page-auditor").Start().Gateway("pass").End());
        using var client = await site.SignedInClient("page-auditor", "RU", Roles.Auditor);
        var page = await client.Text($"/processes/runs/{run.Value}");
        Assert.DoesNotContain("секрет", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Что получили шаги", page, StringComparison.Ordinal);
    }

    private Task<RunId> Started(TestProcess process) =>
        site.AsSystem(async services =>
        {
            var stamp = services.GetRequiredService<Caller>().Stamp();
            var db = services.GetRequiredService<ReserveDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var (deployed, _) = await services
                .GetRequiredService<Deployment>()
                .Deploy(process.Bundle(), null, "shipped", stamp, CancellationToken.None);
            var run = await services
                .GetRequiredService<ProcessRuntime>()
                .Start(
                    deployed[0].Key,
                    new StartFacts("RU.74"),
                    FeelContext.Of(("word", FeelValue.From("секрет"))),
                    stamp,
                    CancellationToken.None
                );
            await transaction.CommitAsync();
            return run.Value;
        });
}
