using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Retention;

/// <summary>«Хранение»: terms, what a night would remove now, the last nights, what is held.</summary>
[Authorize(RetentionRegistration.Policy)]
internal sealed class RetentionModel(ReserveDb db, IMediator mediator, Words words) : PageModel
{
    /// <summary>How many of the oldest rows a preview looks at.</summary>
    public const int Looked = 5000;

    public sealed record Term(string Subject, int? Days, int? NeededDays, int? LegalDays, string? LegalBasis);

    public sealed record Preview(long Due, long Held, bool Complete);

    public sealed record Night(
        DateTimeOffset DueAt,
        string Node,
        DateTimeOffset? FinishedAt,
        string Subject,
        DateTimeOffset Until,
        long Removed,
        long Held
    );

    public sealed record Change(DateTimeOffset ChangedAt, string ChangedBy, string Subject, int? Days, int? LegalDays, string Reason);

    public sealed record Hold(
        Guid Id,
        string TerritoryName,
        string? SubjectType,
        Guid? SubjectId,
        string Reason,
        string PlacedBy,
        DateTimeOffset PlacedAt,
        string? LiftedBy,
        DateTimeOffset? LiftedAt,
        string? LiftReason
    );

    public bool OfFederation => db.Scope == Territory.Federation;

    public bool MayHold => db.Scope is { } scope && scope == Territory.RegionOf(scope);

    public IReadOnlyList<(Term Term, Preview? Preview)> Terms { get; private set; } = [];

    public IReadOnlyList<Night> Nights { get; private set; } = [];

    public IReadOnlyList<Change> Changes { get; private set; } = [];

    public IReadOnlyList<Hold> Holds { get; private set; } = [];

    public IReadOnlyList<(string Path, string Name)> Territories { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancellationToken) => Load(cancellationToken);

    [NeedsProof]
    public async Task<IActionResult> OnPostTermAsync(string? subject, int? days, string? reason, CancellationToken cancellationToken) =>
        await Answer(
            await mediator.Send(new ChangeTerm(subject ?? "", days, reason ?? ""), cancellationToken),
            "Срок изменён.",
            cancellationToken
        );

    [NeedsProof]
    public async Task<IActionResult> OnPostMinimumAsync(string? subject, int days, string? basis, CancellationToken cancellationToken) =>
        await Answer(
            await mediator.Send(new RaiseMinimum(subject ?? "", days, basis ?? ""), cancellationToken),
            "Законный минимум записан.",
            cancellationToken
        );

    public async Task<IActionResult> OnPostHoldAsync(
        HeldKind about,
        Guid? subject,
        string? place,
        string? reason,
        CancellationToken cancellationToken
    ) =>
        await Answer(
            await mediator.Send(new PlaceHold(about, subject, place, reason ?? ""), cancellationToken),
            "Удаление запрещено.",
            cancellationToken
        );

    [NeedsProof]
    public async Task<IActionResult> OnPostLiftAsync(Guid hold, string? reason, CancellationToken cancellationToken) =>
        await Answer(
            await mediator.Send(new LiftHold(new LegalHoldId(hold), reason ?? ""), cancellationToken),
            "Запрет снят.",
            cancellationToken
        );

    /// <summary>For the user, in Russian.</summary>
    public static string NameOf(string? subjectType) =>
        subjectType switch
        {
            null => "территория",
            "candidate" => "кандидат",
            "case" => "дело о согласовании",
            "run" => "экземпляр процесса",
            _ => throw new ArgumentOutOfRangeException(nameof(subjectType), subjectType, "Not a subject of a hold."),
        };

    public static string? PageOf(Hold hold) =>
        hold.SubjectType switch
        {
            "candidate" => $"/candidates/{hold.SubjectId}",
            "case" => $"/appointments/case/{hold.SubjectId}",
            "run" => $"/processes/run/{hold.SubjectId}",
            _ => null,
        };

    private async Task<IActionResult> Answer(IOutcome result, string done, CancellationToken cancellationToken)
    {
        if (result.IsOk)
        {
            this.Done(words[done].Value);
            return RedirectToPage();
        }

        this.Show(result, words);
        await Load(cancellationToken);
        return Page();
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        var terms = await db
            .Database.SqlQuery<Term>(
                $"""
                select subject as "Subject", days as "Days", needed_days as "NeededDays", legal_days as "LegalDays",
                       legal_basis as "LegalBasis"
                from retention_policy
                """
            )
            .ToListAsync(cancellationToken);
        var shown = new List<(Term, Preview?)>();
        foreach (var term in terms.OrderBy(term => RetentionSubject.All.ToList().IndexOf(term.Subject)))
            shown.Add((term, OfFederation && term.Days is { } days ? await PreviewOf(term.Subject, days, cancellationToken) : null));
        Terms = shown;
        Nights = await db
            .Database.SqlQuery<Night>(
                $"""
                select r.due_at as "DueAt", r.node as "Node", r.finished_at as "FinishedAt", l.subject as "Subject", l.until as "Until",
                       l.removed as "Removed", l.held as "Held"
                from (select * from retention_run order by due_at desc limit 10) r join retention_log l on l.run_id = r.id
                order by r.due_at desc, l.subject
                """
            )
            .ToListAsync(cancellationToken);
        Changes = await db
            .Database.SqlQuery<Change>(
                $"""
                select changed_at as "ChangedAt", changed_by as "ChangedBy", subject as "Subject", days as "Days",
                       legal_days as "LegalDays", reason as "Reason"
                from retention_change order by id desc limit 20
                """
            )
            .ToListAsync(cancellationToken);
        Holds = await db
            .Database.SqlQuery<Hold>(
                $"""
                select h.id as "Id", t.name as "TerritoryName", h.subject_type as "SubjectType", h.subject_id as "SubjectId",
                       h.reason as "Reason", h.placed_by as "PlacedBy", h.placed_at as "PlacedAt", h.lifted_by as "LiftedBy", h.lifted_at as
                       "LiftedAt",
                       h.lift_reason as "LiftReason"
                from legal_hold h join territories t on t.path = h.territory
                order by h.lifted_at is not null, h.placed_at desc limit 200
                """
            )
            .ToListAsync(cancellationToken);
        Territories = await TerritoryChoice.InScope(db, cancellationToken);
    }

    private async Task<Preview> PreviewOf(string subject, int days, CancellationToken cancellationToken) =>
        (
            await db
                .Database.SqlQuery<Preview>(
                    $"""
                    select due as "Due", held as "Held", complete as "Complete" from reserve_retention_preview({subject}, {days}, {Looked})
                    """
                )
                .ToListAsync(cancellationToken)
        ).Single();
}
