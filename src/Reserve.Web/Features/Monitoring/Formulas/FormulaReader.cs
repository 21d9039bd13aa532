using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>What a formula computes, in words.</summary>
/// <param name="Title">The indicator's name, or the measure's.</param>
/// <param name="Place">The set with the number, or the region.</param>
public sealed record FormulaSubject(
    FormulaTarget Target,
    string Title,
    string Place,
    string? Unit,
    FormulaDirection Direction,
    int ValidFrom
);

/// <summary>A formula with everything that its pages show.</summary>
/// <param name="Versions">The newest first.</param>
public sealed record FormulaFile(
    FormulaSubject Subject,
    IReadOnlyList<FormulaVersion> Versions,
    FormulaDraft? Draft,
    IReadOnlyList<FormulaName> Names
)
{
    public FormulaTarget Target => Subject.Target;

    /// <summary>The version that holds in the latest year; null when none is published.</summary>
    public FormulaVersion? Latest => Versions.Where(version => version.SupersededAt is null).MaxBy(version => version.ValidFrom);

    public FormulaVersion? In(int year) => Versions.Where(version => version.SupersededAt is null).In(year).FirstOrDefault();

    /// <summary>What the editor opens: the draft, the version that holds, or nothing yet.</summary>
    public FormulaContent Editable =>
        Draft?.Content ?? Latest?.Content ?? new("", Subject.Unit, Subject.Direction, Subject.ValidFrom, null);

    public IReadOnlyList<string> NamesInScope => [.. Names.Select(name => name.Name)];
}

/// <summary>Reads formulas for the pages.</summary>
public sealed class FormulaReader(ReserveDb db)
{
    /// <summary>
    /// Every target: the known indicators of all sets, and the measures of each region whose rating is loaded or has a formula.
    /// </summary>
    public async Task<IReadOnlyList<FormulaSubject>> Subjects(CancellationToken cancellationToken)
    {
        var sets = await db.Set<IndicatorSet>()
            .AsNoTracking()
            .OrderByDescending(set => set.ValidFrom)
            .Include(set => set.Indicators.OrderBy(indicator => indicator.Number))
            .ToListAsync(cancellationToken);
        var rated = await db.PresentRatings()
            .Where(rating => rating.Kind == RatingKind.Municipal)
            .Select(rating => new { rating.Region, rating.Period })
            .ToListAsync(cancellationToken);
        var regions = rated.Select(rating => rating.Region).Distinct().ToArray();
        var names = await db.Set<Territory>()
            .AsNoTracking()
            .Where(territory => regions.Contains(territory.Path))
            .OrderBy(territory => territory.Path)
            .ToListAsync(cancellationToken);
        return
        [
            .. names.SelectMany(region =>
                Measure
                    .All.Reverse()
                    .Select(measure =>
                        OfMeasure(region, measure, rated.Where(rating => rating.Region == region.Path).Min(rating => rating.Period))
                    )
            ),
            .. sets.SelectMany(set => set.Indicators.Select(indicator => OfIndicator(set, indicator)))
                .Where(subject => FormulaTarget.Parse(subject.Target.ToString()) is not null),
        ];
    }

    /// <summary>A formula; null when there is no such target.</summary>
    public async Task<FormulaFile?> File(FormulaTarget target, CancellationToken cancellationToken)
    {
        if (await Subject(target, cancellationToken) is not { } subject)
            return null;
        var versions = await db.Set<FormulaVersion>()
            .AsNoTracking()
            .Where(version => version.Target == target)
            .OrderByDescending(version => version.Version)
            .ToListAsync(cancellationToken);
        var draft = await db.Set<FormulaDraft>().AsNoTracking().SingleOrDefaultAsync(row => row.Target == target, cancellationToken);
        return new(subject, versions, draft, await db.NamesFor(target, cancellationToken));
    }

    private async Task<FormulaSubject?> Subject(FormulaTarget target, CancellationToken cancellationToken)
    {
        if (target.IsIndicator)
        {
            var set = await db.Set<IndicatorSet>().AsNoTracking().SingleOrDefaultAsync(row => row.Code == target.Of, cancellationToken);
            var indicator = await db.Set<Indicator>()
                .AsNoTracking()
                .SingleOrDefaultAsync(row => row.IndicatorSetCode == target.Of && row.Number == target.Number, cancellationToken);
            return set is null || indicator is null ? null : OfIndicator(set, indicator);
        }

        var region = await db.Set<Territory>()
            .AsNoTracking()
            .SingleOrDefaultAsync(row => row.Path == target.Of && row.Kind == TerritoryKind.Region, cancellationToken);
        var first = await db.PresentRatings()
            .Where(rating => rating.Kind == RatingKind.Municipal && rating.Region == target.Of)
            .MinAsync(rating => (int?)rating.Period, cancellationToken);
        return region is null || first is not { } period ? null : OfMeasure(region, target.Code, period);
    }

    private static FormulaSubject OfIndicator(IndicatorSet set, Indicator indicator) =>
        new(
            FormulaTarget.OfIndicator(set.Code, indicator.Number),
            indicator.Name,
            $"{set.Code}, № {indicator.Number}",
            indicator.Unit,
            FormulaDirection.Direct,
            set.ValidFrom.Year
        );

    private static FormulaSubject OfMeasure(Territory region, string measure, int period) =>
        new(FormulaTarget.OfRating(region.Path, measure), Measure.NameOf(measure), region.Name, "%", FormulaDirection.Direct, period);
}
