using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Pages;
using Reserve.Web.Pages.Tags;

namespace Reserve.Web.Features.Substitutions;

public enum SubstitutionView
{
    Now,
    Future,
    Past,
    All,
}

/// <summary>Who stands in for whom: one's own, and for those who keep them everybody's in the territory.</summary>
[Authorize(SubstitutionsRegistration.Policy)]
public sealed class SubstitutionsModel(ReserveDb db, IMediator mediator, Caller caller, TimeProvider clock, Words words) : PageModel
{
    public const int Size = 30;

    public sealed record Row(Substitution It, string Territory, SeatRole? Seat);

    public static IReadOnlyList<(SubstitutionView View, string Word)> Views { get; } =
    [
        (SubstitutionView.Now, "Действуют сейчас"),
        (SubstitutionView.Future, "Будущие"),
        (SubstitutionView.Past, "Прошедшие"),
        (SubstitutionView.All, "Все"),
    ];

    [BindProperty(SupportsGet = true)]
    public SubstitutionView View { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Mine { get; set; }

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public int Total { get; private set; }

    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Whether the reader sees those of others.</summary>
    public bool SeesAll => caller.ReadsSubstitutions();

    /// <summary>An auditor only looks.</summary>
    public bool MayAdd => caller.KeepsSubstitutions() || !caller.IsInRole(Roles.Auditor);

    public bool SeesJournal => caller.IsInRole(Roles.Administrator) || caller.IsInRole(Roles.Auditor);

    public bool MayEnd(Substitution row) => row.EndsAt > Now && (row.AbsentUserId == caller.UserId || caller.KeepsSubstitutions());

    [Reads("ViewSubstitutions", "Просмотр замещений")]
    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Number = Math.Clamp(Number, 1, PagingTagHelper.MostPages);
        var rows = db.Set<Substitution>().AsNoTracking();
        if (!SeesAll || Mine)
            rows = rows.Where(row => row.AbsentUserId == caller.UserId || row.SubstituteUserId == caller.UserId);
        rows = View switch
        {
            SubstitutionView.Now => rows.Where(row => row.StartsAt <= Now && row.EndsAt > Now),
            SubstitutionView.Future => rows.Where(row => row.StartsAt > Now && row.EndsAt > row.StartsAt),
            SubstitutionView.Past => rows.Where(row => row.EndsAt <= Now || row.EndsAt == row.StartsAt),
            _ => rows,
        };
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var pattern = Pattern.Containing(Q);
            rows = rows.Where(row =>
                EF.Functions.ILike(row.AbsentName, pattern)
                || EF.Functions.ILike(row.SubstituteName, pattern)
                || EF.Functions.ILike(row.InstrumentNumber, pattern)
            );
        }

        Total = await rows.CountAsync(cancellationToken);
        var page = await rows.OrderByDescending(row => row.StartsAt)
            .ThenByDescending(row => row.Id)
            .Skip((Number - 1) * Size)
            .Take(Size)
            .Join(db.Set<Territory>(), row => row.Territory, territory => territory.Path, (row, territory) => new { row, territory.Name })
            .ToListAsync(cancellationToken);
        var ids = page.Where(pair => pair.row.SeatId is not null).Select(pair => new CommissionMemberId(pair.row.SeatId!.Value)).ToList();
        var seats = await db.Set<CommissionMember>()
            .AsNoTracking()
            .Where(row => ids.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id.Value, row => row.Role, cancellationToken);
        Rows =
        [
            .. page.Select(pair => new Row(
                pair.row,
                pair.Name,
                pair.row.SeatId is { } seat && seats.TryGetValue(seat, out var role) ? role : null
            )),
        ];
    }

    public async Task<IActionResult> OnPostEndAsync(Guid id, string? reason, CancellationToken cancellationToken)
    {
        this.Tell(
            await mediator.Send(new EndSubstitution(new SubstitutionId(id), reason ?? ""), cancellationToken),
            words,
            "Замещение прекращено: неоконченные дела вернулись."
        );
        return RedirectToPage(
            new
            {
                View,
                Q,
                Mine,
            }
        );
    }
}
