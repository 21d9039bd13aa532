using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Appointments;

/// <summary>Hands the reply to the region to the outbox; its sender words it and attaches the papers.</summary>
[Allow]
[Activity("Mail.SendReply", Title = "Отправить ответ заявителю")]
internal sealed record SendReply(AppointmentCaseId Case, string Template, IReadOnlyList<string>? Papers = null)
    : IRequest<Result<Done, SendReplyRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

internal enum SendReplyRefusal
{
    [Says("Дело не найдено.")]
    UnknownCase,

    [Says("Такого письма нет.")]
    UnknownTemplate,
}

internal sealed class SendReplyHandler(ReserveDb db, Outbox outbox, Caller caller)
    : IRequestHandler<SendReply, Result<Done, SendReplyRefusal>>
{
    public async Task<Result<Done, SendReplyRefusal>> Handle(SendReply request, CancellationToken cancellationToken)
    {
        if (
            await db.Set<AppointmentCase>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == request.Case, cancellationToken)
            is not { } appointment
        )
            return SendReplyRefusal.UnknownCase;
        if (!CaseMail.Replies.Contains(request.Template))
            return SendReplyRefusal.UnknownTemplate;
        var decision = await db.Set<Decision>()
            .AsNoTracking()
            .Where(row => row.CaseId == appointment.Id)
            .OrderByDescending(row => row.DecidedAt)
            .FirstOrDefaultAsync(cancellationToken);
        await outbox.Add(
            CaseMail.Kind,
            $"case/{appointment.Id.Value}/{request.Template}",
            new CaseMail(appointment.Id, request.Template, request.Papers ?? [], [], decision?.Text),
            caller.Stamp().At,
            cancellationToken
        );
        return new Done();
    }
}
