using Reserve.Web.Access;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Briefs;

/// <summary>A run of a request acts on the request.</summary>
internal sealed class BriefRows : ISubjectRows
{
    public string Type => BriefRequest.SubjectType;

    public string Table => "brief_requests";

    public Task<bool> Includes(Guid subject, Area.Row row, CancellationToken cancellationToken) => Task.FromResult(false);
}
