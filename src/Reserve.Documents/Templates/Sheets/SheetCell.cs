using System.Globalization;
using System.Text.Json;
using Reserve.Documents.Templates.Formats;

namespace Reserve.Documents.Templates;

/// <summary>A sheet's cell that holds nothing but a value: it becomes a number, a date, a truth value, a text or a picture.</summary>
internal static class SheetCell
{
    /// <summary>The tag that is all of a cell; null for any other cell.</summary>
    public static Tag? Only(XmlBranch cell)
    {
        if (cell is not { IsCell: true, Vocabulary: Vocabulary.Sheet } || cell.Element("is") is not { } text)
            return null;
        Tag? only = null;
        foreach (var item in Items(text))
        {
            if (item is XmlLeaf leaf && leaf.Text.Length == 0)
                continue;
            if (item is not XmlMarker { Tag: { Kind: TemplateTagKind.Value or TemplateTagKind.Picture } tag } || only is not null)
                return null;
            if (tag.Formats is { ColoursCell: true })
                return null;
            only = tag;
        }

        if (only is not null)
            only.CellPrefix = cell.Prefix;
        return only;
    }

    /// <summary>Writes what follows the attributes of address and style. ECMA-376 part 1, 18.3.1.4.</summary>
    public static void Write(JsonElement value, Tag tag, Utf8Buffer output, Action<Tag, string> tell)
    {
        var (name, v) = ($"{tag.CellPrefix}c", $"{tag.CellPrefix}v");
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                output.Raw($"><{v}>{value.GetRawText()}</{v}></{name}>");
                break;
            case JsonValueKind.True or JsonValueKind.False:
                output.Raw($" t=\"b\"><{v}>{(value.GetBoolean() ? 1 : 0)}</{v}></{name}>");
                break;
            case JsonValueKind.String when tag.CellEpoch is { } epoch && Serial(value, epoch) is { } serial:
                output.Raw(string.Create(CultureInfo.InvariantCulture, $"><{v}>{serial}</{v}></{name}>"));
                break;
            case JsonValueKind.String:
                Text(value, tag, output, tell);
                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                output.Raw("/>"u8);
                break;
            default:
                tell(tag, value.ValueKind == JsonValueKind.Array ? ListInText : ObjectInText);
                break;
        }
    }

    public const string ListInText = "значение — список, а тег ждёт текст; для списка нужен раздел {#…}…{/…}";
    public const string ObjectInText = "значение — объект, а тег ждёт текст; уточните путь через точку";
    public const string HalfCharacter = "в тексте половина символа (одиночный суррогат)";

    private static void Text(JsonElement value, Tag tag, Utf8Buffer output, Action<Tag, string> tell)
    {
        var prefix = tag.CellPrefix;
        output.Raw($" t=\"inlineStr\"><{prefix}is><{prefix}t xml:space=\"preserve\">");
        try
        {
            output.Escaped(value.GetString());
        }
        catch (InvalidOperationException)
        {
            tell(tag, HalfCharacter);
        }

        output.Raw($"</{prefix}t></{prefix}is></{prefix}c>");
    }

    /// <summary>Days since the epoch, with the time as a part of a day. ECMA-376 part 1, 18.17.4.</summary>
    private static decimal? Serial(JsonElement value, DateOnly epoch)
    {
        if (DateFormats.TryDate(value) is not { } date)
            return null;
        var time = DateFormats.TryTime(value) is { } given ? Math.Round((decimal)given.ToTimeSpan().TotalDays, 10) : 0;
        return date.DayNumber - epoch.DayNumber + time;
    }

    private static IEnumerable<XmlItem> Items(XmlBranch branch)
    {
        foreach (var child in branch.Children)
        {
            if (child is not XmlBranch inner)
                yield return child;
            else if (!inner.IsProperties)
                foreach (var item in Items(inner))
                    yield return item;
        }
    }
}
