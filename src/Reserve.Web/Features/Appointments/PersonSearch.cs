using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Candidates;

namespace Reserve.Web.Features.Appointments;

/// <summary>A person whom the base knows.</summary>
internal sealed record KnownPerson(string FullName, Guid? CandidateId);

/// <summary>Finds the person of a request among those of a region.</summary>
internal sealed class PersonSearch(ReserveDb db)
{
    /// <summary>Everybody in the region whom the written name may mean; the same person once.</summary>
    public async Task<IReadOnlyList<KnownPerson>> Find(string written, string region, CancellationToken cancellationToken)
    {
        // Every word that is no initial stands in the full name: the longest narrows the search, the match decides.
        if (NameMatch.Plain(written).Split(' ').MaxBy(word => word.Length) is not { Length: > 1 } longest)
            return [];
        var heads = await db.Set<CurrentHead>()
            .AsNoTracking()
            .Where(head => head.Territory == region || head.Territory.StartsWith(region + "."))
            .Select(head => new KnownPerson(head.PersonName, head.CandidateId))
            .ToListAsync(cancellationToken);
        var candidates = await db.Set<Candidate>()
            .AsNoTracking()
            .Where(candidate =>
                (candidate.Territory == region || candidate.Territory.StartsWith(region + ".")) && candidate.SearchText.Contains(longest)
            )
            .ToListAsync(cancellationToken);
        return
        [
            .. candidates
                .Select(candidate => new KnownPerson(candidate.FullName, candidate.Id.Value))
                .Concat(heads)
                .Where(person => NameMatch.MeansPerson(written, person.FullName))
                .GroupBy(person => NameMatch.Plain(person.FullName))
                // A head of the same full name is the candidate, unless two candidates share the name.
                .SelectMany(same =>
                    same.Any(person => person.CandidateId is not null)
                        ? same.Where(person => person.CandidateId is not null).DistinctBy(person => person.CandidateId)
                        : same.Take(1)
                ),
        ];
    }
}
