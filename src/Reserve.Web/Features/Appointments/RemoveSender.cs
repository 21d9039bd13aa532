using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments;

[Allow(Roles.Administrator)]
[Says("Удалить отправителя")]
internal sealed record RemoveSender(RegisteredSenderId Sender) : IRequest<Result<Done, SenderRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("registered_senders", Sender, nameof(Sender));
}

internal sealed class RemoveSenderHandler(ReserveDb db) : IRequestHandler<RemoveSender, Result<Done, SenderRefusal>>
{
    public async Task<Result<Done, SenderRefusal>> Handle(RemoveSender request, CancellationToken cancellationToken)
    {
        if (await db.Set<RegisteredSender>().SingleOrDefaultAsync(row => row.Id == request.Sender, cancellationToken) is not { } sender)
            return SenderRefusal.NotFound;
        db.Remove(sender);
        return new Done();
    }
}
