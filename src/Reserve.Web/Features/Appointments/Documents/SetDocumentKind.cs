using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>Says what a document is.</summary>
[Allow(Roles.RegionalAuthority, Roles.MunicipalAuthority, Roles.HrOfficer, Roles.CommissionSecretary)]
[Says("Указать вид документа")]
internal sealed record SetDocumentKind(CaseDocumentId Document, string Kind) : IRequest<Result<Done, DocumentRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("case_documents", Document, nameof(Document));
}

internal sealed class SetDocumentKindHandler(DocumentDesk desk, DocumentKinds kinds)
    : IRequestHandler<SetDocumentKind, Result<Done, DocumentRefusal>>
{
    public async Task<Result<Done, DocumentRefusal>> Handle(SetDocumentKind request, CancellationToken cancellationToken)
    {
        var (found, refusal) = await desk.Find(request.Document, cancellationToken);
        if (found is null)
            return refusal!.Value;
        if (!(await kinds.Of(found.Case, cancellationToken)).Knows(request.Kind))
            return DocumentRefusal.UnknownKind;
        found.Document.BeOfKind(request.Kind);
        if (found.Document.Verdict is null)
            CaseDocuments.TakeThePlace(found.Document, found.All);
        return new Done();
    }
}
