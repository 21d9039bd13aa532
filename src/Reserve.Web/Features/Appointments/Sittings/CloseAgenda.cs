using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>Closes the agenda: from now on the members read, and no case is added.</summary>
[Allow(Roles.CommissionSecretary)]
[Says("Закрыть повестку")]
internal sealed record CloseAgenda(CommissionMeetingId Meeting) : IRequest<Result<Done, MeetingRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("commission_meetings", Meeting, nameof(Meeting));
}

internal sealed class CloseAgendaHandler(SittingDays days, Caller caller, SittingCases sittingCases)
    : IRequestHandler<CloseAgenda, Result<Done, MeetingRefusal>>
{
    public async Task<Result<Done, MeetingRefusal>> Handle(CloseAgenda request, CancellationToken cancellationToken)
    {
        if (await sittingCases.Find(request.Meeting, cancellationToken) is not { } meeting)
            return MeetingRefusal.NotFound;
        if (meeting.CloseAgenda(days.LeavesTime(meeting.ScheduledAt, caller.Stamp().At), caller.Stamp()) is { } refusal)
            return refusal;
        return (await sittingCases.Cases(meeting, cancellationToken)).Count == 0 ? MeetingRefusal.EmptyAgenda : new Done();
    }
}
