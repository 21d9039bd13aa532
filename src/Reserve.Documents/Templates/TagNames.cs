using System.Text.Json;

namespace Reserve.Documents.Templates;

/// <summary>Which names tags ask for, held against those that data have anywhere.</summary>
public static class TagNames
{
    /// <summary>The names of the data, however deep.</summary>
    /// <param name="data">What a template or a letter is filled with.</param>
    public static HashSet<string> Of(JsonElement data)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Collect(data, names);
        return names;
    }

    /// <summary>What is wrong with tags whose first name occurs nowhere.</summary>
    internal static IEnumerable<TemplateProblem> Unknown(IEnumerable<Tag> tags, IReadOnlyCollection<string> names) =>
        from tag in tags
        where tag is { Kind: not TemplateTagKind.Close, Path: [_, ..], Formats: not { HasFallback: true } }
        let first = tag.Path![0]
        where !first.StartsWith('$') && !names.Contains(first)
        select tag.Problem(PartRenderer.Missing(tag, (first, names)));

    private static void Collect(JsonElement data, HashSet<string> names)
    {
        if (data.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in data.EnumerateObject())
            {
                names.Add(property.Name);
                Collect(property.Value, names);
            }
        }
        else if (data.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in data.EnumerateArray())
                Collect(item, names);
        }
    }
}
