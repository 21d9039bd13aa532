namespace Reserve.Web.Features.Candidates.Activities;

/// <summary>What the rating starts from, as a proposal that the HR officer checks; percents, null when not known.</summary>
internal sealed record RatingInputs(decimal? Dynamics, decimal? ExperiencePlan, decimal? Contests);
