using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments;

/// <summary>
/// Hands a letter of the process to the outbox, as the reply to whoever asked; its sender writes it and attaches the papers.
/// </summary>
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

internal sealed class SendReplyHandler(CaseSteps steps, CaseLetters letters) : IRequestHandler<SendReply, Result<Done, SendReplyRefusal>>
{
    public async Task<Result<Done, SendReplyRefusal>> Handle(SendReply request, CancellationToken cancellationToken)
    {
        if (await steps.Find(request.Case, cancellationToken) is not { } appointment)
            return SendReplyRefusal.UnknownCase;
        if (!await letters.Has(request.Template, appointment.Territory, cancellationToken))
            return SendReplyRefusal.UnknownTemplate;
        var reason = await letters.ReasonOf(appointment.Id, cancellationToken);
        await steps.Tell(
            appointment,
            request.Template,
            new CaseMail(appointment.Id, request.Template, request.Papers ?? [], [], reason),
            cancellationToken
        );
        return new Done();
    }
}
