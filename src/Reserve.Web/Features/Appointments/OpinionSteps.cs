using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments;

internal sealed class OpinionSteps(ReserveDb db, ProcessRuntime processes, Caller caller)
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
        FeelContext answers,
        CancellationToken cancellationToken
    )
    {
        var completed = await processes.CompleteTask<GiveOpinion>(appointment.Subject, answers, caller.UserId, cancellationToken);
        return completed.IsOk ? new Done() : new OpinionRefusal.NotAwaited(completed.Reason!);
    }

    internal Task<AppointmentCase?> Find(AppointmentCaseId id, CancellationToken cancellationToken) =>
        db.Set<AppointmentCase>().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    internal Task<ExpertOpinion?> Mine(AppointmentCaseId id, CancellationToken cancellationToken) =>
        db.Set<ExpertOpinion>().SingleOrDefaultAsync(row => row.CaseId == id && row.ExpertUserId == caller.UserId, cancellationToken);
}
