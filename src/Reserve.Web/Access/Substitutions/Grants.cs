using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Access.Substitutions;

/// <summary>For whom a person acts now, by substitutions that are in force: asked once in a unit of work.</summary>
public sealed class Grants(ReserveDb db, Caller caller, TimeProvider clock)
{
    private sealed record Row(Guid Id, Guid Absent, string Territory, string[] Roles, bool IsOfAll, Guid? Seat, string Shown);

    private readonly Dictionary<Guid, IReadOnlyList<Grant>> known = [];

    /// <summary>Those of the caller; the system stands in for nobody.</summary>
    public async Task<IReadOnlyList<Grant>> Mine(CancellationToken cancellationToken) =>
        caller is { IsSystem: false, UserId: { } user } ? await Of(user, cancellationToken) : [];

    public async Task<IReadOnlyList<Grant>> Of(Guid user, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(user, out var grants))
            return grants;
        var rows = await db
            .Database.SqlQuery<Row>(
                $"""
                select id as "Id", absent as "Absent", territory as "Territory", roles as "Roles", of_all as "IsOfAll", seat as "Seat",
                       shown as "Shown"
                from reserve_grants({user}, {clock.GetUtcNow()})
                """
            )
            .ToListAsync(cancellationToken);
        return known[user] = [
            .. rows.Select(row => new Grant(
                new SubstitutionId(row.Id),
                row.Absent,
                row.Territory,
                row.Roles.Where(role => !Grant.Own.Contains(role)).ToHashSet(),
                row.IsOfAll,
                row.Seat,
                row.Shown
            )),
        ];
    }

    /// <summary>By which substitution the caller sits in another's seat of this territory's commission; null when by none.</summary>
    public async Task<Grant?> InCommission(string territory, CancellationToken cancellationToken) =>
        (await Mine(cancellationToken)).FirstOrDefault(grant => grant.Seat is not null && grant.Territory == territory);

    /// <summary>The first in which the caller may do a task that is not the caller's own; null when there is none.</summary>
    public async Task<Grant?> For(string? role, string territory, Guid? assignee, CancellationToken cancellationToken) =>
        (await Mine(cancellationToken)).FirstOrDefault(grant => grant.IsFor(role, territory, assignee));
}
