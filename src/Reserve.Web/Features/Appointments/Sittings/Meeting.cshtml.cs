using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Papers;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Appointments.Sittings;

[Authorize(AppointmentsRegistration.Policy)]
public sealed class MeetingModel(ReserveDb db, IMediator mediator, PaperArchive archive, TimeShown shown, Words words) : PageModel
{
    public sealed record AgendaRow(int Position, Guid Case, string Number, string Person, string Territory, CaseState State, int Votes);

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public CommissionMeeting Meeting { get; private set; } = null!;

    public string Commission { get; private set; } = "";

    public IReadOnlyList<AgendaRow> Agenda { get; private set; } = [];

    public IReadOnlyList<CommissionMember> Members { get; private set; } = [];

    public IReadOnlyList<PaperLine> Papers { get; private set; } = [];

    public bool MayCloseAgenda => User.IsInRole(Roles.CommissionSecretary);

    public bool MayRun => User.IsInRole(Roles.CommissionSecretary) || User.IsInRole(Roles.CommissionChair);

    private CommissionMeetingId MeetingId => new(Id);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (
            await db.Set<CommissionMeeting>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == MeetingId, cancellationToken)
            is not { } meeting
        )
            return NotFound();
        Meeting = meeting;
        Commission = await db.Set<Territory>()
            .Where(row => row.Path == meeting.Territory)
            .Select(row => row.Name)
            .SingleAsync(cancellationToken);
        var agenda = await (
            from item in db.Set<AgendaItem>().AsNoTracking()
            join appointment in db.Set<AppointmentCase>() on item.CaseId equals appointment.Id
            join territory in db.Set<Territory>() on appointment.Territory equals territory.Path
            where item.MeetingId == MeetingId
            orderby item.Position
            select new
            {
                item.Position,
                Case = appointment,
                Municipality = territory.Name,
                Votes = db.Set<Vote>().Count(vote => vote.AgendaItemId == item.Id),
            }
        ).ToListAsync(cancellationToken);
        Agenda =
        [
            .. agenda.Select(row => new AgendaRow(
                row.Position,
                row.Case.Id.Value,
                row.Case.Number,
                row.Case.PersonName,
                row.Municipality,
                row.Case.State,
                row.Votes
            )),
        ];
        Members = await db.Set<CommissionMember>()
            .AsNoTracking()
            .Where(row => row.Territory == meeting.Territory && row.LeftAt == null)
            .OrderByDescending(row => row.IsChair)
            .ThenBy(row => row.Name)
            .ToListAsync(cancellationToken);
        Papers = await archive.Of(new PaperSubject(PaperSubjectKind.Meeting, Id), cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostCloseAsync(CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new CloseAgenda(MeetingId), cancellationToken), "Повестка закрыта.");

    public async Task<IActionResult> OnPostOpenAsync(List<Guid> present, CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new OpenSitting(MeetingId, present), cancellationToken), "Заседание открыто.");

    public async Task<IActionResult> OnPostHoldAsync(CancellationToken cancellationToken) =>
        Answer(await mediator.Send(new HoldSitting(MeetingId), cancellationToken), "Заседание завершено.");

    public async Task<IActionResult> OnPostMoveAsync(DateTime? at, string? place, CancellationToken cancellationToken) =>
        at is { } moment
            ? Answer(
                await mediator.Send(new RescheduleMeeting(MeetingId, shown.FromLocal(moment), place ?? ""), cancellationToken),
                "Заседание перенесено."
            )
            : Redirect($"/appointments/meetings/{Id}");

    private RedirectResult Answer(IOutcome outcome, string done)
    {
        this.Tell(outcome, words, done);
        return Redirect($"/appointments/meetings/{Id}");
    }
}
