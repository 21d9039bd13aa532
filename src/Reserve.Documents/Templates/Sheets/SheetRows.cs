using System.Globalization;

namespace Reserve.Documents.Templates;

/// <summary>Where each row of a sheet's template has come to stand.</summary>
internal sealed class SheetRows
{
    /// <summary>The attribute in which a printed row says in which repetitions it stands; it is taken out again.</summary>
    public const string Repetition = "reserve-in";

    private readonly record struct Printed(int Row, (int Section, int Index)[] Loops);

    private readonly SortedDictionary<int, List<Printed>> rows = [];
    private readonly Dictionary<(int Original, string Loops), int> places = [];
    private readonly List<int> template;
    private readonly HashSet<int> kept = [];

    /// <param name="template">The numbers of the template's rows.</param>
    public SheetRows(IEnumerable<int> template) => this.template = [.. template.Order()];

    /// <summary>Whether any row has moved.</summary>
    public bool Moved { get; private set; }

    /// <summary>Reads the repetitions that a printed row names.</summary>
    public static (int Section, int Index)[] LoopsOf(XmlBranch row) =>
        (row.Attribute(Repetition) ?? "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split(':'))
            .Select(pair => (int.Parse(pair[0], CultureInfo.InvariantCulture), int.Parse(pair[1], CultureInfo.InvariantCulture)))
            .ToArray();

    /// <summary>Tells a printed row; in the order of the sheet.</summary>
    public void Add(int original, int row, (int Section, int Index)[] loops)
    {
        if (!rows.TryGetValue(original, out var printed))
            rows.Add(original, printed = []);
        printed.Add(new(row, loops));
        places[(original, Key(loops))] = row;
        Moved |= original != row;
    }

    /// <summary>The rows of the template of which nothing was printed.</summary>
    public IEnumerable<int> Vanished => template.Where(row => !rows.ContainsKey(row));

    /// <summary>Rows that vanished, but that something refers to: an empty one stands for them.</summary>
    public IReadOnlySet<int> Kept => kept;

    /// <summary>Asks that rows which all vanished leave one behind.</summary>
    public void Keep(int first, int last)
    {
        var vanished = template.Where(row => row >= first && row <= last && !rows.ContainsKey(row)).ToList();
        var asked = Math.Min(last, template.Count == 0 ? last : template[^1]) - first + 1;
        if (vanished.Count > 0 && vanished.Count == asked && !vanished.Exists(kept.Contains))
            kept.Add(vanished[0]);
    }

    /// <summary>Every place of a row, with its repetitions.</summary>
    public IEnumerable<(int Row, (int Section, int Index)[] Loops)> Places(int original) =>
        rows.TryGetValue(original, out var printed) ? printed.Select(each => (each.Row, each.Loops)) : [(Blank(original, []), [])];

    /// <summary>The first and last place of a row as seen from a place with repetitions of its own.</summary>
    public (int First, int Last) Span(int original, (int Section, int Index)[] loops)
    {
        if (!rows.TryGetValue(original, out var printed))
        {
            var blank = Blank(original, loops);
            return (blank, blank);
        }

        // A row seen from its own repetitions is one row.
        if (places.TryGetValue((original, Key(loops)), out var own))
            return (own, own);
        var (first, last) = (0, 0);
        foreach (var each in printed)
        {
            if (!Matches(each.Loops, loops))
                continue;
            if (first == 0)
                first = each.Row;
            last = each.Row;
        }

        return first == 0 ? (printed[0].Row, printed[^1].Row) : (first, last);
    }

    /// <summary>What a range has become, seen from a place with repetitions of its own.</summary>
    public (int First, int Last) Range(int first, int last, (int Section, int Index)[] loops)
    {
        var from = Span(first, loops).First;
        var to = Span(last, loops).Last;
        // The range's own ends may have vanished while rows between them stayed.
        return (from, Math.Max(from, to));
    }

    private int Blank(int original, (int Section, int Index)[] loops)
    {
        var before = 0;
        foreach (var row in rows.Keys)
        {
            if (row >= original)
                break;
            before = row;
        }

        var gone = template.Count(row => row > before && row < original && !rows.ContainsKey(row));
        var moved = (before == 0 ? 0 : Span(before, loops).Last) + original - before - gone;
        return Math.Clamp(moved, 1, SheetAddress.LastRow);
    }

    private static string Key((int Section, int Index)[] loops) =>
        loops.Length == 0 ? "" : string.Join(' ', loops.Select(loop => $"{loop.Section}:{loop.Index}"));

    private static bool Matches((int Section, int Index)[] there, (int Section, int Index)[] here)
    {
        foreach (var (section, index) in there)
        foreach (var own in here)
            if (own.Section == section && own.Index != index)
                return false;
        return true;
    }
}
