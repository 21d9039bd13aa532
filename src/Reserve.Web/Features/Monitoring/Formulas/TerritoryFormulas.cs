using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>An indicator of a territory by its formula, beside what was loaded for it.</summary>
public sealed record ComputedIndicator(Indicator Indicator, FormulaVersion Version, FormulaValue Result, decimal? Loaded);

/// <summary>A territory's computed indicators.</summary>
/// <param name="Rows">Those of which something is loaded in the comparison.</param>
/// <param name="Unfed">How many published formulas have no source figures at all.</param>
public sealed record ComputedIndicators(IReadOnlyList<ComputedIndicator> Rows, int Unfed);

/// <summary>What the published formulas give for one territory.</summary>
public sealed class TerritoryFormulas(ReserveDb db, FormulaSheets sheets, CompiledFormulas compiled)
{
    public async Task<ComputedIndicators> Of(string place, string region, int period, CancellationToken cancellationToken)
    {
        var day = new DateOnly(period, 12, 31);
        var sets = await db.Set<IndicatorSet>()
            .AsNoTracking()
            .Include(set => set.Indicators)
            .Where(set => set.ValidFrom <= day && (set.ValidTo == null || set.ValidTo >= day))
            .ToListAsync(cancellationToken);
        var rows = new List<ComputedIndicator>();
        var unfed = 0;
        foreach (var set in sets)
        {
            var versions = await sheets.Present(set.Code, period, cancellationToken);
            if (versions.Count == 0)
                continue;
            var sheet = await sheets.OfSet(set.Code, region, period, cancellationToken);
            foreach (var version in versions.OrderBy(version => version.Target.Number))
            {
                var formula = compiled.Of(version);
                if (!sheet.Feeds(formula))
                    unfed++;
                else if (set.Indicators.Find(indicator => indicator.Number == version.Target.Number) is { } indicator)
                    rows.Add(
                        new(indicator, version, sheet.Of(formula, place), sheet.Loaded(FormulaNames.OfIndicator(indicator.Number), place))
                    );
            }
        }

        return new(rows, unfed);
    }
}
