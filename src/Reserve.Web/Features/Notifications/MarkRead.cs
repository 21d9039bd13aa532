using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Notifications;

/// <summary>Marks one of the caller's notifications as read, or all of them.</summary>
[Allow(AnySignedIn = true)]
[Says("Отметить уведомления прочитанными")]
internal sealed record MarkRead(long? Notification) : IRequest<Result<Done, NoRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Nowhere;
}

internal sealed class MarkReadHandler(ReserveDb db, Caller caller) : IRequestHandler<MarkRead, Result<Done, NoRefusal>>
{
    public async Task<Result<Done, NoRefusal>> Handle(MarkRead request, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        await db.Set<Notification>()
            .Where(row =>
                row.UserId == caller.UserId && row.ReadAt == null && (request.Notification == null || row.Id == request.Notification)
            )
            .ExecuteUpdateAsync(row => row.SetProperty(notification => notification.ReadAt, stamp.At), cancellationToken);
        return new Done();
    }
}
