using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Pages;

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

    /// <summary>The search goes by <c>ix_candidates_search_text</c> (trigrams), stage and zone by <c>ix_reserve_entries_stage_zone</c>.</summary>
    public IQueryable<CandidateRow> Apply(ReserveDb db)
    {
        var candidates = db.Set<Candidate>().AsNoTracking();
        foreach (var word in (Q ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var pattern = Pattern.Containing(word.ToLowerInvariant().Replace('ё', 'е'));
            candidates = candidates.Where(candidate => EF.Functions.Like(candidate.SearchText, pattern));
        }

        if (Territory is { } territory)
            candidates = candidates.Where(candidate => candidate.Territory == territory || candidate.Territory.StartsWith(territory + "."));
        var entries = db.Set<ReserveEntry>().AsNoTracking().Where(entry => entry.IsCurrent);
        if (Stage is { } stage)
            entries = entries.Where(entry => entry.Stage == stage && entry.Status != EntryStatus.Closed);
        if (Zone is { } zone)
            entries = entries.Where(entry => entry.Zone == zone);
        if (Status is { } status)
            entries = entries.Where(entry => entry.Status == status);
        var rows =
            from candidate in candidates
            join entry in entries on candidate.Id equals entry.CandidateId
            join area in db.Set<Data.Territory>() on candidate.Territory equals area.Path
            select new
            {
                candidate,
                entry,
                area.Name,
            };
        rows = Sort switch
        {
            "-name" => rows.OrderByDescending(row => row.candidate.LastName)
                .ThenByDescending(row => row.candidate.FirstName)
                .ThenByDescending(row => row.candidate.Id),
            "stage" => rows.OrderBy(row => row.entry.Status).ThenBy(row => row.entry.StageSince).ThenBy(row => row.candidate.Id),
            "-stage" => rows.OrderBy(row => row.entry.Status).ThenByDescending(row => row.entry.StageSince).ThenBy(row => row.candidate.Id),
            "score" => rows.OrderBy(row => row.entry.Score == null)
                .ThenBy(row => row.entry.Score)
                .ThenBy(row => row.candidate.LastName)
                .ThenBy(row => row.candidate.Id),
            "-score" => rows.OrderBy(row => row.entry.Score == null)
                .ThenByDescending(row => row.entry.Score)
                .ThenBy(row => row.candidate.LastName)
                .ThenBy(row => row.candidate.Id),
            "territory" => rows.OrderBy(row => row.Name).ThenBy(row => row.candidate.LastName).ThenBy(row => row.candidate.Id),
            "-territory" => rows.OrderByDescending(row => row.Name).ThenBy(row => row.candidate.LastName).ThenBy(row => row.candidate.Id),
            _ => rows.OrderBy(row => row.candidate.LastName).ThenBy(row => row.candidate.FirstName).ThenBy(row => row.candidate.Id),
        };
        return rows.Select(row => new CandidateRow(
            row.candidate.Id.Value,
            row.candidate.LastName,
            row.candidate.FirstName,
            row.candidate.MiddleName,
            row.candidate.BirthDate,
            row.candidate.Workplace,
            row.candidate.Position,
            row.Name,
            row.entry.Status,
            row.entry.Stage,
            row.entry.StageSince,
            row.entry.Zone,
            row.entry.Score,
            row.entry.ClosingReason
        ));
    }
}
