using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>What everybody in the hall may see of a sitting, in large type.</summary>
[Authorize(CommissionRegistration.Schedule)]
public sealed class ScreenModel(ReserveDb db, IServiceProvider services) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public CommissionMeeting Meeting { get; private set; } = null!;

    public IReadOnlyList<SittingItem> Agenda { get; private set; } = [];

    public SittingItem? Current => Agenda.FirstOrDefault(row => row.Item.State is ItemState.Heard or ItemState.Voting or ItemState.Voted);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var id = new CommissionMeetingId(Id);
        if (await db.Set<CommissionMeeting>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } found)
            return NotFound();
        Meeting = found;
        Agenda = await services.GetRequiredService<SittingView>().Agenda(found, cancellationToken);
        return Page();
    }
}
