using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Commission;

/// <summary>The compositions of commissions: who sits where by which order, who stands in for whom today, and who sat before.</summary>
[Authorize(CommissionRegistration.Schedule)]
public sealed class MembersModel(ReserveDb db, People people, CommissionSeats seats, IMediator mediator, TimeProvider clock, Words words)
    : PageModel
{
    public sealed record Row(CommissionMember Seat, string Commission, string? Substitute);

    public sealed record Eligible(Guid Id, string Name);

    /// <summary>Whether former members are shown.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Former { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public IReadOnlyList<Territory> Territories { get; private set; } = [];

    public IReadOnlyList<Eligible> Users { get; private set; } = [];

    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    public bool MayChange => User.IsInRole(Roles.CommissionSecretary) || User.IsInRole(Roles.Administrator);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var members = db.Set<CommissionMember>().AsNoTracking();
        members = Former
            ? members.Where(row => row.LeftAt != null || row.EndsAt <= Now)
            : members.Where(row => row.LeftAt == null && (row.EndsAt == null || row.EndsAt > Now));
        var found = await members
            .Join(db.Set<Territory>(), row => row.Territory, territory => territory.Path, (row, territory) => new { row, territory.Name })
            .ToListAsync(cancellationToken);
        var substituted = new Dictionary<CommissionMemberId, string>();
        if (!Former)
        {
            foreach (var commission in found.Select(pair => pair.row.Territory).Distinct())
            {
                foreach (var seat in await seats.Of(commission, Now, cancellationToken))
                {
                    if (seat.Substitution is not null)
                        substituted.Add(seat.Id, seat.Name);
                }
            }
        }

        Rows =
        [
            .. found
                .OrderBy(pair => pair.row.Territory, StringComparer.Ordinal)
                .ThenByDescending(pair => Former ? pair.row.Ends : null)
                .ThenBy(pair => pair.row.Role)
                .ThenBy(pair => pair.row.Name, StringComparer.CurrentCulture)
                .Select(pair => new Row(pair.row, pair.Name, substituted.GetValueOrDefault(pair.row.Id))),
        ];
        Territories = await db.Set<Territory>()
            .AsNoTracking()
            .Where(row => row.Path == db.Scope || row.Path.StartsWith(db.Scope + "."))
            .OrderBy(row => row.Path)
            .ToListAsync(cancellationToken);
        Users =
        [
            .. (
                await people.OfRole(
                    db.Scope ?? "",
                    cancellationToken,
                    Roles.CommissionMember,
                    Roles.CommissionChair,
                    Roles.CommissionSecretary
                )
            )
                .OrderBy(person => person.DisplayName, StringComparer.CurrentCulture)
                .Select(person => new Eligible(person.Id, person.DisplayName)),
        ];
    }

    public async Task<IActionResult> OnPostAddAsync(
        string? territory,
        Guid user,
        SeatRole role,
        bool silent,
        string? order,
        DateOnly? date,
        DateOnly? from,
        DateOnly? until,
        CancellationToken cancellationToken
    )
    {
        var term = new SeatTerm(order, date, from, until);
        this.Tell(
            await mediator.Send(new AddMember(territory ?? "", user, role, term, !silent), cancellationToken),
            words,
            "Член комиссии введён в состав."
        );
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostChangeAsync(
        Guid member,
        string? order,
        DateOnly? date,
        DateOnly? until,
        CancellationToken cancellationToken
    )
    {
        this.Tell(
            await mediator.Send(new ChangeMember(new CommissionMemberId(member), order, date, until), cancellationToken),
            words,
            "Приказ и срок записаны."
        );
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid member, CancellationToken cancellationToken)
    {
        this.Tell(
            await mediator.Send(new RemoveMember(new CommissionMemberId(member)), cancellationToken),
            words,
            "Член комиссии выведен из состава."
        );
        return RedirectToPage();
    }
}
