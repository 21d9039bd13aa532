using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>
/// Ends the sitting when every item of the agenda is decided or taken off it. The protocol is a draft until secretary and chair close it.
/// </summary>
[CompletesTask("Commission.HoldSitting", Gives = [], Otherwise = "никто не сможет завершить заседание")]
[Allow(Roles.CommissionSecretary)]
[Says("Завершить заседание")]
internal sealed record HoldSitting(CommissionMeetingId Meeting) : IRequest<Result<Done, MeetingRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("commission_meetings", Meeting, nameof(Meeting));
}

internal sealed class HoldSittingHandler(ReserveDb db, SittingSteps steps, SittingCases sittingCases, Caller caller)
    : IRequestHandler<HoldSitting, Result<Done, MeetingRefusal>>
{
    public async Task<Result<Done, MeetingRefusal>> Handle(HoldSitting request, CancellationToken cancellationToken)
    {
        if (await steps.Find(request.Meeting, cancellationToken) is not { } meeting)
            return MeetingRefusal.NotFound;
        if (meeting.Hold(caller.Stamp()) is { } refusal)
            return refusal;
        if ((await sittingCases.Items(meeting, cancellationToken)).Count > 0)
            return MeetingRefusal.Undecided;
        foreach (
            var stay in await db.Set<SittingPresence>()
                .Where(row => row.MeetingId == meeting.Id && row.LeftAt == null)
                .ToListAsync(cancellationToken)
        )
            stay.Leave(caller.Stamp());
        return await steps.Complete<HoldSitting>(meeting, FeelContext.Empty, cancellationToken) is { } notAwaited ? notAwaited : new Done();
    }
}
