using System.Text.Json;
using System.Text.RegularExpressions;
using Reserve.Engine.Feel;

namespace Reserve.Web.Runtime.Forms;

/// <summary>Reads a form of the form-js schema: all of its fields that can be read, and all of its mistakes.</summary>
internal sealed partial class FormReader
{
    /// <summary>What a field may choose from; <see cref="FormDirectories"/> has one for each.</summary>
    public static readonly string[] References = ["Person", "Territory", "Candidate", "Post"];

    private static readonly string[] Decoration = ["button", "spacer", "separator"];
    private const string Email = @"[^@\s]+@[^@\s]+\.[^@\s]+";
    private const string Phone = @"\+?[0-9][0-9 ()-]{5,20}";
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(200);
    private readonly List<FormFinding> findings = [];
    private IReadOnlyList<string> names = [];
    private int unnamed;

    public (TaskForm Form, IReadOnlyList<FormFinding> Findings) Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Add("", "форма — это объект JSON с полем components");
            return (TaskForm.Empty, findings);
        }
        var parts = new List<FormField>();
        if (!root.TryGetProperty("components", out var components))
            Add("", "нет списка полей (components)");
        else
        {
            names = [.. Keys(components).Distinct(StringComparer.Ordinal)];
            parts = OwnNames(Parts(components, "components", "", isRow: false), "components");
        }
        var form = new TaskForm(Text(root, "id") ?? "", Text(root, "title") ?? "", Property(root, "title.en"), parts);
        findings.AddRange(FormCircles.Of(form));
        return (form, findings);
    }

    private List<FormField> Parts(JsonElement components, string place, string path, bool isRow)
    {
        var parts = new List<FormField>();
        if (components.ValueKind != JsonValueKind.Array)
        {
            Add(place, "здесь должен стоять список полей");
            return parts;
        }
        foreach (var (component, index) in components.EnumerateArray().Select((component, index) => (component, index)))
        {
            var at = $"{place}[{index}]";
            if (component.ValueKind != JsonValueKind.Object)
                Add(at, "здесь должно стоять поле");
            else if (!Decoration.Contains(Text(component, "type")) && Field(component, at, path, isRow) is { } field)
                parts.Add(field);
        }
        return parts;
    }

    /// <summary>Answers of one form, or of one row, need names of their own.</summary>
    private List<FormField> OwnNames(List<FormField> parts, string place)
    {
        foreach (var twin in parts.SelectMany(Answers).GroupBy(field => field.Key).Where(same => same.Skip(1).Any()))
            Add(place, $"ключ «{twin.Key}» у нескольких полей: {string.Join(", ", twin.Select(field => $"«{field.Called}»"))}");
        return parts;
    }

    private static IEnumerable<FormField> Answers(FormField field) =>
        field.Kind == FieldKind.Group ? field.Children.SelectMany(Answers)
        : field.HasAnswer ? [field]
        : [];

    private FormField? Field(JsonElement component, string place, string path, bool isRow)
    {
        var type = Text(component, "type");
        var label = Text(component, "label") ?? Text(component, "dateLabel") ?? Text(component, "timeLabel") ?? Text(component, "text");
        if (type == "expression")
            label ??= Property(component, "label");
        var at = label is { Length: > 0 and <= 80 } ? $"{place} «{label}»" : place;
        if (KindOf(component, type) is not { } kind)
        {
            Add(at, type is null ? "у поля нет вида (type)" : $"поля вида «{type}» сервер не рисует");
            return null;
        }
        if (kind == FieldKind.Rows && isRow)
        {
            Add(at, "повторяемая группа не может стоять в другой повторяемой группе");
            return null;
        }
        var key = Key(component, kind, at, path);
        if (key is null)
            return null;
        var field = new FormField(kind, key, label ?? (kind == FieldKind.Computed ? "" : Text(component, "key") ?? ""))
        {
            Place = kind is FieldKind.Group or FieldKind.Text ? $"part{++unnamed}" : key,
            LabelEn = Property(component, "label.en"),
            Description = Text(component, "description"),
            Hide = component.TryGetProperty("conditional", out var conditional) ? Formula(conditional, "hide", at, "условие") : null,
            Disabled = Flag(component, "disabled"),
            ReadOnly = Flag(component, "readonly"),
            ReadOnlyWhile = Text(component, "readonly") is null ? null : Formula(component, "readonly", at, "«Только чтение»"),
            Default = Default(component),
        };
        field = kind switch
        {
            FieldKind.Group => field with { Children = Children(component, at, place, key, isRow) },
            FieldKind.Rows => Rows(component, field, at) with { Children = OwnNames(Children(component, at, place, "", isRow: true), at) },
            FieldKind.Computed => Computed(component, field, at),
            FieldKind.FilePicker => Files(component, field, at),
            FieldKind.Select or FieldKind.Radio or FieldKind.Checklist or FieldKind.Taglist => Choice(component, field, at),
            _ => field,
        };
        return Limits(component, field, at);
    }

    private static FieldKind? KindOf(JsonElement component, string? type) =>
        type switch
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
            "group" => FieldKind.Group,
            "dynamiclist" => FieldKind.Rows,
            "expression" => FieldKind.Computed,
            _ => null,
        };

    /// <summary>The way to the answer: the paths of the groups around, then the field's own key; null when it has none.</summary>
    private string? Key(JsonElement component, FieldKind kind, string at, string path)
    {
        if (kind == FieldKind.Text)
            return "";
        var own = Text(component, kind is FieldKind.Group or FieldKind.Rows ? "path" : "key") ?? "";
        if (own.Length == 0 && kind == FieldKind.Group)
            return path;
        if (own.Length == 0)
            Add(at, kind == FieldKind.Rows ? "у повторяемой группы нет пути (path)" : "у поля нет ключа (key)");
        else if (!own.Split('.').All(part => Name().IsMatch(part)))
            Add(at, $"ключ «{own}» — не имя: буквы, цифры и подчёркивание, первой буква");
        else
            return path.Length == 0 ? own : $"{path}.{own}";
        return null;
    }

    private List<FormField> Children(JsonElement component, string at, string place, string path, bool isRow)
    {
        if (component.TryGetProperty("components", out var inner))
            return Parts(inner, place + ".components", path, isRow);
        Add(at, "в группе нет полей (components)", isError: false);
        return [];
    }

    private FormField Limits(JsonElement component, FormField field, string at)
    {
        var limits =
            component.TryGetProperty("validate", out var validate) && validate.ValueKind == JsonValueKind.Object ? validate : default;
        field = field with
        {
            Required = Flag(limits, "required"),
            Min = Number(limits, "min"),
            Max = Number(limits, "max"),
            MinLength = Whole(limits, "minLength"),
            MaxLength = Whole(limits, "maxLength"),
            Pattern = Text(limits, "validationType") switch
            {
                "email" => Email,
                "phone" => Phone,
                _ => Text(limits, "pattern"),
            },
            PatternMessage = Text(limits, "patternErrorMessage") is { Length: > 0 } message ? message : null,
            DecimalDigits = Whole(component, "decimalDigits"),
            OnlyFuture = Flag(component, "disallowPassedDates"),
            Prefix = component.TryGetProperty("appearance", out var looks) ? Text(looks, "prefixAdorner") : null,
            Suffix = component.TryGetProperty("appearance", out looks) ? Text(looks, "suffixAdorner") : null,
        };
        string[] numbers = ["min", "max", "minLength", "maxLength"];
        foreach (var name in numbers.Where(name => Text(limits, name)?.StartsWith('=') == true))
            Add(at, $"{name}: здесь нужно число, формула не считается");
        string[] words = ["label", "description"];
        foreach (var name in words.Where(name => Text(component, name)?.StartsWith('=') == true))
            Add(at, $"{name}: формула не считается, её покажут как есть", isError: false);
        if (field.Min > field.Max)
            Add(at, $"наименьшее {field.Min} больше наибольшего {field.Max}");
        if (field.MinLength > field.MaxLength)
            Add(at, $"не короче {field.MinLength} и не длиннее {field.MaxLength}: так не бывает");
        if (field.Pattern is { } pattern && !IsPattern(pattern))
            Add(at, $"«{pattern}» — не образец (регулярное выражение)");
        return field;
    }

    /// <summary>A text that begins with "=" is a formula, and so is the name of a variable.</summary>
    private FieldFormula? Formula(JsonElement element, string property, string at, string what)
    {
        if (Text(element, property)?.Trim() is not { Length: > 0 } text)
            return null;
        text = text.TrimStart('=').Trim();
        var parsed = FeelExpression.Parse(text, names);
        foreach (var found in parsed.Expression is null ? parsed.Diagnostics : [])
            Add(at, $"{what}: {found}");
        return new FieldFormula(text, parsed.Expression);
    }

    private static bool IsPattern(string pattern)
    {
        try
        {
            _ = Regex.IsMatch("", pattern, RegexOptions.CultureInvariant, PatternTime);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private void Add(string place, string text, bool isError = true) => findings.Add(new FormFinding(place, text, isError));

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{Nd}_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
