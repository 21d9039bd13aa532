using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>Ends the sitting when every case of the agenda is decided or taken over.</summary>
[Allow(Roles.CommissionSecretary, Roles.CommissionChair)]
[Says("Завершить заседание")]
internal sealed record HoldSitting(CommissionMeetingId Meeting) : IRequest<Result<Done, MeetingRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("commission_meetings", Meeting, nameof(Meeting));
}

internal sealed class HoldSittingHandler(Caller caller, SittingCases sittingCases)
    : IRequestHandler<HoldSitting, Result<Done, MeetingRefusal>>
{
    public async Task<Result<Done, MeetingRefusal>> Handle(HoldSitting request, CancellationToken cancellationToken)
    {
        if (await sittingCases.Find(request.Meeting, cancellationToken) is not { } meeting)
            return MeetingRefusal.NotFound;
        if (meeting.Hold(caller.Stamp()) is { } refusal)
            return refusal;
        return (await sittingCases.Cases(meeting, cancellationToken)).Count > 0 ? MeetingRefusal.Undecided : new Done();
    }
}
