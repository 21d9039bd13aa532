using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Candidates.Activities;

[Allow, Activity("Candidates.CollectEffectiveness", Title = "Собрать показатели работы с резервом")]
internal sealed record CollectEffectiveness(CandidateId Candidate) : IRequest<Result<EffectivenessGiven, CycleRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

internal sealed record EffectivenessGiven(Effectiveness Effectiveness);

internal sealed class CollectEffectivenessHandler(ReserveDb db, IEnumerable<ITerritoryDynamics> dynamics)
    : IRequestHandler<CollectEffectiveness, Result<EffectivenessGiven, CycleRefusal>>
{
    public async Task<Result<EffectivenessGiven, CycleRefusal>> Handle(CollectEffectiveness request, CancellationToken cancellationToken)
    {
        if (await CurrentEntry.Find(db, request.Candidate, cancellationToken) is not { } entry)
            return CycleRefusal.UnknownCandidate;
        var kinds = await db.Set<CandidateRecord>()
            .Where(row => row.CandidateId == request.Candidate)
            .Select(row => row.Kind)
            .Distinct()
            .ToListAsync(cancellationToken);
        decimal? moved = null;
        foreach (var source in dynamics)
            moved ??= await source.Percent(entry.Territory, cancellationToken);
        return new EffectivenessGiven(
            new Effectiveness(
                entry.AppointedAt is not null,
                entry.HigherPost,
                kinds.Contains(RecordKind.Training),
                kinds.Contains(RecordKind.Plan) && kinds.Contains(RecordKind.Training),
                moved
            )
        );
    }
}
