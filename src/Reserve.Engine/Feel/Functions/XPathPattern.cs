using System.Globalization;
using System.Text;

namespace Reserve.Engine.Feel.Functions;

/// <summary>
/// Writes a pattern of XQuery and XPath Functions as one of .NET's, in which a character beyond the basic plane is one and not two.
/// </summary>
internal sealed class XPathPattern(string pattern, bool dotAll, bool multiline)
{
    private const string NameStart =
        "A-Z_a-z:\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D"
        + "\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD";
    private const string NamePart = NameStart + "\\-.0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040";
    private readonly StringBuilder text = new();
    private readonly List<int> open = [];
    private readonly HashSet<int> closed = [];
    private int at;

    public int Groups { get; private set; }

    public bool HasBackReferences { get; private set; }

    /// <summary>How many copies of its parts an automaton could come to.</summary>
    public long Repeats { get; private set; } = 1;

    public string? Translate()
    {
        while (at < pattern.Length)
        {
            if (!Next())
                return null;
        }

        return open.Count == 0 ? text.ToString() : null;
    }

    private bool Next()
    {
        var c = pattern[at++];
        switch (c)
        {
            case '.':
                Plain(dotAll ? "^" : "^\\n\\r", astral: true);
                return true;
            case '$':
                text.Append(multiline ? "$" : "\\z");
                return true;
            case '(':
                return Open();
            case ')':
                if (open.Count == 0)
                    return false;
                if (open[^1] > 0)
                    closed.Add(open[^1]);
                open.RemoveAt(open.Count - 1);
                text.Append(')');
                return true;
            case '[':
                return Class();
            case '{':
                return Repeat();
            case ']' or '}':
                return false;
            case '\\':
                return Escape();
            default:
                text.Append(c);
                // A repeat behind a pair repeats the pair.
                if (char.IsHighSurrogate(c) && at < pattern.Length && char.IsLowSurrogate(pattern[at]))
                    text.Insert(text.Length - 1, "(?:").Append(pattern[at++]).Append(')');
                return true;
        }
    }

    private bool Open()
    {
        if (at < pattern.Length && pattern[at] == '?')
        {
            if (at + 1 >= pattern.Length || pattern[at + 1] != ':')
                return false;
            at += 2;
            open.Add(0);
            text.Append("(?:");
            return true;
        }

        open.Add(++Groups);
        text.Append('(');
        return true;
    }

    private bool Repeat()
    {
        var close = pattern.IndexOf('}', at);
        if (close < 0)
            return false;
        var counts = pattern[at..close].Split(',');
        if (counts.Length > 2 || !int.TryParse(counts[0], out var least) || least < 0)
            return false;
        var most = least;
        if (counts.Length == 2 && counts[1].Length > 0 && (!int.TryParse(counts[1], out most) || most < least))
            return false;
        Repeats = Math.Min(Repeats * Math.Max(1, most), int.MaxValue);
        text.Append(pattern, at - 1, close - at + 2);
        at = close + 1;
        return true;
    }

    /// <summary>A class; characters beyond the basic plane stand beside it as an alternative of pairs.</summary>
    private bool Class()
    {
        if (ReadClass(out var astral) is not { } text)
            return false;
        var pairs = astral.Alternatives();
        // A class of such characters alone has nothing left in the basic plane.
        this.text.Append(
            text == "[]" ? $"(?:{pairs[..^1]})"
            : pairs.Length == 0 ? text
            : $"(?:{pairs}{text})"
        );
        return true;
    }

    /// <summary>The part of a class in the basic plane, without surrogates; null when the class is wrong.</summary>
    private string? ReadClass(out AstralRanges astral)
    {
        astral = new AstralRanges();
        var negated = at < pattern.Length && pattern[at] == '^';
        if (negated)
            at++;
        var text = new StringBuilder(negated ? "[^\\uD800-\\uDFFF" : "[");
        var start = at;
        while (at < pattern.Length)
        {
            var c = pattern[at++];
            switch (c)
            {
                case ']':
                    if (at - 1 == start)
                        return null;
                    astral = negated ? astral.Complement() : astral;
                    return text.Append(']').ToString();
                case '[':
                    return null;
                case '-' when at < pattern.Length && pattern[at] == '[':
                    at++;
                    if (ReadClass(out var less) is not { } nested || at >= pattern.Length || pattern[at++] != ']')
                        return null;
                    astral = (negated ? astral.Complement() : astral).Without(less);
                    return nested == "[]" ? text.Append(']').ToString() : text.Append('-').Append(nested).Append(']').ToString();
                case '\\':
                    if (!EscapeInClass(text, astral))
                        return null;
                    break;
                case '-' when at - 1 == start || (at < pattern.Length && pattern[at] == ']'):
                    text.Append("\\-");
                    break;
                case '^':
                    text.Append("\\^");
                    break;
                default:
                    Character(c, text, astral);
                    break;
            }
        }

        return null;
    }

    /// <summary>A character of a class, or a range that starts with it when an end of it lies beyond the basic plane.</summary>
    private void Character(char c, StringBuilder text, AstralRanges astral)
    {
        var from = Point(c);
        var last = from;
        if (at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] is not ('[' or ']' or '\\'))
        {
            var back = at++;
            last = Point(pattern[at++]);
            if (last < 0x10000)
            {
                at = back;
                last = from;
            }
        }

        astral.Add(from, last);
        if (from >= 0x10000)
            return;
        text.Append(c);
        if (last >= 0x10000)
            text.Append(c < '\uD800' ? "-\\uD7FF\\uE000-\\uFFFF" : "-\\uFFFF");
    }

    /// <summary>
    /// The code point that starts with this character, which was taken already; the second half of a pair is taken as well.
    /// </summary>
    private int Point(char c) =>
        char.IsHighSurrogate(c) && at < pattern.Length && char.IsLowSurrogate(pattern[at]) ? char.ConvertToUtf32(c, pattern[at++]) : c;

    /// <summary>A class written as an escape, outside brackets.</summary>
    private void Plain(string body, bool astral)
    {
        if (body.StartsWith('^'))
            body += "\\uD800-\\uDFFF";
        text.Append(astral ? $"(?:{AstralRanges.AnyPair}|[{body}])" : $"[{body}]");
    }

    private bool Escape()
    {
        if (at >= pattern.Length)
            return false;
        var c = pattern[at++];
        switch (c)
        {
            case 'n'
            or 'r'
            or 't'
            or '\\'
            or '|'
            or '.'
            or '?'
            or '*'
            or '+'
            or '('
            or ')'
            or '{'
            or '}'
            or '-'
            or '['
            or ']'
            or '^'
            or '$':
                text.Append('\\').Append(c);
                return true;
            case >= '1' and <= '9':
                return BackReference(c - '0');
            case 'I':
                Plain("^" + NameStart, astral: false);
                return true;
            case 'C':
                Plain("^" + NamePart, astral: false);
                return true;
            default:
                if (Named(c) is not { } body)
                    return false;
                // \P{…} alone matches halves of pairs as well, so that it is written as the complement.
                Plain(body.StartsWith("\\P", StringComparison.Ordinal) ? $"^\\p{body[2..]}" : body, HasAstral(c));
                return true;
        }
    }

    private bool EscapeInClass(StringBuilder text, AstralRanges astral)
    {
        if (at >= pattern.Length)
            return false;
        var c = pattern[at++];
        if (
            c is 'n' or 'r' or 't' or '\\' or '|' or '.' or '?' or '*' or '+' or '(' or ')' or '{' or '}' or '-' or '[' or ']' or '^' or '$'
        )
        {
            text.Append('\\').Append(c);
            return true;
        }

        if (Named(c) is not { } body)
            return false;
        text.Append(body);
        if (HasAstral(c))
            astral.AddAll();
        return true;
    }

    /// <summary>What the escape of a class stands for, as the inside of brackets; null when there is no such escape.</summary>
    private string? Named(char c) =>
        c switch
        {
            'd' => "\\p{Nd}",
            'D' => "\\P{Nd}",
            's' => " \\t\\n\\r",
            'S' => "\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F!-\\uD7FF\\uE000-\\uFFFF",
            'w' => "\\p{L}\\p{M}\\p{N}\\p{S}",
            'W' => "\\p{P}\\p{Z}\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}",
            'i' => NameStart,
            'c' => NamePart,
            'p' or 'P' => Category(c),
            _ => null,
        };

    /// <summary>Whether the characters beyond the basic plane belong: to all but what lists its members, as \s, \d and \p do.</summary>
    private static bool HasAstral(char c) => c is 'S' or 'D' or 'w' or 'i' or 'c' or 'P';

    private string? Category(char c)
    {
        if (at >= pattern.Length || pattern[at] != '{')
            return null;
        var close = pattern.IndexOf('}', at);
        if (close < 0)
            return null;
        var text = $"\\{c}{pattern[at..(close + 1)]}";
        at = close + 1;
        return text;
    }

    private bool BackReference(int group)
    {
        while (at < pattern.Length && char.IsAsciiDigit(pattern[at]) && closed.Contains(group * 10 + (pattern[at] - '0')))
            group = group * 10 + (pattern[at++] - '0');
        if (!closed.Contains(group))
            return false;
        HasBackReferences = true;
        text.Append(CultureInfo.InvariantCulture, $"(?:\\{group})");
        return true;
    }
}
