using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

/// <summary>Whom the list of people shows.</summary>
public sealed record PersonFilter(string? Q, string? Territory, PersonRoleKind? Role)
{
    public static PersonFilter Of(IQueryCollection query) =>
        new(
            string.IsNullOrWhiteSpace(query["q"]) ? null : query["q"].ToString().Trim(),
            string.IsNullOrEmpty(query["territory"]) ? null : query["territory"].ToString(),
            Enum.TryParse<PersonRoleKind>(query["role"], out var role) && Enum.IsDefined(role) ? role : null
        );

    public bool IsEmpty => this is { Q: null, Territory: null, Role: null };
}

/// <summary>A person in the list.</summary>
public sealed record PersonRow(PersonId Id, string FullName, DateOnly? BirthDate, string Territory, IReadOnlyList<PersonRoleKind> Roles);

/// <summary>The people that a filter leaves, by name: a page by key, or all of them for a file. One line for merged records.</summary>
internal sealed class PersonSelection(ReserveDb db, IEnumerable<IPersonParts> parts, DateOnly today)
{
    public Task<int> Count(PersonFilter filter, CancellationToken cancellationToken) =>
        Filtered(db.Set<PersonRecord>(), filter).Take(Counted.Most + 1).CountAsync(cancellationToken);

    public async Task<List<PersonRow>> All(PersonFilter filter, CancellationToken cancellationToken) =>
        await WithRoles(
            await Filtered(db.Set<PersonRecord>(), filter)
                .OrderBy(row => row.SearchText)
                .ThenBy(row => row.Id)
                .ToListAsync(cancellationToken),
            cancellationToken
        );

    public async Task<KeyPage<PersonRow>> Page(PersonFilter filter, Cursor? at, int size, CancellationToken cancellationToken)
    {
        at = Guid.TryParse(at?.Key, out _) ? at : null;
        var rows = await Read(filter, at, size + 1, cancellationToken);
        if (rows.Count == 0 && at is not null)
            (rows, at) = (await Read(filter, null, size + 1, cancellationToken), null);
        return KeyPage<PersonRow>.Of(await WithRoles(rows, cancellationToken), size, at, row => row.Id.Value.ToString());
    }

    private Task<List<PersonRecord>> Read(PersonFilter filter, Cursor? at, int most, CancellationToken cancellationToken)
    {
        var key = at is null ? Guid.Empty : Guid.Parse(at.Key);
        var from = at switch
        {
            null => db.Set<PersonRecord>(),
            { IsBack: true } => db.Set<PersonRecord>()
                .FromSql($"select *, xmin from persons where (search_text, id) < (select search_text, id from persons where id = {key})"),
            _ => db.Set<PersonRecord>()
                .FromSql($"select *, xmin from persons where (search_text, id) > (select search_text, id from persons where id = {key})"),
        };
        var rows = Filtered(from, filter);
        rows = at is { IsBack: true }
            ? rows.OrderByDescending(row => row.SearchText).ThenByDescending(row => row.Id)
            : rows.OrderBy(row => row.SearchText).ThenBy(row => row.Id);
        return rows.Take(most).ToListAsync(cancellationToken);
    }

    private IQueryable<PersonRecord> Filtered(IQueryable<PersonRecord> people, PersonFilter filter)
    {
        var rows = people.AsNoTracking().Where(row => row.MergedInto == null);
        foreach (var word in (filter.Q ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(5))
        {
            var pattern = Pattern.Containing(word.ToLowerInvariant().Replace('ё', 'е'));
            rows = rows.Where(row => EF.Functions.Like(row.SearchText, pattern));
        }

        if (filter.Territory is { } path)
            rows = rows.Where(row => row.Territory == path || row.Territory.StartsWith(path + "."));
        if (filter.Role is { } role)
        {
            var holders = parts.Single(part => part.Kind == role).Holders(db, today);
            rows = rows.Where(row =>
                holders.Contains((PersonId?)row.Id)
                || db.Set<PersonRecord>().Any(merged => merged.MergedInto == row.Id && holders.Contains((PersonId?)merged.Id))
            );
        }

        return rows;
    }

    private async Task<List<PersonRow>> WithRoles(List<PersonRecord> people, CancellationToken cancellationToken)
    {
        var ids = people.ConvertAll(row => row.Id);
        var roots = await db.Set<PersonRecord>()
            .AsNoTracking()
            .Where(row => ids.Contains(row.Id) || (row.MergedInto != null && ids.Contains(row.MergedInto.Value)))
            .ToDictionaryAsync(row => row.Id, row => row.MergedInto ?? row.Id, cancellationToken);
        var records = roots.Keys.Select(id => (PersonId?)id).ToList();
        var roles = new HashSet<(PersonId Person, PersonRoleKind Role)>();
        foreach (var part in parts)
        {
            var holders = await part.Holders(db, today).Where(id => records.Contains(id)).Distinct().ToListAsync(cancellationToken);
            roles.UnionWith(holders.OfType<PersonId>().Select(id => (roots[id], part.Kind)));
        }

        var paths = people.Select(row => row.Territory).Distinct().ToList();
        var names = await db.Set<Territory>()
            .Where(row => paths.Contains(row.Path))
            .ToDictionaryAsync(row => row.Path, row => row.Name, cancellationToken);
        return people.ConvertAll(row => new PersonRow(
            row.Id,
            row.FullName,
            row.BirthDate,
            names[row.Territory],
            [.. Enum.GetValues<PersonRoleKind>().Where(role => roles.Contains((row.Id, role)))]
        ));
    }
}
