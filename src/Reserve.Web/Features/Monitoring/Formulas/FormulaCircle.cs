namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>Formulas of a set that read each other may not come back to where they began.</summary>
internal static class FormulaCircle
{
    /// <summary>The names of a circle that a new version would close, beginning and ending with its own; null when there is none.</summary>
    /// <param name="target">The new version's target.</param>
    /// <param name="validFrom">The year it begins with.</param>
    /// <param name="reads">The names that it reads.</param>
    /// <param name="present">All versions of the set that are not superseded.</param>
    public static IReadOnlyList<string>? Closed(
        FormulaTarget target,
        int validFrom,
        IReadOnlyList<string> reads,
        IReadOnlyCollection<FormulaVersion> present
    )
    {
        // Another version may begin later than this one and close the circle only then.
        var ends =
            present.Where(version => version.Target == target && version.ValidFrom > validFrom).Min(version => (int?)version.ValidFrom)
            ?? int.MaxValue;
        foreach (
            var year in present
                .Select(version => version.ValidFrom)
                .Append(validFrom)
                .Where(year => year >= validFrom && year < ends)
                .Distinct()
                .Order()
        )
        {
            var formulas = present
                .In(year)
                .Where(version => version.Target != target)
                .ToDictionary(version => FormulaNames.OfIndicator(version.Target.Number), version => (IReadOnlyList<string>)version.Reads);
            var own = FormulaNames.OfIndicator(target.Number);
            formulas[own] = reads;
            if (Path(own, own, formulas, []) is { } path)
                return path;
        }

        return null;
    }

    private static List<string>? Path(string from, string to, Dictionary<string, IReadOnlyList<string>> formulas, HashSet<string> seen)
    {
        foreach (var name in formulas.GetValueOrDefault(from) ?? [])
        {
            if (name == to)
                return [from, to];
            if (seen.Add(name) && Path(name, to, formulas, seen) is { } rest)
                return [from, .. rest];
        }

        return null;
    }
}
