using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Candidates.Activities;

internal sealed class Enrolment(ReserveDb db, Caller caller, IEnumerable<IEntryEnds> endings)
{
    internal static Term TermOf(ReserveEntry entry) => new(entry.TermEnds!.Value, entry.Renewals, entry.AppointedAt is not null);

    internal async Task<Result<Done, CycleRefusal>> Close(
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
        foreach (var ending in endings)
            await ending.Ended(candidate, cancellationToken);
        return new Done();
    }
}
