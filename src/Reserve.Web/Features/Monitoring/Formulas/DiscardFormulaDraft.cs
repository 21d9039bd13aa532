using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>Throws the draft away; published versions stay.</summary>
[Allow(Roles.Administrator)]
[Says("Удалить черновик формулы")]
internal sealed record DiscardFormulaDraft(FormulaTarget Target, int RowVersion) : IRequest<Result<Done, FormulaRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.In(Target.Owner, nameof(Target));
}

internal sealed class DiscardFormulaDraftHandler(ReserveDb db, FormulaDesk desk)
    : IRequestHandler<DiscardFormulaDraft, Result<Done, FormulaRefusal>>
{
    public async Task<Result<Done, FormulaRefusal>> Handle(DiscardFormulaDraft request, CancellationToken cancellationToken)
    {
        if (await desk.Open(request.Target, cancellationToken) is { } refusal)
            return refusal;
        if (await desk.Draft(request.Target, cancellationToken) is not { } draft)
            return new FormulaRefusal.NoDraft();
        if (draft.RowVersion != request.RowVersion)
            return new FormulaRefusal.ChangedMeanwhile(draft.SavedBy, draft.SavedAt);
        db.Remove(draft);
        return new Done();
    }
}
