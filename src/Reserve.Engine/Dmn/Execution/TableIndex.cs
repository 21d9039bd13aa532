using System.Numerics;
using Reserve.Engine.Dmn.Analysis;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>
/// Finds the rules that may match without evaluating cells: for each column, the place of the input value among the bounds of the cells
/// gives the set of rules which accept it. Cells that are not understood stay in the set and are evaluated one by one.
/// </summary>
internal sealed class TableIndex
{
    /// <summary>A column with more pairs of rule and bound than this is not indexed.</summary>
    private const long MaxPairs = 4_000_000;
    private readonly Column?[] columns;
    private readonly ulong[] all;

    public TableIndex(CellSet[][] cells, int columnCount)
    {
        RuleCount = cells.Length;
        all = NewSet();
        for (var rule = 0; rule < RuleCount; rule++)
            Add(all, rule);
        columns = new Column?[columnCount];
        for (var i = 0; i < columnCount; i++)
            columns[i] = Build(cells, i);
    }

    public int RuleCount { get; }

    /// <summary>Words of a set of rules.</summary>
    public int Words => all.Length;

    /// <summary>Writes the set of rules which may match.</summary>
    /// <param name="values">Input values by column.</param>
    /// <param name="rules">Receives the set.</param>
    /// <param name="settled">Receives, by column, whether the understood cells are settled: they are unless the value is of another
    /// kind.</param>
    /// <returns>Whether any rule is left.</returns>
    public bool Find(ReadOnlySpan<FeelValue> values, Span<ulong> rules, Span<bool> settled)
    {
        all.CopyTo(rules);
        for (var i = 0; i < columns.Length; i++)
        {
            settled[i] = true;
            if (columns[i] is not { } column)
                continue;
            var atom = column.Accepted.Length == 0 ? -1 : column.Atoms.AtomOf(values[i]);
            settled[i] = atom >= 0;
            if (atom < 0)
                continue;
            ulong any = 0;
            var accepted = column.Accepted[atom];
            for (var word = 0; word < rules.Length; word++)
                any |= rules[word] &= accepted[word];
            if (any == 0)
                return false;
        }

        return true;
    }

    /// <summary>Takes the lowest rule out of a set; −1 when it is empty.</summary>
    public static int Take(Span<ulong> rules)
    {
        for (var word = 0; word < rules.Length; word++)
        {
            if (rules[word] == 0)
                continue;
            var bit = BitOperations.TrailingZeroCount(rules[word]);
            rules[word] &= rules[word] - 1;
            return (word * 64) + bit;
        }

        return -1;
    }

    /// <summary>Whether the cell is understood, so that a settled column needs no evaluation of it.</summary>
    public bool Understands(int column, int rule) => columns[column] is not { } indexed || !indexed.Opaque[rule];

    private static void Add(ulong[] set, int rule) => set[rule / 64] |= 1UL << (rule % 64);

    private ulong[] NewSet() => new ulong[Math.Max(1, (RuleCount + 63) / 64)];

    /// <summary>Null for a column in which every cell accepts everything.</summary>
    private Column? Build(CellSet[][] cells, int index)
    {
        var opaque = new bool[RuleCount];
        var understood = new CellSet[RuleCount];
        for (var rule = 0; rule < RuleCount; rule++)
        {
            opaque[rule] = cells[rule][index] is CellSet.Opaque;
            understood[rule] = opaque[rule] ? new CellSet.Any() : cells[rule][index];
        }

        if (Array.TrueForAll(understood, cell => cell is CellSet.Any) && !opaque.Contains(true))
            return null;
        var bounds = understood.Sum(cell =>
            cell switch
            {
                CellSet.Ordered ordered => 2L * ordered.Intervals.Count,
                CellSet.Texts texts => texts.Values.Count,
                _ => 1,
            }
        );
        var atoms = new TableColumn("", bounds * RuleCount > MaxPairs ? [] : understood, new CellSet.Any());
        if (!atoms.IsAnalysed || atoms.Cells.Count == 0)
            return new Column(atoms, [], opaque);
        var accepted = new ulong[atoms.Count][];
        for (var atom = 0; atom < atoms.Count; atom++)
        {
            accepted[atom] = NewSet();
            for (var rule = 0; rule < RuleCount; rule++)
            {
                if (atoms.Cells[rule][atom])
                    Add(accepted[atom], rule);
            }
        }

        return new Column(atoms, accepted, opaque);
    }

    /// <summary>
    /// A column: its atoms, the rules that accept each (none when it is not indexed), and which cells are not understood.
    /// </summary>
    private sealed record Column(TableColumn Atoms, ulong[][] Accepted, bool[] Opaque);
}
