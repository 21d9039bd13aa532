using System.Text.Json;
using System.Text.RegularExpressions;
using Reserve.Web.Access;

namespace Reserve.Web.Runtime.Forms;

/// <summary>What only some kinds of fields have.</summary>
internal sealed partial class FormReader
{
    private FormField Rows(JsonElement component, FormField field, string at)
    {
        var first = Whole(component, "defaultRepetitions") ?? 1;
        var least = WholeProperty(component, "rows.min", at) ?? 0;
        var most = WholeProperty(component, "rows.max", at) ?? FormField.MostRows;
        if (least < 0 || most < 1 || most < least || most > FormField.MostRows)
            Add(at, $"строк не меньше {least} и не больше {most}: так не бывает (наибольшее {FormField.MostRows})");
        if (first < 0 || first > most)
            Add(at, $"строк сначала {first}: можно от 0 до {most}");
        most = Math.Clamp(most, 1, FormField.MostRows);
        return field with
        {
            MinRows = Math.Clamp(least, 0, most),
            MaxRows = most,
            RowsAtFirst = Math.Clamp(Math.Max(first, least), 0, most),
            RowsVary = !component.TryGetProperty("allowAddRemove", out var vary) || vary.ValueKind != JsonValueKind.False,
        };
    }

    private FormField Computed(JsonElement component, FormField field, string at)
    {
        var formula = Formula(component, "expression", at, "формула");
        if (formula is null)
            Add(at, "у вычисляемого поля нет формулы (expression)");
        return field with { Formula = formula, ShownWhileTyping = Text(component, "computeOn") != "presubmit" };
    }

    private FormField Files(JsonElement component, FormField field, string at)
    {
        var accept = (Text(component, "accept") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var bad in accept.Where(kind => !FileKind().IsMatch(kind)))
            Add(at, $"«{bad}» — не вид файла: .pdf, image/*, application/pdf");
        if (Text(component, "multiple") is { } formula)
            Add(at, $"«Несколько файлов» — да или нет, не формула «{formula}»");
        return field with { Accept = [.. accept.Where(kind => FileKind().IsMatch(kind))], Multiple = Flag(component, "multiple") };
    }

    private FormField Choice(JsonElement component, FormField field, string at)
    {
        if (Property(component, "reference") is { Length: > 0 } reference)
        {
            var role = Property(component, "reference.role") is { Length: > 0 } named ? named : null;
            if (field.Kind != FieldKind.Select)
                Add(at, "ссылкой может быть только выбор из списка (select)");
            if (!References.Contains(reference))
                Add(at, $"ссылки на «{reference}» нет: {string.Join(", ", References)}");
            if (role is not null && (reference != "Person" || !Roles.All.Contains(role)))
                Add(at, reference == "Person" ? $"роли «{role}» нет" : "роль бывает только у человека");
            return References.Contains(reference) ? field with { Reference = new FieldReference(reference, role) } : field;
        }
        var from = Text(component, "valuesExpression") is not null
            ? Formula(component, "valuesExpression", at, "варианты")
            : Formula(component, "valuesKey", at, "варианты");
        var options = Options(component, at);
        if (from is null && options.Count == 0)
            Add(at, "нет ни одного варианта");
        foreach (var twin in options.GroupBy(option => option.Value).Where(same => same.Skip(1).Any()))
            Add(at, $"вариант «{twin.Key}» записан несколько раз");
        return field with { Options = options, OptionsFrom = from };
    }

    private List<FieldOption> Options(JsonElement component, string at)
    {
        var options = new List<FieldOption>();
        if (!component.TryGetProperty("values", out var values) || values.ValueKind != JsonValueKind.Array)
            return options;
        foreach (var value in values.EnumerateArray())
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("value", out var own) || Plain(own) is not { } text)
                Add(at, "у варианта нет значения (value)");
            else
                options.Add(new FieldOption(text, Text(value, "label") ?? text, Property(component, $"value.{text}.en")));
        }
        return options;
    }

    [GeneratedRegex(@"^(\.[\w.+-]+|[\w.+-]+/([\w.+-]+|\*))$", RegexOptions.CultureInvariant)]
    private static partial Regex FileKind();
}
