using System.Globalization;
using System.Text.Json;

namespace Reserve.Documents.Templates.Formats;

/// <summary>Texts and lists of them.</summary>
internal static class TextFormats
{
    private static readonly CultureInfo Russian = CultureInfo.GetCultureInfo("ru-RU");

    public static IReadOnlyList<TemplateFormat> All { get; } =
    [
        Of("прописные", "все буквы прописные", "{title | прописные} → РЕШЕНИЕ", text => text.ToUpper(Russian)),
        Of("строчные", "все буквы строчные", "{title | строчные} → решение", text => text.ToLower(Russian)),
        Of(
            "с прописной",
            "первая буква прописная",
            "{post | с прописной} → Директор школы",
            text => text.Length == 0 ? text : char.ToUpper(text[0], Russian) + text[1..]
        ),
        Of(
            "со строчной",
            "первая буква строчная",
            "{post | со строчной} → директор школы",
            text => text.Length == 0 ? text : char.ToLower(text[0], Russian) + text[1..]
        ),
        new(
            "через",
            "список в одну строку; аргумент – что стоит между",
            "{present | через: \", \"} → А. А. Иванов, Б. Б. Петров",
            Joined,
            new FormatArgument("что стоит между")
        )
        {
            TakesLists = true,
        },
    ];

    /// <summary>A format of a text; numbers and yes/no are taken as they are written.</summary>
    public static TemplateFormat Of(string name, string description, string example, Func<string, string> write) =>
        new(
            name,
            description,
            example,
            (value, _) => Text(value) is { } text ? FormatOutcome.Of(write(text)) : FormatOutcome.Wrong("текст", value)
        );

    /// <summary>The text of a value; null for a list or an object.</summary>
    public static string? Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };

    private static FormatOutcome Joined(JsonElement value, IReadOnlyList<string> arguments)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return FormatOutcome.Wrong("список", value);
        var texts = new List<string>();
        foreach (var item in value.EnumerateArray())
            if (Text(item) is { } text)
                texts.Add(text);
            else if (item.ValueKind != JsonValueKind.Null)
                return FormatOutcome.Wrong("список текстов", item);
        return FormatOutcome.Of(string.Join(arguments[0], texts));
    }
}
