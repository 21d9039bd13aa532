using System.Text.Json;
using Reserve.Documents.Papers;
using Reserve.Documents.Templates;

namespace Reserve.Web.Features.Papers;

/// <summary>A name that a template may use, as its author reads it.</summary>
/// <param name="Depth">In how many sections it lies.</param>
/// <param name="Path">The name in the tag language.</param>
/// <param name="Meaning">What it says.</param>
/// <param name="Example">What is printed for it in the example; empty for what is no single value.</param>
/// <param name="Tag">The tag to be put into the template.</param>
public sealed record TemplateField(int Depth, string Path, string Meaning, string Example, string Tag);

/// <summary>What stands in a template, and what may.</summary>
public static class TemplateCatalog
{
    /// <summary>The names of a paper that the program fills, with an example; lists are sections with an item's names inside.</summary>
    /// <param name="record">The example.</param>
    public static IReadOnlyList<TemplateField> Of(PaperRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var rows = new List<TemplateField>();
        Add(rows, RecordField.Of(record.GetType()), record.Data(), 0, "");
        return rows;
    }

    /// <summary>What a template asks for; for one that the process fills, this is what its data must have.</summary>
    /// <param name="content">The file.</param>
    public static IReadOnlyList<TemplateTag> Asked(byte[] content) =>
        [
            .. OfficeTemplate
                .Open(new MemoryStream(content, writable: false))
                .Tags.Where(tag => tag.Kind != TemplateTagKind.Close)
                .DistinctBy(tag => (tag.Kind, tag.Text)),
        ];

    private static void Add(List<TemplateField> rows, RecordField parent, JsonElement data, int depth, string before)
    {
        foreach (var field in parent.Fields)
        {
            var path = before + field.Name;
            var value = data.ValueKind == JsonValueKind.Object && data.TryGetProperty(field.Name, out var found) ? found : default;
            switch (field.Kind)
            {
                case RecordFieldKind.Group:
                    rows.Add(new(depth, path, field.Meaning, "", $"{{#{path}}}{{/{path}}}"));
                    Add(rows, field, value, depth, path + ".");
                    break;
                case RecordFieldKind.List:
                    var item = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().FirstOrDefault() : default;
                    var plain = field.Fields.Count == 0;
                    rows.Add(new(depth, path, field.Meaning, plain ? Shown(item) : "", $"{{#{path}}}{(plain ? "{.}" : "")}{{/{path}}}"));
                    Add(rows, field, item, depth + 1, "");
                    break;
                default:
                    rows.Add(new(depth, path, field.Meaning, Shown(value), TagOf(field.Kind, path)));
                    break;
            }
        }
    }

    private static string TagOf(RecordFieldKind kind, string path) =>
        kind switch
        {
            RecordFieldKind.Flag => $"{{?{path}}}{{/{path}}}",
            RecordFieldKind.Date => $"{{{path} | дата словами}}",
            RecordFieldKind.Moment => $"{{{path} | момент}}",
            RecordFieldKind.Number => $"{{{path} | число}}",
            _ => $"{{{path}}}",
        };

    private static string Shown(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "да",
            JsonValueKind.False => "нет",
            _ => "",
        };
}
