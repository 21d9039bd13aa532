using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments;

/// <summary>Notes that the request was taken up, and tells the applicant.</summary>
[Allow]
[Activity("Appointments.Acknowledge", Title = "Подтвердить получение запроса")]
internal sealed record Acknowledge(AppointmentCaseId Case) : IRequest<Result<Done, CaseRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

internal sealed class AcknowledgeHandler(Caller caller, CaseSteps caseSteps) : IRequestHandler<Acknowledge, Result<Done, CaseRefusal>>
{
    public async Task<Result<Done, CaseRefusal>> Handle(Acknowledge request, CancellationToken cancellationToken)
    {
        if (await caseSteps.Find(request.Case, cancellationToken) is not { } appointment)
            return CaseRefusal.UnknownCase;
        appointment.Acknowledge(caller.Stamp());
        await caseSteps.Tell(
            appointment,
            $"{CaseMail.Acknowledged}/{appointment.Returns}",
            new CaseMail(appointment.Id, CaseMail.Acknowledged, [], [], null),
            cancellationToken
        );
        return new Done();
    }
}
