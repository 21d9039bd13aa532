using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>Opens a document of a case: a command, because who read whose document must be told.</summary>
[Allow(
    Roles.HrOfficer,
    Roles.CommissionMember,
    Roles.CommissionSecretary,
    Roles.CommissionChair,
    Roles.RegionalAuthority,
    Roles.MunicipalAuthority,
    Roles.Administrator,
    Roles.Auditor
)]
[Says("Открыть документ дела")]
internal sealed record OpenDocument(CaseDocumentId Document) : IRequest<Result<OpenedDocument, DocumentRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("case_documents", Document, nameof(Document));
}

/// <summary>A document with its bytes.</summary>
internal sealed record OpenedDocument(AppointmentCaseId Case, string Name, string MediaType, byte[] Content);

internal sealed class OpenDocumentHandler(ReserveDb db, DocumentDesk desk)
    : IRequestHandler<OpenDocument, Result<OpenedDocument, DocumentRefusal>>
{
    public async Task<Result<OpenedDocument, DocumentRefusal>> Handle(OpenDocument request, CancellationToken cancellationToken)
    {
        if (await desk.Document(request.Document, cancellationToken) is not { } document)
            return DocumentRefusal.UnknownDocument;
        if (desk.Withheld(document) is { } why)
            return why;
        var content = await db.Set<CaseDocumentFile>()
            .Where(row => row.Id == document.Id)
            .Select(row => row.Content)
            .SingleAsync(cancellationToken);
        return new OpenedDocument(document.CaseId, document.Name, document.MediaType, content);
    }
}
