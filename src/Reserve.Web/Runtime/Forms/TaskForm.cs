using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Reserve.Web.Runtime.Forms;

/// <summary>A mistake in a form's file, with its place: the way through the file and the field's label.</summary>
/// <param name="IsError">Whether it keeps the form from being published; else it is a doubt.</param>
public sealed record FormFinding(string Place, string Text, bool IsError = true)
{
    public override string ToString() => Place.Length == 0 ? Text : $"{Place}: {Text}";
}

/// <summary>
/// A task's form, a file of the form-js schema (<c>forms/NAME.json</c> of the process). English labels are in the component's
/// <c>properties</c>: <c>label.en</c>, <c>value.VALUE.en</c>.
/// </summary>
/// <param name="Parts">The fields as they stand on the page: groups with their fields within.</param>
public sealed record TaskForm(string Id, string Title, string? TitleEn, IReadOnlyList<FormField> Parts)
{
    private static readonly ConditionalWeakTable<string, TaskForm> Known = [];

    public static TaskForm Empty { get; } = new("", "", null, []);

    /// <summary>The fields in order, groups and the fields of groups side by side; those of rows are within their row.</summary>
    public IReadOnlyList<FormField> Fields { get; } = [.. Parts.SelectMany(Beside)];

    public string Shown => Pick(Title, TitleEn);

    /// <summary>Whether what is shown and asked depends on answers, or on what the process knows.</summary>
    public bool NeedsVariables { get; } =
        Parts.SelectMany(part => part.All).Any(field => field.ReadOnly || field.Disabled || field.Formulas.Any());

    internal static string Pick(string russian, string? english) =>
        english is { Length: > 0 } && CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? english : russian;

    /// <summary>Reads the file's text, leaving out what is no field; the texts of published versions are read once.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static TaskForm Parse(string json) => Known.GetValue(json, text => Read(text).Form);

    /// <summary>Reads the file's text, with all mistakes that it shows by itself.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    internal static (TaskForm Form, IReadOnlyList<FormFinding> Findings) Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new FormReader().Read(document.RootElement);
    }

    /// <summary>Reads the file's text; null when it is no JSON.</summary>
    public static TaskForm? TryParse(string json, out JsonException? problem)
    {
        try
        {
            problem = null;
            return Parse(json);
        }
        catch (JsonException bad)
        {
            problem = bad;
            return null;
        }
    }

    /// <summary>Every answer with its way through the process: those of rows as <c>trips[].to</c>.</summary>
    public IEnumerable<(string Path, FormField Field)> Answers =>
        Fields
            .Where(answer => answer.HasAnswer)
            .SelectMany(answer =>
                answer
                    .Children.SelectMany(Beside)
                    .Where(inner => inner.HasAnswer)
                    .Select(inner => ($"{answer.Key}[].{inner.Key}", inner))
                    .Prepend((answer.Key, answer))
            );

    /// <summary>The field of a name that a page gave it; null when there is none.</summary>
    public FormField? At(string path) =>
        Fields.FirstOrDefault(field => field.HasAnswer && field.Key == path)
        ?? Fields
            .Where(field => field.Kind == FieldKind.Rows && path.StartsWith(field.Key + ".", StringComparison.Ordinal))
            .SelectMany(rows =>
                rows.Children.SelectMany(Beside)
                    .Where(field =>
                        field.HasAnswer && path[(rows.Key.Length + 1)..] is var rest && rest[(rest.IndexOf('.') + 1)..] == field.Key
                    )
            )
            .FirstOrDefault();

    private static IEnumerable<FormField> Beside(FormField field) =>
        field.Kind == FieldKind.Group ? field.Children.SelectMany(Beside).Prepend(field) : [field];
}
