namespace Reserve.Web.Features.Appointments;

/// <summary>Configuration <c>Appointments</c>: terms that the order of a region sets.</summary>
internal sealed class AppointmentsOptions
{
    /// <summary>Calendar days from the request to the reply.</summary>
    public int ReplyDays { get; set; } = 30;

    /// <summary>Working days between the closing of the agenda and the sitting.</summary>
    public int AgendaWorkingDays { get; set; } = 5;

    /// <summary>How long a sitting takes in the calendars of its members.</summary>
    public TimeSpan SittingTakes { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How long a case may be postponed, in calendar days.</summary>
    public int PostponeDays { get; set; } = 30;
}
