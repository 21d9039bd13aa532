using System.Globalization;
using System.Text.Json;

namespace Reserve.Documents.Templates;

/// <summary>What a name means at a place of the template: the innermost object that has it.</summary>
internal sealed class Scope(JsonElement data)
{
    private readonly List<JsonElement> values = [data];
    private readonly List<(string Name, int Index)> items = [];

    public IReadOnlyList<JsonElement> Values => values;

    public void Enter(JsonElement value, string name, int index)
    {
        values.Add(value);
        items.Add((name, index));
    }

    public void Leave()
    {
        values.RemoveAt(values.Count - 1);
        items.RemoveAt(items.Count - 1);
    }

    /// <summary>The way to the current item, for a message: <c>rows[2]</c>.</summary>
    public string Way =>
        string.Join(
            '.',
            items.Select(item => item.Index < 0 ? item.Name : string.Create(CultureInfo.InvariantCulture, $"{item.Name}[{item.Index}]"))
        );

    public int? Index
    {
        get
        {
            for (var at = items.Count - 1; at >= 0; at--)
                if (items[at].Index >= 0)
                    return items[at].Index;
            return null;
        }
    }

    public bool TryFind(string[] path, out JsonElement value)
    {
        if (path.Length == 0)
        {
            value = values[^1];
            return true;
        }

        if (path is ["$index" or "$number"] && Index is { } index)
        {
            value = JsonSerializer.SerializeToElement(path[0] == "$index" ? index : index + 1);
            return true;
        }

        if (!TryFind(path[0], out value))
            return false;
        foreach (var name in path.AsSpan(1))
        {
            if (value.ValueKind == JsonValueKind.Null)
                return true;
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
                return false;
        }

        return true;
    }

    /// <summary>The first name of the path that is not there, and the names that stand in its place.</summary>
    public (string Name, IEnumerable<string> Candidates) Candidates(string[] path)
    {
        if (path.Length == 0 || !TryFind(path[0], out var value))
            return (
                path.Length == 0 ? "" : path[0],
                values.Where(each => each.ValueKind == JsonValueKind.Object).Reverse().SelectMany(Names).Concat(["$index", "$number"])
            );
        foreach (var name in path.AsSpan(1))
        {
            if (value.ValueKind != JsonValueKind.Object)
                return (name, []);
            if (!value.TryGetProperty(name, out var inner))
                return (name, Names(value));
            value = inner;
        }

        return (path[^1], []);
    }

    private static IEnumerable<string> Names(JsonElement value) => value.EnumerateObject().Select(property => property.Name);

    public bool TryFind(string name, out JsonElement value)
    {
        for (var at = values.Count - 1; at >= 0; at--)
            if (values[at].ValueKind == JsonValueKind.Object && values[at].TryGetProperty(name, out value))
                return true;
        value = default;
        return false;
    }
}
