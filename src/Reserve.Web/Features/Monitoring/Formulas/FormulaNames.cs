using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Monitoring.Formulas;

public enum FormulaNameKind
{
    /// <summary>A source figure of the catalogue.</summary>
    Figure,

    /// <summary>Another indicator of the set.</summary>
    Indicator,

    /// <summary>A printed percentage of the region's rating.</summary>
    Percent,
}

/// <summary>A name that a formula may read, with its meaning for the user, in Russian.</summary>
/// <param name="Origin">Where its values come from; null where no source says.</param>
public sealed record FormulaName(string Name, FormulaNameKind Kind, string Meaning, string? Unit, string? Origin);

/// <summary>The names in scope of a target's formulas.</summary>
internal static class FormulaNames
{
    private const string Prefix = "показатель ";

    /// <summary>What the measures of a rating are called in formulas.</summary>
    public static IReadOnlyDictionary<string, string> OfMeasures { get; } =
        new Dictionary<string, string>
        {
            [Measure.Conditions] = "создание условий",
            [Measure.Outcomes] = "достижение результатов",
            [Measure.Processes] = "организация рабочих процессов",
        };

    public static string OfIndicator(int number) => Prefix + number.ToString(CultureInfo.InvariantCulture);

    public static async Task<IReadOnlyList<FormulaName>> NamesFor(
        this ReserveDb db,
        FormulaTarget target,
        CancellationToken cancellationToken
    )
    {
        if (!target.IsIndicator)
            return
            [
                .. Measure.Groups.Select(measure => new FormulaName(
                    OfMeasures[measure],
                    FormulaNameKind.Percent,
                    $"{Measure.NameOf(measure)}: напечатанный процент",
                    "%",
                    "рейтинг муниципалитетов"
                )),
            ];
        var figures = await db.Set<SourceFigure>().AsNoTracking().ToListAsync(cancellationToken);
        var indicators = await db.Set<Indicator>()
            .AsNoTracking()
            .Where(indicator => indicator.IndicatorSetCode == target.Of)
            .OrderBy(indicator => indicator.Number)
            .ToListAsync(cancellationToken);
        return
        [
            .. figures
                .OrderBy(figure => figure.Name, StringComparer.Create(CultureInfo.GetCultureInfo("ru-RU"), ignoreCase: true))
                .Select(figure => new FormulaName(
                    figure.Name,
                    FormulaNameKind.Figure,
                    figure.Note ?? "исходное данное",
                    figure.Unit,
                    figure.Form
                )),
            .. indicators.Select(indicator => new FormulaName(
                OfIndicator(indicator.Number),
                FormulaNameKind.Indicator,
                indicator.Name,
                indicator.Unit,
                null
            )),
        ];
    }
}
