using System.Text;

namespace Reserve.Mail.Mime;

/// <summary>Reads UTF-7 (RFC 2152), which old mail carries and the platform no longer reads.</summary>
internal static class Utf7
{
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] != '+')
            {
                text.Append((char)bytes[at]);
                continue;
            }

            int bits = 0,
                held = 0;
            var start = ++at;
            for (; at < bytes.Length && Value(bytes[at]) is var value and >= 0; at++)
            {
                bits = (bits << 6) | value;
                held += 6;
                if (held < 16)
                    continue;
                held -= 16;
                text.Append((char)((bits >> held) & 0xFFFF));
                bits &= (1 << held) - 1;
            }

            if (at < bytes.Length && bytes[at] == '-')
            {
                if (at == start)
                    text.Append('+');
            }
            else
            {
                at--;
            }
        }

        return text.ToString();
    }

    private static int Value(byte symbol) =>
        symbol switch
        {
            >= (byte)'A' and <= (byte)'Z' => symbol - 'A',
            >= (byte)'a' and <= (byte)'z' => symbol - 'a' + 26,
            >= (byte)'0' and <= (byte)'9' => symbol - '0' + 52,
            (byte)'+' => 62,
            (byte)'/' => 63,
            _ => -1,
        };
}
