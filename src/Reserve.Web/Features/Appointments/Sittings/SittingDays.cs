using Microsoft.Extensions.Options;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>The terms around a sitting. Whole days count: what is closed in the morning is in time for a sitting at noon.</summary>
internal sealed class SittingDays(IOptions<AppointmentsOptions> options, ProcessClock clock)
{
    /// <summary>How many days before the sitting the members must have the materials.</summary>
    public int Lead => options.Value.AgendaLeadDays;

    public bool LeavesTime(DateTimeOffset sitting, DateTimeOffset now) => clock.Local(now).Date.AddDays(Lead) <= clock.Local(sitting).Date;

    public bool HasCome(DateTimeOffset sitting, DateTimeOffset now) => clock.Local(sitting).Date <= clock.Local(now).Date;
}
