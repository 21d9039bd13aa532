using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Features.Files;

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

internal sealed class AddDocumentsHandler(CaseSteps steps, CaseDocuments documents, DocumentRights rights)
    : IRequestHandler<AddDocuments, Result<AddedDocuments, DocumentRefusal>>
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
        return request.Files.Count == 0
            ? DocumentRefusal.NoFiles
            : await documents.Add(appointment, request.Files, null, cancellationToken);
    }
}
