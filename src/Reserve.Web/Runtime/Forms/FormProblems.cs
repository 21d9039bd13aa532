using Reserve.Engine.Feel;

namespace Reserve.Web.Runtime.Forms;

/// <summary>What is wrong with a form as a whole: what fields could not say by themselves.</summary>
internal static class FormProblems
{
    /// <summary>The rows that count: a row that nobody touched is none, unless their number is fixed.</summary>
    public static IEnumerable<FilledRow> Filled(FilledField rows) =>
        rows.Field.RowsVary ? rows.Rows.Where(row => row.Fields.SelectMany(field => field.All).Any(IsTouched)) : rows.Rows;

    private static bool IsTouched(FilledField filled) =>
        filled is { Field.Kind: not FieldKind.Computed, IsLocked: false, IsHidden: false }
        && (filled.Files.Count > 0 || filled.Texts.Count > 0)
        && !filled.Texts.SequenceEqual(filled.Field.Default);

    /// <summary>Puts the problems beside the fields, and takes them from fields that nobody is asked.</summary>
    /// <param name="known">The rows of the base that fields refer to and the person may see.</param>
    public static void Tell(FilledForm form, IReadOnlySet<(string Kind, string Id)> known)
    {
        foreach (var part in form.Parts)
            Tell(part, known);
    }

    private static void Tell(FilledField filled, IReadOnlySet<(string, string)> known)
    {
        if (filled.IsHidden || filled.IsLocked)
            filled.Problem = null;
        else if (filled.Field.Kind == FieldKind.Rows)
            filled.Problem = OfRows(filled, known);
        else
            filled.Problem ??= OfChoice(filled, known);
        foreach (var child in filled.Children)
            Tell(child, known);
    }

    private static string? OfRows(FilledField filled, IReadOnlySet<(string, string)> known)
    {
        var counted = Filled(filled).ToList();
        foreach (var row in filled.Rows)
        foreach (var field in row.Fields)
        {
            if (counted.Contains(row))
                Tell(field, known);
            else
                Forget(field);
        }
        return counted.Count < filled.Field.MinRows ? $"Заполните не меньше строк: {filled.Field.MinRows}."
            : filled.Rows.Count > filled.Field.MaxRows ? $"Строк не больше {filled.Field.MaxRows}."
            : null;
    }

    private static void Forget(FilledField filled)
    {
        foreach (var field in filled.All)
            field.Problem = null;
    }

    private static string? OfChoice(FilledField filled, IReadOnlySet<(string, string)> known)
    {
        if (filled.Texts.Count == 0)
            return null;
        return filled.Field switch
        {
            { Reference: { } reference } => known.Contains((reference.Kind, filled.Texts[0]))
                ? null
                : "Такого в базе нет или он вам не виден.",
            { Kind: FieldKind.Select or FieldKind.Radio } => IsOption(filled.Texts[0]) ? null : "Выберите значение из списка.",
            { Kind: FieldKind.Checklist or FieldKind.Taglist } => filled.Texts.All(IsOption) ? null : "Выберите значения из списка.",
            _ => null,
        };

        bool IsOption(string text) => filled.Options.Any(option => option.Value == text);
    }
}
