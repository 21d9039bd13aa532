namespace Reserve.Documents.Declension;

/// <summary>The tables of posts, authorities and places.</summary>
internal static class Lexicon
{
    public static EndingTable Adjectives { get; } = EndingTable.Read("adjectives");
    public static EndingTable Nouns { get; } = EndingTable.Read("nouns");
    public static EndingTable Places { get; } = EndingTable.Read("places");
    public static WordList PostHeads { get; } = new("post-heads");
    public static WordList AuthorityHeads { get; } = new("authority-heads");
    public static WordList StandingFirstParts { get; } = new("standing-first-parts");
    public static WordList Substantives { get; } = new("substantives");
    public static WordList Prepositions { get; } = new("prepositions");
    public static WordList AreaNouns { get; } = new("area-nouns");
    public static WordList LocalityNouns { get; } = new("locality-nouns");

    /// <summary>Whether it is a word of the lists, so that no short one in capitals is taken for an abbreviation.</summary>
    public static bool IsKnown(string word) =>
        PostHeads.Has(word)
        || AuthorityHeads.Has(word)
        || AreaNouns.Has(word)
        || LocalityNouns.Has(word)
        || Nouns.FindWhole(word) is not null;

    /// <summary>The rule of a word that is an adjective or a participle in the nominative, or null; «управление» is a noun.</summary>
    /// <param name="word">The word.</param>
    /// <param name="isPlace">Whether it may be a place that only looks like an adjective: Джанкой.</param>
    public static Ending? Adjective(string word, bool isPlace)
    {
        var last = word.AsSpan(word.LastIndexOf('-') + 1);
        if (isPlace && Places.FindWhole(last) is not null)
            return null;
        return Nouns.FindWhole(last) is null && Nouns.FindLonger(last, 2) is null ? Adjectives.Find(last) : null;
    }
}
