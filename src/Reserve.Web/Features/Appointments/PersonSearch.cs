using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Candidates;
using Reserve.Web.Features.Persons;

namespace Reserve.Web.Features.Appointments;

/// <summary>A person whom the base knows.</summary>
/// <param name="FullName">The whole name.</param>
/// <param name="CandidateId">The entry in the reserve, when there is one.</param>
/// <param name="PersonId">The record; null for whoever was written by the release before.</param>
public sealed record KnownPerson(string FullName, Guid? CandidateId, PersonId? PersonId = null);

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
                .SelectMany(Different),
        ];
    }

    /// <summary>
    /// Whether the base knows whom a case is about by the case alone: neither as a candidate nor as a head, nor by the name.
    /// </summary>
    public async Task<bool> IsOutsider(AppointmentCase appointment, string region, CancellationToken cancellationToken)
    {
        var own = appointment.PersonId;
        var named = await Find(appointment.PersonName, region, cancellationToken);
        return named.All(person => own is not null && person.PersonId == own && person.CandidateId is null)
            && !await db.Set<CurrentHead>().AnyAsync(head => own != null && head.PersonId == own, cancellationToken)
            && !await db.Set<Candidate>().AnyAsync(candidate => own != null && candidate.PersonId == own, cancellationToken);
    }

    /// <summary>Who in the region bears the family name, or the given name and patronymic, of a full name: a few, by name.</summary>
    public async Task<IReadOnlyList<KnownPerson>> Like(string fullName, string region, CancellationToken cancellationToken)
    {
        string[] words = [.. NameMatch.Plain(fullName).Split(' ').Where(word => word.Length > 1)];
        return
        [
            .. (await With(words, region, cancellationToken))
                .Where(person => NameMatch.IsLike(fullName, person.FullName))
                .GroupBy(person => NameMatch.Plain(person.FullName))
                .SelectMany(Different)
                .OrderBy(person => person.FullName, StringComparer.CurrentCulture)
                .Take(MostLike),
        ];
    }

    /// <summary>The person of a record, as the requests know people; null when the region has none.</summary>
    public async Task<KnownPerson?> Of(PersonId id, string region, CancellationToken cancellationToken)
    {
        var asked = await db.Set<PersonRecord>()
            .AsNoTracking()
            .Where(row => row.Territory == region || row.Territory.StartsWith(region + "."))
            .SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (asked is null)
            return null;
        var root = asked.Root;
        var name =
            root == id ? asked.FullName : (await db.Set<PersonRecord>().SingleAsync(row => row.Id == root, cancellationToken)).FullName;
        var candidate = await db.Set<Candidate>()
            .Where(row => db.Set<PersonRecord>().Any(own => own.Id == row.PersonId && (own.Id == root || own.MergedInto == root)))
            .OrderByDescending(row => row.RegisteredAt)
            .Select(row => (CandidateId?)row.Id)
            .FirstOrDefaultAsync(cancellationToken);
        return new KnownPerson(name, candidate?.Value, root);
    }

    /// <summary>
    /// Of one name: each record once, with the entry in the reserve where there is one; those without a record are nobody else.
    /// </summary>
    private static IEnumerable<KnownPerson> Different(IEnumerable<KnownPerson> same)
    {
        var known = same.OrderBy(person => person.CandidateId is null)
            .ThenBy(person => person.PersonId is null)
            .DistinctBy(person => person.PersonId?.Value ?? person.CandidateId)
            .ToList();
        return known.Count > 1 ? known.Where(person => person.PersonId is not null || person.CandidateId is not null) : known;
    }

    /// <summary>The heads of a region, and its candidates and other people who have one of the words in their search text.</summary>
    private async Task<IEnumerable<KnownPerson>> With(string[] words, string region, CancellationToken cancellationToken)
    {
        var heads = await db.Set<CurrentHead>()
            .AsNoTracking()
            .Where(head => head.Territory == region || head.Territory.StartsWith(region + "."))
            .Select(head => new KnownPerson(head.PersonName, head.CandidateId, head.PersonId))
            .ToListAsync(cancellationToken);
        var candidates = await db.Set<Candidate>()
            .AsNoTracking()
            .Where(candidate =>
                (candidate.Territory == region || candidate.Territory.StartsWith(region + "."))
                && words.Any(word => candidate.SearchText.Contains(word))
            )
            .ToListAsync(cancellationToken);
        var records = await db.Set<PersonRecord>()
            .AsNoTracking()
            .Where(record =>
                (record.Territory == region || record.Territory.StartsWith(region + "."))
                && (record.MergedInto != null || words.Any(word => record.SearchText.Contains(word)))
            )
            .ToListAsync(cancellationToken);
        var roots = records.ToDictionary(record => record.Id, record => record.Root);
        return candidates
            .Select(candidate => new KnownPerson(candidate.FullName, candidate.Id.Value, candidate.PersonId))
            .Concat(heads)
            .Concat(records.Where(record => record.MergedInto is null).Select(record => new KnownPerson(record.FullName, null, record.Id)))
            .Select(person => person with { PersonId = person.PersonId is { } id ? roots.GetValueOrDefault(id, id) : null });
    }
}
