using Microsoft.Extensions.Options;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>
/// The terms around a sitting, by the clock and the calendar of its territory. Whole days count: what is closed in the morning is in time
/// for a sitting at noon.
/// </summary>
internal sealed class SittingDays(IOptions<AppointmentsOptions> options, ProcessClock clock)
{
    /// <summary>How many working days before the sitting the members must have the materials.</summary>
    public int Lead => options.Value.AgendaWorkingDays;

    public bool LeavesTime(CommissionMeeting meeting, DateTimeOffset now)
    {
        var (today, day) = (Day(now, meeting), Day(meeting.ScheduledAt, meeting));
        // A year without a calendar has no working days to be counted: its days are taken as weeks of five.
        return clock.Options(now).Calendar?.Add(today, Lead, meeting.Territory).Value is { } counted
            ? counted <= day
            : today.AddDays(Lead + (2 * (Lead / 5))) <= day;
    }

    public bool HasCome(CommissionMeeting meeting, DateTimeOffset now) => Day(meeting.ScheduledAt, meeting) <= Day(now, meeting);

    private DateOnly Day(DateTimeOffset moment, CommissionMeeting meeting) =>
        DateOnly.FromDateTime(clock.Local(moment, meeting.Territory).Date);
}
