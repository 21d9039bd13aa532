using System.Text.RegularExpressions;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Monitoring.Import;

/// <summary>Finds territories by the spellings met in tables.</summary>
internal sealed partial class TerritoryNames(IEnumerable<Territory> territories)
{
    private readonly ILookup<string, Territory> byName = territories
        .SelectMany(territory => territory.Aliases.Append(territory.Name).Select(name => (Name: Plain(name), territory)))
        .Distinct()
        .ToLookup(pair => pair.Name, pair => pair.territory);

    public IReadOnlyList<Territory> Find(string name, TerritoryKind kind, string? region) =>
        [.. byName[Plain(name)].Where(territory => territory.Kind == kind && (region is null || territory.Parent == region)).Distinct()];

    private static string Plain(string name) =>
        Blanks()
            .Replace(name.Trim().ToLowerInvariant().Replace('ё', 'е').Replace('—', '-').Replace('–', '-'), " ")
            .Replace(" - ", "-", StringComparison.Ordinal);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
