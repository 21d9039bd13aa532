using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Briefs;

internal sealed class BriefSteps(ReserveDb db)
{
    internal Task<BriefRequest?> Find(BriefRequestId id, CancellationToken cancellationToken) =>
        db.Set<BriefRequest>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
}
