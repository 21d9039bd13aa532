using System.Net;
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

namespace Reserve.Web.Tests.Features.Tasks;

public sealed class TaskPagesTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Form = """
        {"type":"default","id":"vote","title":"Голос","components":[
          {"type":"number","key":"score","label":"Оценка","description":"Процентов","validate":{"required":true,"min":0,"max":100}},
          {"type":"textarea","key":"note","label":"Примечание"},
          {"type":"select","key":"vote","label":"Голос","values":[{"label":"За","value":"for"},{"label":"Против","value":"against"}]}]}
        """;

    [Fact]
    public async Task A_task_is_found_opened_refused_with_its_answers_kept_and_completed()
    {
        var run = await Start("page-vote", title: "Голосовать по делу 17", territory: "RU.74");
        using var officer = await site.SignedInClient("vote-officer", "RU.74", Roles.HrOfficer);
        var list = await officer.Text("/tasks?q=делу 17");
        Assert.Contains("Голосовать по делу 17", list, StringComparison.Ordinal);
        var address = Address(list, run);

        var page = await officer.Text(address);
        Assert.Contains("name=\"f.score\"", page, StringComparison.Ordinal);
        Assert.Contains("Поддержать", page, StringComparison.Ordinal);
        Assert.Contains("/cases/17?task=", page, StringComparison.Ordinal);

        var bad = await officer.Post(
            address,
            null,
            ("f.score", "500"),
            ("f.note", "Моя заметка <b>"),
            ("f.vote", "against"),
            ("outcome", "yes")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, bad.StatusCode);
        var again = await bad.Content.ReadAsStringAsync();
        Assert.Contains("Не больше 100.", again, StringComparison.Ordinal);
        Assert.Contains("value=\"500\"", again, StringComparison.Ordinal);
        Assert.Contains("Моя заметка &lt;b&gt;", again, StringComparison.Ordinal);
        Assert.Contains("<option value=\"against\" selected=\"selected\">", again, StringComparison.Ordinal);

        var done = await officer.Post(address, null, ("f.score", "50"), ("outcome", "yes"));
        Assert.Equal("/tasks", done.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("Задача выполнена.", await done.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Задачу выполнил(а) vote-officer", Plain(await officer.Text(address)), StringComparison.Ordinal);
        Assert.Contains("Голосовать по делу 17", await officer.Text("/tasks?view=Done"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_person_to_complete_a_task_is_told_who_did_it()
    {
        var run = await Start("page-second", title: "Общая задача", territory: "RU.74");
        using var first = await site.SignedInClient("first-officer", "RU.74", Roles.HrOfficer);
        using var second = await site.SignedInClient("second-officer", "RU.74", Roles.HrOfficer);
        var address = Address(await first.Text("/tasks?q=Общая"), run);
        await second.Text(address);
        await first.Post(address, null, ("f.score", "1"), ("outcome", "yes"));

        var page = await second.Get(address);
        Assert.Contains("Задачу выполнил(а) first-officer", Plain(await page.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claimed_task_shows_its_holder_and_can_be_given_back()
    {
        var run = await Start("page-claim", title: "Спорная задача", territory: "RU.74");
        using var holder = await site.SignedInClient("holder", "RU.74", Roles.HrOfficer);
        using var other = await site.SignedInClient("other", "RU.74", Roles.HrOfficer);
        var address = Address(await holder.Text("/tasks?q=Спорная"), run);
        await holder.Post(address, "Claim");
        Assert.Contains("Спорная", await holder.Text("/tasks?view=Mine"), StringComparison.Ordinal);
        Assert.DoesNotContain("Спорная", await other.Text("/tasks?view=Free"), StringComparison.Ordinal);
        Assert.Contains("Задачу взял(а) в работу holder", Plain(await other.Text(address)), StringComparison.Ordinal);
        var refused = await other.Post(address, null, ("f.score", "1"), ("outcome", "yes"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        await holder.Post(address, "Release");
        Assert.Contains("Спорная", await other.Text("/tasks?view=Free"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_of_other_regions_and_roles_are_not_listed_and_their_pages_do_not_exist()
    {
        var run = await Start("page-hidden", title: "Скрытая задача", territory: "RU.74");
        using var own = await site.SignedInClient("own-region", "RU.74", Roles.HrOfficer);
        using var alien = await site.SignedInClient("alien-region", "RU.66", Roles.HrOfficer);
        using var member = await site.SignedInClient("alien-role", "RU.74", Roles.CommissionMember);
        var address = Address(await own.Text("/tasks?q=Скрытая"), run);
        foreach (var client in new[] { alien, member })
        {
            Assert.DoesNotContain("Скрытая", await client.Text("/tasks"), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await client.Get(address)).StatusCode);
        }
    }

    [Fact]
    public async Task Overdue_tasks_are_marked_and_filtered_and_pages_are_turned()
    {
        for (var i = 0; i < 31; i++)
            await Start("page-many", title: $"Много {i:00}", territory: "RU.45", due: i == 30 ? "duration(\"-P1D\")" : "duration(\"P1D\")");
        using var officer = await site.SignedInClient("many-officer", "RU.45", Roles.HrOfficer);
        var overdue = await officer.Text("/tasks?view=Overdue");
        Assert.Contains("Много 30", overdue, StringComparison.Ordinal);
        Assert.DoesNotContain("Много 29", overdue, StringComparison.Ordinal);
        Assert.Contains("просрочена", overdue, StringComparison.Ordinal);
        var first = await officer.Text("/tasks");
        Assert.Contains("31 открытая задача", first.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("Много 30", first, StringComparison.Ordinal);
        var next = System.Text.RegularExpressions.Regex.Match(first, "href=\"([^\"]+)\" rel=\"next\"").Groups[1].Value;
        Assert.Contains("На странице: 1 задача.", await officer.Text(next), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_drawing_is_served_to_those_who_have_signed_in()
    {
        var run = await Start("page-drawing", title: "Схема", territory: "RU.74");
        var definition = await site.AsSystem(async services =>
            (await services.GetRequiredService<ProcessQueries>().Run(run, CancellationToken.None))!.DefinitionId
        );
        using var officer = await site.SignedInClient("drawing-officer", "RU.74", Roles.HrOfficer);
        Assert.Contains("page-drawing", await officer.Text($"/drawings/{definition}"), StringComparison.Ordinal);
        Assert.Contains(
            $"data-xml-url=\"/drawings/{definition}\"",
            await officer.Text(Address(await officer.Text("/tasks?q=Схема"), run) + "?tab=drawing"),
            StringComparison.Ordinal
        );
    }

    private Task<RunId> Start(string key, string title, string territory, string due = "duration(\"P5D\")") =>
        site.AsSystem(async services =>
        {
            var db = services.GetRequiredService<ReserveDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var stamp = services.GetRequiredService<Caller>().Stamp();
            var drawing = new TestProcess(key)
                .Start()
                .User(
                    "vote",
                    ("title", "title"),
                    ("role", "\"HrOfficer\""),
                    ("form", "\"vote\""),
                    ("page", "\"/cases/17\""),
                    ("due", due),
                    ("outcomes", "[{value: \"yes\", ru: \"Поддержать\"}, {value: \"no\", ru: \"Отклонить\"}]"),
                    ("result", "\"ballot\"")
                )
                .End();
            await services
                .GetRequiredService<Deployment>()
                .Deploy(drawing.Bundle(("forms/vote.json", Form)), null, Deployment.Shipped, stamp, CancellationToken.None);
            var run = await services
                .GetRequiredService<ProcessRuntime>()
                .Start(key, new StartFacts(territory), FeelContext.Of(("title", FeelValue.From(title))), stamp, CancellationToken.None);
            await transaction.CommitAsync();
            return run.Value;
        });

    private static string Address(string list, RunId run)
    {
        var at = list.IndexOf($"/tasks/{run.Value}/", StringComparison.Ordinal);
        Assert.True(at >= 0, list);
        return list[at..list.IndexOf('"', at)];
    }

    /// <summary>The page's text without tags and repeated spaces.</summary>
    private static string Plain(string html) =>
        System.Text.RegularExpressions.Regex.Replace(System.Text.RegularExpressions.Regex.Replace(html, "<[^>]+>", ""), @"\s+", " ");
}
