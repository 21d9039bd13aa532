using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Access;

/// <summary>A colleague as others know them.</summary>
public sealed record Person(Guid Id, string UserName, string DisplayName, string? Email, string Territory, string[] Roles, bool Disabled);

/// <summary>
/// Finds colleagues above and beside the caller's scope, for assignments, reminders and papers: through functions that say no more
/// than name, address, territory and roles.
/// </summary>
public sealed class People(ReserveDb db)
{
    private const string Columns = """
        id as "Id", user_name as "UserName", display_name as "DisplayName", email as "Email", territory as "Territory", roles as "Roles",
        disabled as "Disabled"
        """;

    /// <summary>Who works and holds one of the roles in the territory, above it or below it.</summary>
    public Task<List<Person>> OfRole(string territory, CancellationToken cancellationToken, params string[] roles) =>
        db
            .Database.SqlQueryRaw<Person>($"select {Columns} from reserve_users_of_role({{0}}, {{1}})", roles, territory)
            .ToListAsync(cancellationToken);

    /// <summary>
    /// Of each role those whose scope covers the territory, nearest first: the municipality's own people, else the region's, else the
    /// federation's; each person once.
    /// </summary>
    public async Task<List<Person>> Nearest(string territory, IReadOnlyCollection<string> roles, CancellationToken cancellationToken) =>
        Nearest(await OfRole(territory, cancellationToken, [.. roles]), territory, roles);

    /// <summary>The same among people who are known already.</summary>
    public static List<Person> Nearest(IEnumerable<Person> known, string territory, IReadOnlyCollection<string> roles)
    {
        var above = known.Where(person => Territory.Covers(person.Territory, territory)).ToList();
        return
        [
            .. roles
                .SelectMany(role =>
                {
                    var holders = above.Where(person => person.Roles.Contains(role)).ToList();
                    var nearest = holders.Count == 0 ? 0 : holders.Max(person => person.Territory.Length);
                    return holders.Where(person => person.Territory.Length == nearest);
                })
                .DistinctBy(person => person.Id),
        ];
    }

    /// <summary>The named people, also those who left.</summary>
    public Task<List<Person>> Named(IEnumerable<Guid> ids, CancellationToken cancellationToken) =>
        db.Database.SqlQueryRaw<Person>($"select {Columns} from reserve_people({{0}})", [ids.ToArray()]).ToListAsync(cancellationToken);

    /// <summary>Who stands in now for any of these in a matter of the roles in the territory.</summary>
    public async Task<List<Person>> InPlaceOf(
        IEnumerable<Person> absent,
        IReadOnlyCollection<string> roles,
        string territory,
        DateTimeOffset moment,
        CancellationToken cancellationToken
    )
    {
        Guid[] ids = [.. absent.Select(person => person.Id)];
        string[] asked = [.. roles];
        var found = await db
            .Database.SqlQuery<Guid>(
                $"""select distinct substitute as "Value" from reserve_substitutes({ids}, {asked}, {territory}, {moment})"""
            )
            .ToListAsync(cancellationToken);
        return found.Count == 0 ? [] : await Named(found, cancellationToken);
    }

    public async Task<string?> NameOf(Guid id, CancellationToken cancellationToken) =>
        (await Named([id], cancellationToken)).SingleOrDefault()?.DisplayName;
}
