using Microsoft.EntityFrameworkCore;

namespace Reserve.Web.Data;

/// <summary>The territories that a person may choose from.</summary>
internal static class TerritoryChoice
{
    /// <summary>
    /// Those in the scope, in the order of the tree: regions by name, municipalities below their region, set off by a dash.
    /// </summary>
    public static async Task<IReadOnlyList<(string Path, string Name)>> InScope(ReserveDb db, CancellationToken cancellationToken)
    {
        var rows = await db.Set<Territory>()
            .AsNoTracking()
            .Where(territory => territory.Path == db.Scope || territory.Path.StartsWith(db.ScopePrefix))
            .Select(territory => new
            {
                territory.Path,
                territory.Name,
                territory.Kind,
            })
            .ToListAsync(cancellationToken);
        var names = rows.ToDictionary(row => row.Path, row => row.Name);
        return
        [
            .. rows.OrderBy(row => row.Kind != TerritoryKind.Federation)
                .ThenBy(row => names.GetValueOrDefault(Territory.RegionOf(row.Path), ""), StringComparer.CurrentCulture)
                .ThenBy(row => row.Kind)
                .ThenBy(row => row.Name, StringComparer.CurrentCulture)
                .Select(row => (row.Path, row.Kind == TerritoryKind.Municipality && names.Count > 1 ? "— " + row.Name : row.Name)),
        ];
    }

    /// <summary>The regions in the scope, by name: none for a municipality.</summary>
    public static Task<List<Territory>> Regions(ReserveDb db, CancellationToken cancellationToken) =>
        db.Set<Territory>()
            .AsNoTracking()
            .Where(territory => territory.Kind == TerritoryKind.Region)
            .Where(territory => territory.Path == db.Scope || territory.Path.StartsWith(db.ScopePrefix))
            .OrderBy(territory => territory.Name)
            .ToListAsync(cancellationToken);
}
