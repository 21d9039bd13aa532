using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>
/// Ends the sitting when every case of the agenda is decided or taken over: its protocol is issued, and the decided cases go on.
/// </summary>
[Allow(Roles.CommissionSecretary, Roles.CommissionChair)]
[Says("Завершить заседание")]
internal sealed record HoldSitting(CommissionMeetingId Meeting) : IRequest<Result<Done, MeetingRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("commission_meetings", Meeting, nameof(Meeting));
}

internal sealed class HoldSittingHandler(
    ReserveDb db,
    ProcessRuntime processes,
    SittingCases sittingCases,
    SittingProtocol protocol,
    Caller caller
) : IRequestHandler<HoldSitting, Result<Done, MeetingRefusal>>
{
    public async Task<Result<Done, MeetingRefusal>> Handle(HoldSitting request, CancellationToken cancellationToken)
    {
        if (await sittingCases.Find(request.Meeting, cancellationToken) is not { } meeting)
            return MeetingRefusal.NotFound;
        if (meeting.Hold(caller.Stamp()) is { } refusal)
            return refusal;
        if ((await sittingCases.Cases(meeting, cancellationToken)).Count > 0)
            return MeetingRefusal.Undecided;
        await db.SaveChangesAsync(cancellationToken);
        await protocol.Issue(meeting, cancellationToken);
        foreach (var appointment in await sittingCases.Decided(meeting, cancellationToken))
            await processes.Correlate(
                "SittingHeld",
                appointment.Id.Value.ToString(),
                FeelContext.Empty,
                new StartFacts(appointment.Territory, appointment.Subject),
                caller.Stamp(),
                cancellationToken
            );
        return new Done();
    }
}
