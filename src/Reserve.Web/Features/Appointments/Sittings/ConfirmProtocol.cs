using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>The chair closes the protocol, or sends its draft back with remarks.</summary>
[CompletesTask("Commission.ConfirmProtocol", Gives = ["agreed"], Otherwise = "никто не сможет согласовать протокол")]
[Allow(Roles.CommissionChair)]
[Says("Согласовать протокол")]
internal sealed record ConfirmProtocol(CommissionMeetingId Meeting, bool Agreed, string? Remarks)
    : IRequest<Result<Done, MeetingRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("commission_meetings", Meeting, nameof(Meeting));
}

internal sealed class ConfirmProtocolHandler(SittingSteps steps, Caller caller)
    : IRequestHandler<ConfirmProtocol, Result<Done, MeetingRefusal>>
{
    public async Task<Result<Done, MeetingRefusal>> Handle(ConfirmProtocol request, CancellationToken cancellationToken)
    {
        if (await steps.Find(request.Meeting, cancellationToken) is not { } meeting)
            return MeetingRefusal.NotFound;
        if (meeting.Confirm(request.Agreed, request.Remarks, caller.Stamp()) is { } refusal)
            return refusal;
        var answers = FeelContext.Of(("agreed", FeelValue.From(request.Agreed)));
        return await steps.Complete<ConfirmProtocol>(meeting, answers, cancellationToken) is { } notAwaited ? notAwaited : new Done();
    }
}
