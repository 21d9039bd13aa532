using System.Globalization;
using Reserve.Engine.Feel;

namespace Reserve.Web.Runtime.Forms;

/// <summary>Values as they stand in the fields of a page.</summary>
internal static class FieldTexts
{
    private static readonly CultureInfo Russian = CultureInfo.GetCultureInfo("ru-RU");

    /// <summary>More options than this are not drawn: such a list is no list to choose from.</summary>
    private const int MostOptions = 500;

    /// <summary>A value as a browser would send it.</summary>
    public static IReadOnlyList<string> Of(FormField field, FeelValue value) =>
        value.AsList() is { } list ? [.. list.SelectMany(item => Of(field, item))]
        : value.AsContext() is not null || value.IsNull || value.IsFalse ? []
        : [One(field, value)];

    private static string One(FormField field, FeelValue value) =>
        value.AsDecimal() is { } number ? number.ToString("0.############################", CultureInfo.InvariantCulture)
        : field.Kind == FieldKind.DateTime
            ? Plain(value) is var text ? text[..Math.Min(16, text.Length)]
                : ""
        : field.Kind == FieldKind.Time
            ? Plain(value) is var time ? time[..Math.Min(8, time.Length)]
                : ""
        : Plain(value);

    /// <summary>A list of texts, or of contexts with <c>value</c> and <c>label</c>, as options.</summary>
    public static IReadOnlyList<FieldOption> Options(FeelValue value) =>
        [
            .. (value.AsList() ?? [])
                .Take(MostOptions)
                .Select(item =>
                    item.AsContext() is { } option
                        ? new FieldOption(Plain(FormData.At(option, "value")), Plain(FormData.At(option, "label")), null)
                        : new FieldOption(Plain(item), Plain(item), null)
                ),
        ];

    /// <summary>A computed value for the reader.</summary>
    public static string Shown(FeelValue value) =>
        value.Kind switch
        {
            FeelKind.Null => "—",
            FeelKind.Boolean => value.IsTrue ? TaskForm.Pick("да", "yes") : TaskForm.Pick("нет", "no"),
            FeelKind.Number => value.AsDecimal() is { } number
                ? number.ToString("#,0.############", CultureInfo.CurrentCulture)
                : Plain(value),
            FeelKind.Date => value.AsDate()!.ToDateOnly() is { } date ? date.ToString("dd.MM.yyyy", Russian) : Plain(value),
            FeelKind.List => string.Join(", ", value.AsList()!.Select(Shown)),
            FeelKind.Context => string.Join(", ", value.AsContext()!.Entries.Select(entry => $"{entry.Key}: {Shown(entry.Value)}")),
            _ => Plain(value),
        };

    private static string Plain(FeelValue value)
    {
        if (value.AsString() is { } text)
            return text;
        if (value.IsNull)
            return "";
        // Plain JSON writes a temporal value as its text.
        var json = FeelJson.ToText(value);
        return json is ['"', .. var inner, '"'] ? inner : json;
    }
}
