using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Reserve.Web.Data;
using Reserve.Web.Demo;
using Reserve.Web.Features.Monitoring;
using Reserve.Web.Features.Monitoring.Formulas;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Monitoring.Formulas;

public sealed class DemoFormulaTests(SiteFixture site) : IClassFixture<SiteFixture>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await site.LoadDemo();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_shipped_formula_gives_the_printed_totals_all_but_the_one_that_contradicts_its_groups()
    {
        var (_, content) = DemoMonitoring.Formulas().Single(formula => formula.Target == FormulaSite.Total);
        Assert.True((await site.Publish(FormulaSite.Total, content)).IsOk);
        var printed = await site.Look(
            "RU",
            db =>
                db.PresentRatings()
                    .SelectMany(rating => rating.Scores)
                    .Where(score => score.Measure == Measure.Total && score.Region == "RU.74")
                    .ToDictionaryAsync(score => score.Place, score => score.Percent)
        );
        var sheet = await site.Sheet(FormulaSite.Total, "RU.74", 2022);
        var formula = CompiledFormula.Of(content.Text, FormulaNames.OfMeasures.Values);
        var differing = printed
            .Where(total => sheet.Of(formula, total.Key).Value != total.Value)
            .Select(total => $"{sheet.Places[total.Key]}: {total.Value:0.#} / {sheet.Of(formula, total.Key).Value}");
        Assert.Equal(43, printed.Count);
        Assert.Equal("Южноуральский городской округ: 64 / 67", Assert.Single(differing));
    }

    [Fact]
    public async Task Every_shipped_formula_is_sound_and_reads_figures_of_the_catalogue()
    {
        foreach (var (target, content) in DemoMonitoring.Formulas().Where(formula => formula.Target.IsIndicator))
        {
            var names = await site.Look("RU", db => db.NamesFor(target, CancellationToken.None));
            var check = FormulaCheck.Of(content.Text, content.Unit, names);
            Assert.True(check.Problems.Count == 0, $"{target}: {string.Join("; ", check.Problems)}");
            Assert.True((await site.Publish(target, content)).IsOk);
            Assert.StartsWith("По названию показателя", content.Comment, StringComparison.Ordinal);
            Assert.All(
                check.Expression!.FreeVariables,
                name => Assert.Equal(FormulaNameKind.Figure, names.Single(own => own.Name == name).Kind)
            );
        }
    }

    [Fact]
    public async Task No_source_figure_has_an_invented_value()
    {
        Assert.False(await site.Look("RU", db => db.Set<SourceFigureValue>().AnyAsync()));
        Assert.NotEmpty(await site.Look("RU", db => db.Set<SourceFigure>().ToListAsync()));
    }
}
