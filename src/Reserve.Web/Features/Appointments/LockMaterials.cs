using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Activities;

namespace Reserve.Web.Features.Appointments;

/// <summary>From now on the materials of the case do not change: the sitting is set.</summary>
[Allow]
[Activity("Appointments.LockMaterials", Title = "Закрыть материалы дела")]
internal sealed record LockMaterials(AppointmentCaseId Case) : IRequest<Result<Done, CaseRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

internal sealed class LockMaterialsHandler(CaseSteps caseSteps) : IRequestHandler<LockMaterials, Result<Done, CaseRefusal>>
{
    public async Task<Result<Done, CaseRefusal>> Handle(LockMaterials request, CancellationToken cancellationToken)
    {
        if (await caseSteps.Find(request.Case, cancellationToken) is not { } appointment)
            return CaseRefusal.UnknownCase;
        appointment.LockMaterials();
        return new Done();
    }
}
