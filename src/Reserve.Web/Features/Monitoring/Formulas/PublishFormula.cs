using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Monitoring.Formulas;

internal sealed record PublishedFormula(FormulaVersionId Id, int Version);

/// <summary>
/// Makes the draft the next version. What was published stays in the history; computed values follow at once, since none are stored.
/// </summary>
[Allow(Roles.Administrator)]
[Says("Опубликовать формулу")]
internal sealed record PublishFormula(FormulaTarget Target, int RowVersion) : IRequest<Result<PublishedFormula, FormulaRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.In(Target.Owner, nameof(Target));
}

internal sealed class PublishFormulaHandler(ReserveDb db, FormulaDesk desk)
    : IRequestHandler<PublishFormula, Result<PublishedFormula, FormulaRefusal>>
{
    public async Task<Result<PublishedFormula, FormulaRefusal>> Handle(PublishFormula request, CancellationToken cancellationToken)
    {
        var target = request.Target;
        if (await desk.Open(target, cancellationToken) is { } refusal)
            return refusal;
        if (await desk.Draft(target, cancellationToken) is not { } draft)
            return new FormulaRefusal.NoDraft();
        if (draft.RowVersion != request.RowVersion)
            return new FormulaRefusal.ChangedMeanwhile(draft.SavedBy, draft.SavedAt);
        var published = await desk.Publish(target, draft.Content, cancellationToken);
        if (published.IsOk)
            db.Remove(draft);
        return published;
    }
}
