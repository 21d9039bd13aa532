namespace Reserve.Mail.Mime;

/// <summary>Content transfer encodings (RFC 2045 §6) and uuencode: decoding that forgives, since senders err.</summary>
public static class TransferEncoding
{
    /// <summary>Decodes a body.</summary>
    /// <param name="body">The body as it stood.</param>
    /// <param name="encoding">The value of Content-Transfer-Encoding; unknown and identity encodings give the body itself.</param>
    /// <returns>The decoded bytes.</returns>
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> body, string? encoding) =>
        encoding?.Trim().ToLowerInvariant() switch
        {
            "base64" => Base64(body.Span),
            "quoted-printable" => QuotedPrintable(body.Span, header: false),
            "x-uuencode" or "x-uue" or "uuencode" => Uuencode(body.Span),
            _ => body,
        };

    /// <summary>
    /// Decodes base64 (RFC 2045 §6.8): characters outside the alphabet are passed over, text after the padding is joined on, a last group
    /// cut short gives the bytes it holds.
    /// </summary>
    /// <param name="body">The encoded bytes.</param>
    /// <returns>The decoded bytes.</returns>
    public static byte[] Base64(ReadOnlySpan<byte> body)
    {
        var bytes = new byte[body.Length / 4 * 3 + 3];
        int length = 0,
            bits = 0,
            held = 0;
        foreach (var symbol in body)
        {
            if (symbol == '=')
            {
                bits = held = 0;
                continue;
            }

            var value = symbol switch
            {
                >= (byte)'A' and <= (byte)'Z' => symbol - 'A',
                >= (byte)'a' and <= (byte)'z' => symbol - 'a' + 26,
                >= (byte)'0' and <= (byte)'9' => symbol - '0' + 52,
                (byte)'+' => 62,
                (byte)'/' => 63,
                _ => -1,
            };
            if (value < 0)
                continue;
            bits = (bits << 6) | value;
            held += 6;
            if (held < 8)
                continue;
            held -= 8;
            bytes[length++] = (byte)(bits >> held);
            bits &= (1 << held) - 1;
        }

        return bytes[..length];
    }

    /// <summary>Decodes quoted-printable (RFC 2045 §6.7) or the Q encoding of headers (RFC 2047 §4.2).</summary>
    /// <param name="body">The encoded bytes.</param>
    /// <param name="header">Whether it is the Q encoding: an underscore is a space and there are no lines.</param>
    /// <returns>The decoded bytes; an equals sign that starts no valid sequence stays.</returns>
    public static byte[] QuotedPrintable(ReadOnlySpan<byte> body, bool header)
    {
        var bytes = new byte[body.Length];
        var length = 0;
        for (var at = 0; at < body.Length; at++)
        {
            var symbol = body[at];
            if (header && symbol == '_')
            {
                bytes[length++] = (byte)' ';
                continue;
            }

            if (!header && symbol is ((byte)' ' or (byte)'\t'))
            {
                // White space at the end of a line was added in transport (§6.7 rule 3).
                var end = at;
                while (end < body.Length && body[end] is ((byte)' ' or (byte)'\t'))
                    end++;
                if (end == body.Length || body[end] is ((byte)'\r' or (byte)'\n'))
                {
                    at = end - 1;
                    continue;
                }
            }

            if (symbol != '=')
            {
                bytes[length++] = symbol;
                continue;
            }

            if (at + 2 < body.Length && Hex(body[at + 1]) is var high and >= 0 && Hex(body[at + 2]) is var low and >= 0)
            {
                bytes[length++] = (byte)((high << 4) | low);
                at += 2;
                continue;
            }

            var next = at + 1;
            while (next < body.Length && body[next] is ((byte)' ' or (byte)'\t'))
                next++;
            if (next < body.Length && body[next] == '\r')
                next++;
            if (next < body.Length && body[next] == '\n')
                at = next;
            else if (next >= body.Length && !header)
                at = next;
            else
                bytes[length++] = symbol;
        }

        return bytes[..length];
    }

    /// <summary>Decodes the first uuencoded file of a body.</summary>
    /// <param name="body">A body with a <c>begin</c> line.</param>
    /// <returns>The file's bytes; the body itself when it has no <c>begin</c> line.</returns>
    public static byte[] Uuencode(ReadOnlySpan<byte> body)
    {
        var begin = body.StartsWith("begin "u8) ? 0 : body.IndexOf("\nbegin "u8) + 1;
        if (begin == 0 && !body.StartsWith("begin "u8))
            return body.ToArray();
        var bytes = new List<byte>(body.Length * 3 / 4);
        var rest = body[begin..];
        rest = rest[(rest.IndexOf((byte)'\n') is var first and >= 0 ? first + 1 : rest.Length)..];
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = (end < 0 ? rest : rest[..end]).TrimEnd((byte)'\r');
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (line.IsEmpty || line.SequenceEqual("end"u8))
                break;
            var count = (line[0] - 32) & 63;
            for (var at = 1; count > 0 && at < line.Length; at += 4)
            {
                var group = 0;
                for (var symbol = 0; symbol < 4; symbol++)
                    group = (group << 6) | (at + symbol < line.Length ? (line[at + symbol] - 32) & 63 : 0);
                for (var shift = 16; shift >= 0 && count > 0; shift -= 8, count--)
                    bytes.Add((byte)(group >> shift));
            }
        }

        return [.. bytes];
    }

    private static int Hex(byte symbol) =>
        symbol switch
        {
            >= (byte)'0' and <= (byte)'9' => symbol - '0',
            >= (byte)'A' and <= (byte)'F' => symbol - 'A' + 10,
            >= (byte)'a' and <= (byte)'f' => symbol - 'a' + 10,
            _ => -1,
        };
}
