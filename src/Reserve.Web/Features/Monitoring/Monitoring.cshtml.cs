using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Tables;
using Reserve.Web.Data;
using Reserve.Web.Features.Monitoring.Formulas;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Monitoring;

/// <summary>The municipalities of a region beside each other.</summary>
[Authorize(MonitoringRegistration.Policy)]
public sealed class MonitoringModel(
    ReserveDb db,
    TerritoryMonitoring monitoring,
    RatingFormulas formulas,
    IAuthorizationService authorization
) : PageModel
{
    public sealed record Cell(decimal? Percent, int? Rank, EffectivenessBand? Band);

    public sealed record Row(string Path, string Name, IReadOnlyDictionary<string, Cell> Cells);

    public sealed record Choice(string Region, string RegionName, int Period)
    {
        public string Value => $"{Region}:{Period}";
    }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>The code of a band: only territories whose total lies in it.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Band { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    /// <summary>Region and year, as "RU.74:2022".</summary>
    [BindProperty(SupportsGet = true)]
    public string? Rating { get; set; }

    public IReadOnlyList<Choice> Choices { get; private set; } = [];

    public Choice? Chosen { get; private set; }

    public BandSet? Bands { get; private set; }

    public Rating? Present { get; private set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public int All { get; private set; }

    public IReadOnlyDictionary<string, decimal?> Means { get; private set; } = new Dictionary<string, decimal?>();

    /// <summary>The totals by the region's formula beside the printed ones; null when none is published for the year.</summary>
    public ComputedMeasure? Computed { get; private set; }

    /// <summary>Whether the formula is a link; everybody sees what it gives.</summary>
    public bool MayReadFormulas { get; private set; }

    /// <summary>How many printed totals the formula does not give.</summary>
    public int Differing { get; private set; }

    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken) => await Load(cancellationToken);

    [Reads("ExportMonitoring", "Выгрузка мониторинга")]
    public async Task<IActionResult> OnGetExportAsync(string? format, CancellationToken cancellationToken)
    {
        await Load(cancellationToken);
        if (Chosen is null)
            return NotFound();
        TableColumn[] computed = Computed is null ? [] : [new("Итог по формуле, %"), new("Итог по формуле, место")];
        TableColumn[] columns =
        [
            new("Муниципалитет", 36),
            .. Measure.All.SelectMany(measure =>
                (TableColumn[])
                    [
                        new($"{Measure.NameOf(measure)}, %"),
                        new($"{Measure.NameOf(measure)}, место"),
                        new($"{Measure.NameOf(measure)}, уровень", 18),
                    ]
            ),
            .. computed,
        ];
        var table = new TableData(
            $"Мониторинг {Chosen.Period}",
            columns,
            Rows.Select(row =>
                (IReadOnlyList<TableCell>)
                    [
                        TableCell.Of(row.Name),
                        .. Measure.All.SelectMany(measure =>
                            row.Cells.TryGetValue(measure, out var cell)
                                ? (TableCell[])[TableCell.Of(cell.Percent), TableCell.Of(cell.Rank), TableCell.Of(cell.Band?.Name)]
                                : [default, default, default]
                        ),
                        .. Computed is { } total
                            ? (TableCell[])[TableCell.Of(total.Standings[row.Path].Value), TableCell.Of(total.Standings[row.Path].Rank)]
                            : [],
                    ]
            )
        );
        var name = $"monitoring-{Chosen.Region}-{Chosen.Period}";
        if (format == "xlsx")
            return File(XlsxTable.ToBytes(table), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name + ".xlsx");
        using var output = new MemoryStream();
        CsvTable.Write(table, output);
        return File(output.ToArray(), "text/csv; charset=utf-8", name + ".csv");
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        Choices = await db.PresentRatings()
            .AsNoTracking()
            .Where(rating => rating.Kind == RatingKind.Municipal)
            .Join(
                db.Set<Territory>(),
                rating => rating.Region,
                territory => territory.Path,
                (rating, territory) =>
                    new
                    {
                        rating.Region,
                        territory.Name,
                        rating.Period,
                    }
            )
            .OrderBy(row => row.Region)
            .ThenByDescending(row => row.Period)
            .Select(row => new Choice(row.Region, row.Name, row.Period))
            .ToListAsync(cancellationToken);
        Chosen = Choices.FirstOrDefault(choice => choice.Value == Rating) ?? (Choices.Count > 0 ? Choices[0] : null);
        if (Chosen is not { } chosen)
            return;
        Present = await db.PresentRatings()
            .AsNoTracking()
            .Include(rating => rating.Scores)
            .SingleAsync(
                rating => rating.Kind == RatingKind.Municipal && rating.Region == chosen.Region && rating.Period == chosen.Period,
                cancellationToken
            );
        Bands = TerritoryMonitoring.BandsFor(await monitoring.Bands(cancellationToken), chosen.Region, chosen.Period);
        var names = await db.Set<Territory>()
            .AsNoTracking()
            .Where(territory => territory.Parent == chosen.Region)
            .ToDictionaryAsync(territory => territory.Path, territory => territory.Name, cancellationToken);
        var rows = Present
            .Scores.GroupBy(score => score.Place)
            .Select(group => new Row(
                group.Key,
                names.GetValueOrDefault(group.Key, group.Key),
                group.ToDictionary(score => score.Measure, score => new Cell(score.Percent, score.Rank, Bands?.Of(score.Percent)))
            ))
            .ToList();
        All = rows.Count;
        Means = Measure.All.ToDictionary(
            measure => measure,
            measure => rows.Average(row => row.Cells.GetValueOrDefault(measure)?.Percent) is { } mean ? Math.Round(mean, 1) : (decimal?)null
        );
        Findings = RatingCheck.Of(
            [
                .. Present.Scores.Select(score => new CheckedScore(
                    names.GetValueOrDefault(score.Place, score.Place),
                    score.Measure,
                    score.Percent,
                    score.Rank
                )),
            ],
            Bands
        );
        Computed = (await formulas.Of(Present, names, Bands, cancellationToken)).FirstOrDefault(measure =>
            measure.Measure == Measure.Total
        );
        Differing = Computed is { } total
            ? rows.Count(row => total.Differs(row.Path, row.Cells.GetValueOrDefault(Measure.Total)?.Percent))
            : 0;
        MayReadFormulas = (await authorization.AuthorizeAsync(User, MonitoringRegistration.FormulasPolicy)).Succeeded;
        Rows = Sorted(rows.Where(Matches));
    }

    private bool Matches(Row row) =>
        (string.IsNullOrWhiteSpace(Q) || row.Name.Contains(Q.Trim(), StringComparison.OrdinalIgnoreCase))
        && (string.IsNullOrEmpty(Band) || row.Cells.GetValueOrDefault(Measure.Total)?.Band?.Code == Band);

    private List<Row> Sorted(IEnumerable<Row> rows)
    {
        var key = Sort?.TrimStart('-') is { Length: > 0 } given ? given : Measure.Total;
        var byName = StringComparer.Create(System.Globalization.CultureInfo.GetCultureInfo("ru-RU"), ignoreCase: true);
        var descending = Sort?.StartsWith('-') == true;
        if (key == "name")
            return [.. descending ? rows.OrderByDescending(row => row.Name, byName) : rows.OrderBy(row => row.Name, byName)];
        // The first places first; who has none stands last either way.
        int Rank(Row row) =>
            row.Cells.GetValueOrDefault(key)?.Rank
            ?? (row.Cells.GetValueOrDefault(key)?.Percent is { } percent ? 1000 - (int)(percent * 10) : int.MaxValue);
        var placed = rows.OrderBy(row => Rank(row) == int.MaxValue);
        return [.. (descending ? placed.ThenByDescending(Rank) : placed.ThenBy(Rank)).ThenBy(row => row.Name, byName)];
    }
}
