using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Candidates.Activities;

/// <summary>
/// Closes the entry because something outside the cycle has decided it, as an approved appointment does; a cycle that still runs is ended
/// with it. Without a candidate (a person who is not in the base) there is nothing to do.
/// </summary>
[Allow, Activity("Candidates.CloseEntry", Title = "Закрыть запись в резерве")]
internal sealed record CloseEntry(CandidateId? Candidate = null, ClosingReason Reason = ClosingReason.Appointed, string? Note = null)
    : IRequest<Result<Done, CycleRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

internal sealed class CloseEntryHandler(ReserveDb db, Caller caller, IMediator mediator, IEnumerable<IEntryEnds> endings)
    : IRequestHandler<CloseEntry, Result<Done, CycleRefusal>>
{
    public async Task<Result<Done, CycleRefusal>> Handle(CloseEntry request, CancellationToken cancellationToken)
    {
        if (request.Candidate is not { } candidate)
            return new Done();
        if (await CurrentEntry.Find(db, candidate, cancellationToken) is not { } entry)
            return CycleRefusal.UnknownCandidate;
        if (entry.Status == EntryStatus.Closed)
            return new Done();
        var stamp = caller.Stamp();
        if (request.Reason == ClosingReason.Appointed && entry.AppointedAt is null)
            entry.Appoint(higherPost: false, stamp);
        entry.Close(request.Reason, request.Note, stamp);
        var summary = CandidateWords.Of(request.Reason) + (string.IsNullOrWhiteSpace(request.Note) ? "" : ": " + request.Note);
        db.Add(CandidateRecord.Of(entry, RecordKind.Closed, summary, new { request.Reason, request.Note }, stamp));
        foreach (var ending in endings)
            await ending.Ended(candidate, cancellationToken);
        // A run that has ended by itself refuses to be cancelled: that is as good.
        if (entry.RunId is { } run)
        {
            await db.SaveChangesAsync(cancellationToken);
            await mediator.Send(new CancelRun(new RunId(run), CandidateWords.Of(request.Reason)), cancellationToken);
        }

        return new Done();
    }
}
