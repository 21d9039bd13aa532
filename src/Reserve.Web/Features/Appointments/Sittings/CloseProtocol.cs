using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>The secretary has done with the draft of the protocol; the chair reads it.</summary>
[CompletesTask("Commission.CloseProtocol", Gives = [], Otherwise = "никто не сможет закрыть проект протокола")]
[Allow(Roles.CommissionSecretary)]
[Says("Закрыть проект протокола")]
internal sealed record CloseProtocol(CommissionMeetingId Meeting) : IRequest<Result<Done, MeetingRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("commission_meetings", Meeting, nameof(Meeting));
}

internal sealed class CloseProtocolHandler(SittingSteps steps, SittingCases sittingCases, Caller caller)
    : IRequestHandler<CloseProtocol, Result<Done, MeetingRefusal>>
{
    public async Task<Result<Done, MeetingRefusal>> Handle(CloseProtocol request, CancellationToken cancellationToken)
    {
        if (await steps.Find(request.Meeting, cancellationToken) is not { } meeting)
            return MeetingRefusal.NotFound;
        if (await sittingCases.LacksMinutes(meeting, cancellationToken))
            return MeetingRefusal.MinutesMissing;
        if (meeting.CloseDraft(caller.Stamp()) is { } refusal)
            return refusal;
        return await steps.Complete<CloseProtocol>(meeting, FeelContext.Empty, cancellationToken) is { } notAwaited
            ? notAwaited
            : new Done();
    }
}
