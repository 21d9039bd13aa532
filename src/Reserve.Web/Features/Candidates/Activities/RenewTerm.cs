using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Candidates.Activities;

[Allow, Activity("Candidates.RenewTerm", Title = "Продлить срок в резерве")]
internal sealed record RenewTerm(CandidateId Candidate) : IRequest<Result<Term, CycleRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

internal sealed class RenewTermHandler(ReserveDb db, Caller caller) : IRequestHandler<RenewTerm, Result<Term, CycleRefusal>>
{
    public async Task<Result<Term, CycleRefusal>> Handle(RenewTerm request, CancellationToken cancellationToken)
    {
        if (await CurrentEntry.Find(db, request.Candidate, cancellationToken) is not { } entry)
            return CycleRefusal.UnknownCandidate;
        if (!entry.RenewTerm())
            return CycleRefusal.AlreadyRenewed;
        db.Add(
            CandidateRecord.Of(
                entry,
                RecordKind.TermRenewed,
                $"Срок до {entry.TermEnds:dd.MM.yyyy}",
                new { entry.TermEnds },
                caller.Stamp()
            )
        );
        return Enrolment.TermOf(entry);
    }
}
