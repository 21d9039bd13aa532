using System.Text;
using System.Text.RegularExpressions;

namespace Reserve.Engine.Xml;

/// <summary>
/// XML files as text: in the encoding that they declare (XML 1.0, 4.3.3 and appendix F), windows-1251, koi8-r and UTF-16 among them. The text's declaration
/// then says UTF-8, which is how it is written again.
/// </summary>
public static partial class EncodedXml
{
    private const int LongestDeclaration = 512;

    /// <summary>Reads the whole file.</summary>
    /// <param name="stream">Its bytes.</param>
    /// <returns>The text, or null with the reason in Russian.</returns>
    public static (string? Text, string? Problem) Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return Read(memory.GetBuffer().AsSpan(0, (int)memory.Length));
    }

    /// <summary>Reads the whole file.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <returns>The text, or null with the reason in Russian.</returns>
    public static (string? Text, string? Problem) Read(ReadOnlySpan<byte> bytes)
    {
        var (encoding, declared) = EncodingOf(bytes);
        if (encoding is null)
            return (null, $"кодировка «{declared}», объявленная в файле, неизвестна");
        try
        {
            return (AsUtf8(encoding.GetString(bytes).TrimStart('\uFEFF')), null);
        }
        catch (DecoderFallbackException)
        {
            return (
                null,
                declared is null
                    ? "файл не в кодировке UTF-8, а другой в нём не объявлено"
                    : $"файл не в той кодировке, которую объявляет: «{declared}»"
            );
        }
    }

    /// <summary>The text with a declaration that says UTF-8, when it has one that names an encoding.</summary>
    public static string AsUtf8(string xml)
    {
        ArgumentNullException.ThrowIfNull(xml);
        var match = Declaration().Match(xml[..Math.Min(xml.Length, LongestDeclaration)]);
        return match.Success
            ? string.Concat(xml.AsSpan(0, match.Groups[1].Index), "UTF-8", xml.AsSpan(match.Groups[1].Index + match.Groups[1].Length))
            : xml;
    }

    private static (Encoding? Encoding, string? Declared) EncodingOf(ReadOnlySpan<byte> bytes)
    {
        switch (bytes)
        {
            case [0xEF, 0xBB, 0xBF, ..]:
                return (Find("utf-8"), null);
            case [0xFF, 0xFE, 0, 0, ..]:
                return (Find("utf-32"), null);
            case [0, 0, 0xFE, 0xFF, ..]:
                return (Find("utf-32BE"), null);
            case [0xFF, 0xFE, ..] or [(byte)'<', 0, ..]:
                return (Find("utf-16"), null);
            case [0xFE, 0xFF, ..] or [0, (byte)'<', ..]:
                return (Find("utf-16BE"), null);
        }

        var match = Declaration().Match(Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, LongestDeclaration)]));
        if (!match.Success)
            return (Find("utf-8"), null);
        // A declaration that can be read byte by byte is in no encoding of two bytes, whatever it says.
        var name = match.Groups[1].Value;
        return
            name.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase) || name.StartsWith("utf-32", StringComparison.OrdinalIgnoreCase)
            ? (Find("utf-8"), name)
            : (Find(name), name);
    }

    private static Encoding? Find(string name)
    {
        var found = CodePagesEncodingProvider.Instance.GetEncoding(
            name,
            EncoderFallback.ExceptionFallback,
            DecoderFallback.ExceptionFallback
        );
        if (found is not null)
            return found;
        try
        {
            return Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex("""^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""", RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();
}
