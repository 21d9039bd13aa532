using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Candidates.Activities;

/// <summary>Finds what the activities of the reserve cycle act on.</summary>
internal static class CurrentEntry
{
    public static Task<ReserveEntry?> Find(ReserveDb db, CandidateId candidate, CancellationToken cancellationToken) =>
        db.Set<ReserveEntry>().SingleOrDefaultAsync(entry => entry.CandidateId == candidate && entry.IsCurrent, cancellationToken);
}
