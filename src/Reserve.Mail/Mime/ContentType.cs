using System.Text;

namespace Reserve.Mail.Mime;

/// <summary>
/// A value with parameters: Content-Type (RFC 2045 §5) or Content-Disposition (RFC 2183), with RFC 2231 continuations and charsets.
/// </summary>
/// <param name="Type">The main type or disposition, lower case.</param>
/// <param name="Subtype">The subtype, lower case; empty for a disposition.</param>
/// <param name="Parameters">Decoded parameters in order of appearance; names lower case.</param>
public sealed record ContentType(string Type, string Subtype, IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    /// <summary>The type of a part that names none (RFC 2045 §5.2).</summary>
    public static ContentType Plain { get; } = new("text", "plain", []);

    /// <summary>The type of a part of a multipart/digest that names none (RFC 2046 §5.1.5).</summary>
    public static ContentType Message { get; } = new("message", "rfc822", []);

    /// <summary><c>type/subtype</c>, or the disposition alone.</summary>
    public string MediaType => Subtype.Length == 0 ? Type : $"{Type}/{Subtype}";

    /// <summary>The value of a parameter, or null; of several with one name the first counts.</summary>
    /// <param name="name">The name in lower case.</param>
    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in Parameters)
            {
                if (key == name)
                    return value;
            }

            return null;
        }
    }

    /// <summary>Reads a value with parameters, passing over what is not well-formed.</summary>
    /// <param name="value">An unfolded field value.</param>
    /// <returns>The value; its type is empty when nothing can be read.</returns>
    public static ContentType Parse(string value)
    {
        var at = 0;
        var head = Token(value, ref at, "/;");
        var subtype = "";
        if (at < value.Length && value[at] == '/')
        {
            at++;
            subtype = Token(value, ref at, ";");
        }

        var pieces = new List<Piece>();
        while (at < value.Length)
        {
            if (value[at] is (';' or ' ' or '\t'))
            {
                at++;
                continue;
            }

            var name = Token(value, ref at, "=;").ToLowerInvariant();
            if (at >= value.Length || value[at] != '=')
                continue;
            at++;
            var (text, quoted) = Value(value, ref at);
            if (name.Length > 0)
                pieces.Add(Piece.Of(name, text, quoted));
        }

        return new ContentType(head.ToLowerInvariant(), subtype.ToLowerInvariant(), Join(pieces));
    }

    private static List<KeyValuePair<string, string>> Join(List<Piece> pieces)
    {
        var joined = new List<KeyValuePair<string, string>>(pieces.Count);
        foreach (var group in pieces.GroupBy(piece => piece.Name))
        {
            // RFC 2231 forms win over a plain one of the same name, which is there for old readers.
            var extended = group.Where(piece => piece.Section is not null || piece.Extended).OrderBy(piece => piece.Section ?? 0).ToList();
            if (extended.Count == 0)
            {
                joined.AddRange(
                    group.Select(piece =>
                        KeyValuePair.Create(
                            piece.Name,
                            piece.Quoted || piece.Text.Contains("=?", StringComparison.Ordinal)
                                ? EncodedWords.Decode(piece.Text)
                                : piece.Text
                        )
                    )
                );
                continue;
            }

            joined.Add(KeyValuePair.Create(group.Key, Decode(extended)));
        }

        return joined;
    }

    private static string Decode(List<Piece> pieces)
    {
        string? charset = null;
        var bytes = new List<byte>();
        for (var index = 0; index < pieces.Count; index++)
        {
            var text = pieces[index].Text;
            if (!pieces[index].Extended)
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text));
                continue;
            }

            if (
                index == 0
                && text.IndexOf('\'', StringComparison.Ordinal) is var first and >= 0
                && text.IndexOf('\'', first + 1) is var second and >= 0
            )
            {
                charset = text[..first];
                text = text[(second + 1)..];
            }

            for (var at = 0; at < text.Length; at++)
            {
                if (
                    text[at] == '%'
                    && at + 2 < text.Length
                    && byte.TryParse(text.AsSpan(at + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var value)
                )
                {
                    bytes.Add(value);
                    at += 2;
                }
                else
                {
                    bytes.AddRange(Encoding.UTF8.GetBytes(text, at, 1));
                }
            }
        }

        return Charset.Decode([.. bytes], string.IsNullOrEmpty(charset) ? null : charset);
    }

    private static string Token(string value, ref int at, string stops)
    {
        var text = new StringBuilder();
        while (
            at < value.Length && !stops.Contains(value[at], StringComparison.Ordinal) && (stops[0] == '=' || !BeginsParameter(value, at))
        )
        {
            if (value[at] == '(')
                SkipComment(value, ref at);
            else
                text.Append(value[at++]);
        }

        return text.ToString().Trim(' ', '\t', '\r', '\n', '"');
    }

    private static (string Text, bool Quoted) Value(string value, ref int at)
    {
        while (at < value.Length && value[at] is (' ' or '\t' or '\r' or '\n' or '('))
        {
            if (value[at] == '(')
                SkipComment(value, ref at);
            else
                at++;
        }

        var text = new StringBuilder();
        if (at < value.Length && value[at] == '"')
        {
            at++;
            while (at < value.Length && value[at] != '"')
            {
                // A backslash before anything but a quote or another backslash is a path of a careless sender.
                if (value[at] == '\\' && at + 1 < value.Length && value[at + 1] is ('"' or '\\'))
                    at++;
                text.Append(value[at++]);
            }

            at++;
            return (text.ToString(), true);
        }

        while (at < value.Length && value[at] != ';' && !BeginsParameter(value, at))
        {
            if (value[at] == '(')
                SkipComment(value, ref at);
            else
                text.Append(value[at++]);
        }

        return (text.ToString().Trim(' ', '\t', '\r', '\n'), false);
    }

    /// <summary>
    /// Whether white space stands here with a name and an equals sign behind it: a parameter whose semicolon was forgotten.
    /// </summary>
    private static bool BeginsParameter(string value, int at)
    {
        if (value[at] is not (' ' or '\t'))
            return false;
        while (at < value.Length && value[at] is (' ' or '\t'))
            at++;
        var from = at;
        while (at < value.Length && (char.IsAsciiLetterOrDigit(value[at]) || value[at] is ('-' or '*')))
            at++;
        return at > from && at < value.Length && value[at] == '=';
    }

    private static void SkipComment(string value, ref int at)
    {
        var depth = 0;
        do
        {
            if (value[at] == '\\')
                at++;
            else if (value[at] == '(')
                depth++;
            else if (value[at] == ')')
                depth--;
            at++;
        } while (depth > 0 && at < value.Length);
    }

    private sealed record Piece(string Name, int? Section, bool Extended, string Text, bool Quoted)
    {
        public static Piece Of(string name, string text, bool quoted)
        {
            var extended = name.EndsWith('*');
            if (extended)
                name = name[..^1];
            int? section = null;
            if (
                name.LastIndexOf('*') is var star and > 0
                && int.TryParse(name.AsSpan(star + 1), System.Globalization.NumberStyles.None, null, out var number)
            )
            {
                section = number;
                name = name[..star];
            }

            return new Piece(name, section, extended, text, quoted);
        }
    }
}
