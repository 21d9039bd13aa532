using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>Closes the agenda: from now on the members read, and no case is added.</summary>
[CompletesTask("Commission.CloseAgenda", Gives = [], Otherwise = "никто не сможет закрыть повестку")]
[Allow(Roles.CommissionSecretary)]
[Says("Закрыть повестку")]
internal sealed record CloseAgenda(CommissionMeetingId Meeting) : IRequest<Result<Done, MeetingRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("commission_meetings", Meeting, nameof(Meeting));
}

internal sealed class CloseAgendaHandler(SittingDays days, Caller caller, SittingSteps steps, SittingCases sittingCases)
    : IRequestHandler<CloseAgenda, Result<Done, MeetingRefusal>>
{
    public async Task<Result<Done, MeetingRefusal>> Handle(CloseAgenda request, CancellationToken cancellationToken)
    {
        if (await steps.Find(request.Meeting, cancellationToken) is not { } meeting)
            return MeetingRefusal.NotFound;
        if (meeting.CloseAgenda(days.LeavesTime(meeting, caller.Stamp().At), caller.Stamp()) is { } refusal)
            return refusal;
        if ((await sittingCases.Items(meeting, cancellationToken)).Count == 0)
            return MeetingRefusal.EmptyAgenda;
        return await steps.Complete<CloseAgenda>(meeting, FeelContext.Empty, cancellationToken) is { } notAwaited ? notAwaited : new Done();
    }
}
