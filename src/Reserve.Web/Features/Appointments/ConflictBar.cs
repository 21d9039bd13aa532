using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Papers;

namespace Reserve.Web.Features.Appointments;

/// <summary>Who has declared a conflict of interest in a case reads none of its papers.</summary>
internal sealed class ConflictBar(ReserveDb db) : IPaperBar
{
    public async Task<bool> Bars(PaperSubject subject, Guid reader, CancellationToken cancellationToken)
    {
        if (subject.Kind != PaperSubjectKind.AppointmentCase)
            return false;
        var id = new AppointmentCaseId(subject.Id);
        return await db.Set<ConflictOfInterest>().AnyAsync(row => row.CaseId == id && row.UserId == reader, cancellationToken);
    }
}
