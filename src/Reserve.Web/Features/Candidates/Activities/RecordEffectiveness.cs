using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Candidates.Activities;

[Allow, Activity("Candidates.RecordEffectiveness", Title = "Записать оценку эффективности")]
internal sealed record RecordEffectiveness(CandidateId Candidate, Effectiveness Effectiveness)
    : IRequest<Result<Done, CycleRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

internal sealed class RecordEffectivenessHandler(ReserveDb db, Caller caller)
    : IRequestHandler<RecordEffectiveness, Result<Done, CycleRefusal>>
{
    public async Task<Result<Done, CycleRefusal>> Handle(RecordEffectiveness request, CancellationToken cancellationToken)
    {
        if (await CurrentEntry.Find(db, request.Candidate, cancellationToken) is not { } entry)
            return CycleRefusal.UnknownCandidate;
        var stamp = caller.Stamp();
        var it = request.Effectiveness;
        var counts = new (bool? Holds, string Text)[]
        {
            (it.Appointed, "назначен из резерва"),
            (it.HigherPost, "на более высокую должность"),
            (it.Trained, "обучен"),
            (it.PlanCompleted, "план выполнен"),
        };
        var summary = string.Join(
            ", ",
            counts
                .Where(count => count.Holds == true)
                .Select(count => count.Text)
                .Append(it.Conclusion)
                .Where(text => !string.IsNullOrWhiteSpace(text))
        );
        db.Add(CandidateRecord.Of(entry, RecordKind.Effectiveness, summary, it, stamp));
        // The cycle of an appointed person ends here; the others are rated again.
        if (entry.AppointedAt is not null)
            entry.Close(ClosingReason.Appointed, null, stamp);
        return new Done();
    }
}
