using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Candidates.Activities;

internal sealed class PlanRecords(ReserveDb db, Caller caller)
{
    internal static string Line(params (string Label, string? Value)[] facts) =>
        string.Join(" · ", facts.Where(fact => !string.IsNullOrWhiteSpace(fact.Value)).Select(fact => $"{fact.Label}: {fact.Value}"));

    internal async Task<Result<Done, CycleRefusal>> Record(
        CandidateId candidate,
        RecordKind kind,
        string summary,
        object plan,
        CancellationToken cancellationToken
    )
    {
        if (await CurrentEntry.Find(db, candidate, cancellationToken) is not { } entry)
            return CycleRefusal.UnknownCandidate;
        db.Add(CandidateRecord.Of(entry, kind, summary, plan, caller.Stamp()));
        return new Done();
    }
}
