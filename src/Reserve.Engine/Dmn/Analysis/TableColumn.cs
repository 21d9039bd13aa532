using System.Globalization;

namespace Reserve.Engine.Dmn.Analysis;

/// <summary>
/// An input column split into atoms: parts of its domain which no cell divides further. For an ordered domain the atoms are
/// the bounds and the open intervals between them; for strings, the strings named and "any other"; for booleans, true and false.
/// </summary>
internal sealed class TableColumn
{
    private readonly decimal[] bounds = [];
    private readonly string[] texts = [];
    private readonly Func<decimal, string> show;

    /// <summary>Splits a column.</summary>
    /// <param name="label">What the column is called.</param>
    /// <param name="cells">Its cells, one for each rule.</param>
    /// <param name="domain">The allowed values; <see cref="CellSet.Any"/> when nothing is said.</param>
    /// <param name="show">How a bound of the ordered domain is written.</param>
    public TableColumn(string label, IReadOnlyList<CellSet> cells, CellSet domain, Func<decimal, string>? show = null)
    {
        Label = label;
        this.show = show ?? (value => value.ToString(CultureInfo.InvariantCulture));
        CellSet[] all = [.. cells, domain];
        var kinds = all.Select(cell => cell switch { CellSet.Ordered o => o.Kind, CellSet.Texts => "string", CellSet.Booleans => "boolean", CellSet.Opaque => "?", _ => "" })
            .Where(kind => kind.Length > 0).Distinct().ToList();
        IsAnalysed = kinds.Count <= 1 && !kinds.Contains("?");
        Kind = IsAnalysed && kinds.Count == 1 ? kinds[0] : "";
        if (!IsAnalysed)
        {
            // An opaque column still tells something: a cell that accepts everything does so whatever the others mean.
            Count = 1;
        }
        else if (Kind == "string")
        {
            texts = [.. all.OfType<CellSet.Texts>().SelectMany(cell => cell.Values).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            Count = texts.Length + 1;
        }
        else if (Kind == "boolean")
        {
            Count = 2;
        }
        else if (Kind.Length > 0)
        {
            bounds = [.. all.OfType<CellSet.Ordered>().SelectMany(cell => cell.Intervals).SelectMany(interval => new[] { interval.Low, interval.High }).OfType<decimal>().Distinct().Order()];
            Count = (2 * bounds.Length) + 1;
        }
        else
        {
            Count = 1;
        }

        Domain = Atoms(domain);
        Cells = [.. cells.Select(cell => Atoms(cell).And(Domain))];
    }

    /// <summary>What the column is called.</summary>
    public string Label { get; }

    /// <summary>Whether all its cells are understood and of one kind.</summary>
    public bool IsAnalysed { get; }

    /// <summary>The kind of its values; empty when no cell tells.</summary>
    public string Kind { get; }

    /// <summary>How many atoms it has.</summary>
    public int Count { get; }

    /// <summary>The atoms of the allowed values.</summary>
    public AtomSet Domain { get; }

    /// <summary>The atoms which each rule accepts.</summary>
    public IReadOnlyList<AtomSet> Cells { get; }

    /// <summary>Writes atoms as a unary test.</summary>
    public string Describe(AtomSet atoms)
    {
        if (Kind.Length == 0 || atoms.Equals(Domain))
            return "-";
        if (Kind == "boolean")
            return atoms[0] ? "true" : "false";
        return Kind == "string" ? DescribeTexts(atoms) : DescribeIntervals(atoms);
    }

    private string DescribeTexts(AtomSet atoms)
    {
        if (!atoms[texts.Length])
            return string.Join(", ", texts.Where((_, index) => atoms[index]).Select(text => $"\"{text}\""));
        var missing = texts.Where((_, index) => !atoms[index]).Select(text => $"\"{text}\"").ToList();
        return missing.Count == 0 ? "-" : $"not({string.Join(", ", missing)})";
    }

    private string DescribeIntervals(AtomSet atoms)
    {
        var runs = new List<string>();
        for (var first = 0; first < Count; first++)
        {
            if (!atoms[first])
                continue;
            var last = first;
            while (last + 1 < Count && atoms[last + 1])
                last++;
            runs.Add(DescribeRun(first, last));
            first = last;
        }

        return string.Join(", ", runs);
    }

    /// <summary>Even atoms are open intervals, odd ones are bounds.</summary>
    private string DescribeRun(int first, int last)
    {
        if (first == last && first % 2 == 1)
            return show(bounds[first / 2]);
        decimal? low = first % 2 == 1 ? bounds[first / 2] : first == 0 ? null : bounds[(first / 2) - 1];
        decimal? high = last % 2 == 1 ? bounds[last / 2] : last == Count - 1 ? null : bounds[last / 2];
        return (low, high) switch
        {
            (null, null) => "-",
            (null, { } h) => (last % 2 == 1 ? "<= " : "< ") + show(h),
            ({ } l, null) => (first % 2 == 1 ? ">= " : "> ") + show(l),
            ({ } l, { } h) => $"{(first % 2 == 1 ? '[' : '(')}{show(l)}..{show(h)}{(last % 2 == 1 ? ']' : ')')}",
        };
    }

    private AtomSet Atoms(CellSet cell)
    {
        var atoms = new AtomSet(Count);
        for (var atom = 0; atom < Count; atom++)
        {
            var inside = !IsAnalysed
                ? cell is CellSet.Any
                : cell switch
                {
                    CellSet.Ordered ordered => ordered.Intervals.Any(interval => atom % 2 == 1
                        ? interval.Contains(bounds[atom / 2])
                        : interval.Covers(atom == 0 ? null : bounds[(atom / 2) - 1], atom == Count - 1 ? null : bounds[atom / 2])),
                    CellSet.Texts some => (atom < texts.Length && some.Values.Contains(texts[atom])) != some.Negated,
                    CellSet.Booleans booleans => atom == 0 ? booleans.True : booleans.False,
                    _ => true,
                };
            if (inside)
                atoms.Add(atom);
        }

        return atoms;
    }
}
