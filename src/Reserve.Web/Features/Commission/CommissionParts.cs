using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Commission;

/// <summary>The seats in commissions that a person holds or held, by the person's sign-in.</summary>
internal sealed class CommissionParts(ReserveDb db, TimeShown shown) : IPersonParts
{
    public PersonRoleKind Kind => PersonRoleKind.Commission;

    public IQueryable<PersonId?> Holders(ReserveDb db, DateOnly today) =>
        db.Set<PersonRecord>()
            .Where(person => db.Set<CommissionMember>().Any(member => member.UserId == person.UserId && member.LeftAt == null))
            .Select(person => (PersonId?)person.Id);

    public async Task<PersonPart> Of(IReadOnlyCollection<PersonId> ids, CancellationToken cancellationToken)
    {
        var seats = await (
            from person in db.Set<PersonRecord>().AsNoTracking()
            join member in db.Set<CommissionMember>() on person.UserId equals (Guid?)member.UserId
            join territory in db.Set<Territory>() on member.Territory equals territory.Path
            where ids.Contains(person.Id)
            orderby member.JoinedAt
            select new { Member = member, Territory = territory.Name }
        ).ToListAsync(cancellationToken);
        return new PersonPart([
            .. seats.Select(seat => new PersonRole(
                PersonRoleKind.Commission,
                "Экспертная комиссия",
                seat.Member.IsChair ? "председатель" : "член комиссии",
                seat.Territory,
                shown.LocalDate(seat.Member.JoinedAt),
                seat.Member.LeftAt is { } left ? shown.LocalDate(left) : null,
                null
            )),
        ]);
    }
}
