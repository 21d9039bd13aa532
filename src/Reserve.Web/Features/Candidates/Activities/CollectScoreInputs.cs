using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Candidates.Activities;

[Allow, Activity("Candidates.CollectScoreInputs", Title = "Собрать данные рейтинга")]
internal sealed record CollectScoreInputs(CandidateId Candidate) : IRequest<Result<RatingInputsGiven, CycleRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("candidates", Candidate, nameof(Candidate));
}

internal sealed record RatingInputsGiven(RatingInputs RatingInputs);

/// <summary>
/// Assumptions about the proposal (section <c>Rating</c> of the settings); the weights themselves stand in the decision table.
/// </summary>
internal sealed class RatingSettings
{
    /// <summary>Years in managing posts that count as full experience.</summary>
    public int FullExperienceYears { get; set; } = 10;

    /// <summary>How much of the part is experience; the rest is the development plan.</summary>
    public decimal ExperienceShare { get; set; } = 0.5m;
}

internal sealed class CollectScoreInputsHandler(
    ReserveDb db,
    Caller caller,
    IOptions<RatingSettings> settings,
    IEnumerable<ITerritoryDynamics> dynamics
) : IRequestHandler<CollectScoreInputs, Result<RatingInputsGiven, CycleRefusal>>
{
    public async Task<Result<RatingInputsGiven, CycleRefusal>> Handle(CollectScoreInputs request, CancellationToken cancellationToken)
    {
        var candidate = await db.Set<Candidate>()
            .Include(row => row.Career)
            .SingleOrDefaultAsync(row => row.Id == request.Candidate, cancellationToken);
        if (candidate is null)
            return CycleRefusal.UnknownCandidate;
        var today = DateOnly.FromDateTime(caller.Stamp().At.UtcDateTime);
        var days = candidate.Career.Where(post => post.IsManagerial).Sum(post => (post.To ?? today).DayNumber - post.From.DayNumber);
        var experience = Math.Min(1m, days / 365.25m / settings.Value.FullExperienceYears);
        var trained = await db.Set<CandidateRecord>()
            .AnyAsync(row => row.CandidateId == request.Candidate && row.Kind == RecordKind.Training, cancellationToken);
        var share = settings.Value.ExperienceShare;
        decimal? moved = null;
        foreach (var source in dynamics)
            moved ??= await source.Percent(candidate.Territory, cancellationToken);
        return new RatingInputsGiven(
            new RatingInputs(
                moved,
                candidate.Career.Count == 0 && !trained ? null : Math.Round(100 * ((share * experience) + (trained ? 1 - share : 0))),
                candidate.Contests.Length > 0 ? 100 : 0
            )
        );
    }
}
