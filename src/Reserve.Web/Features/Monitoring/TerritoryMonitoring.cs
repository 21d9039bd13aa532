using Microsoft.EntityFrameworkCore;
using Reserve.Documents.Papers;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Monitoring;

/// <summary>A territory's figure in one measure, with what it is compared to.</summary>
public sealed record TerritoryFigure(
    string Measure,
    string Name,
    decimal? Percent,
    decimal? Points,
    int? Rank,
    EffectivenessBand? Band,
    decimal? Mean,
    decimal? Best,
    decimal? Change
);

/// <summary>A territory's monitoring for a year.</summary>
/// <param name="Compared">With how many territories it is compared.</param>
/// <param name="FormerPeriod">The year that the changes are counted from; null when no former one is loaded.</param>
public sealed record TerritoryFigures(
    string Territory,
    string Name,
    string Region,
    string RegionName,
    int Period,
    int Compared,
    int? FormerPeriod,
    IReadOnlyList<TerritoryFigure> Figures,
    string Source,
    DateOnly? AsOf,
    DateTimeOffset LoadedAt,
    FigureOrigin Origin
)
{
    public TerritoryFigure? Total => Figures.FirstOrDefault(figure => figure.Measure == Measure.Total);

    /// <summary>As a brief shows it.</summary>
    public TerritoryPicture Picture() =>
        new()
        {
            Name = Name,
            Year = Period,
            Compared = Compared,
            Lines =
            [
                .. Figures.Select(figure => new MonitoringLine
                {
                    Code = figure.Measure,
                    Name = figure.Name,
                    Percent = figure.Percent,
                    Rank = figure.Rank,
                    Band = figure.Band?.Name ?? "",
                    Colour = figure.Band?.Colour switch
                    {
                        "red" => BandColour.Red,
                        "orange" => BandColour.Orange,
                        "yellow" => BandColour.Yellow,
                        "green" => BandColour.Green,
                        _ => BandColour.None,
                    },
                    Mean = figure.Mean,
                    Best = figure.Best,
                    Change = figure.Change,
                }),
            ],
            Origin = Origin,
            Source = Source,
            AsOf = AsOf,
        };
}

/// <summary>What other features ask of the monitoring. Sees what the caller's scope sees.</summary>
public sealed class TerritoryMonitoring(ReserveDb db, TimeShown shown)
{
    /// <summary>
    /// A municipality's figures of the latest loaded year, or of the one asked for; null when none are loaded or visible.
    /// </summary>
    public async Task<TerritoryFigures?> Of(string municipality, int? period = null, CancellationToken cancellationToken = default)
    {
        var region = Territory.RegionOf(municipality);
        var ratings = await db.PresentRatings()
            .AsNoTracking()
            .Where(rating => rating.Kind == RatingKind.Municipal && rating.Region == region && (period == null || rating.Period <= period))
            .OrderByDescending(rating => rating.Period)
            .Take(2)
            .Include(rating => rating.Scores)
            .ToListAsync(cancellationToken);
        if (
            ratings.Count == 0
            || (period is not null && ratings[0].Period != period)
            || !ratings[0].Scores.Exists(score => score.Place == municipality)
        )
            return null;
        var (present, former) = (ratings[0], ratings.ElementAtOrDefault(1));
        var names = await db.Set<Territory>()
            .AsNoTracking()
            .Where(territory => territory.Path == municipality || territory.Path == region)
            .ToDictionaryAsync(territory => territory.Path, territory => territory.Name, cancellationToken);
        var bands = BandsFor(await Bands(cancellationToken), region, present.Period);
        return new(
            municipality,
            names[municipality],
            region,
            names[region],
            present.Period,
            present.Scores.Select(score => score.Place).Distinct().Count(),
            former?.Period,
            [.. Measure.All.Select(measure => Figure(measure, municipality, present, former, bands))],
            present.Source,
            present.AsOf,
            present.LoadedAt,
            OriginOf(present)
        );
    }

    /// <summary>The totals of a municipality for the loaded years from one on, the former first.</summary>
    public async Task<IReadOnlyList<YearTotal>> Totals(string municipality, int from, CancellationToken cancellationToken)
    {
        var region = Territory.RegionOf(municipality);
        var ratings = await db.PresentRatings()
            .AsNoTracking()
            .Where(rating => rating.Kind == RatingKind.Municipal && rating.Region == region && rating.Period >= from)
            .Include(rating => rating.Scores.Where(score => score.Measure == Measure.Total))
            .OrderBy(rating => rating.Period)
            .ToListAsync(cancellationToken);
        return
        [
            .. from rating in ratings
            let figure = Figure(Measure.Total, municipality, rating, null, null)
            where rating.Scores.Exists(score => score.Place == municipality)
            select new YearTotal(rating.Period, figure.Percent, figure.Rank)
            {
                Mean = figure.Mean,
                Best = figure.Best,
                Origin = OriginOf(rating),
            },
        ];
    }

    /// <summary>Who submitted and approved a loaded table, and by which formulas it was made, it does not say.</summary>
    private FigureOrigin OriginOf(Rating rating) =>
        new()
        {
            Source = rating.Source,
            EnteredBy = rating.LoadedBy,
            EnteredOn = shown.LocalDate(rating.LoadedAt),
        };

    /// <summary>All sets of bands that are not superseded.</summary>
    public Task<List<BandSet>> Bands(CancellationToken cancellationToken) =>
        db.Set<BandSet>()
            .AsNoTracking()
            .Include(set => set.Bands.OrderBy(band => band.Ordinal))
            .Where(set => set.SupersededAt == null)
            .ToListAsync(cancellationToken);

    /// <summary>The bands that held in a region at the end of a year: its own, or those of the whole above it.</summary>
    public static BandSet? BandsFor(IEnumerable<BandSet> sets, string region, int period) =>
        sets.Where(set => Territory.Covers(set.Region, region) && set.ValidFrom <= new DateOnly(period, 12, 31))
            .OrderByDescending(set => set.Region.Length)
            .ThenByDescending(set => set.ValidFrom)
            .FirstOrDefault();

    private static TerritoryFigure Figure(string measure, string municipality, Rating present, Rating? former, BandSet? bands)
    {
        var all = present.Scores.Where(score => score.Measure == measure).ToList();
        var own = all.Find(score => score.Place == municipality);
        var percents = all.Where(score => score.Percent is not null).Select(score => score.Percent!.Value).ToList();
        var before = former?.Scores.Find(score => score.Place == municipality && score.Measure == measure);
        return new(
            measure,
            Measure.NameOf(measure),
            own?.Percent,
            own?.Points,
            own?.Rank,
            bands?.Of(own?.Percent),
            percents.Count > 0 ? Math.Round(percents.Average(), 1) : null,
            percents.Count > 0 ? percents.Max() : null,
            own?.Percent - before?.Percent
        );
    }
}
