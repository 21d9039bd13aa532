using Reserve.Web.Access;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Candidates;

/// <summary>A cycle acts on its candidate alone.</summary>
internal sealed class CandidateRows : ISubjectRows
{
    public string Type => RegisterCandidateHandler.SubjectType;

    public string Table => "candidates";

    public Task<bool> Includes(Guid subject, Area.Row row, CancellationToken cancellationToken) => Task.FromResult(false);
}
