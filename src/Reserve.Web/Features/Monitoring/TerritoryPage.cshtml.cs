using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Monitoring.Formulas;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Monitoring;

/// <summary>A municipality's monitoring: a table, and the same figures drawn.</summary>
[Authorize(MonitoringRegistration.Policy)]
public sealed class TerritoryPageModel(
    ReserveDb db,
    TerritoryMonitoring monitoring,
    RatingFormulas formulas,
    TerritoryFormulas ofTerritory,
    Words words
) : PageModel
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public sealed record ValueRow(string Set, int Number, string Name, string? Unit, int Period, decimal Value);

    [BindProperty(SupportsGet = true)]
    public string Path { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public int? Period { get; set; }

    public TerritoryFigures Figures { get; private set; } = null!;

    public IReadOnlyList<int> Periods { get; private set; } = [];

    public IReadOnlyList<ValueRow> Values { get; private set; } = [];

    public string Chart { get; private set; } = "";

    /// <summary>The measures that the region's formulas compute.</summary>
    public IReadOnlyList<ComputedMeasure> Computed { get; private set; } = [];

    /// <summary>The indicators that formulas compute for this territory and year.</summary>
    public ComputedIndicators ByFormula { get; private set; } = new([], 0);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await monitoring.Of(Path, Period, cancellationToken) is not { } figures)
            return NotFound();
        Figures = figures;
        Periods = await db.PresentRatings()
            .Where(rating => rating.Kind == RatingKind.Municipal && rating.Region == figures.Region)
            .Select(rating => rating.Period)
            .OrderDescending()
            .ToListAsync(cancellationToken);
        Values = await db.Set<IndicatorValue>()
            .AsNoTracking()
            .Where(value => value.Place == Path)
            .Join(
                db.Set<Indicator>(),
                value => new { value.IndicatorSetCode, value.Number },
                indicator => new { indicator.IndicatorSetCode, indicator.Number },
                (value, indicator) => new { value, indicator }
            )
            .OrderByDescending(row => row.value.Period)
            .ThenBy(row => row.value.IndicatorSetCode)
            .ThenBy(row => row.value.Number)
            .Select(row => new ValueRow(
                row.value.IndicatorSetCode,
                row.value.Number,
                row.indicator.Name,
                row.indicator.Unit,
                row.value.Period,
                row.value.Value
            ))
            .Take(500)
            .ToListAsync(cancellationToken);
        var rating = await db.PresentRatings()
            .AsNoTracking()
            .Include(row => row.Scores)
            .SingleAsync(
                row => row.Kind == RatingKind.Municipal && row.Region == figures.Region && row.Period == figures.Period,
                cancellationToken
            );
        Computed = await formulas.Of(
            rating,
            new Dictionary<string, string>(),
            TerritoryMonitoring.BandsFor(await monitoring.Bands(cancellationToken), figures.Region, figures.Period),
            cancellationToken
        );
        ByFormula = await ofTerritory.Of(Path, figures.Region, figures.Period, cancellationToken);
        Chart = JsonSerializer.Serialize(Option(figures), Json);
        return Page();
    }

    private object Option(TerritoryFigures figures) =>
        new
        {
            tooltip = new { trigger = "axis" },
            legend = new { bottom = 0, textStyle = new { fontSize = 13 } },
            grid = new
            {
                left = 48,
                right = 16,
                top = 24,
                bottom = 128,
            },
            xAxis = new
            {
                type = "category",
                data = figures.Figures.Select(figure => words[figure.Name].Value.Replace(' ', '\n')),
                axisLabel = new
                {
                    interval = 0,
                    lineHeight = 15,
                    fontSize = 11,
                },
            },
            yAxis = new
            {
                type = "value",
                min = 0,
                max = 100,
                axisLabel = new { formatter = "{value} %" },
            },
            series = new object[]
            {
                new
                {
                    name = figures.Name,
                    type = "bar",
                    barMaxWidth = 48,
                    label = new { show = true, position = "top" },
                    itemStyle = new { color = "#5b708b" },
                    data = figures.Figures.Select(figure => new
                    {
                        value = figure.Percent,
                        itemStyle = new
                        {
                            color = Bar(figure.Band?.Colour),
                            borderColor = "#3b4654",
                            borderWidth = 1,
                        },
                    }),
                },
                new
                {
                    name = words["Среднее по региону"].Value,
                    type = "bar",
                    barMaxWidth = 48,
                    label = new
                    {
                        show = true,
                        position = "top",
                        color = "#56616e",
                    },
                    itemStyle = new { color = "#b9c3cf" },
                    data = figures.Figures.Select(figure => figure.Mean),
                },
                new
                {
                    name = words["Лучшее в регионе"].Value,
                    type = "bar",
                    barMaxWidth = 48,
                    label = new
                    {
                        show = true,
                        position = "top",
                        color = "#56616e",
                    },
                    itemStyle = new
                    {
                        color = "#e3e8ee",
                        borderColor = "#9aa7b5",
                        borderWidth = 1,
                    },
                    data = figures.Figures.Select(figure => figure.Best),
                },
            },
        };

    private static string Bar(string? colour) =>
        colour switch
        {
            "red" => "#d9534f",
            "orange" => "#f0923e",
            "yellow" => "#e8c32f",
            "green" => "#4caf50",
            _ => "#5b708b",
        };
}
