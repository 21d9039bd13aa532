using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>Issues the protocol that secretary and chair have closed: it gets its number, and nothing of it changes any more.</summary>
[Allow]
[Activity("Commission.IssueProtocol", Title = "Оформить протокол заседания")]
internal sealed record IssueSittingProtocol(CommissionMeetingId Meeting) : IRequest<Result<SittingProtocolIssued, MeetingRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("commission_meetings", Meeting, nameof(Meeting));
}

internal sealed record SittingProtocolIssued(IssuedPaper Protocol);

internal sealed class IssueSittingProtocolHandler(SittingSteps steps, SittingProtocol protocol)
    : IRequestHandler<IssueSittingProtocol, Result<SittingProtocolIssued, MeetingRefusal>>
{
    public async Task<Result<SittingProtocolIssued, MeetingRefusal>> Handle(
        IssueSittingProtocol request,
        CancellationToken cancellationToken
    )
    {
        if (await steps.Find(request.Meeting, cancellationToken) is not { } meeting)
            return MeetingRefusal.NotFound;
        if (meeting.ConfirmedAt is null)
            return MeetingRefusal.NotHeld;
        return new SittingProtocolIssued(await protocol.Issue(meeting, cancellationToken));
    }
}
