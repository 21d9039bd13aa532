namespace Reserve.Engine.Feel.Syntax;

/// <summary>
/// The names that the parser knows, so that <c>profit and loss</c> or <c>a+b</c> can be told from operators (DMN 1.5, 10.3.1.3).
/// </summary>
internal sealed class NameTable
{
    private readonly Dictionary<char, List<string>> composite = [];
    private readonly HashSet<string> simple = new(StringComparer.Ordinal);

    public void Add(string name)
    {
        if (name.Length == 0 || !simple.Add(name) || IsSimple(name))
            return;
        if (!composite.TryGetValue(name[0], out var list))
            composite.Add(name[0], list = []);
        list.Add(name);
    }

    public bool Contains(string name) => simple.Contains(name);

    /// <summary>The longest known composite name that stands at this place, and where it ends.</summary>
    public string? Longest(string text, int at, out int end)
    {
        end = at;
        string? best = null;
        if (at >= text.Length || !composite.TryGetValue(text[at], out var candidates))
            return null;
        foreach (var name in candidates)
        {
            var stop = Match(text, at, name);
            if (stop > end)
            {
                end = stop;
                best = name;
            }
        }

        return best;
    }

    /// <summary>
    /// Spaces in the name answer to any run of white space; around signs white space is free. Returns −1 when the name does not stand here.
    /// </summary>
    private static int Match(string text, int at, string name)
    {
        var i = at;
        var previousIsPart = false;
        for (var n = 0; n < name.Length; )
        {
            if (FeelCharacters.IsSpace(name[n]))
            {
                while (n < name.Length && FeelCharacters.IsSpace(name[n]))
                    n++;
                if (n == name.Length)
                    break;
                var start = i;
                while (i < text.Length && FeelCharacters.IsSpace(text[i]))
                    i++;
                if (i == start && previousIsPart && FeelCharacters.IsPart(name[n]))
                    return -1;
                continue;
            }

            if (i > at && (!previousIsPart || !FeelCharacters.IsPart(name[n])))
            {
                while (i < text.Length && FeelCharacters.IsSpace(text[i]))
                    i++;
            }

            if (i >= text.Length || text[i] != name[n])
                return -1;
            previousIsPart = FeelCharacters.IsPart(name[n]);
            i++;
            n++;
        }

        return previousIsPart && i < text.Length && FeelCharacters.IsPart(text[i]) ? -1 : i;
    }

    private static bool IsSimple(string name)
    {
        foreach (var c in name)
        {
            if (!FeelCharacters.IsPart(c))
                return false;
        }

        return true;
    }
}

/// <summary>Character classes of the grammar (rules 28–30 and 61).</summary>
internal static class FeelCharacters
{
    public static bool IsSpace(char c) =>
        c
            is (>= '\u0009' and <= '\u000D')
                or ' '
                or '\u0085'
                or '\u00A0'
                or '\u1680'
                or '\u180E'
                or (>= '\u2000' and <= '\u200B')
                or '\u2028'
                or '\u2029'
                or '\u202F'
                or '\u205F'
                or '\u3000'
                or '\uFEFF';

    public static bool IsStart(char c)
    {
        if (c < 128)
            return char.IsAsciiLetter(c) || c is '_' or '?';
        return c
            is (>= '\u00C0' and <= '\u00D6')
                or (>= '\u00D8' and <= '\u00F6')
                or (>= '\u00F8' and <= '\u02FF')
                or (>= '\u0370' and <= '\u037D')
                or (>= '\u037F' and <= '\u167F')
                or (>= '\u1681' and <= '\u180D')
                or (>= '\u180F' and <= '\u1FFF')
                or '\u200C'
                or '\u200D'
                or (>= '\u2070' and <= '\u218F')
                or (>= '\u2C00' and <= '\u2FEF')
                or (>= '\u3001' and <= '\uDFFF')
                or (>= '\uF900' and <= '\uFDCF')
                or (>= '\uFDF0' and <= '\uFEFE')
                or (>= '\uFF00' and <= '\uFFFD');
    }

    public static bool IsPart(char c) =>
        IsStart(c) || char.IsAsciiDigit(c) || c is '\u00B7' or (>= '\u0300' and <= '\u036F') or '\u203F' or '\u2040';

    /// <summary>Signs that a name may contain between its parts.</summary>
    public static bool IsSign(char c) => c is '.' or '/' or '-' or '\'' or '+' or '*' or '’';
}
