using Microsoft.EntityFrameworkCore;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments;

public sealed class ExpertChoice(ReserveDb db, TimeProvider clock)
{
    /// <summary>The members of the commissions whose territory covers the case; the chair decides and gives no opinion.</summary>
    internal Task<List<Judge>> Judges(AppointmentCase appointment, CancellationToken cancellationToken) =>
        db
            .Database.SqlQuery<Judge>(
                $"""
                select user_id as "UserId", name as "Name", owed as "Owed"
                from reserve_experts({appointment.Territory}, {clock.GetUtcNow()})
                """
            )
            .ToListAsync(cancellationToken);

    /// <summary>Those who were not asked before and have no conflict of interest.</summary>
    internal async Task<List<Judge>> Free(AppointmentCase appointment, List<Judge> judges, CancellationToken cancellationToken)
    {
        var asked = await db.Set<ExpertOpinion>()
            .Where(row => row.CaseId == appointment.Id)
            .Select(row => row.ExpertUserId)
            .ToListAsync(cancellationToken);
        var conflicts = await db.Set<ConflictOfInterest>()
            .Where(row => row.CaseId == appointment.Id)
            .Select(row => row.UserId)
            .ToListAsync(cancellationToken);
        return judges.FindAll(judge => !asked.Contains(judge.UserId) && !conflicts.Contains(judge.UserId));
    }
}

/// <param name="Owed">Opinions that the member has been asked for and has not given, in any case.</param>
internal sealed record Judge(Guid UserId, string Name, long Owed);
