using System.Collections.Frozen;

namespace Reserve.Documents.Declension;

/// <summary>A list of words from a text of the folder <c>Data</c>, whatever their capitals.</summary>
internal sealed class WordList(string name)
{
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> words = EndingTable
        .Lines(name)
        .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    public bool Has(ReadOnlySpan<char> word) => words.Contains(word);
}
