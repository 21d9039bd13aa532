namespace Reserve.Web.Features.Candidates.Activities;

/// <summary>One examiner's vote; one with a conflict of interest does not count.</summary>
internal sealed record Ballot(bool Conflict = false, decimal? Score = null, string? Vote = null, string? Comment = null);
