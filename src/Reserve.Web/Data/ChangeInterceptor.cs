using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Reserve.Web.Data;

/// <summary>
/// Notes what is changed and deleted of the properties that are <see cref="RecordedAttribute"/>, for whoever writes the journal. What is
/// new is not noted: it is stored itself.
/// </summary>
internal sealed class ChangeInterceptor : SaveChangesInterceptor
{
    private static readonly ConcurrentDictionary<IEntityType, IProperty[]> Known = new();

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Note(eventData);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        Note(eventData);
        return ValueTask.FromResult(result);
    }

    internal static IEnumerable<IProperty> RecordedOf(IEntityType entity) =>
        entity.GetProperties().Where(property => property.PropertyInfo?.GetCustomAttribute<RecordedAttribute>() is not null);

    /// <summary>As the journal keeps a value: dates and numbers in the form of no country, lists joined.</summary>
    internal static string? Text(object? value) =>
        value switch
        {
            null => null,
            string text => text,
            ITypedId id => id.Value.ToString(),
            DateTimeOffset moment => moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Enum member => member.ToString(),
            bool yes => yes ? "true" : "false",
            IEnumerable many => string.Join(", ", many.Cast<object?>().Select(Text)),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };

    private static void Note(DbContextEventData eventData)
    {
        var db = (ReserveDb)eventData.Context!;
        foreach (var entry in db.ChangeTracker.Entries())
        {
            if (entry.State is not (EntityState.Modified or EntityState.Deleted))
                continue;
            foreach (var property in Known.GetOrAdd(entry.Metadata, static entity => [.. RecordedOf(entity)]))
            {
                if (Change(entry, property) is { } change)
                    db.Changes.Add(change);
            }
        }
    }

    private static RowChange? Change(EntityEntry entry, IProperty property)
    {
        var deleted = entry.State == EntityState.Deleted;
        var was = Text(entry.OriginalValues[property]);
        var became = deleted ? null : Text(entry.CurrentValues[property]);
        if (was == became)
            return null;
        var key = entry.Metadata.FindPrimaryKey()!.Properties.Select(part => Text(entry.CurrentValues[part]));
        return new RowChange(entry.Metadata.ClrType.Name, string.Join(' ', key), property.Name, was, became);
    }
}
