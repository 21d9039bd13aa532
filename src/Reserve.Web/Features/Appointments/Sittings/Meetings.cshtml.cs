using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Pages;
using Reserve.Web.Pages.Tags;

namespace Reserve.Web.Features.Appointments.Sittings;

[Authorize(AppointmentsRegistration.Policy)]
public sealed class MeetingsModel(ReserveDb db, IMediator mediator, TimeShown shown, Words words) : PageModel
{
    public const int Size = 50;

    public sealed record Row(Guid Id, long Serial, DateTimeOffset At, string Place, string Territory, int Cases, MeetingState State);

    public sealed class Form
    {
        public string? Territory { get; set; }

        /// <summary>In the zone in which moments are shown.</summary>
        public DateTime? At { get; set; }

        public string? Place { get; set; }
    }

    [BindProperty]
    public Form Input { get; set; } = new();

    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public int Total { get; private set; }

    public IReadOnlyList<Territory> Territories { get; private set; } = [];

    public bool MaySchedule => User.IsInRole(Roles.CommissionSecretary) || User.IsInRole(Roles.CommissionChair);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Input.Territory = db.Scope;
        await Load(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Input.At is not { } at)
        {
            ModelState.AddModelError("Input.At", words["Укажите дату и время."].Value);
            await Load(cancellationToken);
            return Page();
        }

        var result = await mediator.Send(
            new ScheduleMeeting(Input.Territory ?? "", shown.FromLocal(at), Input.Place ?? ""),
            cancellationToken
        );
        if (!result.IsOk)
        {
            this.Show(result, words, nameof(Input));
            await Load(cancellationToken);
            return Page();
        }

        this.Done(words["Заседание назначено."].Value);
        return Redirect($"/appointments/meetings/{result.Value.Value}");
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        Number = Math.Clamp(Number, 1, PagingTagHelper.MostPages);
        Territories = await db.Set<Territory>()
            .AsNoTracking()
            .Where(row => row.Path == db.Scope || row.Path.StartsWith(db.Scope + "."))
            .OrderBy(row => row.Path)
            .ToListAsync(cancellationToken);
        Total = await db.Set<CommissionMeeting>().CountAsync(cancellationToken);
        Rows = await (
            from meeting in db.Set<CommissionMeeting>().AsNoTracking()
            join territory in db.Set<Territory>() on meeting.Territory equals territory.Path
            orderby meeting.ScheduledAt descending, meeting.Number descending
            select new Row(
                meeting.Id.Value,
                meeting.Number,
                meeting.ScheduledAt,
                meeting.Place,
                territory.Name,
                db.Set<AgendaItem>().Count(item => item.MeetingId == meeting.Id),
                meeting.State
            )
        )
            .Skip((Number - 1) * Size)
            .Take(Size)
            .ToListAsync(cancellationToken);
    }
}
