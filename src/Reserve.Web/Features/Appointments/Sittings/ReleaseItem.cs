using MediatR;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>Takes an item off the agenda without a decision: its case waits for another sitting.</summary>
[Allow(Roles.CommissionSecretary)]
[Says("Снять вопрос с рассмотрения")]
internal sealed record ReleaseItem(AgendaItemId Item, string Reason) : IRequest<Result<Done, MeetingRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("agenda_items", Item, nameof(Item));
}

internal sealed class ReleaseItemHandler(ReserveDb db, SittingSteps steps, Caller caller)
    : IRequestHandler<ReleaseItem, Result<Done, MeetingRefusal>>
{
    public async Task<Result<Done, MeetingRefusal>> Handle(ReleaseItem request, CancellationToken cancellationToken)
    {
        if (await steps.Item(request.Item, cancellationToken) is not var (meeting, item, matter))
            return MeetingRefusal.UnknownItem;
        if (string.IsNullOrWhiteSpace(request.Reason))
            return MeetingRefusal.ReasonMissing;
        if (item.State is not (ItemState.Waiting or ItemState.Heard) || meeting.State is MeetingState.Held or MeetingState.Cancelled)
            return MeetingRefusal.AlreadyVoting;
        item.Release(request.Reason.Trim(), caller.Stamp());
        matter.LeaveAgenda();
        await db.SaveChangesAsync(cancellationToken);
        return (await steps.Tell(matter, "AgendaReleased", FeelContext.Empty, cancellationToken)).IsTaken
            ? new Done()
            : MeetingRefusal.CaseNotReady;
    }
}
