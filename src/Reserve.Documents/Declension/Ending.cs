namespace Reserve.Documents.Declension;

/// <summary>One rule of a table: what is cut from the nominative, and what each case puts in its place.</summary>
internal sealed class Ending
{
    private readonly string[] small;
    private readonly string[] capital;

    /// <param name="kind">What the table's first column says: a gender or a kind of word.</param>
    /// <param name="cut">How many letters go.</param>
    /// <param name="endings">The endings of the five oblique cases; empty when the word does not decline.</param>
    /// <param name="sure">False where the rule is a guess.</param>
    public Ending(string kind, int cut, string[] endings, bool sure)
    {
        Kind = kind;
        Cut = cut;
        Sure = sure;
        small = endings;
        capital = [.. endings.Select(ending => ending.ToUpperInvariant())];
    }

    public string Kind { get; }

    public int Cut { get; }

    public bool Sure { get; }

    public bool Declines => small.Length > 0;

    /// <summary>The word in an oblique case; <paramref name="word"/> ends as the rule says.</summary>
    public string Apply(string word, GrammaticalCase to) =>
        Declines
            ? string.Concat(
                word.AsSpan(0, word.Length - Cut),
                (Letters.EndsInCapitals(word) ? capital : small)[to - GrammaticalCase.Genitive]
            )
            : word;
}
