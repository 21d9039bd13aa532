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

    [Fact]
    public async Task The_story_of_a_run_tells_each_step_and_why_its_way_was_taken_with_values_for_administrators_only()
    {
        var run = await Started(
            new TestProcess("page-story").Start().Gateway("back").Gateway("pass").BackWhile("again", "back", "word = \"другое\"").End()
        );
        using var administrator = await site.SignedInClient("story-admin", "RU", Roles.Administrator);
        var page = System.Net.WebUtility.HtmlDecode(await administrator.Text($"/processes/runs/{run.Value}/story"));
        Assert.Contains("word = \"другое\"", page, StringComparison.Ordinal);
        Assert.Contains("word = \"секрет\"", page, StringComparison.Ordinal);
        Assert.Contains("не выбран путь", page, StringComparison.Ordinal);
        Assert.Contains("путь по умолчанию", page, StringComparison.Ordinal);
        Assert.Contains("""data-done="["again","back","end","pass","start"]""", Sorted(page), StringComparison.Ordinal);
        using var auditor = await site.SignedInClient("story-auditor", "RU", Roles.Auditor);
        page = await auditor.Text($"/processes/runs/{run.Value}/story");
        Assert.DoesNotContain("секрет", System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        using var elsewhere = await site.SignedInClient("story-elsewhere", "RU.66", Roles.Administrator);
        using var hidden = await elsewhere.Get($"/processes/runs/{run.Value}/story");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, hidden.StatusCode);
    }

    [Fact]
    public async Task The_warm_places_of_a_drawing_are_those_where_cases_waited()
    {
        var process = new TestProcess("page-heat").Start().User("ask", ("role", "\"HrOfficer\""), ("due", "duration(\"PT1H\")")).End();
        await Started(process);
        await Again("page-heat");
        site.Clock.Advance(TimeSpan.FromHours(2));
        using var administrator = await site.SignedInClient("heat-admin", "RU", Roles.Administrator);
        var visits = System.Net.WebUtility.HtmlDecode(await administrator.Text("/processes/page-heat/heat?show=visits&days=30"));
        Assert.Contains("\"ask\":\"2\"", visits, StringComparison.Ordinal);
        var overdue = System.Net.WebUtility.HtmlDecode(await administrator.Text("/processes/page-heat/heat?show=overdue"));
        Assert.Contains("""data-heat="{"ask":1}""", overdue, StringComparison.Ordinal);
    }

    /// <summary>The list of passed elements in one order.</summary>
    private static string Sorted(string page) =>
        System.Text.RegularExpressions.Regex.Replace(
            page,
            """data-done="\[(.*?)\]""",
            found => $"data-done=\"[{string.Join(',', found.Groups[1].Value.Split(',').Order(StringComparer.Ordinal))}]"
        );

    private Task<RunId> Started(TestProcess process) =>
        site.InTransaction(async services =>
        {
            var (deployed, _) = await services
                .GetRequiredService<Deployment>()
                .Deploy(process.Bundle(), null, "shipped", services.GetRequiredService<Caller>().Stamp(), CancellationToken.None);
            return await Start(services, deployed[0].Key);
        });

    private Task<RunId> Again(string key) => site.InTransaction(services => Start(services, key));

    private static async Task<RunId> Start(IServiceProvider services, string key) =>
        (
            await services
                .GetRequiredService<ProcessRuntime>()
                .Start(
                    key,
                    new StartFacts("RU.74"),
                    FeelContext.Of(("word", FeelValue.From("секрет"))),
                    services.GetRequiredService<Caller>().Stamp(),
                    CancellationToken.None
                )
        ).Value;
}
