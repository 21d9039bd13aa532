using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Candidates.Activities;

[Allow, Activity("Candidates.Enrol", Title = "Зачислить в резерв")]
internal sealed record Enrol(CandidateId Candidate) : IRequest<Result<Term, CycleRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

internal sealed class EnrolHandler(ReserveDb db, Caller caller) : IRequestHandler<Enrol, Result<Term, CycleRefusal>>
{
    public async Task<Result<Term, CycleRefusal>> Handle(Enrol request, CancellationToken cancellationToken)
    {
        if (await CurrentEntry.Find(db, request.Candidate, cancellationToken) is not { } entry)
            return CycleRefusal.UnknownCandidate;
        var stamp = caller.Stamp();
        if (!entry.Enrol(stamp))
            return CycleRefusal.AlreadyEnrolled;
        db.Add(CandidateRecord.Of(entry, RecordKind.Enrolled, $"Срок до {entry.TermEnds:dd.MM.yyyy}", new { entry.TermEnds }, stamp));
        return Enrolment.TermOf(entry);
    }
}
