using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Mail;

/// <summary>Tries a letter that has not left again at once, and for as many days as a new one.</summary>
[Allow(Roles.Administrator, Roles.HrOfficer), Says("Письмо отправляется ещё раз")]
internal sealed record SendAgain(OutboxMessageId Message) : IRequest<Result<Done, OutgoingRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("outbox", Message, nameof(Message));
}

internal enum OutgoingRefusal
{
    [Says("Такого письма среди неотправленных нет: возможно, оно уже ушло.")]
    NotWaiting,
}

internal sealed class SendAgainHandler(ReserveDb db, Caller caller, WorkSignal signal)
    : IRequestHandler<SendAgain, Result<Done, OutgoingRefusal>>
{
    public async Task<Result<Done, OutgoingRefusal>> Handle(SendAgain request, CancellationToken cancellationToken)
    {
        var now = caller.Stamp().At;
        var changed = await db.Database.ExecuteSqlAsync(
            $"""
            update outbox set attempts = 0, retried_at = {now}, next_attempt_at = {now}
            where id = {request.Message.Value} and sent_at is null
            """,
            cancellationToken
        );
        signal.Expect(db);
        return changed == 1 ? new Done() : OutgoingRefusal.NotWaiting;
    }
}
