using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Reserve.Documents.Tables;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Monitoring;
using Reserve.Web.Features.Monitoring.Import;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Monitoring.Import;

public sealed class ImportMonitoringTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task The_published_tables_are_loaded_with_their_disagreements()
    {
        var result = await site.SendAsSystem(new ImportMonitoring(DemoFiles.All, new()));
        Assert.True(result.IsOk, Told(result));
        Assert.Equal([2, 4, 29, 32, 43, 83], result.Value.Tables.Select(table => table.Count).Order());
        Assert.Contains(
            result.Value.Findings,
            finding =>
                finding is { Contradicts: true, Measure: Measure.Conditions }
                && finding.Text.Contains("при максимуме 28", StringComparison.Ordinal)
        );
        Assert.Contains(
            result.Value.Findings,
            finding =>
                finding is { Contradicts: false, Measure: Measure.Outcomes }
                && finding.Text.Contains("половинных", StringComparison.Ordinal)
        );
        Assert.Contains(
            result.Value.Findings,
            finding =>
                finding is { Contradicts: true, Measure: Measure.Total } && finding.Text.Contains("из 95 (1 из", StringComparison.Ordinal)
        );

        var figures = await Figures("RU.74", "RU.74.20");
        Assert.NotNull(figures);
        Assert.Equal(
            (2022, 43, 63m, 6, "above_medium"),
            (figures.Period, figures.Compared, figures.Total!.Percent, figures.Total.Rank, figures.Total.Band!.Code)
        );
        Assert.Equal("medium", figures.Figures[2].Band!.Code);
    }

    [Fact]
    public async Task Loading_again_supersedes_and_keeps_the_former()
    {
        await Load("municipality,total_percent,total_rank\nАгаповский МР,50,1\nАшинский МР,40,2", new(Period: 2019));
        await Load("municipality,total_percent,total_rank\nАгаповский МР,60,1\nАшинский МР,40,2", new(Period: 2019));
        await Load("municipality,total_percent,total_rank\nАгаповский МР,57,1\nАшинский МР,40,2", new(Period: 2020));
        var percents = await site.Look(
            "RU",
            db =>
                db.Set<Rating>()
                    .Where(rating => rating.Period == 2019)
                    .OrderBy(rating => rating.SupersededAt == null)
                    .Select(rating => rating.Scores.First(score => score.Place == "RU.74.01").Percent)
                    .ToListAsync()
        );
        Assert.Equal([50, 60], percents);
        var figures = await site.As("RU.74", [], services => services.GetRequiredService<TerritoryMonitoring>().Of("RU.74.01", 2020));
        Assert.Equal((2019, -3m), (figures!.FormerPeriod, figures.Total!.Change));
    }

    [Fact]
    public async Task Every_problem_is_told_with_row_and_column_and_nothing_is_saved()
    {
        var result = await Send(
            "municipality,total_percent,total_rank\nНебывалый МР,50,1\nАгаповский МР,101,два\nАгаповский МР,,1.5",
            new(Period: 2018)
        );
        var problems = Assert.IsType<ImportRefusal.BadFiles>(result.Refusal).Problems;
        Assert.Equal(
            [(2, "municipality"), (3, "total_percent"), (3, "total_rank"), (4, "municipality"), (4, "total_rank")],
            problems.Select(problem => (problem.Row, problem.Column)).Order()
        );
        Assert.False(await site.Look("RU", db => db.Set<Rating>().AnyAsync(rating => rating.Period == 2018)));
    }

    [Theory]
    [InlineData("a,b\n1,2", "не понять")]
    [InlineData("municipality,total_percent\nАгаповский МР,1", "не указан год")]
    [InlineData("indicator_set,number,name\nX-1,1,Показатель", "набор «X-1» не известен")]
    [InlineData("band,colour,percent_from,percent_to\nlow,red,0,40\nhigh,pink,60,100", "цвет должен быть")]
    [InlineData("", "Файл пуст")]
    public async Task What_cannot_be_loaded_says_why(string text, string why)
    {
        var result = await Send(text, new());
        Assert.Contains(
            Assert.IsType<ImportRefusal.BadFiles>(result.Refusal).Problems,
            problem => problem.Text.Contains(why, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Missing_is_not_zero()
    {
        await Load("municipality,conditions_percent,total_percent\nАгаповский МР,,50", new(Period: 2017));
        var figures = await site.As("RU.74", [], services => services.GetRequiredService<TerritoryMonitoring>().Of("RU.74.01", 2017));
        Assert.Null(figures!.Figures[0].Percent);
    }

    [Fact]
    public async Task A_workbook_and_an_old_code_page_are_read_like_CSV()
    {
        var table = new TableData(
            "x",
            [new("Муниципалитет"), new("Итог, %"), new("Итог, место")],
            [
                [TableCell.Of("Агаповский  мр"), TableCell.Of(50m), TableCell.Of(1m)],
            ]
        );
        Assert.True((await site.SendAsSystem(new ImportMonitoring([new("2016.xlsx", XlsxTable.ToBytes(table))], new()))).IsOk);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var bytes = Encoding.GetEncoding(1251).GetBytes("Муниципалитет;Итог, %\r\nАгаповский МР;50,5");
        Assert.True((await site.SendAsSystem(new ImportMonitoring([new("2015.csv", bytes)], new()))).IsOk);
        var figures = await site.As("RU.74", [], services => services.GetRequiredService<TerritoryMonitoring>().Of("RU.74.01", 2015));
        Assert.Equal(50.5m, figures!.Total!.Percent);
    }

    [Fact]
    public async Task A_region_loads_only_its_own_and_never_the_federations()
    {
        const string Ours = "municipality,total_percent\nАгаповский МР,50";
        Assert.True((await site.Send("RU.74", Roles.RegionalAuthority, Command(Ours, new(Period: 2014)))).IsOk);
        Assert.IsType<ImportRefusal.OutsideTerritory>(
            (await site.Send("RU.66", Roles.RegionalAuthority, Command(Ours, new(Period: 2014)))).Refusal
        );
        Assert.IsType<ImportRefusal.OutsideTerritory>(
            (await site.Send("RU.74", Roles.RegionalAuthority, Command("region,points\nМосква,57", new(Period: 2014)))).Refusal
        );
        Assert.IsType<Rejection.NotAllowed>((await site.Send("RU.74", Roles.HrOfficer, Command(Ours, new(Period: 2014)))).Rejection);
    }

    [Fact]
    public async Task Comparison_is_seen_within_the_region_and_nowhere_else()
    {
        await Load("municipality,total_percent\nАгаповский МР,50\nАшинский МР,40", new(Period: 2013));
        await Load("region,points\nМосква,57", new(Period: 2013));
        Assert.Equal((2, 1), await Seen("RU.74.01"));
        Assert.Equal((2, 1), await Seen("RU"));
        Assert.Equal((0, 1), await Seen("RU.66"));
        Assert.Equal((0, 0), await Seen(""));
        Assert.Null(await site.As("RU.66", [], services => services.GetRequiredService<TerritoryMonitoring>().Of("RU.74.01", 2013)));
        var problem = await Assert.ThrowsAsync<PostgresException>(() =>
            site.As(
                "RU.74.01",
                [],
                services =>
                    services
                        .GetRequiredService<ReserveDb>()
                        .Database.ExecuteSqlAsync(
                            $"""
                            insert into ratings (id, kind, region, period, source, loaded_at, loaded_by)
                            values (gen_random_uuid(), 'Municipal', 'RU.74', 2012, '', now(), '')
                            """
                        )
            )
        );
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, problem.SqlState);
    }

    // Raw: the policy of the database, not the filter of the query.
    private Task<(int Municipal, int Regional)> Seen(string scope) =>
        site.Look(
            scope,
            async db =>
            {
                var places = await db
                    .Database.SqlQuery<string>(
                        $"select place as \"Value\" from rating_scores s join ratings r on r.id = s.rating_id where r.period = 2013"
                    )
                    .ToListAsync();
                return (places.Count(place => place.Split('.').Length == 3), places.Count(place => place.Split('.').Length == 2));
            }
        );

    private Task<TerritoryFigures?> Figures(string scope, string municipality) =>
        site.As(scope, [], services => services.GetRequiredService<TerritoryMonitoring>().Of(municipality));

    private static ImportMonitoring Command(string text, ImportAbout about) => new([new("t.csv", Encoding.UTF8.GetBytes(text))], about);

    private Task<Result<ImportReceipt, ImportRefusal>> Send(string text, ImportAbout about) => site.SendAsSystem(Command(text, about));

    private async Task Load(string text, ImportAbout about)
    {
        var result = await Send(text, about);
        Assert.True(result.IsOk, Told(result));
    }

    private static string? Told(Result<ImportReceipt, ImportRefusal> result) =>
        result is { IsRefused: true, Refusal: ImportRefusal.BadFiles bad } ? string.Join("; ", bad.Problems) : result.Code;
}
