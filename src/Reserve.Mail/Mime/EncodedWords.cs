using System.Text;

namespace Reserve.Mail.Mime;

/// <summary>Encoded words in header text (RFC 2047).</summary>
public static class EncodedWords
{
    /// <summary>
    /// Decodes the encoded words of a text; white space between two of them is dropped, and characters split over neighbours of one charset
    /// are joined.
    /// </summary>
    /// <param name="text">An unfolded field value, comment or phrase.</param>
    /// <returns>The text; what is no valid encoded word stays as it is.</returns>
    public static string Decode(string text)
    {
        if (!text.Contains("=?", StringComparison.Ordinal))
            return text;
        var result = new StringBuilder(text.Length);
        var pending = new List<byte>();
        string? charset = null;
        var at = 0;
        while (at < text.Length)
        {
            if (TryRead(text, at, out var word, out var end))
            {
                if (charset is not null && !string.Equals(charset, word.Charset, StringComparison.OrdinalIgnoreCase))
                    Flush();
                charset = word.Charset;
                pending.AddRange(word.Bytes);
                at = end;
                var next = at;
                while (next < text.Length && text[next] is (' ' or '\t' or '\r' or '\n'))
                    next++;
                if (next > at && next < text.Length && TryRead(text, next, out _, out _))
                    at = next;
                continue;
            }

            Flush();
            result.Append(text[at++]);
        }

        Flush();
        return result.ToString();

        void Flush()
        {
            if (charset is null)
                return;
            result.Append(Charset.Decode([.. pending], charset));
            pending.Clear();
            charset = null;
        }
    }

    /// <summary>An encoded word may not be folded; where a sender did, the fold is no part of it.</summary>
    private static string WithoutFolds(string word)
    {
        for (var at = word.IndexOfAny(['\r', '\n']); at >= 0; at = word.IndexOfAny(['\r', '\n']))
        {
            var end = at;
            while (end < word.Length && word[end] is ('\r' or '\n' or ' ' or '\t'))
                end++;
            word = word.Remove(at, end - at);
        }

        return word;
    }

    /// <summary>The charset of the first encoded word, or null.</summary>
    internal static string? FirstCharset(string text)
    {
        for (var at = text.IndexOf("=?", StringComparison.Ordinal); at >= 0; at = text.IndexOf("=?", at + 2, StringComparison.Ordinal))
        {
            if (TryRead(text, at, out var word, out _))
                return word.Charset;
        }

        return null;
    }

    private static bool TryRead(string text, int at, out (string Charset, byte[] Bytes) word, out int end)
    {
        word = default;
        end = at;
        if (at + 6 > text.Length || text[at] != '=' || text[at + 1] != '?')
            return false;
        var charsetEnd = text.IndexOf('?', at + 2);
        if (charsetEnd < 0 || charsetEnd == at + 2 || charsetEnd + 2 >= text.Length || text[charsetEnd + 2] != '?')
            return false;
        var kind = text[charsetEnd + 1];
        var from = charsetEnd + 3;
        var close = text.IndexOf("?=", from, StringComparison.Ordinal);
        // A Q-encoded text that begins with "=" has its own "?=" right at the start: "=?utf-8?q?=D0?=".
        if (close < 0)
            return false;
        var charset = text[(at + 2)..charsetEnd];
        if (charset.IndexOf('*', StringComparison.Ordinal) is var star and >= 0)
            charset = charset[..star]; // RFC 2231 §5: a language may follow.
        if (Charset.Find(charset) is null && !charset.Equals("utf-7", StringComparison.OrdinalIgnoreCase))
            return false;
        // Characters outside ASCII do not belong into an encoded word; where they stand, they stand in its charset.
        var bytes = (Charset.Find(charset) ?? Encoding.Latin1).GetBytes(WithoutFolds(text[from..close]));
        switch (kind)
        {
            case 'b' or 'B':
                word = (charset, TransferEncoding.Base64(bytes));
                break;
            case 'q' or 'Q':
                word = (charset, TransferEncoding.QuotedPrintable(bytes, header: true));
                break;
            default:
                return false;
        }

        end = close + 2;
        return true;
    }
}
