using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Mail;

/// <summary>A letter that has not left is not to leave any more. One that a node is just sending may still go.</summary>
[Allow(Roles.Administrator, Roles.HrOfficer), Says("Письмо не отправлять")]
internal sealed record WithdrawLetter(OutboxMessageId Message) : IRequest<Result<Done, OutgoingRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("outbox", Message, nameof(Message));
}

internal sealed class WithdrawLetterHandler(ReserveDb db, Caller caller) : IRequestHandler<WithdrawLetter, Result<Done, OutgoingRefusal>>
{
    public async Task<Result<Done, OutgoingRefusal>> Handle(WithdrawLetter request, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        var changed = await db.Database.ExecuteSqlAsync(
            $"""
            update outbox set sent_at = {stamp.At}, withdrawn_by = {stamp.Name}, lease_until = null, fence = fence + 1
            where id = {request.Message.Value} and sent_at is null
            """,
            cancellationToken
        );
        return changed == 1 ? new Done() : OutgoingRefusal.NotWaiting;
    }
}
