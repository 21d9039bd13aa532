using System.Globalization;
using Reserve.Engine.Feel;

namespace Reserve.Web.Runtime.Forms;

/// <summary>
/// A form as somebody has filled it in. What is hidden, only read or computed follows from the answers and from what the process knows;
/// the browser has no say in it.
/// </summary>
public sealed class FilledForm
{
    private readonly FormData data;
    private readonly int mostRounds;

    private FilledForm(TaskForm form, FormData data, IReadOnlyList<FilledField> parts)
    {
        Form = form;
        Parts = parts;
        this.data = data;
        mostRounds = form.Parts.SelectMany(part => part.All).Sum(field => field.Formulas.Count()) + 2;
    }

    public TaskForm Form { get; }

    public IReadOnlyList<FilledField> Parts { get; }

    public IEnumerable<FilledField> All => Parts.SelectMany(part => part.All);

    /// <summary>The form as it opens.</summary>
    internal static FilledForm Open(TaskForm form, FormData data) => Fill(form, data, null);

    /// <summary>The form with what a browser sent.</summary>
    internal static FilledForm Sent(TaskForm form, FormData data, RawAnswers raw) => Fill(form, data, raw);

    /// <summary>The answers as values of the process: those of hidden fields are null, those of disabled ones are none.</summary>
    internal FeelContext Values => ValuesOf(Parts, FeelContext.Empty, withDisabled: false);

    internal IEnumerable<AttachedFile> Files => All.Where(part => !part.IsHidden && !part.IsLocked).SelectMany(part => part.Files);

    private static FilledForm Fill(TaskForm form, FormData data, RawAnswers? raw)
    {
        var filled = new FilledForm(form, data, [.. form.Parts.Select(field => Place(field, "", data.Earlier, data, raw))]);
        filled.Settle();
        return filled;
    }

    private static FilledField Place(FormField field, string before, FeelContext earlier, FormData data, RawAnswers? raw)
    {
        var path = before + field.Key;
        var filled = new FilledField(field, before) { Options = field.Options };
        switch (field.Kind)
        {
            case FieldKind.Text or FieldKind.Computed:
                break;
            case FieldKind.Group:
                filled.Children = [.. field.Children.Select(child => Place(child, before, earlier, data, raw))];
                break;
            case FieldKind.Rows:
                filled.Rows = [.. RowsOf(field, path, earlier, data, raw)];
                break;
            default:
                var known = FormData.At(earlier, field.Key);
                if (known.IsNull && before.Length == 0)
                    known = data.First(path, field.ReadOnly || field.ReadOnlyWhile is not null || field.Disabled);
                var first = known.IsNull ? field.Default : FieldTexts.Of(field, known);
                filled.First = Read(field, first, known, data);
                filled.Sent = raw is null ? filled.First : Read(field, raw.All(path), FeelValue.Null, data);
                if (field.Kind == FieldKind.FilePicker && raw is not null)
                {
                    filled.Files = [.. raw.Files.Where(file => file.Key == path && file.Content.Length > 0)];
                    filled.Sent = ([], FieldReader.Value(field, filled.Files), FieldReader.Problem(field, filled.Files));
                }
                break;
        }
        return filled;
    }

    private static (IReadOnlyList<string>, FeelValue, string?) Read(
        FormField field,
        IReadOnlyList<string> texts,
        FeelValue known,
        FormData data
    )
    {
        // Files that were given before are not given again.
        if (field.Kind == FieldKind.FilePicker)
            return ([], known, null);
        var (value, problem) = FieldReader.Read(field, texts, data);
        return (texts, value, problem);
    }

    private static IEnumerable<FilledRow> RowsOf(FormField field, string path, FeelContext earlier, FormData data, RawAnswers? raw)
    {
        var known = FormData.At(earlier, field.Key).AsList() ?? [];
        var numbers =
            raw is null || !field.RowsVary
                ? Enumerable.Range(0, Math.Min(known.Count > 0 ? known.Count : field.RowsAtFirst, field.MaxRows))
                : raw.All(path)
                    .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
                    .Where(number => number is >= 0 and < 100_000)
                    .Distinct()
                    // One more than there may be is kept, to be told of.
                    .Take(FormField.MostRows + 1);
        return numbers.Select(number => new FilledRow(
            number,
            [
                .. field.Children.Select(child =>
                    Place(
                        child,
                        $"{path}.{number}.",
                        number < known.Count ? known[number].AsContext() ?? FeelContext.Empty : FeelContext.Empty,
                        data,
                        raw
                    )
                ),
            ]
        ));
    }

    /// <summary>Works out what is hidden, locked and computed, until nothing changes any more.</summary>
    private void Settle()
    {
        for (var round = 0; round < mostRounds; round++)
        {
            var scope = data.Variables.WithAll(ValuesOf(Parts, FeelContext.Empty, withDisabled: true));
            var changed = false;
            foreach (var part in Parts)
                Settle(part, scope, isHidden: false, ref changed);
            if (!changed && round > 0)
                break;
        }
    }

    private void Settle(FilledField filled, FeelContext scope, bool isHidden, ref bool changed)
    {
        var field = filled.Field;
        var before = (filled.IsHidden, filled.IsLocked, filled.Value);
        filled.IsHidden = isHidden || data.Evaluate(field.Hide, scope).IsTrue;
        filled.IsLocked = field.ReadOnly || field.Disabled || data.Evaluate(field.ReadOnlyWhile, scope).IsTrue;
        if (field.OptionsFrom is { } from)
            filled.Options = FieldTexts.Options(data.Evaluate(from, scope));
        if (field.Kind == FieldKind.Computed)
            filled.Value = data.Evaluate(field.Formula, scope);
        else
            (filled.Texts, filled.Value, filled.Problem) = filled.IsLocked ? filled.First with { Problem = null } : filled.Sent;
        foreach (var child in filled.Children)
            Settle(child, scope, filled.IsHidden, ref changed);
        foreach (var row in filled.Rows)
        {
            var own = ValuesOf(row.Fields, FeelContext.Empty, withDisabled: true);
            var inRow = scope.WithAll(own).With("this", FeelValue.Context(own)).With("parent", FeelValue.Context(scope));
            foreach (var inner in row.Fields)
                Settle(inner, inRow, filled.IsHidden, ref changed);
        }
        changed |= before != (filled.IsHidden, filled.IsLocked, filled.Value);
    }

    private static FeelContext ValuesOf(IEnumerable<FilledField> fields, FeelContext values, bool withDisabled)
    {
        foreach (var filled in fields)
        {
            var field = filled.Field;
            if (field.Kind == FieldKind.Group)
                values = ValuesOf(filled.Children, values, withDisabled);
            else if (field.HasAnswer && (withDisabled || !field.Disabled))
                values = FormData.Put(
                    values,
                    field.Key,
                    filled.IsHidden ? FeelValue.Null
                        : field.Kind == FieldKind.Rows ? RowValues(filled, withDisabled)
                        : filled.Value
                );
        }
        return values;
    }

    private static FeelValue RowValues(FilledField filled, bool withDisabled) =>
        FeelValue.List([
            .. FormProblems.Filled(filled).Select(row => FeelValue.Context(ValuesOf(row.Fields, FeelContext.Empty, withDisabled))),
        ]);
}
