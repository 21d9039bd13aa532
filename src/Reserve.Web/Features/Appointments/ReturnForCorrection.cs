using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments;

/// <summary>Sends the request back with the list of defects.</summary>
[Allow]
[Activity("Appointments.ReturnForCorrection", Title = "Вернуть с замечаниями")]
internal sealed record ReturnForCorrection(AppointmentCaseId Case, IReadOnlyList<string> Defects, string? Note = null)
    : IRequest<Result<Returned, CaseRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

/// <param name="Returns">How often the request has been sent back.</param>
internal sealed record Returned(int Returns);

internal sealed class ReturnForCorrectionHandler(CaseSteps caseSteps) : IRequestHandler<ReturnForCorrection, Result<Returned, CaseRefusal>>
{
    public async Task<Result<Returned, CaseRefusal>> Handle(ReturnForCorrection request, CancellationToken cancellationToken)
    {
        if (await caseSteps.Find(request.Case, cancellationToken) is not { } appointment)
            return CaseRefusal.UnknownCase;
        appointment.Return(request.Defects);
        await caseSteps.Tell(
            appointment,
            $"{CaseMail.Returned}/{appointment.Returns}",
            new CaseMail(appointment.Id, CaseMail.Returned, [], request.Defects, request.Note),
            cancellationToken
        );
        return new Returned(appointment.Returns);
    }
}
