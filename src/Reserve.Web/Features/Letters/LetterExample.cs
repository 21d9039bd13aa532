using System.Text.Json;
using System.Text.Json.Nodes;
using Reserve.Documents.Templates;
using Reserve.Web.Features.Papers;

namespace Reserve.Web.Features.Letters;

/// <summary>
/// Data for a letter that nothing but its process knows: every name that it asks for, with a value that its format takes, else the name
/// itself between angles.
/// </summary>
internal static class LetterExample
{
    private const string Date = "2026-09-01";
    private const string Moment = "2026-09-01T10:05:00+05:00";
    private const int Number = 12;

    public static JsonElement Of(IReadOnlyList<TemplateTag> tags)
    {
        var data = new JsonObject();
        var open = new Stack<string>();
        foreach (var tag in tags)
        {
            if (tag.Kind == TemplateTagKind.Close)
                open.TryPop(out _);
            else if (tag.Kind != TemplateTagKind.Value)
                open.Push(Section(data, tag));
            else if (tag.Expression == "." && open.TryPeek(out var list))
                data[list] = new JsonArray(ValueFor(tag, list));
            else
                Value(data, tag);
        }

        return JsonSerializer.SerializeToElement(data);
    }

    private static string Section(JsonObject data, TemplateTag tag)
    {
        var name = tag.Expression;
        // What stands where there is nothing shows when the name is not there.
        if (IsName(name) && tag.Kind != TemplateTagKind.Inverted)
            data.TryAdd(name, tag.Kind == TemplateTagKind.Section ? new JsonArray(new JsonObject()) : JsonValue.Create(true));
        return name;
    }

    private static void Value(JsonObject data, TemplateTag tag)
    {
        var names = tag.Expression.Split('.');
        if (!names.All(IsName))
        {
            foreach (var read in TemplateFeel.Reads(tag.Expression, []))
                data.TryAdd(read, Number);
            return;
        }

        var place = data;
        foreach (var name in names[..^1])
        {
            if (place[name] is not JsonObject inner)
                place[name] = inner = [];
            place = inner;
        }

        if (place[names[^1]] is null or JsonValue)
            place[names[^1]] = ValueFor(tag, names[^1]);
    }

    private static JsonNode ValueFor(TemplateTag tag, string name) =>
        // What stands for nothing takes anything: the format before or behind it asks for a kind of value.
        tag.Formats.FirstOrDefault(format => format != "иначе") switch
        {
            "дата" or "дата словами" or "дата в кавычках" or "месяц" or "год" => Date,
            "момент" or "время" => Moment,
            "число"
            or "со знаком"
            or "процент"
            or "число словами"
            or "счёт"
            or "слово"
            or "рубли"
            or "рубли словами"
            or "рубли полностью" => Number,
            "через" => new JsonArray($"‹{name}›"),
            _ => $"‹{name}›",
        };

    /// <summary>Whether a part of a tag is a plain name.</summary>
    private static bool IsName(string text) =>
        text.Length > 0 && !char.IsDigit(text[0]) && text.All(symbol => char.IsLetterOrDigit(symbol) || symbol == '_');
}
