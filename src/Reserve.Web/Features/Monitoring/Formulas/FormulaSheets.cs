using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>Territories beside each other in a year.</summary>
/// <param name="Region">The territory whose parts are compared.</param>
public sealed record Comparison(string Region, string RegionName, int Period)
{
    public string Value => $"{Region}:{Period}";
}

/// <summary>Reads what formulas need from the database; sees what the caller's scope sees. Nothing that is computed is stored.</summary>
public sealed class FormulaSheets(ReserveDb db, CompiledFormulas compiled)
{
    /// <summary>The comparisons in which something is loaded that a target's formulas could read; the latest first.</summary>
    public async Task<IReadOnlyList<Comparison>> Comparisons(FormulaTarget target, CancellationToken cancellationToken)
    {
        var found = target.IsIndicator
            ? await db.Set<SourceFigureValue>()
                .Select(value => new { value.Region, value.Period })
                .Union(
                    db.Set<IndicatorValue>()
                        .Where(value => value.IndicatorSetCode == target.Of)
                        .Select(value => new { value.Region, value.Period })
                )
                .ToListAsync(cancellationToken)
            : await db.PresentRatings()
                .Where(rating => rating.Kind == RatingKind.Municipal && rating.Region == target.Of)
                .Select(rating => new { rating.Region, rating.Period })
                .ToListAsync(cancellationToken);
        var regions = found.Select(row => row.Region).Distinct().ToArray();
        var names = await db.Set<Territory>()
            .AsNoTracking()
            .Where(territory => regions.Contains(territory.Path))
            .ToDictionaryAsync(territory => territory.Path, territory => territory.Name, cancellationToken);
        return
        [
            .. found
                .OrderBy(row => row.Region, StringComparer.Ordinal)
                .ThenByDescending(row => row.Period)
                .Select(row => new Comparison(row.Region, names[row.Region], row.Period)),
        ];
    }

    /// <summary>The sheet of a set's indicators, or of a rating's measures.</summary>
    public Task<FormulaSheet> Of(FormulaTarget target, string region, int period, CancellationToken cancellationToken) =>
        target.IsIndicator ? OfSet(target.Of, region, period, cancellationToken) : OfRating(region, period, cancellationToken);

    public async Task<FormulaSheet> OfSet(string set, string region, int period, CancellationToken cancellationToken)
    {
        var loaded = new Dictionary<string, Dictionary<string, decimal>>();
        foreach (
            var value in await db.Set<SourceFigureValue>()
                .AsNoTracking()
                .Where(value => value.Region == region && value.Period == period)
                .ToListAsync(cancellationToken)
        )
            Add(loaded, value.Figure, value.Place, value.Value);
        foreach (
            var value in await db.Set<IndicatorValue>()
                .AsNoTracking()
                .Where(value => value.IndicatorSetCode == set && value.Region == region && value.Period == period)
                .ToListAsync(cancellationToken)
        )
            Add(loaded, FormulaNames.OfIndicator(value.Number), value.Place, value.Value);
        var places = await db.Set<Territory>()
            .AsNoTracking()
            .Where(territory => territory.Parent == region)
            .ToDictionaryAsync(territory => territory.Path, territory => territory.Name, cancellationToken);
        return new(
            period,
            places,
            loaded,
            (await Present(set, period, cancellationToken)).ToDictionary(
                version => FormulaNames.OfIndicator(version.Target.Number),
                compiled.Of
            )
        );
    }

    /// <summary>The formulas of a set's indicators that hold in a year.</summary>
    public async Task<IReadOnlyList<FormulaVersion>> Present(string set, int period, CancellationToken cancellationToken)
    {
        var present = await db.PresentFormulas().Where(version => version.ValidFrom <= period).ToListAsync(cancellationToken);
        return [.. present.Where(version => version.Target.IsIndicator && version.Target.Of == set).In(period)];
    }

    private async Task<FormulaSheet> OfRating(string region, int period, CancellationToken cancellationToken)
    {
        var scores = await db.PresentRatings()
            .AsNoTracking()
            .Where(rating => rating.Kind == RatingKind.Municipal && rating.Region == region && rating.Period == period)
            .SelectMany(rating => rating.Scores)
            .Where(score => score.Percent != null)
            .ToListAsync(cancellationToken);
        return OfRating(
            period,
            scores,
            await db.Set<Territory>()
                .AsNoTracking()
                .Where(territory => territory.Parent == region)
                .ToDictionaryAsync(territory => territory.Path, territory => territory.Name, cancellationToken)
        );
    }

    /// <summary>The sheet of a rating that is already read.</summary>
    public static FormulaSheet OfRating(int period, IReadOnlyCollection<RatingScore> scores, IReadOnlyDictionary<string, string> names)
    {
        var loaded = new Dictionary<string, Dictionary<string, decimal>>();
        foreach (var score in scores)
            if (score.Percent is { } percent)
                Add(loaded, FormulaNames.OfMeasures.GetValueOrDefault(score.Measure, score.Measure), score.Place, percent);
        return new(
            period,
            scores.Select(score => score.Place).Distinct().ToDictionary(place => place, place => names.GetValueOrDefault(place, place)),
            loaded,
            new Dictionary<string, CompiledFormula>()
        );
    }

    private static void Add(Dictionary<string, Dictionary<string, decimal>> loaded, string name, string place, decimal value)
    {
        if (!loaded.TryGetValue(name, out var values))
            loaded.Add(name, values = []);
        values[place] = value;
    }
}
