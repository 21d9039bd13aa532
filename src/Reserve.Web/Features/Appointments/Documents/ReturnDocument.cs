using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>A document was looked at and has a defect, which the applicant is told.</summary>
[Allow(Roles.HrOfficer, Roles.CommissionSecretary)]
[Says("Вернуть документ с замечанием")]
internal sealed record ReturnDocument(CaseDocumentId Document, string Defect) : IRequest<Result<Done, DocumentRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("case_documents", Document, nameof(Document));
}

internal sealed class ReturnDocumentValidator : AbstractValidator<ReturnDocument>
{
    public ReturnDocumentValidator() =>
        RuleFor(command => command.Defect)
            .NotEmpty()
            .WithMessage("Напишите, что в документе не так.")
            .MaximumLength(2000)
            .WithMessage("Замечание длиннее 2000 знаков.");
}

internal sealed class ReturnDocumentHandler(DocumentDesk desk, Caller caller)
    : IRequestHandler<ReturnDocument, Result<Done, DocumentRefusal>>
{
    public async Task<Result<Done, DocumentRefusal>> Handle(ReturnDocument request, CancellationToken cancellationToken)
    {
        var (found, refusal) = await desk.FindToJudge(request.Document, cancellationToken);
        if (found is null)
            return refusal!.Value;
        found.Document.Return(request.Defect.Trim(), caller.Stamp());
        return new Done();
    }
}
