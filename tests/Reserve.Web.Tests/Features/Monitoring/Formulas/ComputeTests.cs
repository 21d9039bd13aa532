using Microsoft.EntityFrameworkCore;
using Reserve.Web.Features.Monitoring;
using Reserve.Web.Features.Monitoring.Formulas;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Monitoring.Formulas;

public sealed class ComputeTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Figures = "figure,unit,form\nмолодые учителя,чел.,ОО-1\nучителя всех возрастов,чел.,ОО-1\nрасходы школ,руб.,";

    [Fact]
    public async Task An_indicator_is_computed_from_figures_and_from_another_computed_indicator()
    {
        await site.LoadSet("C-1");
        await site.Load(
            Figures,
            "figure,municipality,period,value\nмолодые учителя,Агаповский МР,2022,30\nучителя всех возрастов,Агаповский МР,2022,120"
        );
        Assert.True(
            (
                await site.Publish(
                    FormulaTarget.OfIndicator("C-1", 1),
                    FormulaSite.Content("молодые учителя / учителя всех возрастов * 100")
                )
            ).IsOk
        );
        Assert.True((await site.Publish(FormulaTarget.OfIndicator("C-1", 2), FormulaSite.Content("показатель 1 * 2"))).IsOk);
        Assert.Equal(25, (await site.Value(FormulaTarget.OfIndicator("C-1", 1), "RU.74.01", 2022)).Value);
        Assert.Equal(50, (await site.Value(FormulaTarget.OfIndicator("C-1", 2), "RU.74.01", 2022)).Value);
    }

    [Fact]
    public async Task A_missing_value_is_not_zero_and_says_what_is_missing_and_where()
    {
        await site.LoadSet("C-2");
        await site.Load(
            Figures,
            "figure,municipality,period,value\nучителя всех возрастов,Агаповский МР,2020,120\nмолодые учителя,Агаповский МР,2020,"
        );
        Assert.True(
            (
                await site.Publish(
                    FormulaTarget.OfIndicator("C-2", 1),
                    FormulaSite.Content("молодые учителя / учителя всех возрастов * 100", validFrom: 2020)
                )
            ).IsOk
        );
        var value = await site.Value(FormulaTarget.OfIndicator("C-2", 1), "RU.74.01", 2020);
        Assert.Null(value.Value);
        Assert.Equal(["молодые учителя"], value.Missing);
        Assert.Contains(value.Warnings, warning => warning is { Line: 1, Column: > 1 });
    }

    [Fact]
    public async Task A_loaded_value_stands_in_where_the_formula_gives_none()
    {
        await site.LoadSet("C-3");
        await site.Load(Figures, "indicator_set,number,municipality,period,value\nC-3,1,Агаповский МР,2019,7");
        Assert.True(
            (await site.Publish(FormulaTarget.OfIndicator("C-3", 1), FormulaSite.Content("молодые учителя * 1", "чел.", 2019))).IsOk
        );
        Assert.True((await site.Publish(FormulaTarget.OfIndicator("C-3", 3), FormulaSite.Content("показатель 1 + 1", null, 2019))).IsOk);
        Assert.Equal(8, (await site.Value(FormulaTarget.OfIndicator("C-3", 3), "RU.74.01", 2019)).Value);
    }

    [Fact]
    public async Task A_version_computes_from_its_first_year_on_and_the_former_years_stay()
    {
        await site.LoadSet("C-4");
        await site.Load(
            Figures,
            "figure,municipality,period,value\nмолодые учителя,Агаповский МР,2015,3\nмолодые учителя,Агаповский МР,2016,3"
        );
        var target = FormulaTarget.OfIndicator("C-4", 4);
        Assert.Equal(1, (await site.Publish(target, FormulaSite.Content("молодые учителя", "чел.", 2015))).Value.Version);
        Assert.Equal(2, (await site.Publish(target, FormulaSite.Content("молодые учителя * 10", "чел.", 2016))).Value.Version);
        Assert.Equal(3, (await site.Value(target, "RU.74.01", 2015)).Value);
        Assert.Equal(30, (await site.Value(target, "RU.74.01", 2016)).Value);
        Assert.Equal(3, (await site.Publish(target, FormulaSite.Content("молодые учителя * 100", "чел.", 2016))).Value.Version);
        Assert.Equal(300, (await site.Value(target, "RU.74.01", 2016)).Value);
        Assert.Equal(3, await site.Look("RU", db => db.Set<FormulaVersion>().CountAsync(version => version.Target == target)));
    }

    [Fact]
    public async Task Adding_a_longer_name_to_the_catalogue_does_not_change_what_a_published_formula_reads()
    {
        await site.LoadSet("C-5");
        await site.Load(
            "figure,unit\nшколы,ед.\nлицеи,ед.",
            "figure,municipality,period,value\nшколы,Агаповский МР,2014,4\nлицеи,Агаповский МР,2014,1"
        );
        var target = FormulaTarget.OfIndicator("C-5", 3);
        Assert.True((await site.Publish(target, FormulaSite.Content("школы-лицеи", "ед.", 2014))).IsOk);
        await site.Load("figure,unit\nшколы-лицеи,ед.");
        Assert.Equal(3, (await site.Value(target, "RU.74.01", 2014)).Value);
    }

    [Fact]
    public async Task Figures_of_a_region_are_not_seen_from_another()
    {
        await site.LoadSet("C-6");
        await site.Load(
            Figures,
            "figure,municipality,period,value\nмолодые учителя,Агаповский МР,2013,3",
            "figure,region,period,value\nмолодые учителя,Челябинская область,2013,300"
        );
        Assert.Equal(
            1,
            await site.Look(
                "RU.74.20",
                db => db.Set<SourceFigureValue>().CountAsync(value => value.Period == 2013 && value.Region == "RU.74")
            )
        );
        Assert.Equal(
            0,
            await site.Look("RU.66", db => db.Set<SourceFigureValue>().CountAsync(value => value.Period == 2013 && value.Region == "RU.74"))
        );
        Assert.Equal(
            1,
            await site.Look("RU.66", db => db.Set<SourceFigureValue>().CountAsync(value => value.Period == 2013 && value.Region == "RU"))
        );
    }

    [Fact]
    public void A_rating_of_three_thousand_territories_recomputes_while_one_watches()
    {
        var random = new Random(7);
        var places = Enumerable.Range(0, 3000).ToDictionary(at => $"RU.{at}", at => $"Территория {at}");
        var scores = places
            .Keys.SelectMany(place =>
                Measure.Groups.Select(measure => new RatingScore
                {
                    RatingId = default,
                    Place = place,
                    Region = "RU",
                    Measure = measure,
                    Percent = random.Next(0, 101),
                })
            )
            .ToList();
        var formula = CompiledFormula.Of(Reserve.Web.Demo.DemoMonitoring.Formulas()[0].Content.Text, FormulaNames.OfMeasures.Values);
        var trial = FormulaTrial.Of(
            FormulaSheets.OfRating(2022, scores, places),
            FormulaSite.Total,
            null,
            null,
            formula,
            FormulaDirection.Direct,
            null
        );
        Assert.Equal(3000, trial.Rows.Count);
    }
}
