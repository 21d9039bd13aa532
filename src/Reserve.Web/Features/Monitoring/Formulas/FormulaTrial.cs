namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>A territory before and after.</summary>
/// <param name="Result">What the tried formula gave, with its reasons.</param>
public sealed record TrialRow(string Place, string Name, FormulaStanding Before, FormulaStanding After, FormulaValue Result)
{
    public bool Changed => Before.Value != After.Value;

    public bool Emptied => After.Value is null;

    public bool BandMoved => Before.Value is not null && After.Value is not null && Before.Band?.Code != After.Band?.Code;
}

/// <summary>How many territories moved from one band to another.</summary>
public sealed record BandMove(EffectivenessBand From, EffectivenessBand To, int Count);

/// <summary>A formula tried on loaded data before it is published.</summary>
public sealed record FormulaTrial(IReadOnlyList<TrialRow> Rows)
{
    public int Changed => Rows.Count(row => row.Changed && !row.Emptied);

    public int Unchanged => Rows.Count(row => !row.Changed && !row.Emptied);

    public int Emptied => Rows.Count(row => row.Emptied);

    public IReadOnlyList<BandMove> Moves =>
        [
            .. Rows.Where(row => row is { BandMoved: true, Before.Band: not null, After.Band: not null })
                .GroupBy(row => (From: row.Before.Band!.Code, To: row.After.Band!.Code))
                .Select(rows => new BandMove(rows.First().Before.Band!, rows.First().After.Band!, rows.Count()))
                .OrderByDescending(move => move.Count)
                .ThenBy(move => move.From.Ordinal),
        ];

    /// <param name="sheet">The data.</param>
    /// <param name="target">What is computed.</param>
    /// <param name="present">The version that holds; where there is none, loaded values are what was before.</param>
    /// <param name="before">That version, compiled.</param>
    /// <param name="tried">The formula under trial.</param>
    /// <param name="direction">Its direction.</param>
    /// <param name="bands">The bands that hold there.</param>
    public static FormulaTrial Of(
        FormulaSheet sheet,
        FormulaTarget target,
        FormulaVersion? present,
        CompiledFormula? before,
        CompiledFormula tried,
        FormulaDirection direction,
        BandSet? bands
    )
    {
        var results = sheet.Places.Keys.ToDictionary(place => place, place => sheet.Of(tried, place));
        var was = Standings(
            sheet.Places.Keys.ToDictionary(
                place => place,
                place => before is null ? sheet.Loaded(OwnName(target), place) : sheet.Of(before, place).Value
            ),
            present?.Direction ?? direction
        );
        var now = Standings(results.ToDictionary(result => result.Key, result => result.Value.Value), direction);
        return new([
            .. sheet.Places.Select(place => new TrialRow(place.Key, place.Value, was[place.Key], now[place.Key], results[place.Key])),
        ]);

        IReadOnlyDictionary<string, FormulaStanding> Standings(IReadOnlyDictionary<string, decimal?> values, FormulaDirection way) =>
            FormulaStandings.Of(values, way, !target.IsIndicator, bands);
    }

    /// <summary>The name under which the target's own loaded value lies in a sheet.</summary>
    public static string OwnName(FormulaTarget target) =>
        target.IsIndicator ? FormulaNames.OfIndicator(target.Number) : FormulaNames.OfMeasures.GetValueOrDefault(target.Code, target.Code);
}
