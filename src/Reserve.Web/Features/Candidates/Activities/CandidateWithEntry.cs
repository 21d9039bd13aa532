using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Documents.Papers;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime;

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
