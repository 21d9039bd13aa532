using System.Reflection;

namespace Reserve.Documents.Declension;

/// <summary>
/// A table of endings from a text of the folder <c>Data</c>. The longest ending that fits decides, a whole word before endings, whatever
/// the order of the lines. A line is <c>COLUMNS[?] CUT GENITIVE DATIVE ACCUSATIVE INSTRUMENTAL PREPOSITIONAL : ENDING…</c>, or
/// <c>COLUMNS[?] = : ENDING…</c> for what does not decline; <c>?</c> marks a guess, <c>0</c> an empty ending, <c>^</c> a whole word.
/// </summary>
/// <remarks>The endings stand in a tree that is walked from the last letter back: one step a letter, without a copy of the word.</remarks>
internal sealed class EndingTable
{
    private readonly short[] steps;
    private readonly Ending?[][] byEnding;
    private readonly Ending?[][] byWord;

    private EndingTable(List<short[]> nodes, Ending?[][] endings, Ending?[][] words)
    {
        steps = [.. nodes.SelectMany(node => node)];
        (byEnding, byWord) = (endings, words);
    }

    /// <summary>Reads a table.</summary>
    /// <param name="name">The file's name without its suffix.</param>
    /// <param name="columns">The letters of the first column that are looked for apart; empty when any line fits any question.</param>
    public static EndingTable Read(string name, string columns = "")
    {
        var nodes = new List<short[]> { new short[Letters.Count] };
        var count = Math.Max(1, columns.Length);
        var (endings, words) = (new Dictionary<int, Ending>[count], new Dictionary<int, Ending>[count]);
        for (var column = 0; column < count; column++)
            (endings[column], words[column]) = ([], []);
        foreach (var line in Lines(name))
        {
            var (head, list) = (line.Split(':')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), line.Split(':')[1]);
            var kind = head[0].TrimEnd('?');
            var ending = head is [_, "="]
                ? new Ending(kind, 0, [], !head[0].EndsWith('?'))
                : new Ending(kind, head[1][0] - '0', [.. head[2..7].Select(text => text == "0" ? "" : text)], !head[0].EndsWith('?'));
            foreach (var entry in list.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var node = Grow(nodes, entry.TrimStart('^'));
                for (var column = 0; column < count; column++)
                {
                    if (columns.Length > 0 && !kind.Contains(columns[column], StringComparison.Ordinal))
                        continue;
                    if (!(entry[0] == '^' ? words : endings)[column].TryAdd(node, ending))
                        throw new InvalidDataException($"{name}: {entry} stands twice.");
                }
            }
        }

        return new(nodes, [.. endings.Select(Flat)], [.. words.Select(Flat)]);

        Ending?[] Flat(Dictionary<int, Ending> rules) => [.. Enumerable.Range(0, nodes.Count).Select(rules.GetValueOrDefault)];
    }

    /// <summary>The lines of a text of <c>Data</c> without comments.</summary>
    public static IEnumerable<string> Lines(string name)
    {
        var assembly = Assembly.GetExecutingAssembly();
        using var stream =
            assembly.GetManifestResourceStream($"Declension.{name}.txt") ?? throw new InvalidOperationException($"No table {name}.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line;
        }
    }

    /// <summary>The rule for a word, or null when none fits.</summary>
    public Ending? Find(ReadOnlySpan<char> word, int column = 0)
    {
        var (endings, node, found) = (byEnding[column], 0, (Ending?)null);
        for (var at = word.Length - 1; at >= 0; at--)
        {
            node = steps[node * Letters.Count + Letters.NumberOf(word[at])];
            if (node == 0)
                return found;
            found = endings[node] ?? found;
        }

        return byWord[column][node] ?? found;
    }

    /// <summary>The rule for exactly this word, or null.</summary>
    public Ending? FindWhole(ReadOnlySpan<char> word, int column = 0)
    {
        var node = 0;
        for (var at = word.Length - 1; at >= 0; at--)
        {
            node = steps[node * Letters.Count + Letters.NumberOf(word[at])];
            if (node == 0)
                return null;
        }

        return byWord[column][node];
    }

    /// <summary>Whether an ending of more letters than that fits: the rule, or null.</summary>
    public Ending? FindLonger(ReadOnlySpan<char> word, int letters, int column = 0)
    {
        var (endings, node, found) = (byEnding[column], 0, (Ending?)null);
        for (var at = word.Length - 1; at >= 0; at--)
        {
            node = steps[node * Letters.Count + Letters.NumberOf(word[at])];
            if (node == 0)
                break;
            if (word.Length - at > letters)
                found = endings[node] ?? found;
        }

        return found;
    }

    private static int Grow(List<short[]> nodes, string ending)
    {
        var node = 0;
        for (var at = ending.Length - 1; at >= 0; at--)
        {
            var letter = Letters.NumberOf(ending[at]);
            if (letter == 0)
                throw new InvalidDataException($"{ending}: not a letter.");
            if (nodes[node][letter] == 0)
            {
                nodes[node][letter] = checked((short)nodes.Count);
                nodes.Add(new short[Letters.Count]);
            }

            node = nodes[node][letter];
        }

        return node;
    }
}
