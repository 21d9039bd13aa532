using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments;

internal sealed class ExpertChoice(ReserveDb db)
{
    /// <summary>The members of the commissions whose territory covers the case; the chair decides and gives no opinion.</summary>
    internal IQueryable<CommissionMember> Judges(AppointmentCase appointment) =>
        db.Set<CommissionMember>()
            .AsNoTracking()
            .Where(member =>
                member.LeftAt == null
                && !member.IsChair
                && (appointment.Territory == member.Territory || appointment.Territory.StartsWith(member.Territory + "."))
            );

    internal IQueryable<CommissionMember> Free(AppointmentCase appointment) =>
        Judges(appointment)
            .Where(member =>
                !db.Set<ExpertOpinion>().Any(row => row.CaseId == appointment.Id && row.ExpertUserId == member.UserId)
                && !db.Set<ConflictOfInterest>().Any(row => row.CaseId == appointment.Id && row.UserId == member.UserId)
            );
}
