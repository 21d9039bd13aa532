namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>A territory among the others by one number.</summary>
/// <param name="Percent">The share of the best one; of a rating's measure the number itself.</param>
/// <param name="Rank">Dense: equal numbers share a place and none is left out.</param>
public readonly record struct FormulaStanding(decimal? Value, decimal? Percent, int? Rank, EffectivenessBand? Band);

/// <summary>Places and bands of computed numbers.</summary>
internal static class FormulaStandings
{
    /// <param name="values">By territory; null where missing.</param>
    /// <param name="direction">Whether the greatest is the best.</param>
    /// <param name="arePercents">Whether the numbers are percents of a rating already.</param>
    /// <param name="bands">The bands that hold there.</param>
    public static IReadOnlyDictionary<string, FormulaStanding> Of(
        IReadOnlyDictionary<string, decimal?> values,
        FormulaDirection direction,
        bool arePercents,
        BandSet? bands
    )
    {
        var places = values.Keys.ToList();
        var ranks = RatingCheck.DenseRanks([
            .. places.Select(place => direction == FormulaDirection.Inverse ? -values[place] : values[place]),
        ]);
        var known = values.Values.Where(value => value is not null).ToList();
        var best = direction == FormulaDirection.Inverse ? known.Min() : known.Max();
        return places
            .Select((place, at) => (place, at))
            .ToDictionary(
                pair => pair.place,
                pair =>
                {
                    var percent = arePercents ? values[pair.place] : OfBest(values[pair.place], best, direction);
                    return new FormulaStanding(values[pair.place], percent, ranks[pair.at], bands?.Of(percent));
                }
            );
    }

    // The best of those compared is 100. Nothing can be told of negative numbers, nor when all are zero.
    private static decimal? OfBest(decimal? value, decimal? best, FormulaDirection direction) =>
        (value, best) switch
        {
            (null, _) or (_, null) or (< 0, _) or (_, < 0) => null,
            (0, 0) => direction == FormulaDirection.Inverse ? 100 : null,
            var (own, first) when direction == FormulaDirection.Inverse => Math.Round(100 * first.Value / own.Value, 1),
            var (own, first) => Math.Round(100 * own.Value / first.Value, 1),
        };
}
