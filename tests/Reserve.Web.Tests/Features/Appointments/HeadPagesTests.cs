using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Features.Persons;
using Reserve.Web.Tests.Features.Persons;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Appointments;

/// <summary>The pages of the base of heads, from a vacant post to a dismissed head.</summary>
public sealed class HeadPagesTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly DateOnly Day = new(2021, 9, 1);

    [Fact]
    public async Task A_vacant_post_is_filled_by_the_form_and_a_successor_asks_for_the_predecessor()
    {
        using var officer = await site.SignedInClient("heads-form", "RU.74", Roles.HrOfficer);
        var vacant = await officer.Text("/appointments/heads?state=Vacant");
        var link = System.Text.RegularExpressions.Regex.Match(
            WebUtility.HtmlDecode(vacant),
            "/appointments/heads/new\\?territory=RU.74.40&post=([0-9a-f-]{36})"
        );
        Assert.True(link.Success);
        (string, string)[] filled =
        [
            ("Input.Territory", "RU.74.40"),
            ("Input.FullName", "Заполнитель Иван Петрович"),
            ("Input.Post", link.Groups[1].Value),
            ("Input.StartsOn", "2022-02-01"),
            ("Input.ActNumber", "5-к"),
            ("Input.ActDate", "2022-01-25"),
        ];
        using var added = await officer.Post("/appointments/heads/new", null, filled);
        Assert.Contains("Заполнитель Иван Петрович", await added.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "territory=RU.74.40&",
            WebUtility.HtmlDecode(await officer.Text("/appointments/heads?state=Vacant")),
            StringComparison.Ordinal
        );

        filled[1] = ("Input.FullName", "Преемник Олег Петрович");
        filled[3] = ("Input.StartsOn", "2030-02-01");
        using var asked = await officer.Post("/appointments/heads/new", null, filled);
        var page = WebUtility.HtmlDecode(await asked.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
        Assert.Contains("Должность занимает Заполнитель Иван Петрович с 01.02.2022", page, StringComparison.Ordinal);
        Assert.Contains("Предшественник уходит днём раньше", page, StringComparison.Ordinal);
        Assert.Contains("Преемник Олег Петрович", page, StringComparison.Ordinal);
        using var said = await officer.Post("/appointments/heads/new", null, [.. filled, ("Input.EndPredecessor", "true")]);
        Assert.True(said.IsSuccessStatusCode);
        // Until that day the predecessor is in office.
        var now = await officer.Text("/appointments/heads?q=петрович&territory=RU.74.40");
        Assert.Contains("Заполнитель", now, StringComparison.Ordinal);
        Assert.DoesNotContain("Преемник", now, StringComparison.Ordinal);
        Assert.Contains(
            "Преемник",
            await officer.Text("/appointments/heads?state=Future&sort=-since&category=MunicipalHead"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_head_is_corrected_and_dismissed_on_the_page_of_the_tenure()
    {
        var added = await site.Send("RU.74", Roles.HrOfficer, Heads.Of("Поправкин Иван Петрович", "RU.74.41", Day));
        using var officer = await site.SignedInClient("heads-tenure", "RU.74", Roles.HrOfficer);
        var address = $"/appointments/heads/tenure/{added.Value.Value}";
        using var empty = await officer.Post(address, "End", ("End.Reason", "Переезд"));
        var problems = WebUtility.HtmlDecode(await empty.Content.ReadAsStringAsync());
        Assert.Contains("Укажите последний день в должности.", problems, StringComparison.Ordinal);
        Assert.Contains("Переезд", problems, StringComparison.Ordinal);
        using var ended = await officer.Post(
            address,
            "End",
            ("End.LastDay", "2025-06-30"),
            ("End.ActNumber", "7-у"),
            ("End.ActDate", "2025-06-20"),
            ("End.Reason", "Переезд")
        );
        var head = WebUtility.HtmlDecode(await ended.Content.ReadAsStringAsync());
        Assert.Contains("сейчас должностей не занимает", head, StringComparison.Ordinal);
        Assert.Contains("7-у", head, StringComparison.Ordinal);
        using var auditor = await site.SignedInClient("heads-auditor", "RU.74", Roles.Auditor);
        Assert.Equal("/denied", (await auditor.Get(address)).RequestMessage!.RequestUri!.AbsolutePath);
        Assert.DoesNotContain(
            "/heads/tenure/",
            await auditor.Text(ended.RequestMessage!.RequestUri!.AbsolutePath),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_person_in_two_posts_is_marked()
    {
        Assert.True((await site.Send("RU.74", Roles.HrOfficer, Heads.Of("Двухместный Иван Петрович", "RU.74.42", Day))).IsOk);
        var second = Heads.Of("Двухместный Иван Петрович", "RU.74.43", Day.AddYears(1)) with { EndOthers = false };
        Assert.True((await site.Send("RU.74", Roles.HrOfficer, second)).IsOk);
        using var officer = await site.SignedInClient("heads-two", "RU.74", Roles.HrOfficer);
        var page = await officer.Text("/appointments/heads?state=Doubtful");
        Assert.Equal(2, page.Split("занимает две должности").Length - 1);
    }

    [Fact]
    public async Task A_file_is_shown_with_every_fault_by_row_and_loaded_whole_or_not_at_all()
    {
        const string headings = "Территория;Фамилия, имя, отчество;Должность;Первый день;Последний день;Номер акта;Дата акта\r\n";
        const string good = "RU.74.38;Файлов Иван Петрович;Начальник управления образования;01.09.2019;31.08.2021;3-к;25.08.2019\r\n";
        using var officer = await site.SignedInClient("heads-file", "RU.74", Roles.HrOfficer);
        var bad = await Upload(
            officer,
            headings
                + good
                + "RU.74.38;Перекрытов Иван Петрович;Начальник отдела образования;01.01.2020;;4-к;25.12.2019\r\n"
                + "RU.66.01;Чужой Иван Петрович;Директор;1 сентября;;;\r\n"
                + "RU.74.39;Иванов И. П.;Начальник управления образования;01.09.2020;01.09.2019;6-к;25.08.2020\r\n"
        );
        Assert.Contains("В это же время должность занята в строке 2.", bad, StringComparison.Ordinal);
        Assert.Contains("Такой территории нет, или она не ваша.", bad, StringComparison.Ordinal);
        Assert.Contains("Дата записана неверно", bad, StringComparison.Ordinal);
        Assert.Contains("Последний день раньше первого.", bad, StringComparison.Ordinal);
        Assert.DoesNotContain("Внести всех", bad, StringComparison.Ordinal);
        var (address, page) = await UploadedAt(officer, headings + good);
        Assert.Contains("Внести всех", page, StringComparison.Ordinal);
        using var loaded = await officer.Post(address, "Confirm");
        Assert.Contains("Файлов Иван Петрович", await loaded.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await site.Look("RU", db => db.Set<Tenure>().CountAsync(row => row.Territory == "RU.74.38")));
        var csv = await officer.Text("/appointments/heads/export?state=All&territory=RU.74.38&format=csv");
        Assert.Contains("Файлов Иван Петрович", csv, StringComparison.Ordinal);
    }

    private static async Task<string> Upload(SiteClient officer, string text) => (await UploadedAt(officer, text)).Page;

    private static async Task<(string Address, string Page)> UploadedAt(SiteClient officer, string text)
    {
        using var answer = await officer.PostFile("/appointments/heads/import", "file", "heads.csv", Encoding.UTF8.GetBytes(text));
        return (answer.RequestMessage!.RequestUri!.AbsolutePath, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }
}
