using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime;

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
