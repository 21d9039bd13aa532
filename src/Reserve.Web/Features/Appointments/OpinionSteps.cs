using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments;

internal sealed class OpinionSteps(ReserveDb db, ProcessRuntime processes, Grants grants, Caller caller)
{
    internal static FeelContext Opinion(bool conflict, string? verdict) =>
        FeelContext.Of(
            (
                "opinion",
                FeelValue.Context(
                    FeelContext.Of(
                        ("conflict", FeelValue.From(conflict)),
                        ("verdict", verdict is null ? FeelValue.Null : FeelValue.From(verdict))
                    )
                )
            )
        );

    internal async Task<Result<Done, OpinionRefusal>> Complete(
        AppointmentCase appointment,
        ExpertOpinion opinion,
        FeelContext answers,
        CancellationToken cancellationToken
    )
    {
        var completed = await processes.CompleteTask<GiveOpinion>(appointment.Subject, answers, opinion.ExpertUserId, cancellationToken);
        return completed.IsOk ? new Done() : new OpinionRefusal.NotAwaited(completed.Reason!);
    }

    internal Task<AppointmentCase?> Find(AppointmentCaseId id, CancellationToken cancellationToken) =>
        db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    /// <summary>The opinion that the caller was asked for; else the one that is owed by a member in whose seat the caller sits.</summary>
    internal async Task<ExpertOpinion?> Mine(AppointmentCaseId id, CancellationToken cancellationToken)
    {
        if (
            await db.Set<ExpertOpinion>()
                .SingleOrDefaultAsync(row => row.CaseId == id && row.ExpertUserId == caller.UserId, cancellationToken) is
            { } own
        )
            return own;
        if (await db.Set<ConflictOfInterest>().AnyAsync(row => row.CaseId == id && row.UserId == caller.UserId, cancellationToken))
            return null;
        foreach (var grant in (await grants.Mine(cancellationToken)).Where(grant => grant.Seat is not null))
        {
            var owed = await db.Set<ExpertOpinion>()
                .SingleOrDefaultAsync(
                    row => row.CaseId == id && row.ExpertUserId == grant.Absent && row.GivenAt == null,
                    cancellationToken
                );
            if (owed is null || !Territory.Covers(grant.Territory, owed.Territory))
                continue;
            caller.ActFor(grant);
            return owed;
        }

        return null;
    }
}
