namespace Reserve.Web.Features.Candidates.Activities;

/// <summary>The yearly counts of the work with one candidate.</summary>
internal sealed record Effectiveness(
    bool? Appointed = null,
    bool? HigherPost = null,
    bool? Trained = null,
    bool? PlanCompleted = null,
    decimal? TerritoryDynamics = null,
    string? Conclusion = null
);
