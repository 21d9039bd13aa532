using System.Globalization;
using System.Text.Json;

namespace Reserve.Web.Runtime.Forms;

/// <summary>The kinds of fields a task's form may have; the names are those of the form-js schema.</summary>
public enum FieldKind
{
    TextField,
    TextArea,
    Number,
    Checkbox,
    Select,
    Radio,
    Checklist,
    Taglist,
    Date,
    Time,
    DateTime,
    FilePicker,

    /// <summary>Words for the reader, no answer.</summary>
    Text,
}

public sealed record FieldOption(string Value, string Label, string? LabelEn)
{
    public string Shown => TaskForm.Pick(Label, LabelEn);
}

/// <summary>One field. Limits that the file does not name are null.</summary>
public sealed record FormField(
    FieldKind Kind,
    string Key,
    string Label,
    string? LabelEn,
    string? Description,
    bool Required,
    decimal? Min,
    decimal? Max,
    int? MinLength,
    int? MaxLength,
    string? Pattern,
    int? DecimalDigits,
    IReadOnlyList<FieldOption> Options
)
{
    public string Shown => TaskForm.Pick(Label, LabelEn);
}

/// <summary>
/// A task's form, a file of the form-js schema (<c>forms/NAME.json</c> of the process). English labels are in the component's
/// <c>properties</c>: <c>label.en</c>, <c>value.VALUE.en</c>.
/// </summary>
public sealed record TaskForm(string Id, string Title, string? TitleEn, IReadOnlyList<FormField> Fields)
{
    public static TaskForm Empty { get; } = new("", "", null, []);

    public string Shown => Pick(Title, TitleEn);

    internal static string Pick(string russian, string? english) =>
        english is { Length: > 0 } && CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? english : russian;

    /// <summary>Reads the file's text.</summary>
    /// <exception cref="JsonException">It is no JSON, or a component is of a type that no form of ours has.</exception>
    public static TaskForm Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var fields = new List<FormField>();
        if (root.TryGetProperty("components", out var components))
            Collect(components, fields);
        return new TaskForm(Text(root, "id") ?? "", Text(root, "title") ?? "", Property(root, "title.en"), fields);
    }

    /// <summary>Reads the file's text; null when it is no form, with what is wrong.</summary>
    public static TaskForm? TryParse(string json, out Exception? problem)
    {
        try
        {
            problem = null;
            return Parse(json);
        }
        catch (Exception bad) when (bad is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            problem = bad;
            return null;
        }
    }

    private static void Collect(JsonElement components, List<FormField> fields)
    {
        foreach (var component in components.EnumerateArray())
        {
            var type = Text(component, "type");
            if (type == "group" && component.TryGetProperty("components", out var inner))
                Collect(inner, fields);
            else if (type is not ("button" or "spacer" or "separator"))
                fields.Add(Field(component, type));
        }
    }

    private static FormField Field(JsonElement component, string? type)
    {
        var kind = type switch
        {
            "textfield" => FieldKind.TextField,
            "textarea" => FieldKind.TextArea,
            "number" => FieldKind.Number,
            "checkbox" => FieldKind.Checkbox,
            "select" => FieldKind.Select,
            "radio" => FieldKind.Radio,
            "checklist" => FieldKind.Checklist,
            "taglist" => FieldKind.Taglist,
            "datetime" => Text(component, "subtype") switch
            {
                "time" => FieldKind.Time,
                "datetime" => FieldKind.DateTime,
                _ => FieldKind.Date,
            },
            "filepicker" => FieldKind.FilePicker,
            "text" => FieldKind.Text,
            _ => throw new JsonException($"Unknown component type {type}."),
        };
        var limits = component.TryGetProperty("validate", out var validate) ? validate : default;
        return new FormField(
            kind,
            kind == FieldKind.Text ? "" : Text(component, "key") ?? throw new JsonException($"A component of type {type} has no key."),
            Text(component, "label") ?? Text(component, "dateLabel") ?? Text(component, "text") ?? Text(component, "key") ?? "",
            Property(component, "label.en"),
            Text(component, "description"),
            limits.ValueKind == JsonValueKind.Object
                && limits.TryGetProperty("required", out var required)
                && required.ValueKind == JsonValueKind.True,
            Number(limits, "min"),
            Number(limits, "max"),
            (int?)Number(limits, "minLength"),
            (int?)Number(limits, "maxLength"),
            Text(limits, "pattern"),
            (int?)Number(component, "decimalDigits"),
            Options(component)
        );
    }

    private static List<FieldOption> Options(JsonElement component) =>
        component.TryGetProperty("values", out var values) && values.ValueKind == JsonValueKind.Array
            ?
            [
                .. values
                    .EnumerateArray()
                    .Select(value => (Value: Plain(value.GetProperty("value")), Label: Text(value, "label")))
                    .Select(option => new FieldOption(
                        option.Value,
                        option.Label ?? option.Value,
                        Property(component, $"value.{option.Value}.en")
                    )),
            ]
            : [];

    private static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string? Property(JsonElement component, string name) =>
        component.TryGetProperty("properties", out var properties) ? Text(properties, name) : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static decimal? Number(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value))
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDecimal(),
            JsonValueKind.String => decimal.TryParse(value.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
                ? number
                : null,
            _ => null,
        };
    }
}
