using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime;

namespace Reserve.Web.Features.Candidates.Activities;

/// <summary>
/// Closes the reserve entry of a person who was appointed by an approval, and ends the cycle that carries it. A person without an
/// entry has nothing to close.
/// </summary>
[Allow, Activity("Candidates.CloseEntry", Title = "Закрыть запись в резерве")]
public sealed record CloseEntry(CandidateId? Candidate = null, ClosingReason Reason = ClosingReason.Appointed, string? Note = null) : IRequest<Result<Done, NoRefusal>>;

internal sealed class CloseEntryHandler(ReserveDb db, ProcessRuntime processes, Caller caller) : IRequestHandler<CloseEntry, Result<Done, NoRefusal>>
{
    public async Task<Result<Done, NoRefusal>> Handle(CloseEntry request, CancellationToken cancellationToken)
    {
        if (request.Candidate is not { } candidate || await CurrentEntry.Find(db, candidate, cancellationToken) is not { Status: not EntryStatus.Closed } entry)
            return new Done();
        var stamp = caller.Stamp();
        if (request.Reason == ClosingReason.Appointed)
            entry.Appoint(higherPost: true, stamp);
        entry.Close(request.Reason, request.Note, stamp);
        db.Add(CandidateRecord.Of(entry, RecordKind.Closed, request.Note ?? "", new { request.Reason }, stamp));
        await db.SaveChangesAsync(cancellationToken);
        // A cycle that has ended by itself has nothing to cancel.
        if (entry.RunId is { } run)
            _ = await processes.Cancel(new RunId(run), stamp, cancellationToken);
        return new Done();
    }
}
