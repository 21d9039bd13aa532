namespace Reserve.Engine.Dmn.Analysis;

/// <summary>
/// Box arithmetic over the columns of a decision table: which rules overlap, what no rule covers, which rules others cover.
/// The search is exact over the atoms of the columns and stops at a budget of steps.
/// </summary>
internal sealed class TableGrid(IReadOnlyList<TableColumn> columns, int rules)
{
    private const int Budget = 200_000;
    private int steps;

    /// <summary>Whether the last search ended before its budget.</summary>
    public bool IsComplete => steps < Budget;

    /// <summary>Whether some cell of the rule accepts nothing of what is allowed.</summary>
    public bool IsEmpty(int rule) => columns.Any(column => column.IsAnalysed && column.Cells[rule].IsEmpty);

    /// <summary>The box which both rules accept, or null when they are apart or that cannot be told.</summary>
    public IReadOnlyList<AtomSet>? Overlap(int one, int other)
    {
        var box = new AtomSet[columns.Count];
        for (var i = 0; i < columns.Count; i++)
        {
            box[i] = columns[i].Cells[one].And(columns[i].Cells[other]);
            if (box[i].IsEmpty)
                return null;
        }

        return box;
    }

    /// <summary>Boxes of allowed inputs which no rule accepts, disjoint, at most <paramref name="most"/>.</summary>
    public IReadOnlyList<IReadOnlyList<AtomSet>> Gaps(int most) =>
        Uncovered([.. columns.Select(column => column.Domain)], Enumerable.Range(0, rules), most);

    /// <summary>Whether the other rules together accept all that the rule accepts.</summary>
    public bool IsCovered(int rule, IEnumerable<int> others)
    {
        if (columns.Any(column => !column.IsAnalysed && column.Cells[rule].IsEmpty))
            return false;
        var uncovered = Uncovered([.. columns.Select(column => column.Cells[rule])], others, 1);
        return uncovered.Count == 0 && IsComplete;
    }

    /// <summary>Writes a box, a unary test for each column that restricts.</summary>
    public string Describe(IReadOnlyList<AtomSet> box)
    {
        var parts = columns
            .Select((column, index) => (column.Label, Text: column.Describe(box[index])))
            .Where(part => part.Text != "-")
            .Select(part => $"{part.Label}: {part.Text}")
            .ToList();
        return parts.Count == 0 ? "-" : string.Join("; ", parts);
    }

    private List<IReadOnlyList<AtomSet>> Uncovered(AtomSet[] within, IEnumerable<int> by, int most)
    {
        steps = 0;
        var found = new List<AtomSet[]>();
        if (!Array.Exists(within, atoms => atoms.IsEmpty))
            Search(within, 0, [.. by], [], found, Math.Max(most, 64));
        Merge(found);
        return [.. found.Take(most)];
    }

    private void Search(AtomSet[] within, int column, List<int> alive, List<AtomSet> prefix, List<AtomSet[]> found, int most)
    {
        if (++steps >= Budget || found.Count >= most)
            return;
        if (alive.Count == 0)
        {
            found.Add([.. prefix, .. within.Skip(column)]);
            return;
        }

        if (column == columns.Count || alive.Exists(rule => CoversRest(within, column, rule)))
            return;
        foreach (var (rest, atoms) in Split(within[column], column, alive))
        {
            prefix.Add(atoms);
            Search(within, column + 1, rest, prefix, found, most);
            prefix.RemoveAt(prefix.Count - 1);
        }
    }

    private bool CoversRest(AtomSet[] within, int column, int rule)
    {
        for (var i = column; i < columns.Count; i++)
        {
            if (!columns[i].Cells[rule].Contains(within[i]))
                return false;
        }

        return true;
    }

    /// <summary>Groups the atoms of a column by the rules which accept them.</summary>
    private IEnumerable<(List<int> Rules, AtomSet Atoms)> Split(AtomSet within, int column, List<int> alive)
    {
        var groups = new Dictionary<AtomSet, AtomSet>();
        for (var atom = 0; atom < columns[column].Count; atom++)
        {
            if (!within[atom])
                continue;
            var accepted = new AtomSet(rules);
            foreach (var rule in alive)
            {
                if (columns[column].Cells[rule][atom])
                    accepted.Add(rule);
            }

            if (!groups.TryGetValue(accepted, out var atoms))
                groups.Add(accepted, atoms = new AtomSet(columns[column].Count));
            atoms.Add(atom);
        }

        return groups.Select(group => (alive.Where(rule => group.Key[rule]).ToList(), group.Value));
    }

    /// <summary>Joins boxes which differ in one column only.</summary>
    private void Merge(List<AtomSet[]> boxes)
    {
        for (var i = 0; i < boxes.Count; i++)
        {
            for (var j = boxes.Count - 1; j > i; j--)
            {
                var differing = Enumerable
                    .Range(0, columns.Count)
                    .Where(column => !boxes[i][column].Equals(boxes[j][column]))
                    .Take(2)
                    .ToList();
                if (differing.Count != 1)
                    continue;
                boxes[i] = [.. boxes[i]];
                boxes[i][differing[0]] = boxes[i][differing[0]].Or(boxes[j][differing[0]]);
                boxes.RemoveAt(j);
                j = boxes.Count;
            }
        }
    }
}
