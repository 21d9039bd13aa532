using System.Globalization;

namespace Reserve.Documents.Templates;

/// <summary>
/// The numbered paragraphs that one part has printed. Which list is which can only be told at the end: a section may turn out to be a
/// condition and no loop.
/// </summary>
internal sealed class ListRuns
{
    private readonly record struct Numbered(int Position, int List, int Level, int Paragraph, (int Section, int Index)[] Loops);

    private readonly List<Numbered> printed = [];

    public void Add(int position, Instruction instruction, List<(int, int)> loops) =>
        printed.Add(new(position, instruction.Start, instruction.Length, instruction.Next, [.. loops]));

    /// <summary>Forgets what stood behind a position that has been taken back.</summary>
    public void Truncate(int position) => printed.RemoveAll(each => each.Position >= position);

    /// <summary>The numbers of the lists by the position where they belong, in order.</summary>
    public IReadOnlyList<(int Position, string Text)> Numbers(ListShelf shelf)
    {
        var numbers = new Dictionary<int, int>();
        foreach (var list in printed.GroupBy(each => each.List))
        {
            var all = list.ToList();
            var length = ScopeOf(all);
            var known = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var each in all)
            {
                var key = string.Join('.', each.Loops.Take(length).Select(loop => loop.Index));
                if (!known.TryGetValue(key, out var number))
                    known.Add(key, number = known.Count == 0 ? list.Key : shelf.Restarted(list.Key));
                numbers.Add(each.Position, number);
            }
        }

        return [.. printed.Select(each => (each.Position, numbers[each.Position].ToString(CultureInfo.InvariantCulture)))];
    }

    /// <summary>
    /// How many of the outer loops begin the list anew. The loop whose turns are the list's items does not: it has one paragraph of a
    /// level in each turn.
    /// </summary>
    private static int ScopeOf(List<Numbered> all)
    {
        var common = all[0].Loops.Length;
        foreach (var each in all)
            for (var at = 0; at < common; at++)
                if (at >= each.Loops.Length || each.Loops[at].Section != all[0].Loops[at].Section)
                    common = at;
        var direct = all.Where(each => each.Loops.Length == common).ToList();
        var items =
            direct.Count > 0
            && direct
                .GroupBy(each => (string.Join('.', each.Loops.Select(loop => loop.Index)), each.Level))
                .All(turn => turn.Select(each => each.Paragraph).Distinct().Count() == 1);
        return items ? Math.Max(0, common - 1) : common;
    }
}
