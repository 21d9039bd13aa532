using System.Globalization;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>What a formula computes: an indicator of a set, or a measure of the rating of a region's municipalities.</summary>
/// <param name="Kind"><see cref="Indicator"/> or <see cref="Rating"/>.</param>
/// <param name="Of">The set's code, or the region.</param>
/// <param name="Code">The indicator's number, or the measure.</param>
public sealed record FormulaTarget(string Kind, string Of, string Code)
{
    public const string Indicator = "indicator";
    public const string Rating = "rating";

    public static FormulaTarget OfIndicator(string set, int number) => new(Indicator, set, number.ToString(CultureInfo.InvariantCulture));

    public static FormulaTarget OfRating(string region, string measure) => new(Rating, region, measure);

    public bool IsIndicator => Kind == Indicator;

    /// <summary>The indicator's number; 0 for a measure.</summary>
    public int Number => IsIndicator ? int.Parse(Code, CultureInfo.InvariantCulture) : 0;

    /// <summary>The territory whose administrator may change the formula: a set's indicators are the federation's.</summary>
    public string Owner => IsIndicator ? Territory.Federation : Of;

    /// <summary>The page of the formula.</summary>
    public string Address => $"/monitoring/formulas/{Kind}/{Uri.EscapeDataString(Of)}/{Code}";

    public override string ToString() => $"{Kind}/{Of}/{Code}";

    public static FormulaTarget? Parse(string text) =>
        text.Split('/') is [var kind, { Length: > 0 and <= 40 } of, var code] && IsCode(kind, code) ? new(kind, of, code) : null;

    private static bool IsCode(string kind, string code) =>
        kind switch
        {
            Indicator => int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number > 0
                && number.ToString(CultureInfo.InvariantCulture) == code,
            Rating => Measure.All.Contains(code),
            _ => false,
        };
}
