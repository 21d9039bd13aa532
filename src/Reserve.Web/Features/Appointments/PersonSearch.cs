using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Persons;

namespace Reserve.Web.Features.Appointments;

/// <summary>A person whom the base knows.</summary>
public sealed record KnownPerson(string FullName, Guid? CandidateId);

/// <summary>Finds the person of a request among those of a region.</summary>
public sealed class PersonSearch(ReserveDb db)
{
    private const int MostLike = 5;

    /// <summary>Everybody in the region whom the written name may mean; the same person once.</summary>
    public async Task<IReadOnlyList<KnownPerson>> Find(string written, string region, CancellationToken cancellationToken)
    {
        // Every word that is no initial stands in the full name: the longest narrows the search, the match decides.
        if (NameMatch.Plain(written).Split(' ').MaxBy(word => word.Length) is not { Length: > 1 } longest)
            return [];
        return
        [
            .. (await With([longest], region, cancellationToken))
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

    /// <summary>Who in the region bears the family name, or the given name and patronymic, of a full name: a few, by name.</summary>
    public async Task<IReadOnlyList<KnownPerson>> Like(string fullName, string region, CancellationToken cancellationToken)
    {
        string[] words = [.. NameMatch.Plain(fullName).Split(' ').Where(word => word.Length > 1)];
        return
        [
            .. (await With(words, region, cancellationToken))
                .Where(person => NameMatch.IsLike(fullName, person.FullName))
                .DistinctBy(person => (person.CandidateId, NameMatch.Plain(person.FullName)))
                .OrderBy(person => person.FullName, StringComparer.CurrentCulture)
                .Take(MostLike),
        ];
    }

    /// <summary>The heads of a region, and its candidates who have one of the words in their search text.</summary>
    private async Task<IEnumerable<KnownPerson>> With(string[] words, string region, CancellationToken cancellationToken)
    {
        var heads = await db.Set<CurrentHead>()
            .AsNoTracking()
            .Where(head => head.Territory == region || head.Territory.StartsWith(region + "."))
            .Select(head => new KnownPerson(head.PersonName, head.CandidateId))
            .ToListAsync(cancellationToken);
        var candidates = await db.Set<Candidate>()
            .AsNoTracking()
            .Where(candidate =>
                (candidate.Territory == region || candidate.Territory.StartsWith(region + "."))
                && words.Any(word => candidate.SearchText.Contains(word))
            )
            .ToListAsync(cancellationToken);
        return candidates.Select(candidate => new KnownPerson(candidate.FullName, candidate.Id.Value)).Concat(heads);
    }
}
