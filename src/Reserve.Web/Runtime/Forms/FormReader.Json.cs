using System.Globalization;
using System.Text.Json;

namespace Reserve.Web.Runtime.Forms;

/// <summary>What stands in the JSON of a form, whatever its shape.</summary>
internal sealed partial class FormReader
{
    /// <summary>The keys of all components, for formulas that use them.</summary>
    private static IEnumerable<string> Keys(JsonElement components)
    {
        if (components.ValueKind != JsonValueKind.Array)
            yield break;
        foreach (var component in components.EnumerateArray().Where(component => component.ValueKind == JsonValueKind.Object))
        {
            foreach (
                var key in new[] { Text(component, "key"), Text(component, "path") }.OfType<string>().SelectMany(key => key.Split('.'))
            )
                yield return key;
            if (component.TryGetProperty("components", out var inner))
            {
                foreach (var key in Keys(inner))
                    yield return key;
            }
        }
    }

    private static string[] Default(JsonElement component) =>
        !component.TryGetProperty("defaultValue", out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Plain).OfType<string>()]
        : Plain(value) is { Length: > 0 } one ? [one]
        : [];

    private static string? Plain(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };

    private static string? Property(JsonElement component, string name) =>
        component.TryGetProperty("properties", out var properties)
        && properties.ValueKind == JsonValueKind.Object
        && properties.TryGetProperty(name, out var value)
            ? Plain(value)
            : null;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static bool Flag(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static int? Whole(JsonElement element, string name) => Number(element, name) is { } number ? AsWhole(number) : null;

    private int? WholeProperty(JsonElement component, string name, string at)
    {
        if (Property(component, name) is not { Length: > 0 } text)
            return null;
        if (decimal.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return AsWhole(number);
        Add(at, $"{name}: «{text}» — не целое число");
        return null;
    }

    private static int AsWhole(decimal number) => (int)Math.Clamp(number, int.MinValue, int.MaxValue);

    private static decimal? Number(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value))
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDecimal(out var number) ? number : null,
            JsonValueKind.String => decimal.TryParse(value.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
                ? number
                : null,
            _ => null,
        };
    }
}
