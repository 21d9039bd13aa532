using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Persons;

/// <summary>The posts that a person holds, held and will hold by the base of heads.</summary>
internal sealed class HeadParts(ReserveDb db, TimeShown shown) : IPersonParts
{
    public PersonRoleKind Kind => PersonRoleKind.Head;

    public IQueryable<PersonId?> Holders(ReserveDb db, DateOnly today) =>
        db.Set<CurrentHead>()
            .Where(head =>
                db.Set<Tenure>().Any(row => row.HeadId == head.Id && row.StartsOn <= today && (row.EndsOn == null || row.EndsOn >= today))
            )
            .Select(head => head.PersonId);

    public async Task<PersonPart> Of(IReadOnlyCollection<PersonId> ids, CancellationToken cancellationToken)
    {
        var today = shown.Today;
        var held = await (
            from tenure in db.Set<Tenure>().AsNoTracking()
            join head in db.Set<CurrentHead>() on tenure.HeadId equals head.Id
            join territory in db.Set<Territory>() on tenure.Territory equals territory.Path
            where head.PersonId != null && ids.Contains(head.PersonId.Value)
            orderby tenure.StartsOn descending
            select new { Tenure = tenure, Territory = territory.Name }
        ).ToListAsync(cancellationToken);
        return new PersonPart(
            [
                .. held.Select(row => new PersonRole(
                    PersonRoleKind.Head,
                    row.Tenure.Position,
                    row.Tenure.StartsOn > today ? "вступает в должность"
                        : row.Tenure.IsOn(today) ? "в должности"
                        : "прежняя должность",
                    row.Territory,
                    row.Tenure.StartsOn,
                    row.Tenure.EndsOn,
                    $"/appointments/heads/{row.Tenure.HeadId.Value}"
                )),
            ],
            [
                .. held.Where(row => row.Tenure.StartsOn <= today)
                    .Select(row => new PersonWork(
                        row.Tenure.StartsOn,
                        row.Tenure.EndsOn,
                        row.Tenure.Organization.Length > 0 ? row.Tenure.Organization : row.Territory,
                        row.Tenure.Position
                    )),
            ]
        );
    }
}
