using System.Globalization;
using System.Text.Json;
using QRCoder;

namespace Reserve.Documents.Templates.Formats;

/// <summary>What stands where there is nothing, and codes.</summary>
internal static class ValueFormats
{
    private const int CodeMillimetres = 30;

    // ISO/IEC 18004, table 7: a code of version 40 with level M holds 2 331 bytes.
    private const int LongestCode = 2331;

    /// <summary>Light enough to be read on when printed grey.</summary>
    private static readonly Dictionary<string, string> Colours = new(StringComparer.OrdinalIgnoreCase)
    {
        [""] = NoColour,
        ["none"] = NoColour,
        ["red"] = "F7C6C1",
        ["orange"] = "FCD9B0",
        ["yellow"] = "FFF3B8",
        ["green"] = "C9EAC6",
    };

    private const string NoColour = "auto";

    public static IReadOnlyList<TemplateFormat> All { get; } =
    [
        new(
            "иначе",
            "что печатать, когда значения нет или оно пустое",
            "{place | иначе: нет данных} → нет данных",
            (value, arguments) =>
                value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
                || (value.ValueKind == JsonValueKind.String && value.ValueEquals(""))
                    ? FormatOutcome.Of(arguments[0])
                    : new(value),
            new FormatArgument("что печатать")
        )
        {
            TakesNothing = true,
            TakesLists = true,
        },
        new(
            "фон",
            "ничего не печатает, а заливает ячейку таблицы Word: red, orange, yellow, green, none или шесть знаков RRGGBB",
            "{colour | фон}",
            Colour
        )
        {
            ColoursCell = true,
            TakesNothing = true,
        },
        new(
            "QR",
            "картинка с QR-кодом адреса или текста; аргумент – ширина в миллиметрах (30)",
            "{%address | QR: 32}",
            Code,
            new FormatArgument("ширина в миллиметрах", Required: false, IsNumber: true)
        )
        {
            GivesPicture = true,
            TakesLists = true,
        },
    ];

    private static FormatOutcome Colour(JsonElement value, IReadOnlyList<string> arguments)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return FormatOutcome.Of(NoColour);
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()!.TrimStart('#') : null;
        return text switch
        {
            not null when Colours.TryGetValue(text, out var known) => FormatOutcome.Of(known),
            { Length: 6 } when text.All(char.IsAsciiHexDigit) => FormatOutcome.Of(text.ToUpperInvariant()),
            _ => FormatOutcome.Wrong("цвет (red, orange, yellow, green, none или шесть знаков RRGGBB)", value),
        };
    }

    private static FormatOutcome Code(JsonElement value, IReadOnlyList<string> arguments)
    {
        if (TextFormats.Text(value) is not { Length: > 0 } text)
            return FormatOutcome.Wrong("непустой текст", value);
        if (System.Text.Encoding.UTF8.GetByteCount(text) > LongestCode)
            return new(default, $"в QR-код помещается не больше {LongestCode} байтов");
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var code = new PngByteQRCode(data);
        var width = arguments.Count == 0 ? CodeMillimetres : int.Parse(arguments[0], CultureInfo.InvariantCulture);
        return new(JsonSerializer.SerializeToElement(new { png = Convert.ToBase64String(code.GetGraphic(8)), widthMm = width }));
    }
}
