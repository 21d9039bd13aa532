using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>A document was looked at and is in order.</summary>
[Allow(Roles.HrOfficer, Roles.CommissionSecretary)]
[Says("Принять документ")]
internal sealed record AcceptDocument(CaseDocumentId Document) : IRequest<Result<Done, DocumentRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("case_documents", Document, nameof(Document));
}

internal sealed class AcceptDocumentHandler(DocumentDesk desk, Caller caller)
    : IRequestHandler<AcceptDocument, Result<Done, DocumentRefusal>>
{
    public async Task<Result<Done, DocumentRefusal>> Handle(AcceptDocument request, CancellationToken cancellationToken)
    {
        var (found, refusal) = await desk.FindToJudge(request.Document, cancellationToken);
        if (found is null)
            return refusal!.Value;
        found.Document.Accept(caller.Stamp());
        return new Done();
    }
}
