using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Analysis;

/// <summary>
/// An input column split into atoms: parts of its domain which no cell divides further. For an ordered domain the atoms are
/// the bounds and the open intervals between them; for strings, the strings named and "any other"; for booleans, true and false.
/// </summary>
internal sealed class TableColumn
{
    private readonly FeelNumber[] bounds = [];
    private readonly string[] texts = [];

    /// <summary>Splits a column.</summary>
    /// <param name="label">What the column is called.</param>
    /// <param name="cells">Its cells, one for each rule.</param>
    /// <param name="domain">The allowed values; <see cref="CellSet.Any"/> when nothing is said.</param>
    public TableColumn(string label, IReadOnlyList<CellSet> cells, CellSet domain)
    {
        Label = label;
        CellSet[] all = [.. cells, domain];
        var kinds = all.Select(cell => cell.Kind).Where(kind => kind != CellKind.None).Distinct().ToList();
        Kind = kinds switch
        {
            [] => CellKind.None,
            [var only] => only,
            _ => CellKind.Mixed,
        };
        if (Kind == CellKind.Text)
        {
            texts =
            [
                .. all.OfType<CellSet.Texts>()
                    .SelectMany(cell => cell.Values)
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ];
            Count = texts.Length + 1;
        }
        else if (Kind == CellKind.Boolean)
        {
            Count = 2;
        }
        else if (IsOrdered)
        {
            bounds =
            [
                .. all.OfType<CellSet.Ordered>()
                    .SelectMany(cell => cell.Intervals)
                    .SelectMany(interval => new[] { interval.Low, interval.High })
                    .OfType<FeelNumber>()
                    .Distinct()
                    .Order(),
            ];
            Count = (2 * bounds.Length) + 1;
        }
        else
        {
            // Even a column which is not understood tells something: a cell that accepts everything does so whatever the others mean.
            Count = 1;
        }

        Domain = Atoms(domain);
        Cells = [.. cells.Select(cell => Atoms(cell).And(Domain))];
    }

    /// <summary>What the column is called.</summary>
    public string Label { get; }

    /// <summary>Whether all its cells are understood and of one kind.</summary>
    public bool IsAnalysed => Kind != CellKind.Mixed;

    /// <summary>The kind of its values.</summary>
    public CellKind Kind { get; }

    /// <summary>How many atoms it has.</summary>
    public int Count { get; }

    /// <summary>The atoms of the allowed values.</summary>
    public AtomSet Domain { get; }

    /// <summary>The atoms which each rule accepts.</summary>
    public IReadOnlyList<AtomSet> Cells { get; }

    private bool IsOrdered => Kind is CellKind.Number or CellKind.Date or CellKind.Duration or CellKind.Months;

    /// <summary>The atom which holds a value; −1 when the value is of another kind than the column.</summary>
    public int AtomOf(FeelValue value)
    {
        if (Kind == CellKind.None)
            return 0;
        if (Kind == CellKind.Boolean)
            return value.IsTrue ? 0
                : value.IsFalse ? 1
                : -1;
        if (Kind == CellKind.Text)
            return value.AsString() is { } text ? AtomOf(text) : -1;
        var (kind, key) = CellSet.KeyOf(value);
        if (kind != Kind || !IsOrdered)
            return -1;
        var (low, high) = (0, bounds.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = key.CompareTo(bounds[middle]);
            if (order == 0)
                return (2 * middle) + 1;
            if (order < 0)
                high = middle - 1;
            else
                low = middle + 1;
        }

        return 2 * low;
    }

    /// <summary>Writes atoms as a unary test.</summary>
    public string Describe(AtomSet atoms)
    {
        if (!IsAnalysed || Kind == CellKind.None || atoms.Equals(Domain))
            return "-";
        if (Kind == CellKind.Boolean)
            return atoms[0] ? "true" : "false";
        return Kind == CellKind.Text ? DescribeTexts(atoms) : DescribeIntervals(atoms);
    }

    private int AtomOf(string text)
    {
        var place = Array.BinarySearch(texts, text, StringComparer.Ordinal);
        return place < 0 ? texts.Length : place;
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
            return Show(bounds[first / 2]);
        FeelNumber? low =
            first % 2 == 1 ? bounds[first / 2]
            : first == 0 ? null
            : bounds[(first / 2) - 1];
        FeelNumber? high =
            last % 2 == 1 ? bounds[last / 2]
            : last == Count - 1 ? null
            : bounds[last / 2];
        return (low, high) switch
        {
            (null, null) => "-",
            (null, { } h) => (last % 2 == 1 ? "<= " : "< ") + Show(h),
            ({ } l, null) => (first % 2 == 1 ? ">= " : "> ") + Show(l),
            ({ } l, { } h) => $"{(first % 2 == 1 ? '[' : '(')}{Show(l)}..{Show(h)}{(last % 2 == 1 ? ']' : ')')}",
        };
    }

    private string Show(FeelNumber bound) => CellSet.ValueOf(Kind, bound).ToString();

    private AtomSet Atoms(CellSet cell)
    {
        var atoms = new AtomSet(Count);
        for (var atom = 0; atom < Count; atom++)
        {
            var inside = !IsAnalysed
                ? cell is CellSet.Any
                : cell switch
                {
                    CellSet.Ordered ordered => Holds(ordered, atom) != ordered.Negated,
                    CellSet.Texts some => (atom < texts.Length && some.Values.Contains(texts[atom])) != some.Negated,
                    CellSet.Booleans booleans => atom == 0 ? booleans.True : booleans.False,
                    _ => true,
                };
            if (inside)
                atoms.Add(atom);
        }

        return atoms;
    }

    private bool Holds(CellSet.Ordered cell, int atom)
    {
        foreach (var interval in cell.Intervals)
        {
            if (
                atom % 2 == 1
                    ? interval.Contains(bounds[atom / 2])
                    : interval.Covers(atom == 0 ? null : bounds[(atom / 2) - 1], atom == Count - 1 ? null : bounds[atom / 2])
            )
                return true;
        }

        return false;
    }
}
