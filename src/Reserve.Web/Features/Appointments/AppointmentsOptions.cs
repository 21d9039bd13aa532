namespace Reserve.Web.Features.Appointments;

/// <summary>Configuration <c>Appointments</c>: terms that the order of a region sets.</summary>
internal sealed class AppointmentsOptions
{
    /// <summary>Calendar days from the request to the reply.</summary>
    public int ReplyDays { get; set; } = 30;

    /// <summary>Calendar days between the closing of the agenda and the sitting: five working days.</summary>
    public int AgendaLeadDays { get; set; } = 7;

    /// <summary>How long a case may be postponed, in calendar days.</summary>
    public int PostponeDays { get; set; } = 30;
}
