using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Appointments;

internal sealed class CaseSteps(ReserveDb db, Outbox outbox, Caller caller)
{
    internal Task<AppointmentCase?> Find(AppointmentCaseId id, CancellationToken cancellationToken) =>
        db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    internal Task<bool> Tell(
        AppointmentCase appointment,
        string template,
        IReadOnlyList<string> defects,
        string? note,
        CancellationToken cancellationToken
    ) =>
        outbox.Add(
            CaseMail.Kind,
            $"case/{appointment.Id.Value}/{template}/{appointment.Returns}",
            new CaseMail(appointment.Id, template, [], defects, note),
            caller.Stamp().At,
            cancellationToken
        );
}
