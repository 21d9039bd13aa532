using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Files;
using Reserve.Web.Features.Notifications;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>Adds files to a case. What cannot be taken is told of each file; the others are kept.</summary>
[Allow(Roles.RegionalAuthority, Roles.MunicipalAuthority, Roles.HrOfficer, Roles.CommissionSecretary)]
[Says("Добавить документы к делу")]
internal sealed record AddDocuments(AppointmentCaseId Case, IReadOnlyList<GivenFile> Files)
    : IRequest<Result<AddedDocuments, DocumentRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

internal sealed class AddDocumentsHandler(
    CaseSteps steps,
    CaseDocuments documents,
    DocumentRights rights,
    IMediator mediator,
    Caller caller
) : IRequestHandler<AddDocuments, Result<AddedDocuments, DocumentRefusal>>
{
    public async Task<Result<AddedDocuments, DocumentRefusal>> Handle(AddDocuments request, CancellationToken cancellationToken)
    {
        if (
            await steps.Find(request.Case, cancellationToken) is not { } appointment
            || !await rights.MayRead(request.Case, cancellationToken)
        )
            return DocumentRefusal.UnknownCase;
        if (appointment.IsClosed || appointment.MaterialsLocked)
            return DocumentRefusal.Locked;
        if (request.Files.Count == 0)
            return DocumentRefusal.NoFiles;
        var added = await documents.Add(appointment, request.Files, null, cancellationToken);
        if (added.Kept.Count > 0 && !caller.IsInRole(Roles.HrOfficer) && !caller.IsSystem)
            await Tell(appointment, cancellationToken);
        return added;
    }

    private async Task Tell(AppointmentCase appointment, CancellationToken cancellationToken)
    {
        using var asSystem = caller.AsSystem(appointment.Territory);
        await mediator.Send(
            new Remind(
                Roles.HrOfficer,
                appointment.Territory,
                $"В дело № {appointment.Number} добавлены документы.",
                $"/appointments/case/{appointment.Id.Value}/documents"
            ),
            cancellationToken
        );
    }
}
