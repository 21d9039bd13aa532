using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>The cases on the agenda of a sitting.</summary>
internal sealed class SittingCases(ReserveDb db)
{
    /// <summary>The items that still wait for their decision, in order.</summary>
    internal async Task<List<(AgendaItem Item, AppointmentCase Case)>> Items(
        CommissionMeeting meeting,
        CancellationToken cancellationToken
    ) =>
        (
            await (
                from item in db.Set<AgendaItem>()
                join appointment in db.Set<AppointmentCase>() on item.CaseId equals appointment.Id
                where item.MeetingId == meeting.Id && item.ClosedAt == null
                orderby item.Position
                select new { item, appointment }
            ).ToListAsync(cancellationToken)
        ).ConvertAll(row => (row.item, row.appointment));

    /// <summary>Those of them on which it is voted now.</summary>
    internal async Task<List<(AgendaItem Item, AppointmentCase Case)>> Voting(
        CommissionMeeting meeting,
        CancellationToken cancellationToken
    ) => (await Items(meeting, cancellationToken)).FindAll(row => row.Item.State == ItemState.Voting);

    /// <summary>Whether an item is heard, voted or waits for its decision.</summary>
    internal async Task<bool> IsHearing(CommissionMeeting meeting, CancellationToken cancellationToken) =>
        (await Items(meeting, cancellationToken)).Exists(row => row.Item.State != ItemState.Waiting);

    /// <summary>The cases that the sitting has approved or refused.</summary>
    internal Task<List<AppointmentCase>> Decided(CommissionMeeting meeting, CancellationToken cancellationToken) =>
        (
            from item in db.Set<AgendaItem>()
            join appointment in db.Set<AppointmentCase>() on item.CaseId equals appointment.Id
            where item.MeetingId == meeting.Id && (appointment.State == CaseState.Approved || appointment.State == CaseState.Refused)
            orderby item.Position
            select appointment
        ).ToListAsync(cancellationToken);

    /// <summary>Whether something that was heard has no minutes yet.</summary>
    internal Task<bool> LacksMinutes(CommissionMeeting meeting, CancellationToken cancellationToken) =>
        db.Set<AgendaItem>()
            .AnyAsync(
                row => row.MeetingId == meeting.Id && row.HeardAt != null && row.ReleasedFor == null && row.Heard == null,
                cancellationToken
            );

    /// <summary>Former votes on a case count no more.</summary>
    internal async Task Supersede(AppointmentCase appointment, CancellationToken cancellationToken)
    {
        foreach (
            var vote in await db.Set<Vote>().Where(row => row.CaseId == appointment.Id && !row.Superseded).ToListAsync(cancellationToken)
        )
            vote.Superseded = true;
    }
}
