using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace Reserve.Engine.Feel.Functions;

/// <summary>
/// A regular expression of XQuery and XPath Functions (7.6), which FEEL uses, as one of .NET's. Patterns without back-references run in
/// time linear in the text; the others under a time limit.
/// </summary>
internal sealed class XPathRegex
{
    private const int MaxCached = 500;
    private const int LinearFactor = 4;
    private const int MaxPattern = 2_000;
    private const int MaxRepeatsForAutomaton = 1_000;
    private static readonly ConcurrentDictionary<(string, string, TimeSpan), XPathRegex> Cache = new();

    private XPathRegex(Regex regex, int groups)
    {
        Regex = regex;
        Groups = groups;
    }

    public Regex Regex { get; }

    /// <summary>How many groups capture.</summary>
    public int Groups { get; }

    /// <summary>The compiled pattern, or null when pattern or flags are wrong.</summary>
    public static XPathRegex? Create(string pattern, string flags, TimeSpan limit)
    {
        if (pattern.Length > MaxPattern)
            return null;
        if (Cache.TryGetValue((pattern, flags, limit), out var known))
            return known;
        if (Make(pattern, flags, limit) is not { } made)
            return null;
        if (Cache.Count >= MaxCached)
            Cache.Clear();
        Cache[(pattern, flags, limit)] = made;
        return made;
    }

    /// <summary>Replaces all matches; the replacement knows $0–$9…, \$ and \\. Null when the replacement is wrong.</summary>
    public string? Replace(string input, string replacement)
    {
        if (!TryReadReplacement(replacement, out var parts))
            return null;
        return Regex.Replace(
            input,
            match =>
            {
                var text = new StringBuilder();
                foreach (var (literal, group) in parts)
                    text.Append(group < 0 ? literal : match.Groups[group].Value);
                return text.ToString();
            }
        );
    }

    private bool TryReadReplacement(string replacement, out List<(string Literal, int Group)> parts)
    {
        parts = [];
        for (var i = 0; i < replacement.Length; i++)
        {
            var c = replacement[i];
            if (c == '\\')
            {
                if (i + 1 >= replacement.Length || replacement[i + 1] is not ('\\' or '$'))
                    return false;
                parts.Add((replacement[++i].ToString(), -1));
            }
            else if (c == '$')
            {
                if (i + 1 >= replacement.Length || !char.IsAsciiDigit(replacement[i + 1]))
                    return false;
                var group = replacement[++i] - '0';
                while (
                    i + 1 < replacement.Length && char.IsAsciiDigit(replacement[i + 1]) && group * 10 + (replacement[i + 1] - '0') <= Groups
                )
                    group = group * 10 + (replacement[++i] - '0');
                parts.Add(group <= Groups ? ("", group) : ("", -1));
            }
            else
            {
                parts.Add((c.ToString(), -1));
            }
        }

        return true;
    }

    private static XPathRegex? Make(string pattern, string flags, TimeSpan limit)
    {
        var options = RegexOptions.CultureInvariant;
        foreach (var flag in flags)
        {
            switch (flag)
            {
                case 's':
                    break;
                case 'm':
                    options |= RegexOptions.Multiline;
                    break;
                case 'i':
                    options |= RegexOptions.IgnoreCase;
                    break;
                case 'x' or 'q':
                    break;
                default:
                    return null;
            }
        }

        if (flags.Contains('q', StringComparison.Ordinal))
            return new XPathRegex(new Regex(Regex.Escape(pattern), options, limit), 0);
        if (flags.Contains('x', StringComparison.Ordinal))
            pattern = WithoutSpace(pattern);
        var translator = new XPathPattern(
            pattern,
            flags.Contains('s', StringComparison.Ordinal),
            flags.Contains('m', StringComparison.Ordinal)
        );
        if (translator.Translate() is not { } translated)
            return null;
        try
        {
            if (!translator.HasBackReferences && translator.Repeats <= MaxRepeatsForAutomaton)
                return new XPathRegex(
                    new Regex(translated, options | RegexOptions.NonBacktracking, limit * LinearFactor),
                    translator.Groups
                );
        }
        catch (NotSupportedException)
        {
            // The automaton would be too large; the time limit guards instead.
        }
        catch (ArgumentException)
        {
            return null;
        }

        try
        {
            return new XPathRegex(new Regex(translated, options, limit), translator.Groups);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string WithoutSpace(string pattern)
    {
        var text = new StringBuilder();
        var inClass = 0;
        foreach (var c in pattern)
        {
            if (c == '[' && !Escaped(text))
                inClass++;
            else if (c == ']' && inClass > 0 && !Escaped(text))
                inClass--;
            if (inClass > 0 || c is not (' ' or '\t' or '\n' or '\r'))
                text.Append(c);
        }

        return text.ToString();
    }

    private static bool Escaped(StringBuilder text)
    {
        var count = 0;
        while (count < text.Length && text[text.Length - 1 - count] == '\\')
            count++;
        return count % 2 != 0;
    }
}
