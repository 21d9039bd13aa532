using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Candidates.Activities;

internal sealed class CandidateWithEntry(ReserveDb db)
{
    internal static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    internal async Task<(Candidate Candidate, ReserveEntry Entry)?> Find(CandidateId id, CancellationToken cancellationToken)
    {
        var candidate = await db.Set<Candidate>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        var entry = await CurrentEntry.Find(db, id, cancellationToken);
        return candidate is null || entry is null ? null : (candidate, entry);
    }
}
