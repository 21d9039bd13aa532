using System.Text.RegularExpressions;

namespace Reserve.Web.Tests.Site;

/// <summary>What no page of ours may show, whatever it is about.</summary>
internal static partial class PageFaults
{
    public static IEnumerable<string> Of(string page)
    {
        foreach (Match style in Style().Matches(page))
            yield return "a style attribute: " + style.Value;
        var text = TextOf(page);
        foreach (Match fault in Doubled().Matches(text))
            yield return "a mark too many: " + Around(text, fault);
        foreach (Match fault in Apart().Matches(text))
            yield return "a comma apart from its word: " + Around(text, fault);
    }

    /// <summary>What is read on the page, a line for each block.</summary>
    public static string TextOf(string page)
    {
        var text = Space().Replace(Hidden().Replace(page, "\n"), " ");
        return System.Net.WebUtility.HtmlDecode(Any().Replace(Inline().Replace(text, ""), "\n"));
    }

    private static string Around(string text, Match match)
    {
        var (from, to) = (Math.Max(0, match.Index - 40), Math.Min(text.Length, match.Index + match.Length + 20));
        return text[from..to].ReplaceLineEndings("|");
    }

    [GeneratedRegex("<[a-z][^>]*\\sstyle=\"[^\"]*\"")]
    private static partial Regex Style();

    [GeneratedRegex("г\\.\\.|\\p{L} *, *,")]
    private static partial Regex Doubled();

    [GeneratedRegex("[\\p{L}\\p{N}»)] ,")]
    private static partial Regex Apart();

    [GeneratedRegex("<(script|style|textarea|pre|code|template|option|svg)\\b.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Hidden();

    [GeneratedRegex("\\s+")]
    private static partial Regex Space();

    [GeneratedRegex("</?(?:a|span|time|strong|b|em|i|small|kbd|abbr|mark|bdi|sub|sup)\\b[^>]*>")]
    private static partial Regex Inline();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Any();
}
