using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>
/// Makes a former version the next one, from the year that it says (roll back). It is checked as any other: a name may be gone meanwhile.
/// A draft stays a draft.
/// </summary>
[Allow(Roles.Administrator)]
[Says("Опубликовать прежнюю версию формулы")]
internal sealed record PublishFormulaAgain(FormulaTarget Target, int Version) : IRequest<Result<PublishedFormula, FormulaRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.In(Target.Owner, nameof(Target));
}

internal sealed class PublishFormulaAgainHandler(ReserveDb db, FormulaDesk desk)
    : IRequestHandler<PublishFormulaAgain, Result<PublishedFormula, FormulaRefusal>>
{
    public async Task<Result<PublishedFormula, FormulaRefusal>> Handle(PublishFormulaAgain request, CancellationToken cancellationToken)
    {
        if (await desk.Open(request.Target, cancellationToken) is { } refusal)
            return refusal;
        var former = await db.Set<FormulaVersion>()
            .AsNoTracking()
            .SingleOrDefaultAsync(version => version.Target == request.Target && version.Version == request.Version, cancellationToken);
        return former is null ? new FormulaRefusal.NoVersion() : await desk.Publish(request.Target, former.Content, cancellationToken);
    }
}
