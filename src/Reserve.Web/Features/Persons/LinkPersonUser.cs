using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Persons;

/// <summary>Says which sign-in is this person's: with it come the seats in commissions. Null takes it back.</summary>
[Allow(Roles.HrOfficer, Roles.Administrator), Says("Записать учётную запись человека")]
internal sealed record LinkPersonUser(PersonId Person, Guid? User) : IRequest<Result<Done, PersonRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Each(Area.Of("persons", Person, nameof(Person)), Area.People(User is { } user ? [user] : [], nameof(User)));
}

internal sealed class LinkPersonUserHandler(ReserveDb db, People people) : IRequestHandler<LinkPersonUser, Result<Done, PersonRefusal>>
{
    public async Task<Result<Done, PersonRefusal>> Handle(LinkPersonUser request, CancellationToken cancellationToken)
    {
        if (await db.Set<PersonRecord>().SingleOrDefaultAsync(row => row.Id == request.Person, cancellationToken) is not { } person)
            return PersonRefusal.NotFound;
        if (person.MergedInto is not null)
            return PersonRefusal.Merged;
        if (request.User is { } user)
        {
            if ((await people.Named([user], cancellationToken)).Count == 0)
                return PersonRefusal.NoUser;
            if (await db.Set<PersonRecord>().AnyAsync(row => row.UserId == user && row.Id != person.Id, cancellationToken))
                return PersonRefusal.UserTaken;
        }

        person.SignsInAs(request.User);
        return new Done();
    }
}
