using System.Text.Encodings.Web;
using System.Text.Json;
using Reserve.Engine.Feel.Analysis;

namespace Reserve.Documents.Templates.Formats;

/// <summary>How a value may be written: <c>{value | name: argument, argument}</c>.</summary>
public sealed class TemplateFormat
{
    private readonly Func<JsonElement, IReadOnlyList<string>, FormatOutcome> apply;

    internal TemplateFormat(
        string name,
        string description,
        string example,
        Func<JsonElement, IReadOnlyList<string>, FormatOutcome> apply,
        params FormatArgument[] arguments
    ) => (Name, Description, Example, this.apply, Arguments) = (name, description, example, apply, arguments);

    /// <summary>The name, in Russian, as it stands after the bar.</summary>
    public string Name { get; }

    /// <summary>What it does, in Russian.</summary>
    public string Description { get; }

    /// <summary>A tag with it and what is printed: <c>{date | дата словами} → 1 сентября 2026 г.</c></summary>
    public string Example { get; }

    /// <summary>All formats, in the order of the guide.</summary>
    public static IReadOnlyList<TemplateFormat> All { get; } =
    [.. DateFormats.All, .. NumberFormats.All, .. TextFormats.All, .. NameFormats.All, .. ValueFormats.All];

    internal IReadOnlyList<FormatArgument> Arguments { get; }

    /// <summary>Whether it takes a list as a whole; others are applied to each item.</summary>
    internal bool TakesLists { get; init; }

    /// <summary>Whether it says what stands for nothing; others leave nothing as it is.</summary>
    internal bool TakesNothing { get; init; }

    /// <summary>Whether it gives a picture.</summary>
    internal bool GivesPicture { get; init; }

    /// <summary>Whether it gives the colour of the cell in which its tag stands.</summary>
    internal bool ColoursCell { get; init; }

    private static Dictionary<string, TemplateFormat> ByName { get; } = All.ToDictionary(format => format.Name, StringComparer.Ordinal);

    internal static TemplateFormat? Find(string name, out string problem)
    {
        problem = "";
        if (ByName.TryGetValue(name, out var format))
            return format;
        problem = $"нет формата «{name}»{Meant(name, ByName.Keys)}";
        return null;
    }

    internal static string Meant(string name, IEnumerable<string> candidates) =>
        NearestName.Of(name, candidates) is { } near ? $"; похоже на «{near}»" : "";

    internal FormatOutcome Apply(JsonElement value, IReadOnlyList<string> arguments)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined && !TakesNothing)
            return new(value);
        if (value.ValueKind != JsonValueKind.Array || TakesLists)
            return apply(value, arguments);
        var items = new List<JsonElement>();
        foreach (var item in value.EnumerateArray())
        {
            var outcome = Apply(item, arguments);
            if (outcome.Problem is not null)
                return outcome;
            items.Add(outcome.Value);
        }

        return new(JsonSerializer.SerializeToElement(items));
    }
}

/// <summary>What a format gives: a value, which most often is a text, or why there is none.</summary>
internal readonly record struct FormatOutcome
{
    // Only this program reads the JSON: no letter has to be spelled as a number.
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonElement value;

    public FormatOutcome(JsonElement value, string? problem = null) => (this.value, Problem) = (value, problem);

    /// <summary>A text that was made, which need not become JSON to be printed; null for any other value.</summary>
    public string? Text { get; private init; }

    public string? Problem { get; }

    public JsonElement Value => Text is null ? value : JsonSerializer.SerializeToElement(Text, AsWritten);

    public static FormatOutcome Of(string text) => new() { Text = text };

    public static FormatOutcome Wrong(string expected, JsonElement value)
    {
        var raw = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return new(default, $"ожидается {expected}, а здесь «{(raw.Length > 60 ? raw[..60] + "…" : raw)}»");
    }
}

/// <summary>An argument of a format.</summary>
/// <param name="Name">For messages, in Russian.</param>
/// <param name="Values">The values that it may have; null for any text.</param>
/// <param name="Required">Whether it must be given.</param>
/// <param name="IsNumber">Whether it is a whole number from 0 to 1000.</param>
internal sealed record FormatArgument(string Name, IReadOnlyCollection<string>? Values = null, bool Required = true, bool IsNumber = false);
