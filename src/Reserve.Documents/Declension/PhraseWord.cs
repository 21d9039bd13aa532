using System.Buffers;

namespace Reserve.Documents.Declension;

/// <summary>A word of a phrase and what stands between it and the word before.</summary>
/// <param name="Start">Where the word begins in the text.</param>
/// <param name="Text">The word without quotes, brackets and stops around it.</param>
/// <param name="Gap">The text between the word before and this one: spaces, commas, dashes, brackets.</param>
/// <param name="Stands">Whether it never changes: an abbreviation, a number, Latin letters, a word within quotes.</param>
internal readonly record struct PhraseWord(int Start, string Text, string Gap, bool Stands)
{
    private static readonly SearchValues<char> Breaks = SearchValues.Create(",;—–/(");

    /// <summary>Whether something stronger than a space stands before it, or an opening bracket.</summary>
    public bool IsApart => Gap.AsSpan().ContainsAny(Breaks) || Gap.Contains(" - ", StringComparison.Ordinal);

    public bool IsAfterDash => Gap.AsSpan().ContainsAny("—–") || Gap.Contains(" - ", StringComparison.Ordinal);

    public bool IsAfterComma => Gap.Contains(',', StringComparison.Ordinal);

    public bool Is(string word) => Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>The words of a text. Letters, digits, and hyphens or apostrophes between them make a word.</summary>
    /// <param name="text">The phrase.</param>
    /// <param name="isPlace">Whether short names in capitals may be those of places: УФА.</param>
    public static List<PhraseWord> Scan(string text, bool isPlace)
    {
        var words = new List<PhraseWord>();
        var shouting = !text.Any(char.IsLower);
        var (quoted, straight, gapStart) = (0, false, 0);
        for (var at = 0; at < text.Length; )
        {
            if (!char.IsLetterOrDigit(text[at]))
            {
                quoted = text[at] switch
                {
                    '«' or '“' or '„' => quoted + 1,
                    '»' or '”' => Math.Max(0, quoted - 1),
                    _ => quoted,
                };
                straight ^= text[at] == '"';
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && (char.IsLetterOrDigit(text[at]) || IsInner(text, at)))
                at++;
            var word = text[start..at];
            words.Add(new(start, word, text[gapStart..start], quoted > 0 || straight || Stays(word, shouting, isPlace)));
            gapStart = at;
        }

        return words;
    }

    private static bool IsInner(string text, int at) =>
        text[at] is '-' or '‑' or '\'' or '’' && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]);

    private static bool Stays(string word, bool shouting, bool isPlace)
    {
        var last = word.AsSpan(word.LastIndexOf('-') + 1);
        if (char.IsDigit(word[0]))
            return last.Length == word.Length || last is not ("й" or "я" or "е");
        if (Letters.NumberOf(last[^1]) == 0)
            return true;
        if (word.Length < 5 && !word.Any(Letters.IsVowel))
            return true;
        return shouting ? !isPlace && last.Length < 6 && last.Length == word.Length && !Lexicon.IsKnown(word) : char.IsUpper(last[^1]);
    }
}
