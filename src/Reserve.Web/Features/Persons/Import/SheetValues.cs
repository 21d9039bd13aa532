using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons.Import;

/// <summary>Reads the cells of a file; what is wrong is told by column.</summary>
internal static class SheetValues
{
    private static readonly string[] DateFormats = ["dd.MM.yyyy", "d.M.yyyy", "yyyy-MM-dd"];

    public static DateOnly? Date(SheetRow row, string column, List<Problem> problems)
    {
        if (row[column] is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        problems.Add(new Problem(column, "Дата записана неверно: нужна вида 31.12.1980."));
        return null;
    }

    public static string TerritoryOf(string? text, Dictionary<string, string> territories, List<Problem> problems)
    {
        if (text is null)
            return "";
        if (territories.TryGetValue(text, out var path))
            return path;
        problems.Add(new Problem("Территория", "Такой территории нет, или она не ваша."));
        return "";
    }

    /// <summary>Every spelling of the territories in the scope.</summary>
    public static async Task<Dictionary<string, string>> Territories(ReserveDb db, CancellationToken cancellationToken)
    {
        var spellings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var rows = await db.Set<Territory>()
            .AsNoTracking()
            .Where(row => row.Path == db.Scope || row.Path.StartsWith(db.ScopePrefix))
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            foreach (var spelling in row.Aliases.Append(row.Name).Append(row.Path))
                spellings.TryAdd(spelling, row.Path);
        }

        return spellings;
    }
}
