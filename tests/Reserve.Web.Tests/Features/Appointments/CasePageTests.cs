using Reserve.Web.Access;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Appointments;

/// <summary>The case as its readers see it: what is awaited from whom till when, and what happened.</summary>
public sealed class CasePageTests(ApprovalSite site) : IClassFixture<ApprovalSite>
{
    [Fact]
    public async Task It_says_what_is_awaited_from_whom_till_when_and_leads_only_those_who_may_do_it()
    {
        var id = await site.Registered();
        using var officer = await Signed(site.Officer.UserName!);
        var page = await officer.Text($"/appointments/case/{id.Value}");
        var text = PageFaults.TextOf(page);
        Assert.Contains("Проверить комплектность", text, StringComparison.Ordinal);
        Assert.Matches(@"Кадровик · до \d\d\.\d\d\.\d{4}, осталось \d+ (день|дня|дней)", text);
        Assert.Matches("<a class=\"fw-bold\" href=\"/tasks/[^\"]+\">Проверить", page);

        using var region = await Signed(site.Authority.UserName!);
        page = await region.Text($"/appointments/case/{id.Value}");
        Assert.Contains("Проверить комплектность", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("href=\"/tasks/[0-9a-f]", page);
    }

    [Fact]
    public async Task What_is_late_says_how_late()
    {
        var id = await site.Registered();
        var before = site.Clock.GetUtcNow();
        site.Clock.Advance(TimeSpan.FromDays(60));
        using var officer = await Signed(site.Officer.UserName!);
        var text = PageFaults.TextOf(await officer.Text($"/appointments/case/{id.Value}"));
        Assert.Matches(@"просрочено на \d+ (день|дня|дней)", text);
        Assert.True(site.Clock.GetUtcNow() > before);
    }

    [Fact]
    public async Task Its_story_is_one_list_in_days_without_words_of_the_engine()
    {
        var id = await site.UnderExpertise();
        using var secretary = await Signed(site.Secretary.UserName!);
        var page = await secretary.Text($"/appointments/case/{id.Value}");
        var text = PageFaults.TextOf(page);
        var story = text[text.IndexOf("Что было и что впереди", StringComparison.Ordinal)..];
        foreach (
            var said in (string[])
                [
                    "Впереди",
                    "Ответ заявителю",
                    "Запрос пришёл письмом",
                    "Заявителю подтверждено получение",
                    "Добавлено: ",
                    "Справка №",
                    "Назначены эксперты",
                ]
        )
            Assert.Contains(said, story, StringComparison.Ordinal);
        Assert.DoesNotContain("Gateway", story, StringComparison.Ordinal);
        Assert.Empty(PageFaults.Of(page));
        Assert.DoesNotContain("data-bpmn-viewer", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_declared_a_conflict_reads_neither_papers_nor_letters_in_it()
    {
        var id = await site.UnderExpertise();
        var expert = (await site.Asked(id))[0];
        using var client = await Signed(expert.UserName!);
        Assert.Contains("Добавлено: ", await client.Text($"/appointments/case/{id.Value}"), StringComparison.Ordinal);
        await client.Post($"/appointments/case/{id.Value}", "Conflict", ("note", "Родственник."));
        var page = await client.Text($"/appointments/case/{id.Value}");
        Assert.Contains("Заявлен конфликт интересов", page, StringComparison.Ordinal);
        foreach (var hidden in (string[])["Добавлено: ", "Отправлено письмо", "/papers/"])
            Assert.DoesNotContain(hidden, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_the_policy_of_its_page_refuses_is_not_shown()
    {
        var id = await site.Registered();
        using var region = await site.Site.SignedInClient("links-region", "RU.74", Roles.RegionalAuthority);
        Assert.DoesNotContain("href=\"/people/", await region.Text($"/appointments/case/{id.Value}"), StringComparison.Ordinal);
        using var candidate = await site.Site.SignedInClient("links-candidate", "RU.74", Roles.Candidate);
        var tasks = await candidate.Text("/tasks");
        Assert.DoesNotContain("href=\"/processes", tasks, StringComparison.Ordinal);
    }

    private async Task<SiteClient> Signed(string user)
    {
        var client = await site.Site.Client();
        await client.SignIn(user);
        return client;
    }
}
