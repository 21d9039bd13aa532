using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments.Sittings;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>
/// Who reads the documents of a case: whoever works on it in its territory; a member of a commission, when asked for an opinion on it or
/// when it stands on an agenda of the own commission; nobody who has declared a conflict in it.
/// </summary>
internal sealed class DocumentRights(ReserveDb db, Caller caller)
{
    private static readonly string[] OfTheTerritory =
    [
        Roles.HrOfficer,
        Roles.CommissionSecretary,
        Roles.CommissionChair,
        Roles.RegionalAuthority,
        Roles.MunicipalAuthority,
        Roles.Administrator,
        Roles.Auditor,
    ];

    private static readonly string[] OfTheCommission =
    [
        Roles.CommissionMember,
        Roles.CommissionChair,
        Roles.CommissionSecretary,
        Roles.HrOfficer,
        Roles.Administrator,
        Roles.Auditor,
    ];

    /// <summary>The case must be one that the caller's scope shows.</summary>
    public async Task<bool> MayRead(AppointmentCaseId id, CancellationToken cancellationToken)
    {
        if (caller.IsSystem)
            return true;
        if (await db.Set<ConflictOfInterest>().AnyAsync(row => row.CaseId == id && row.UserId == caller.UserId, cancellationToken))
            return false;
        return OfTheTerritory.Any(caller.IsInRole) || (caller.IsInRole(Roles.CommissionMember) && await IsAsked(id, cancellationToken));
    }

    /// <summary>The pack holds papers of the commission besides: it is not for whoever asked.</summary>
    public async Task<bool> MayReadPack(AppointmentCaseId id, CancellationToken cancellationToken) =>
        (caller.IsSystem || OfTheCommission.Any(caller.IsInRole)) && await MayRead(id, cancellationToken);

    private async Task<bool> IsAsked(AppointmentCaseId id, CancellationToken cancellationToken) =>
        await db.Set<ExpertOpinion>().AnyAsync(row => row.CaseId == id && row.ExpertUserId == caller.UserId, cancellationToken)
        || await db.Set<AgendaItem>()
            .Where(item => item.CaseId == id)
            .Join(db.Set<CommissionMeeting>(), item => item.MeetingId, meeting => meeting.Id, (_, meeting) => meeting.Territory)
            .AnyAsync(
                commission =>
                    db.Set<CommissionMember>()
                        .Any(member => member.Territory == commission && member.UserId == caller.UserId && member.LeftAt == null),
                cancellationToken
            );
}
