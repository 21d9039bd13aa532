using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Commission;

namespace Reserve.Web.Features.Appointments.Sittings;

/// <summary>Moves an item of the agenda one place up or down.</summary>
[Allow(Roles.CommissionSecretary)]
[Says("Изменить порядок повестки")]
internal sealed record MoveItem(AgendaItemId Item, bool Up) : IRequest<Result<Done, MeetingRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("agenda_items", Item, nameof(Item));
}

internal sealed class MoveItemHandler(ReserveDb db, SittingSteps steps) : IRequestHandler<MoveItem, Result<Done, MeetingRefusal>>
{
    public async Task<Result<Done, MeetingRefusal>> Handle(MoveItem request, CancellationToken cancellationToken)
    {
        if (await steps.Item(request.Item, cancellationToken) is not var (meeting, item, _))
            return MeetingRefusal.UnknownItem;
        if (meeting.State is not (MeetingState.Planned or MeetingState.AgendaClosed))
            return MeetingRefusal.AlreadyOpened;
        var others = db.Set<AgendaItem>().Where(row => row.MeetingId == meeting.Id);
        var other = request.Up
            ? await others
                .Where(row => row.Position < item.Position)
                .OrderByDescending(row => row.Position)
                .FirstOrDefaultAsync(cancellationToken)
            : await others.Where(row => row.Position > item.Position).OrderBy(row => row.Position).FirstOrDefaultAsync(cancellationToken);
        if (other is null)
            return new Done();
        var (mine, its) = (item.Position, other.Position);
        // Places are unique: the item steps aside first.
        item.Position = -mine;
        await db.SaveChangesAsync(cancellationToken);
        other.Position = mine;
        await db.SaveChangesAsync(cancellationToken);
        item.Position = its;
        return new Done();
    }
}
