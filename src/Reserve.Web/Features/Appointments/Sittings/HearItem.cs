using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>The commission comes to an item of its agenda: the case goes on to its hearing. One item at a time.</summary>
[Allow(Roles.CommissionSecretary)]
[Says("Перейти к вопросу")]
internal sealed record HearItem(AgendaItemId Item) : IRequest<Result<Done, MeetingRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("agenda_items", Item, nameof(Item));
}

internal sealed class HearItemHandler(ReserveDb db, SittingSteps steps, SittingCases sittingCases, Caller caller)
    : IRequestHandler<HearItem, Result<Done, MeetingRefusal>>
{
    public async Task<Result<Done, MeetingRefusal>> Handle(HearItem request, CancellationToken cancellationToken)
    {
        if (await steps.Item(request.Item, cancellationToken) is not var (meeting, item, matter))
            return MeetingRefusal.UnknownItem;
        if (meeting.State != MeetingState.Open)
            return MeetingRefusal.NotOpen;
        if (item.State != ItemState.Waiting)
            return MeetingRefusal.AlreadyVoting;
        if (await sittingCases.IsHearing(meeting, cancellationToken))
            return MeetingRefusal.OtherItemHeard;
        item.Hear(caller.Stamp());
        matter.OpenSitting();
        await db.SaveChangesAsync(cancellationToken);
        var attendance = await steps.Attendance(meeting, matter, cancellationToken);
        return (await steps.Tell(matter, "SittingOpened", attendance.Facts, cancellationToken)).IsTaken
            ? new Done()
            : MeetingRefusal.CaseNotReady;
    }
}
