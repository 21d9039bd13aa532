using Reserve.Engine.Feel;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>What a formula gave in a territory.</summary>
/// <param name="Missing">The names it reads that have no value there.</param>
/// <param name="Warnings">Where in the text the value was lost.</param>
public sealed record FormulaValue(decimal? Value, IReadOnlyList<string> Missing, IReadOnlyList<FeelWarning> Warnings)
{
    public static FormulaValue None { get; } = new(null, [], []);
}

/// <summary>
/// One comparison in one year: the values that formulas read there, and what they give. Missing is not zero: a name without a value is
/// null, and a value that comes of it is null with its reason.
/// </summary>
public sealed class FormulaSheet
{
    private readonly IReadOnlyDictionary<string, Dictionary<string, decimal>> loaded;
    private readonly IReadOnlyDictionary<string, CompiledFormula> formulas;
    private readonly Dictionary<(CompiledFormula Formula, string Place), FormulaValue> computed = [];
    private readonly FeelOptions options;

    /// <param name="period">The year; today() in a formula is its last day, so that results can be had again.</param>
    /// <param name="places">The compared territories with their names.</param>
    /// <param name="loaded">Loaded values by the name that formulas give them, then by territory.</param>
    /// <param name="formulas">The formulas of names that are themselves computed.</param>
    public FormulaSheet(
        int period,
        IReadOnlyDictionary<string, string> places,
        IReadOnlyDictionary<string, Dictionary<string, decimal>> loaded,
        IReadOnlyDictionary<string, CompiledFormula> formulas
    )
    {
        (Period, Places, this.loaded, this.formulas) = (period, places, loaded, formulas);
        options = new(new DateTimeOffset(period, 12, 31, 0, 0, 0, TimeSpan.Zero));
    }

    public int Period { get; }

    public IReadOnlyDictionary<string, string> Places { get; }

    /// <summary>The value of a name: by its formula, or as loaded where it has none or the formula gives none.</summary>
    public decimal? Read(string name, string place) =>
        (formulas.TryGetValue(name, out var formula) ? Of(formula, place).Value : null) ?? Loaded(name, place);

    public decimal? Loaded(string name, string place) =>
        loaded.TryGetValue(name, out var values) && values.TryGetValue(place, out var value) ? value : null;

    /// <summary>Whether anything that the formula reads, itself or through others, is loaded for any territory.</summary>
    public bool Feeds(CompiledFormula formula) => Feeds(formula, []);

    public FormulaValue Of(CompiledFormula formula, string place)
    {
        if (computed.TryGetValue((formula, place), out var known))
            return known;
        // Circles are refused at publishing; one that came by another way ends here, as missing.
        computed[(formula, place)] = FormulaValue.None;
        var values = new FeelValue[formula.Reads.Count];
        List<string>? missing = null;
        for (var at = 0; at < values.Length; at++)
        {
            var value = Read(formula.Reads[at], place);
            values[at] = FeelValue.From(value);
            if (value is null)
                (missing ??= []).Add(formula.Reads[at]);
        }

        var result = formula.Evaluate(values, options, out var warnings);
        return computed[(formula, place)] = new(result, missing ?? [], warnings);
    }

    private bool Feeds(CompiledFormula formula, HashSet<CompiledFormula> seen) =>
        seen.Add(formula)
        && formula.Reads.Any(name => loaded.ContainsKey(name) || (formulas.TryGetValue(name, out var other) && Feeds(other, seen)));
}
