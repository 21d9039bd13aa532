using System.Net;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Demo;
using Reserve.Web.Features.Monitoring;
using Reserve.Web.Features.Monitoring.Formulas;
using Reserve.Web.Features.Monitoring.Import;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Monitoring.Formulas;

public sealed class FormulaPagesTests(SiteFixture site) : IClassFixture<SiteFixture>, IAsyncLifetime
{
    private const string Page = "/monitoring/formulas/rating/RU.74/total";

    public async ValueTask InitializeAsync()
    {
        await site.LoadDemo();
        if (!await site.Look("RU", db => db.Set<FormulaVersion>().AnyAsync(version => version.Target == FormulaSite.Total)))
            Assert.True((await site.Publish(FormulaSite.Total, DemoMonitoring.Formulas()[0].Content)).IsOk);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Administrators_write_departments_and_auditors_read_others_see_results_only()
    {
        foreach (var role in Roles.All)
        {
            using var client = await SignedIn("RU.74", role);
            var reads = role is Roles.Administrator or Roles.Department or Roles.Auditor;
            foreach (var path in (string[])["/monitoring/formulas", Page, Page + "/compare?from=1&to=1"])
                Assert.Equal(reads, (await client.Get(path)).RequestMessage!.RequestUri!.PathAndQuery == path);
            Assert.Equal(
                role == Roles.Administrator,
                (await client.Get(Page + "/edit")).RequestMessage!.RequestUri!.PathAndQuery == Page + "/edit"
            );
            if (role == Roles.Candidate)
                continue;
            var monitoring = WebUtility.HtmlDecode(await client.Text("/monitoring"));
            Assert.Contains("Итог по формуле", monitoring, StringComparison.Ordinal);
            Assert.Equal(reads, monitoring.Contains("/monitoring/formulas", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_computed_total_stands_beside_the_printed_one_and_the_difference_is_marked()
    {
        using var client = await SignedIn("RU.74", Roles.HrOfficer);
        var page = WebUtility.HtmlDecode(await client.Text("/monitoring"));
        Assert.Single(page.Split("отличается")[1..]);
        Assert.Contains("с напечатанным не совпадает: 1.", page, StringComparison.Ordinal);
        var territory = WebUtility.HtmlDecode(await client.Text("/monitoring/territory/RU.74.01"));
        Assert.Contains("по формуле, версия", territory, StringComparison.Ordinal);
        var csv = await client.Text("/monitoring?handler=Export&format=csv");
        Assert.Contains("Итог по формуле, %", csv, StringComparison.Ordinal);
        using var elsewhere = await SignedIn("RU.66", Roles.Auditor);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Get(Page)).StatusCode);
    }

    [Fact]
    public async Task The_list_filters_by_state_and_tells_who_published()
    {
        using var client = await SignedIn("RU", Roles.Auditor);
        var all = WebUtility.HtmlDecode(await client.Text("/monitoring/formulas?of=RU.74"));
        Assert.Contains("Показано 4 из", all, StringComparison.Ordinal);
        Assert.Contains("· tester", all, StringComparison.Ordinal);
        var published = await site.Look(
            "RU",
            async db =>
                (await db.PresentFormulas().ToListAsync())
                    .Where(version => version.Target.Of == "RU.74")
                    .DistinctBy(version => version.Target)
                    .Count()
        );
        Assert.Contains(
            $"Показано {published} из",
            await client.Text("/monitoring/formulas?of=RU.74&state=published&sort=-published"),
            StringComparison.Ordinal
        );
        Assert.Contains("Ничего не найдено", await client.Text("/monitoring/formulas?q=такого+нет"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_formula_without_data_says_so_and_can_be_tried_with_numbers_of_ones_own()
    {
        var target = FormulaTarget.OfIndicator("R-210-2021", 8);
        Assert.True((await site.Publish(target, DemoMonitoring.Formulas().Single(formula => formula.Target == target).Content)).IsOk);
        using var client = await SignedIn("RU", Roles.Administrator);
        Assert.Contains("Исходные данные не загружены", await client.Text(target.Address), StringComparison.Ordinal);
        var tried = await client.Post(
            target.Address + "/edit",
            "Check",
            ("Text", "педагогические работники до 35 лет / педагогические работники * 100"),
            ("Unit", "%"),
            ("ValidFrom", "2021"),
            ("Sample[педагогические работники до 35 лет]", "30"),
            ("Sample[педагогические работники]", "120")
        );
        Assert.Contains("data-live-value>25<", await tried.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_draft_is_tried_on_all_territories_before_it_is_published()
    {
        var target = FormulaTarget.OfRating("RU.74", Measure.Processes);
        using var client = await SignedIn("RU", Roles.Administrator);
        var trial = await client.Post(
            target.Address + "/edit",
            "Trial",
            (
                "Text",
                "if организация рабочих процессов > 60 then организация рабочих процессов - 40 else if организация рабочих "
                    + "процессов < 40 then null else организация рабочих процессов"
            ),
            ("Unit", "%"),
            ("Direction", "Direct"),
            ("ValidFrom", "2022")
        );
        var page = WebUtility.HtmlDecode(await trial.Content.ReadAsStringAsync());
        var percents = await site.Look(
            "RU",
            db =>
                db.PresentRatings()
                    .SelectMany(rating => rating.Scores)
                    .Where(score => score.Measure == Measure.Processes && score.Region == "RU.74")
                    .Select(score => score.Percent!.Value)
                    .ToListAsync()
        );
        Assert.Contains($"изменится {percents.Count(percent => percent > 60)}", page, StringComparison.Ordinal);
        Assert.Contains($"останется {percents.Count(percent => percent is >= 40 and <= 60)}", page, StringComparison.Ordinal);
        Assert.Contains($"пусто {percents.Count(percent => percent < 40)}", page, StringComparison.Ordinal);
        Assert.Contains(
            $"из уровня «выше среднего» в «низкий»: {percents.Count(percent => percent is > 60 and < 70)}",
            page,
            StringComparison.Ordinal
        );
        Assert.Contains("напечатанное", page, StringComparison.Ordinal);
        var emptied = await client.Text(target.Address + "/trial?handler=Export&format=csv&show=empty");
        Assert.Equal(1 + percents.Count(percent => percent < 40), emptied.Trim().Split("\r\n").Length);
        using var workbook = await client.Get(target.Address + "/trial?handler=Export&format=xlsx");
        Assert.Equal(43, Sheet.Read(await workbook.Content.ReadAsByteArrayAsync(), out _)!.Rows.Count);
        using var auditor = await SignedIn("RU", Roles.Auditor);
        Assert.DoesNotContain("Опубликовать", await auditor.Text(target.Address + "/trial"), StringComparison.Ordinal);
        var published = await client.Post(target.Address + "/trial", "Publish", ("rowVersion", "1"));
        Assert.Contains("Опубликована версия 1.", await published.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_scripts_the_form_checks_saves_and_publishes_and_keeps_what_was_written_when_it_is_wrong()
    {
        var target = FormulaTarget.OfRating("RU.74", Measure.Conditions);
        using var client = await SignedIn("RU", Roles.Administrator);
        (string, string)[] wrong = [("Text", "создание условй * 1"), ("Unit", "%"), ("ValidFrom", "2022"), ("Comment", "проба")];
        var checkedPage = WebUtility.HtmlDecode(
            await (await client.Post(target.Address + "/edit", "Check", wrong)).Content.ReadAsStringAsync()
        );
        Assert.Contains("есть «создание условий»", checkedPage, StringComparison.Ordinal);
        var refused = await client.Post(target.Address + "/edit", "Publish", wrong);
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("В формуле ошибки", page, StringComparison.Ordinal);
        Assert.Contains("создание условй * 1</textarea>", page, StringComparison.Ordinal);
        Assert.Contains("name=\"RowVersion\" value=\"1\"", page, StringComparison.Ordinal);
        var right = await client.Post(
            target.Address + "/edit",
            "Publish",
            ("Text", "создание условий * 1"),
            ("Unit", "%"),
            ("ValidFrom", "2022"),
            ("RowVersion", "1")
        );
        Assert.Contains("Опубликована версия 1.", await right.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await client.Post(target.Address + "/edit", "Save", ("Text", "создание условий / 2"), ("Unit", "%"), ("ValidFrom", "2022"));
        var difference = WebUtility.HtmlDecode(await client.Text(target.Address + "/compare?from=1"));
        Assert.Contains("<del>*</del>", difference, StringComparison.Ordinal);
        Assert.Contains("<ins>2</ins>", difference, StringComparison.Ordinal);
        Assert.Contains("как прежде", difference, StringComparison.Ordinal);

        // Somebody else has saved meanwhile: both texts are shown, and whose stays is asked.
        (string, string)[] mine = [("Text", "создание условий / 3"), ("Unit", "%"), ("ValidFrom", "2022")];
        var met = WebUtility.HtmlDecode(await (await client.Post(target.Address + "/edit", "Save", mine)).Content.ReadAsStringAsync());
        Assert.Contains("Чей черновик останется", met, StringComparison.Ordinal);
        Assert.Contains("<del>2</del>", met, StringComparison.Ordinal);
        Assert.Contains("создание условий / 3</textarea>", met, StringComparison.Ordinal);
        Assert.Contains("name=\"over\" value=\"1\"", met, StringComparison.Ordinal);
        await client.Post(target.Address + "/edit", "Save", [.. mine, ("over", "1")]);
        Assert.Contains(
            "создание условий / 3</textarea>",
            WebUtility.HtmlDecode(await client.Text(target.Address + "/edit")),
            StringComparison.Ordinal
        );

        // A former version is taken up again on its page.
        await client.Post(target.Address + "/edit", "Publish", [.. mine, ("RowVersion", "2")]);
        Assert.DoesNotContain(
            "Опубликовать эту версию снова",
            WebUtility.HtmlDecode(await client.Text(target.Address)),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Опубликовать эту версию снова",
            WebUtility.HtmlDecode(await client.Text(target.Address + "?v=1")),
            StringComparison.Ordinal
        );
        var again = await client.Post(target.Address + "?v=1", "Again");
        Assert.Contains("Опубликована версия 3.", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_are_shown_before_they_are_loaded_and_bad_rows_are_told()
    {
        using var client = await SignedIn("RU", Roles.Department);
        var bad = WebUtility.HtmlDecode(
            await (
                await client.PostFile(
                    "/monitoring/import",
                    "Files",
                    "f.csv",
                    System.Text.Encoding.UTF8.GetBytes("figure,unit\nпоказатель 5,чел.\nимя (со скобкой),чел.\nученики,чел.\nученики,чел.")
                )
            ).Content.ReadAsStringAsync()
        );
        Assert.Contains("3 ошибки", bad, StringComparison.Ordinal);
        var values = WebUtility.HtmlDecode(
            await (
                await client.PostFile(
                    "/monitoring/import",
                    "Files",
                    "v.csv",
                    System.Text.Encoding.UTF8.GetBytes(
                        "исходное данное;муниципалитет;год;значение\nобучающиеся;Небывалый МР;2022;5\nобучающиеся;Агаповский "
                            + "МР;22;5\nне бывает;Агаповский МР;2022;много"
                    )
                )
            ).Content.ReadAsStringAsync()
        );
        foreach (var said in (string[])["территория не известна", "вне пределов", "не число"])
            Assert.Contains(said, values, StringComparison.Ordinal);
        var good = WebUtility.HtmlDecode(
            await (
                await client.PostFile(
                    "/monitoring/import",
                    "Files",
                    "v.csv",
                    System.Text.Encoding.UTF8.GetBytes("исходное данное;муниципалитет;год;значение\nобучающиеся;Агаповский МР;2022;5")
                )
            ).Content.ReadAsStringAsync()
        );
        Assert.Contains("Исходные данные: значения", good, StringComparison.Ordinal);
        Assert.False(await site.Look("RU", db => db.Set<SourceFigureValue>().AnyAsync()));
    }

    private async Task<SiteClient> SignedIn(string territory, string role) =>
        await site.SignedInClient("f" + Guid.CreateVersion7().ToString("N"), territory, role);
}
