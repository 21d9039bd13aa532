using Microsoft.EntityFrameworkCore;
using Reserve.Web.Audit;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Journal;

public sealed record JournalRow(
    long Id,
    DateTimeOffset At,
    Guid? UserId,
    string UserName,
    bool BySystem,
    string Command,
    Guid[] Subjects,
    string TerritoryName,
    AuditOutcome Outcome,
    string? Refusal,
    string? Address
);

/// <summary>What of the audit trail is shown; everything may be empty.</summary>
public sealed record JournalFilter(
    string? Who,
    string? What,
    DateOnly? From,
    DateOnly? To,
    string? Territory,
    AuditOutcome? Outcome,
    Guid? Subject
)
{
    public static JournalFilter Of(IQueryCollection query) =>
        new(
            Text(query["who"]),
            Text(query["what"]),
            DateOnly.TryParseExact(query["from"], "yyyy-MM-dd", out var from) ? from : null,
            DateOnly.TryParseExact(query["to"], "yyyy-MM-dd", out var to) ? to : null,
            Text(query["territory"]),
            Enum.TryParse<AuditOutcome>(query["outcome"], out var outcome) ? outcome : null,
            Guid.TryParse(query["subject"], out var subject) ? subject : null
        );

    /// <summary>Newest first; index <c>ix_audit_events_at_id</c>, for a subject <c>ix_audit_events_subjects</c>.</summary>
    public IQueryable<AuditEvent> Apply(ReserveDb db, TimeShown shown)
    {
        var rows = db.Set<AuditEvent>().AsNoTracking();
        if (Who is not null)
            rows = rows.Where(row => EF.Functions.ILike(row.UserName, Pattern.Containing(Who)));
        if (What is not null)
            rows = rows.Where(row => row.Command == What);
        if (From is { } from)
        {
            var begins = shown.StartOf(from);
            rows = rows.Where(row => row.At >= begins);
        }

        if (To is { } to)
        {
            var ends = shown.StartOf(to.AddDays(1));
            rows = rows.Where(row => row.At < ends);
        }

        if (Territory is not null)
            rows = rows.Where(row => row.Territory == Territory || row.Territory.StartsWith(Territory + "."));
        if (Outcome is { } outcome)
            rows = rows.Where(row => row.Outcome == outcome);
        if (Subject is { } subject)
            rows = rows.Where(row => row.Subjects.Contains(subject));
        return rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Id);
    }

    public static IQueryable<JournalRow> Rows(IQueryable<AuditEvent> events, ReserveDb db) =>
        events
            .Join(db.Set<Data.Territory>(), row => row.Territory, area => area.Path, (row, area) => new { row, area.Name })
            .OrderByDescending(pair => pair.row.At)
            .ThenByDescending(pair => pair.row.Id)
            .Select(pair => new JournalRow(
                pair.row.Id,
                pair.row.At,
                pair.row.UserId,
                pair.row.UserName,
                pair.row.BySystem,
                pair.row.Command,
                pair.row.Subjects,
                pair.Name,
                pair.row.Outcome,
                pair.row.Refusal,
                pair.row.Address
            ));

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
