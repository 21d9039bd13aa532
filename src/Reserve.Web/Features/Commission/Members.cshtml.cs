using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Commission;

[Authorize(CommissionRegistration.Schedule)]
public sealed class MembersModel(ReserveDb db, People people, IMediator mediator, Words words) : PageModel
{
    public sealed record Row(Guid Id, string Name, bool IsChair, string Territory, DateTimeOffset JoinedAt);

    public sealed record Eligible(Guid Id, string Name);

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public IReadOnlyList<Territory> Territories { get; private set; } = [];

    public IReadOnlyList<Eligible> Users { get; private set; } = [];

    public bool MayChange => User.IsInRole(Roles.CommissionSecretary) || User.IsInRole(Roles.Administrator);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Rows = await (
            from member in db.Set<CommissionMember>().AsNoTracking()
            join territory in db.Set<Territory>() on member.Territory equals territory.Path
            where member.LeftAt == null
            orderby territory.Path, member.IsChair descending, member.Name
            select new Row(member.Id.Value, member.Name, member.IsChair, territory.Name, member.JoinedAt)
        ).ToListAsync(cancellationToken);
        Territories = await db.Set<Territory>()
            .AsNoTracking()
            .Where(row => row.Path == db.Scope || row.Path.StartsWith(db.Scope + "."))
            .OrderBy(row => row.Path)
            .ToListAsync(cancellationToken);
        Users =
        [
            .. (await people.OfRole(db.Scope ?? "", cancellationToken, Roles.CommissionMember, Roles.CommissionChair))
                .OrderBy(person => person.DisplayName, StringComparer.CurrentCulture)
                .Select(person => new Eligible(person.Id, person.DisplayName)),
        ];
    }

    public async Task<IActionResult> OnPostAddAsync(string? territory, Guid user, bool chair, CancellationToken cancellationToken)
    {
        this.Tell(
            await mediator.Send(new AddMember(territory ?? "", user, chair), cancellationToken),
            words,
            "Член комиссии введён в состав."
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
