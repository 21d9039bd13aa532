using System.Net;
using System.Text;
using Reserve.Web.Access;
using Reserve.Web.Features.Monitoring.Import;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Monitoring;

public sealed class MonitoringPagesTests(SiteFixture site) : IClassFixture<SiteFixture>, IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        var result = await site.SendAsSystem(new ImportMonitoring(DemoFiles.All, new()));
        Assert.True(result.IsOk);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_table_shows_bands_in_words_sorts_filters_and_exports()
    {
        using var client = await SignedIn("RU.74", Roles.HrOfficer);
        var page = await client.Text("/monitoring");
        Assert.Contains("Показано 43 из 43", page, StringComparison.Ordinal);
        Assert.Contains("90 % высокий", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("Златоустовский", StringComparison.Ordinal) < page.IndexOf("Красноармейский", StringComparison.Ordinal));
        Assert.Contains("при максимуме 28", page, StringComparison.Ordinal);
        var filtered = await client.Text("/monitoring?q=троицк&sort=-total");
        Assert.Contains("Показано 2 из 43", filtered, StringComparison.Ordinal);
        Assert.True(filtered.IndexOf("/RU.74.35", StringComparison.Ordinal) < filtered.IndexOf("/RU.74.34", StringComparison.Ordinal));
        var csv = await client.Text("/monitoring?handler=Export&format=csv&band=above_medium");
        Assert.Equal(1 + 12, csv.Trim().Split("\r\n").Length);
        using var workbook = await client.Get("/monitoring?handler=Export&format=xlsx");
        Assert.Equal(43, Sheet.Read(await workbook.Content.ReadAsByteArrayAsync(), out _)!.Rows.Count);
    }

    [Fact]
    public async Task A_municipality_has_a_chart_and_the_same_figures_in_a_table()
    {
        using var client = await SignedIn("RU.74.20", Roles.MunicipalAuthority);
        var page = WebUtility.HtmlDecode(await client.Text("/monitoring/territory/RU.74.20"));
        Assert.Contains("data-chart", page, StringComparison.Ordinal);
        Assert.Contains("\"value\":63", page, StringComparison.Ordinal);
        Assert.Contains("среди 43 территорий", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Get("/monitoring/territory/RU.66.01")).StatusCode);
    }

    [Fact]
    public async Task Another_region_sees_the_regions_but_not_our_municipalities()
    {
        using var client = await SignedIn("RU.66", Roles.HrOfficer);
        Assert.Contains("Показатели не загружены", await client.Text("/monitoring"), StringComparison.Ordinal);
        Assert.Contains("Показано 83 из 83", await client.Text("/monitoring/regions"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Get("/monitoring/territory/RU.74.20")).StatusCode);
    }

    [Fact]
    public async Task Indicators_that_nobody_named_are_not_loaded()
    {
        using var client = await SignedIn("RU", Roles.Auditor);
        var page = await client.Text("/monitoring/indicators?set=R-139-2023");
        Assert.Contains("Известно показателей: 11 из 65", page, StringComparison.Ordinal);
        Assert.Equal(54, page.Split("не загружено").Length - 1);
    }

    [Fact]
    public async Task A_file_is_shown_before_it_is_loaded_and_a_bad_one_is_not_loaded()
    {
        using var client = await SignedIn("RU", Roles.Department);
        var bad = await client.PostFile(
            "/monitoring/import",
            "Files",
            "2011.csv",
            Encoding.UTF8.GetBytes("municipality,total_percent\nНебывалый МР,50")
        );
        var problems = await bad.Content.ReadAsStringAsync();
        Assert.Contains("территория не известна", problems, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"Kept\"", problems, StringComparison.Ordinal);
        var good = await (
            await client.PostFile(
                "/monitoring/import",
                "Files",
                "2011.csv",
                Encoding.UTF8.GetBytes("municipality,total_percent\nАгаповский МР,51")
            )
        ).Content.ReadAsStringAsync();
        Assert.Contains("Рейтинг муниципалитетов: Челябинская область, 2011 год", good, StringComparison.Ordinal);
        Assert.DoesNotContain("2011", await client.Text("/monitoring"), StringComparison.Ordinal);
        var kept = WebUtility.HtmlDecode(
            System.Text.RegularExpressions.Regex.Match(good, "name=\"Kept\" value=\"([^\"]+)\"").Groups[1].Value
        );
        var saved = await client.Post("/monitoring/import", "Save", ("Kept", kept));
        Assert.Contains("Загружено: Рейтинг муниципалитетов", await saved.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("51 %", await client.Text("/monitoring?rating=RU.74:2011"), StringComparison.Ordinal);
    }

    private async Task<SiteClient> SignedIn(string territory, string role)
    {
        var name = "u" + Guid.CreateVersion7().ToString("N");
        await site.CreateUser(name, territory, role);
        var client = await site.Client();
        await client.SignIn(name);
        return client;
    }
}
