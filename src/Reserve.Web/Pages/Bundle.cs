using System.Collections.Frozen;
using System.Text.Json;

namespace Reserve.Web.Pages;

/// <summary>
/// What the front-end build left in <c>wwwroot/dist</c>: for each entry its script, its styles and those of its chunks.
/// Without a bundle (a build on a machine without Node) everything is empty and pages do without styles and drawings.
/// </summary>
public sealed class Bundle
{
    private readonly FrozenDictionary<string, Entry> entries;

    public Bundle(IWebHostEnvironment environment)
    {
        var manifest = environment.WebRootFileProvider.GetFileInfo("dist/manifest.json");
        if (!manifest.Exists)
        {
            entries = FrozenDictionary<string, Entry>.Empty;
            return;
        }
        using var stream = manifest.CreateReadStream();
        using var document = JsonDocument.Parse(stream);
        entries = document
            .RootElement.EnumerateObject()
            .Where(item => item.Value.TryGetProperty("isEntry", out var isEntry) && isEntry.GetBoolean())
            .ToFrozenDictionary(
                item => item.Value.GetProperty("name").GetString()!,
                item => new Entry(Address(item.Value), [.. Styles(document.RootElement, item.Name, []).Distinct()])
            );
        Icons = document.RootElement.TryGetProperty("icons.svg", out var icons) ? Address(icons) : null;
    }

    /// <summary>The address of the icons' sprite.</summary>
    public string? Icons { get; }

    public string? Script(string entry) => entries.GetValueOrDefault(entry)?.Script;

    public IReadOnlyList<string> Styles(string entry) => entries.GetValueOrDefault(entry)?.Styles ?? [];

    private static string Address(JsonElement item) => "/dist/" + item.GetProperty("file").GetString();

    private static IEnumerable<string> Styles(JsonElement manifest, string key, HashSet<string> seen)
    {
        if (!seen.Add(key) || !manifest.TryGetProperty(key, out var item))
        {
            yield break;
        }
        foreach (var import in Names(item, "imports"))
        {
            foreach (var style in Styles(manifest, import, seen))
            {
                yield return style;
            }
        }
        foreach (var style in Names(item, "css"))
        {
            yield return "/dist/" + style;
        }
    }

    private static IEnumerable<string> Names(JsonElement item, string property) =>
        item.TryGetProperty(property, out var list) ? list.EnumerateArray().Select(name => name.GetString()!) : [];

    private sealed record Entry(string Script, IReadOnlyList<string> Styles);
}
