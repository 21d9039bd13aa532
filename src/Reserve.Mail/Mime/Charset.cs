using System.Text;

namespace Reserve.Mail.Mime;

/// <summary>Names of charsets as mail uses them, and reading bytes in them.</summary>
public static class Charset
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ascii"] = "us-ascii",
        ["ansi_x3.4-1968"] = "us-ascii",
        ["646"] = "us-ascii",
        ["us_ascii"] = "us-ascii",
        ["default"] = "us-ascii",
        ["unknown-8bit"] = "us-ascii",
        ["utf8"] = "utf-8",
        ["unicode-1-1-utf-8"] = "utf-8",
        ["utf-8n"] = "utf-8",
        ["cp65001"] = "utf-8",
        ["latin1"] = "iso-8859-1",
        ["latin-1"] = "iso-8859-1",
        ["iso8859-1"] = "iso-8859-1",
        ["iso_8859-1"] = "iso-8859-1",
        ["8859_1"] = "iso-8859-1",
        ["cp1250"] = "windows-1250",
        ["cp1251"] = "windows-1251",
        ["cp-1251"] = "windows-1251",
        ["win-1251"] = "windows-1251",
        ["windows1251"] = "windows-1251",
        ["x-cp1251"] = "windows-1251",
        ["cp1252"] = "windows-1252",
        ["ansi"] = "windows-1252",
        ["cp866"] = "cp866",
        ["ibm866"] = "cp866",
        ["koi8r"] = "koi8-r",
        ["koi-8-r"] = "koi8-r",
        ["koi8"] = "koi8-r",
        ["koi8u"] = "koi8-u",
        ["ks_c_5601-1987"] = "euc-kr",
        ["gb2312"] = "gb18030",
        ["gbk"] = "gb18030",
        ["x-sjis"] = "shift_jis",
        ["sjis"] = "shift_jis",
        ["iso8859-15"] = "iso-8859-15",
        ["iso-8859-16"] = "iso-8859-2",
        ["iso-8859-8-i"] = "iso-8859-8",
        ["iso-8859-10"] = "iso-8859-4",
        ["iso-8859-14"] = "iso-8859-1",
        ["macintosh"] = "macintosh",
        ["mac"] = "macintosh",
    };

    static Charset() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The encoding a charset name stands for.</summary>
    /// <param name="name">A name as in a <c>charset</c> parameter or an encoded word, case ignored.</param>
    /// <returns>The encoding, replacing what it cannot read; null when the name is not known.</returns>
    public static Encoding? Find(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return null;
        name = name.Trim().Trim('"', '\'');
        name = Aliases.GetValueOrDefault(name, name);
        try
        {
            return Encoding.GetEncoding(name, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"));
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Reads the text of a body.</summary>
    /// <param name="bytes">The body after transfer decoding.</param>
    /// <param name="charset">The declared charset, or null.</param>
    /// <returns>The text; without a known charset, or where us-ascii is declared for bytes above 127, UTF-8 where the bytes are UTF-8 and
    /// windows-1251 otherwise.</returns>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        if (
            string.Equals(charset, "utf-7", StringComparison.OrdinalIgnoreCase)
            || string.Equals(charset, "unicode-1-1-utf-7", StringComparison.OrdinalIgnoreCase)
        )
            return Utf7.Decode(bytes);
        var encoding = Find(charset);
        if (encoding is null or ASCIIEncoding || encoding.CodePage == 20127)
            return Guess(bytes);
        var preamble = encoding.Preamble;
        if (preamble.Length > 0 && bytes.StartsWith(preamble))
            bytes = bytes[preamble.Length..];
        else if (encoding.CodePage is 1200 or 1201 && bytes.Length > 1)
        {
            if (bytes[0] == 0xFE && bytes[1] == 0xFF)
                return Encoding.BigEndianUnicode.GetString(bytes[2..]);
            if (bytes[0] == 0xFF && bytes[1] == 0xFE)
                return Encoding.Unicode.GetString(bytes[2..]);
            if (string.Equals(charset, "utf-16", StringComparison.OrdinalIgnoreCase))
                return Encoding.BigEndianUnicode.GetString(bytes); // RFC 2781 §4.3: without a mark, big-endian.
        }

        return encoding.GetString(bytes);
    }

    /// <summary>Reads a field: bytes that are no UTF-8 are taken to be in the charset of the field's first encoded word.</summary>
    internal static string DecodeHeader(ReadOnlySpan<byte> bytes) =>
        Ascii.IsValid(bytes) ? Encoding.ASCII.GetString(bytes) : Guess(bytes, EncodedWords.FirstCharset(Encoding.Latin1.GetString(bytes)));

    private static string Guess(ReadOnlySpan<byte> bytes, string? fallback = null)
    {
        if (Ascii.IsValid(bytes))
            return Encoding.ASCII.GetString(bytes);
        try
        {
            if (bytes.StartsWith(Encoding.UTF8.Preamble))
                bytes = bytes[3..];
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return (Find(fallback) ?? Find("windows-1251")!).GetString(bytes);
        }
    }
}
