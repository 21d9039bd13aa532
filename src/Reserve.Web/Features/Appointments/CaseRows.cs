using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments;

/// <summary>An approval acts on its case, and on the candidate whom the case is about.</summary>
internal sealed class CaseRows(ReserveDb db) : ISubjectRows
{
    public string Type => AppointmentCase.SubjectType;

    public string Table => "appointment_cases";

    public Task<bool> Includes(Guid subject, Area.Row row, CancellationToken cancellationToken)
    {
        var id = new AppointmentCaseId(subject);
        return row.Table == "candidates"
            ? db.Set<AppointmentCase>()
                .AnyAsync(appointment => appointment.Id == id && appointment.CandidateId == row.Id, cancellationToken)
            : Task.FromResult(false);
    }
}
