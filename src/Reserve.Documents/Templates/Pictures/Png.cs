using System.Buffers.Binary;
using System.Text.Json;

namespace Reserve.Documents.Templates;

/// <summary>A PNG picture and its size on paper in EMU (914 400 to an inch, ECMA-376 part 1, 20.1.2.1).</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Width">How wide it is.</param>
/// <param name="Height">How high it is.</param>
/// <param name="IsSized">Whether the data say so; otherwise it comes from the picture itself.</param>
internal sealed record Png(byte[] Bytes, long Width, long Height, bool IsSized)
{
    private const long EmuPerInch = 914_400;
    private const long EmuPerMillimetre = 36_000;
    private const long WidestEmu = 170 * EmuPerMillimetre;
    private const int LargestBytes = 16 * 1024 * 1024;

    /// <summary>
    /// From base64 text, a data URI, or an object <c>{"png": base64, "widthMm": 30, "heightMm": 20}</c> (either size may be left out).
    /// </summary>
    public static bool TryRead(JsonElement value, out Png png, out string problem)
    {
        png = null!;
        var (text, width, height) = (default(string), default(double?), default(double?));
        if (value.ValueKind == JsonValueKind.String)
        {
            text = Ascii(value);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            text = value.TryGetProperty("png", out var bytesText) && bytesText.ValueKind == JsonValueKind.String ? Ascii(bytesText) : null;
            width = Millimetres(value, "widthMm");
            height = Millimetres(value, "heightMm");
        }

        problem = "значение — не картинка: нужен PNG в base64 или объект {\"png\": …, \"widthMm\": …}";
        if (text is null)
            return false;
        const string DataUri = "data:image/png;base64,";
        if (text.StartsWith(DataUri, StringComparison.Ordinal))
            text = text[DataUri.Length..];
        if (text.Length > LargestBytes * 4L / 3)
        {
            problem = $"картинка больше {LargestBytes / (1024 * 1024)} МБ";
            return false;
        }

        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
            return false;
        bytes = bytes[..length];
        if (Pixels(bytes) is not var (across, down) || across <= 0 || down <= 0)
            return false;
        var (naturalWidth, naturalHeight) = (across * EmuPerInch / 96, down * EmuPerInch / 96);
        var emuWidth =
            width is { } w ? (long)(w * EmuPerMillimetre)
            : height is { } given ? (long)(given * EmuPerMillimetre * across / down)
            : Math.Min(naturalWidth, WidestEmu);
        var emuHeight = height is { } h ? (long)(h * EmuPerMillimetre) : Math.Max(1, emuWidth * naturalHeight / naturalWidth);
        png = new(bytes, Math.Max(1, emuWidth), emuHeight, width is not null || height is not null);
        return true;
    }

    private static string? Ascii(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, which no base64 has.
            return null;
        }
    }

    private static double? Millimetres(JsonElement value, string name) =>
        value.TryGetProperty(name, out var size)
        && size.ValueKind == JsonValueKind.Number
        && size.GetDouble() is > 0 and <= 1000 and var given
            ? given
            : null;

    // PNG (ISO/IEC 15948) 5.2 and 11.2.1: the signature, then IHDR with width and height.
    private static (int Across, int Down)? Pixels(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 33 && bytes[0] == 0x89 && bytes[1..8].SequenceEqual("PNG\r\n\x1a\n"u8) && bytes[12..16].SequenceEqual("IHDR"u8)
            ? (BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadInt32BigEndian(bytes[20..]))
            : null;
}
