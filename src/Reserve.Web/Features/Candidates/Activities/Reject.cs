using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Candidates.Activities;

[Allow, Activity("Candidates.Reject", Title = "Отказать в зачислении")]
internal sealed record Reject(CandidateId Candidate, string? Reason = null) : IRequest<Result<Done, CycleRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

internal sealed class RejectHandler(Enrolment enrolment) : IRequestHandler<Reject, Result<Done, CycleRefusal>>
{
    public Task<Result<Done, CycleRefusal>> Handle(Reject request, CancellationToken cancellationToken) =>
        enrolment.Close(request.Candidate, RecordKind.Rejected, ClosingReason.Rejected, request.Reason, cancellationToken);
}
