using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Candidates;

/// <summary>The names of candidates that runs are about.</summary>
internal sealed class CandidateNaming(ReserveDb db) : ISubjectNaming
{
    public string Type => RegisterCandidateHandler.SubjectType;

    public async Task<IReadOnlyDictionary<Guid, SubjectName>> Of(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Select(id => new CandidateId(id)).ToList();
        var rows = await db.Set<Candidate>().AsNoTracking().Where(row => wanted.Contains(row.Id)).ToListAsync(cancellationToken);
        return rows.ToDictionary(row => row.Id.Value, row => new SubjectName(row.FullName, $"/candidates/{row.Id.Value}"));
    }
}
