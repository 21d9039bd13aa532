using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Reserve.Engine.Feel.Functions;

/// <summary>
/// A regular expression of XQuery and XPath Functions (7.6), which FEEL uses, as one of .NET's. Patterns without back-references run in time linear
/// in the text; the others under a time limit.
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
        return Regex.Replace(input, match =>
        {
            var text = new StringBuilder();
            foreach (var (literal, group) in parts)
                text.Append(group < 0 ? literal : match.Groups[group].Value);
            return text.ToString();
        });
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
                while (i + 1 < replacement.Length && char.IsAsciiDigit(replacement[i + 1]) && group * 10 + (replacement[i + 1] - '0') <= Groups)
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
        var translator = new Translator(pattern, flags.Contains('s', StringComparison.Ordinal), flags.Contains('m', StringComparison.Ordinal));
        if (translator.Translate() is not { } translated)
            return null;
        try
        {
            if (!translator.HasBackReferences && translator.Repeats <= MaxRepeatsForAutomaton)
                return new XPathRegex(new Regex(translated, options | RegexOptions.NonBacktracking, limit * LinearFactor), translator.Groups);
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

    private sealed class Translator(string pattern, bool dotAll, bool multiline)
    {
        private const string NameStart = "A-Z_a-z:\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD";
        private const string NamePart = NameStart + "\\-.0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040";
        private readonly StringBuilder _text = new();
        private readonly List<int> _open = [];
        private readonly HashSet<int> _closed = [];
        private int _at;

        public int Groups { get; private set; }

        public bool HasBackReferences { get; private set; }

        /// <summary>How many copies of its parts an automaton could come to.</summary>
        public long Repeats { get; private set; } = 1;

        public string? Translate()
        {
            while (_at < pattern.Length)
            {
                if (!Next())
                    return null;
            }

            return _open.Count == 0 ? _text.ToString() : null;
        }

        private bool Next()
        {
            var c = pattern[_at++];
            switch (c)
            {
                case '.':
                    _text.Append(dotAll ? "(?:[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]|[\\s\\S])" : "(?:[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]|[^\\n\\r])");
                    return true;
                case '$':
                    _text.Append(multiline ? "$" : "\\z");
                    return true;
                case '(':
                    return Open();
                case ')':
                    if (_open.Count == 0)
                        return false;
                    if (_open[^1] > 0)
                        _closed.Add(_open[^1]);
                    _open.RemoveAt(_open.Count - 1);
                    _text.Append(')');
                    return true;
                case '[':
                    return Class();
                case '{':
                    return Repeat();
                case ']' or '}':
                    return false;
                case '\\':
                    return Escape(inClass: false);
                default:
                    _text.Append(c);
                    return true;
            }
        }

        private bool Open()
        {
            if (_at < pattern.Length && pattern[_at] == '?')
            {
                if (_at + 1 >= pattern.Length || pattern[_at + 1] != ':')
                    return false;
                _at += 2;
                _open.Add(0);
                _text.Append("(?:");
                return true;
            }

            _open.Add(++Groups);
            _text.Append('(');
            return true;
        }

        private bool Repeat()
        {
            var close = pattern.IndexOf('}', _at);
            if (close < 0)
                return false;
            var counts = pattern[_at..close].Split(',');
            if (counts.Length > 2 || !int.TryParse(counts[0], out var least) || least < 0)
                return false;
            var most = least;
            if (counts.Length == 2 && counts[1].Length > 0 && (!int.TryParse(counts[1], out most) || most < least))
                return false;
            Repeats = Math.Min(Repeats * Math.Max(1, most), int.MaxValue);
            _text.Append(pattern, _at - 1, close - _at + 2);
            _at = close + 1;
            return true;
        }

        private bool Class()
        {
            _text.Append('[');
            if (_at < pattern.Length && pattern[_at] == '^')
            {
                _text.Append('^');
                _at++;
            }

            var start = _at;
            while (_at < pattern.Length)
            {
                var c = pattern[_at++];
                switch (c)
                {
                    case ']':
                        if (_at - 1 == start)
                            return false;
                        _text.Append(']');
                        return true;
                    case '[':
                        return false;
                    case '-' when _at < pattern.Length && pattern[_at] == '[':
                        _text.Append('-');
                        _at++;
                        if (!Class() || _at >= pattern.Length || pattern[_at] != ']')
                            return false;
                        _at++;
                        _text.Append(']');
                        return true;
                    case '\\':
                        if (!Escape(inClass: true))
                            return false;
                        break;
                    case '-' when _at - 1 == start || (_at < pattern.Length && pattern[_at] == ']'):
                        _text.Append("\\-");
                        break;
                    case '^':
                        _text.Append("\\^");
                        break;
                    default:
                        _text.Append(c);
                        break;
                }
            }

            return false;
        }

        private bool Escape(bool inClass)
        {
            if (_at >= pattern.Length)
                return false;
            var c = pattern[_at++];
            switch (c)
            {
                case 'n' or 'r' or 't' or '\\' or '|' or '.' or '?' or '*' or '+' or '(' or ')' or '{' or '}' or '-' or '[' or ']' or '^' or '$':
                    _text.Append('\\').Append(c);
                    return true;
                case 'd' or 'D':
                    _text.Append(c == 'd' ? "\\p{Nd}" : "\\P{Nd}");
                    return true;
                case 's':
                    _text.Append(inClass ? " \\t\\n\\r" : "[ \\t\\n\\r]");
                    return true;
                case 'S':
                    _text.Append(inClass ? "\\S" : "[^ \\t\\n\\r]");
                    return true;
                case 'w':
                    _text.Append(inClass ? "\\p{L}\\p{M}\\p{N}\\p{S}" : "[^\\p{P}\\p{Z}\\p{C}]");
                    return true;
                case 'W':
                    _text.Append(inClass ? "\\p{P}\\p{Z}\\p{C}" : "[\\p{P}\\p{Z}\\p{C}]");
                    return true;
                case 'i':
                    _text.Append(inClass ? NameStart : $"[{NameStart}]");
                    return true;
                case 'I' when !inClass:
                    _text.Append($"[^{NameStart}]");
                    return true;
                case 'c':
                    _text.Append(inClass ? NamePart : $"[{NamePart}]");
                    return true;
                case 'C' when !inClass:
                    _text.Append($"[^{NamePart}]");
                    return true;
                case 'p' or 'P':
                    return Category(c);
                case >= '1' and <= '9' when !inClass:
                    return BackReference(c - '0');
                default:
                    return false;
            }
        }

        private bool Category(char c)
        {
            if (_at >= pattern.Length || pattern[_at] != '{')
                return false;
            var close = pattern.IndexOf('}', _at);
            if (close < 0)
                return false;
            _text.Append('\\').Append(c).Append(pattern, _at, close - _at + 1);
            _at = close + 1;
            return true;
        }

        private bool BackReference(int group)
        {
            while (_at < pattern.Length && char.IsAsciiDigit(pattern[_at]) && _closed.Contains(group * 10 + (pattern[_at] - '0')))
                group = group * 10 + (pattern[_at++] - '0');
            if (!_closed.Contains(group))
                return false;
            HasBackReferences = true;
            _text.Append(CultureInfo.InvariantCulture, $"(?:\\{group})");
            return true;
        }
    }
}
