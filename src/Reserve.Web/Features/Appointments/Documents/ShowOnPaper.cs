using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Appointments.Documents;

/// <summary>A document was shown on paper: it counts as accepted, with the reason in place of a file.</summary>
[Allow(Roles.HrOfficer, Roles.CommissionSecretary)]
[Says("Отметить документ, предъявленный на бумаге")]
internal sealed record ShowOnPaper(AppointmentCaseId Case, string Kind, string Reason)
    : IRequest<Result<CaseDocumentId, DocumentRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.Of("appointment_cases", Case, nameof(Case));
}

internal sealed class ShowOnPaperValidator : AbstractValidator<ShowOnPaper>
{
    public ShowOnPaperValidator() =>
        RuleFor(command => command.Reason)
            .NotEmpty()
            .WithMessage("Напишите, кому и когда предъявлен документ и почему его нет в файле.")
            .MaximumLength(1000)
            .WithMessage("Текст длиннее 1000 знаков.");
}

internal sealed class ShowOnPaperHandler(
    ReserveDb db,
    CaseSteps steps,
    DocumentKinds kinds,
    DocumentRights rights,
    CaseDocuments documents,
    Caller caller
) : IRequestHandler<ShowOnPaper, Result<CaseDocumentId, DocumentRefusal>>
{
    public async Task<Result<CaseDocumentId, DocumentRefusal>> Handle(ShowOnPaper request, CancellationToken cancellationToken)
    {
        if (
            await steps.Find(request.Case, cancellationToken) is not { } appointment
            || !await rights.MayRead(request.Case, cancellationToken)
        )
            return DocumentRefusal.UnknownCase;
        if (appointment.IsClosed || appointment.MaterialsLocked)
            return DocumentRefusal.Locked;
        if ((await kinds.Of(appointment, cancellationToken)).All.All(known => known.Key != request.Kind))
            return DocumentRefusal.UnknownKind;
        var document = CaseDocument.Shown(appointment, request.Kind, request.Reason.Trim(), caller.Stamp());
        db.Add(document);
        CaseDocuments.TakeThePlace(document, await documents.Of(appointment.Id, cancellationToken));
        return document.Id;
    }
}
