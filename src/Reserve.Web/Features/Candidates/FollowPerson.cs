using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Persons;

namespace Reserve.Web.Features.Candidates;

/// <summary>A candidate bears the name, the birth date and the number of the person.</summary>
internal sealed class FollowPerson(ReserveDb db) : IFollowsPerson
{
    public async Task Follow(PersonRecord person, CancellationToken cancellationToken)
    {
        foreach (var candidate in await db.Set<Candidate>().Where(row => row.PersonId == person.Id).ToListAsync(cancellationToken))
        {
            (candidate.LastName, candidate.FirstName, candidate.MiddleName) = (person.LastName, person.FirstName, person.MiddleName);
            candidate.BirthDate = person.BirthDate ?? candidate.BirthDate;
            candidate.Snils = person.Snils ?? candidate.Snils;
        }
    }
}
