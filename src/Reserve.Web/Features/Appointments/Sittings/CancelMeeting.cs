using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>Calls a sitting off: its cases wait for another one.</summary>
[Allow(Roles.CommissionSecretary)]
[Says("Отменить заседание")]
internal sealed record CancelMeeting(CommissionMeetingId Meeting, string Reason) : IRequest<Result<Done, MeetingRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("commission_meetings", Meeting, nameof(Meeting));
}

internal sealed class CancelMeetingHandler(ReserveDb db, SittingSteps steps, SittingCases sittingCases, Caller caller)
    : IRequestHandler<CancelMeeting, Result<Done, MeetingRefusal>>
{
    public async Task<Result<Done, MeetingRefusal>> Handle(CancelMeeting request, CancellationToken cancellationToken)
    {
        if (await steps.Find(request.Meeting, cancellationToken) is not { } meeting)
            return MeetingRefusal.NotFound;
        if (string.IsNullOrWhiteSpace(request.Reason))
            return MeetingRefusal.ReasonMissing;
        if (meeting.Cancel(caller.Stamp()) is { } refusal)
            return refusal;
        foreach (var (item, matter) in await sittingCases.Items(meeting, cancellationToken))
        {
            item.Release(request.Reason.Trim(), caller.Stamp());
            matter.LeaveAgenda();
            await db.SaveChangesAsync(cancellationToken);
            if (!(await steps.Tell(matter, "AgendaReleased", FeelContext.Empty, cancellationToken)).IsTaken)
                return MeetingRefusal.CaseNotReady;
        }

        await db.SaveChangesAsync(cancellationToken);
        await steps.Tell(meeting, "SittingCancelled", FeelContext.Empty, cancellationToken);
        return new Done();
    }
}
