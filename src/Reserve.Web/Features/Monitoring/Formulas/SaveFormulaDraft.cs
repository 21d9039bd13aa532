using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Monitoring.Import;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>The draft's version after saving.</summary>
internal sealed record SavedFormula(int RowVersion);

/// <summary>
/// Saves the one draft of a formula; it may have errors. <paramref name="RowVersion"/> is the version that the editor opened; null when it
/// found no draft.
/// </summary>
[Allow(Roles.Administrator)]
[Says("Сохранить черновик формулы")]
internal sealed record SaveFormulaDraft(FormulaTarget Target, FormulaContent Content, int? RowVersion)
    : IRequest<Result<SavedFormula, FormulaRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.In(Target.Owner, nameof(Target));
}

internal sealed class SaveFormulaDraftValidator : AbstractValidator<SaveFormulaDraft>
{
    public SaveFormulaDraftValidator()
    {
        RuleFor(command => command.Content.Text)
            .NotEmpty()
            .WithMessage("Напишите формулу.")
            .MaximumLength(FormulaMapping.LongestText)
            .WithMessage("Формула слишком длинна.")
            .OverridePropertyName("Text");
        RuleFor(command => command.Content.Unit).MaximumLength(40).WithMessage("Не длиннее 40 знаков.").OverridePropertyName("Unit");
        RuleFor(command => command.Content.Comment)
            .MaximumLength(1000)
            .WithMessage("Не длиннее 1000 знаков.")
            .OverridePropertyName("Comment");
        RuleFor(command => command.Content.ValidFrom)
            .InclusiveBetween(MonitoringImport.FirstYear, MonitoringImport.LastYear)
            .WithMessage("Укажите год с 2000 по 2100.")
            .OverridePropertyName("ValidFrom");
    }
}

internal sealed class SaveFormulaDraftHandler(ReserveDb db, FormulaDesk desk)
    : IRequestHandler<SaveFormulaDraft, Result<SavedFormula, FormulaRefusal>>
{
    public async Task<Result<SavedFormula, FormulaRefusal>> Handle(SaveFormulaDraft request, CancellationToken cancellationToken)
    {
        if (await desk.Open(request.Target, cancellationToken) is { } refusal)
            return refusal;
        var stamp = desk.Stamp();
        if (await desk.Draft(request.Target, cancellationToken) is not { } draft)
        {
            if (request.RowVersion is not null)
                return new FormulaRefusal.NoDraft();
            var (text, unit, direction, validFrom, comment) = request.Content;
            db.Add(
                new FormulaDraft
                {
                    Target = request.Target,
                    Text = text,
                    Unit = unit,
                    Direction = direction,
                    ValidFrom = validFrom,
                    Comment = comment,
                    SavedAt = stamp.At,
                    SavedBy = stamp.Name,
                    RowVersion = 1,
                }
            );
            return new SavedFormula(1);
        }

        if (draft.RowVersion != request.RowVersion)
            return new FormulaRefusal.ChangedMeanwhile(draft.SavedBy, draft.SavedAt);
        draft.Save(request.Content, stamp);
        return new SavedFormula(draft.RowVersion);
    }
}
