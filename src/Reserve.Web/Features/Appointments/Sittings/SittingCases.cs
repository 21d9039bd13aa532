using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings;

internal sealed class SittingCases(ReserveDb db)
{
    internal Task<CommissionMeeting?> Find(CommissionMeetingId id, CancellationToken cancellationToken) =>
        db.Set<CommissionMeeting>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    /// <summary>The cases of the agenda that still wait for their decision, in order.</summary>
    internal Task<List<AppointmentCase>> Cases(CommissionMeeting meeting, CancellationToken cancellationToken) =>
        (
            from item in db.Set<AgendaItem>()
            join appointment in db.Set<AppointmentCase>() on item.CaseId equals appointment.Id
            where item.MeetingId == meeting.Id && item.ClosedAt == null
            orderby item.Position
            select appointment
        ).ToListAsync(cancellationToken);

    /// <summary>The cases that the sitting has approved or refused.</summary>
    internal Task<List<AppointmentCase>> Decided(CommissionMeeting meeting, CancellationToken cancellationToken) =>
        (
            from item in db.Set<AgendaItem>()
            join appointment in db.Set<AppointmentCase>() on item.CaseId equals appointment.Id
            where item.MeetingId == meeting.Id && (appointment.State == CaseState.Approved || appointment.State == CaseState.Refused)
            orderby item.Position
            select appointment
        ).ToListAsync(cancellationToken);
}
