using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>A measure of a rating by its published formula.</summary>
/// <param name="Standings">By territory.</param>
/// <param name="Values">What the formula gave, with its reasons.</param>
public sealed record ComputedMeasure(
    string Measure,
    FormulaVersion Version,
    IReadOnlyDictionary<string, FormulaStanding> Standings,
    IReadOnlyDictionary<string, FormulaValue> Values
)
{
    /// <summary>Whether the formula gives another number than is printed.</summary>
    public bool Differs(string place, decimal? printed) => Standings[place].Value != printed;
}

/// <summary>The measures that a region's published formulas compute.</summary>
public sealed class RatingFormulas(ReserveDb db, CompiledFormulas compiled)
{
    /// <param name="rating">A rating with its scores.</param>
    /// <param name="names">The names of its territories.</param>
    /// <param name="bands">The bands that hold there.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<ComputedMeasure>> Of(
        Rating rating,
        IReadOnlyDictionary<string, string> names,
        BandSet? bands,
        CancellationToken cancellationToken
    )
    {
        var targets = Measure.All.Select(measure => FormulaTarget.OfRating(rating.Region, measure)).ToList();
        var present = await db.PresentFormulas().Where(version => targets.Contains(version.Target)).ToListAsync(cancellationToken);
        if (present.Count == 0)
            return [];
        var sheet = FormulaSheets.OfRating(rating.Period, rating.Scores, names);
        return
        [
            .. present
                .In(rating.Period)
                .Select(version =>
                {
                    var formula = compiled.Of(version);
                    var values = sheet.Places.Keys.ToDictionary(place => place, place => sheet.Of(formula, place));
                    return new ComputedMeasure(
                        version.Target.Code,
                        version,
                        FormulaStandings.Of(
                            values.ToDictionary(value => value.Key, value => value.Value.Value),
                            version.Direction,
                            arePercents: true,
                            bands
                        ),
                        values
                    );
                }),
        ];
    }
}
