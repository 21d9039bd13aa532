using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments;

/// <summary>A person whom the base knows.</summary>
internal sealed record KnownPerson(string FullName, Guid? CandidateId);

/// <summary>Finds the person of a request among those of a region.</summary>
internal sealed class PersonSearch(ReserveDb db)
{
    /// <summary>Everybody in the region whom the written name may mean; the same person once.</summary>
    public async Task<IReadOnlyList<KnownPerson>> Find(string written, string region, CancellationToken cancellation)
    {
        var family = NameMatch.Plain(written).Split(' ').Where(word => word.Length > 1).ToArray();
        if (family.Length == 0)
            return [];
        var heads = await db.Set<CurrentHead>().AsNoTracking()
            .Where(head => head.Territory == region || head.Territory.StartsWith(region + "."))
            .Select(head => new KnownPerson(head.PersonName, head.CandidateId)).ToListAsync(cancellation);
        return [.. heads
            .Where(person => NameMatch.MeansPerson(written, person.FullName))
            .DistinctBy(person => person.CandidateId?.ToString() ?? NameMatch.Plain(person.FullName))];
    }
}
