namespace Reserve.Web.Features.Candidates;

public sealed record CandidateRow(
    Guid Id,
    string LastName,
    string FirstName,
    string? MiddleName,
    DateOnly BirthDate,
    string Workplace,
    string Position,
    string TerritoryName,
    EntryStatus Status,
    CycleStage Stage,
    DateTimeOffset StageSince,
    ReserveZone? Zone,
    decimal? Score,
    ClosingReason? ClosingReason
)
{
    public string FullName => string.Join(' ', new[] { LastName, FirstName, MiddleName }.Where(part => !string.IsNullOrEmpty(part)));
}

/// <summary>What of the candidates is listed, and in which order; everything may be empty.</summary>
public sealed record CandidateFilter(string? Q, CycleStage? Stage, ReserveZone? Zone, EntryStatus? Status, string? Territory, string Sort)
{
    public static CandidateFilter Of(IQueryCollection query) =>
        new(
            string.IsNullOrWhiteSpace(query["q"]) ? null : query["q"].ToString().Trim(),
            Enum.TryParse<CycleStage>(query["stage"], out var stage) ? stage : null,
            Enum.TryParse<ReserveZone>(query["zone"], out var zone) ? zone : null,
            Enum.TryParse<EntryStatus>(query["status"], out var status) ? status : null,
            string.IsNullOrEmpty(query["territory"]) ? null : query["territory"].ToString(),
            query["sort"].ToString()
        );

    public bool IsEmpty => this is { Q: null, Stage: null, Zone: null, Status: null, Territory: null };
}
