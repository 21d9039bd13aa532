using System.Text;

namespace Reserve.Mail.Mime;

/// <summary>One header field as it stood in the message (RFC 5322 §2.2).</summary>
/// <param name="Name">The field name, without the white space that the obsolete syntax allows before the colon.</param>
/// <param name="Raw">The bytes of the field, name and folding included, without the line break that ends it.</param>
/// <param name="RawValue">The bytes behind the colon, folding included.</param>
public sealed record HeaderField(string Name, ReadOnlyMemory<byte> Raw, ReadOnlyMemory<byte> RawValue)
{
    private string? folded;

    /// <summary>
    /// The unfolded value: bytes read as UTF-8, or as the fallback charset where they are not UTF-8; encoded words are left as they are.
    /// </summary>
    public string Value => Unfold(Folded);

    /// <summary>The value as people read it: unfolded, with encoded words decoded (RFC 2047).</summary>
    public string Text => Unfold(EncodedWords.Decode(Folded));

    private string Folded => folded ??= Charset.DecodeHeader(RawValue.Span);

    /// <summary>
    /// Takes out the line breaks of a folded value (RFC 5322 §2.2.3): a break and the white space after it become one space.
    /// </summary>
    /// <param name="value">A field value as it stood.</param>
    /// <returns>The value on one line, without white space at its ends.</returns>
    public static string Unfold(string value)
    {
        if (value.AsSpan().IndexOfAny('\r', '\n') < 0)
            return value.Trim(' ', '\t');
        var text = new StringBuilder(value.Length);
        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] is not ('\r' or '\n'))
            {
                text.Append(value[at]);
                continue;
            }

            while (at + 1 < value.Length && value[at + 1] is ('\r' or '\n' or ' ' or '\t'))
                at++;
            while (text.Length > 0 && text[^1] is (' ' or '\t'))
                text.Length--;
            text.Append(' ');
        }

        return text.ToString().Trim(' ', '\t');
    }
}
