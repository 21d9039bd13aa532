namespace Reserve.Web.Features.Candidates.Activities;

/// <summary>What the decision table made of test and votes: <c>Passed</c>, <c>Failed</c> or <c>NoQuorum</c>.</summary>
internal sealed record AttestationResult(
    string? Result = null,
    decimal? Percent = null,
    decimal? TestScore = null,
    int? VotesFor = null,
    int? VotesAgainst = null,
    int? Conflicts = null
);
