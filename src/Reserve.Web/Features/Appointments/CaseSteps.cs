using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Appointments;

internal sealed class CaseSteps(ReserveDb db, Outbox outbox, CaseLetters letters, Caller caller)
{
    internal Task<AppointmentCase?> Find(AppointmentCaseId id, CancellationToken cancellationToken) =>
        db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    /// <param name="appointment">The case that the letter is about.</param>
    /// <param name="reason">Names the sending: the same again is not sent twice.</param>
    /// <param name="mail">The letter.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    internal async Task<bool> Tell(AppointmentCase appointment, string reason, CaseMail mail, CancellationToken cancellationToken) =>
        await outbox.Add(
            CaseMail.Kind,
            $"case/{appointment.Id.Value}/{reason}",
            mail with
            {
                Subject = await letters.SubjectOf(appointment, mail, cancellationToken),
            },
            caller.Stamp().At,
            cancellationToken
        );
}
