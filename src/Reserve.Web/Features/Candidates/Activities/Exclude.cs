using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Candidates.Activities;

[Allow, Activity("Candidates.Exclude", Title = "Исключить из резерва")]
internal sealed record Exclude(CandidateId Candidate, ClosingReason Reason, string? Note = null)
    : IRequest<Result<Done, CycleRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

internal sealed class ExcludeHandler(Enrolment enrolment) : IRequestHandler<Exclude, Result<Done, CycleRefusal>>
{
    public Task<Result<Done, CycleRefusal>> Handle(Exclude request, CancellationToken cancellationToken) =>
        enrolment.Close(request.Candidate, RecordKind.Closed, request.Reason, request.Note, cancellationToken);
}
