using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Candidates.Activities;

public sealed record Term(DateTimeOffset TermEnds, int Renewals, bool Appointed);

[Allow, Activity("Candidates.Enrol", Title = "Зачислить в резерв")]
public sealed record Enrol(CandidateId Candidate) : IRequest<Result<Term, CycleRefusal>>;

[Allow, Activity("Candidates.Reject", Title = "Отказать в зачислении")]
public sealed record Reject(CandidateId Candidate, string? Reason = null) : IRequest<Result<Done, CycleRefusal>>;

[Allow, Activity("Candidates.RenewTerm", Title = "Продлить срок в резерве")]
public sealed record RenewTerm(CandidateId Candidate) : IRequest<Result<Term, CycleRefusal>>;

[Allow, Activity("Candidates.Exclude", Title = "Исключить из резерва")]
public sealed record Exclude(CandidateId Candidate, ClosingReason Reason, string? Note = null) : IRequest<Result<Done, CycleRefusal>>;

internal sealed class EnrolmentHandler(ReserveDb db, Caller caller)
    : IRequestHandler<Enrol, Result<Term, CycleRefusal>>,
        IRequestHandler<Reject, Result<Done, CycleRefusal>>,
        IRequestHandler<RenewTerm, Result<Term, CycleRefusal>>,
        IRequestHandler<Exclude, Result<Done, CycleRefusal>>
{
    public async Task<Result<Term, CycleRefusal>> Handle(Enrol request, CancellationToken cancellationToken)
    {
        if (await CurrentEntry.Find(db, request.Candidate, cancellationToken) is not { } entry)
            return CycleRefusal.UnknownCandidate;
        var stamp = caller.Stamp();
        if (!entry.Enrol(stamp))
            return CycleRefusal.AlreadyEnrolled;
        db.Add(CandidateRecord.Of(entry, RecordKind.Enrolled, $"Срок до {entry.TermEnds:dd.MM.yyyy}", new { entry.TermEnds }, stamp));
        return TermOf(entry);
    }

    public Task<Result<Done, CycleRefusal>> Handle(Reject request, CancellationToken cancellationToken) =>
        Close(request.Candidate, RecordKind.Rejected, ClosingReason.Rejected, request.Reason, cancellationToken);

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
        return TermOf(entry);
    }

    public Task<Result<Done, CycleRefusal>> Handle(Exclude request, CancellationToken cancellationToken) =>
        Close(request.Candidate, RecordKind.Closed, request.Reason, request.Note, cancellationToken);

    private static Term TermOf(ReserveEntry entry) => new(entry.TermEnds!.Value, entry.Renewals, entry.AppointedAt is not null);

    private async Task<Result<Done, CycleRefusal>> Close(
        CandidateId candidate,
        RecordKind kind,
        ClosingReason reason,
        string? note,
        CancellationToken cancellationToken
    )
    {
        if (await CurrentEntry.Find(db, candidate, cancellationToken) is not { } entry)
            return CycleRefusal.UnknownCandidate;
        var stamp = caller.Stamp();
        entry.Close(reason, note, stamp);
        var summary = CandidateWords.Of(reason) + (string.IsNullOrWhiteSpace(note) ? "" : ": " + note);
        db.Add(CandidateRecord.Of(entry, kind, summary, new { reason, note }, stamp));
        return new Done();
    }
}
