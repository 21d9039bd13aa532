using MediatR;
using Microsoft.EntityFrameworkCore;
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
        var versions = await db.Set<FormulaVersion>().Where(version => version.Target == target).ToListAsync(cancellationToken);
        var former = versions.Find(version => version.SupersededAt is null && version.ValidFrom == draft.ValidFrom);
        if (former?.Content == draft.Content)
            return new FormulaRefusal.Unchanged(former.Version);

        var check = FormulaCheck.Of(draft.Text, draft.Unit, await db.NamesFor(target, cancellationToken));
        if (!check.IsSound)
            return new FormulaRefusal.Unsound(check.Problems);
        var reads = check.Expression!.FreeVariables;
        if (target.IsIndicator)
        {
            var present = await db.PresentFormulas().ToListAsync(cancellationToken);
            if (
                FormulaCircle.Closed(
                    target,
                    draft.ValidFrom,
                    reads,
                    [.. present.Where(version => version.Target.IsIndicator && version.Target.Of == target.Of)]
                ) is
                { } circle
            )
                return new FormulaRefusal.Circle(circle);
        }

        var stamp = desk.Stamp();
        former?.Supersede(stamp);
        await db.SaveChangesAsync(cancellationToken);
        var published = new FormulaVersion
        {
            Id = Ids.New<FormulaVersionId>(stamp.At),
            Target = target,
            Version = versions.Select(version => version.Version).DefaultIfEmpty().Max() + 1,
            Text = draft.Text,
            Reads = [.. reads],
            Unit = draft.Unit,
            Direction = draft.Direction,
            ValidFrom = draft.ValidFrom,
            Comment = draft.Comment,
            PublishedAt = stamp.At,
            PublishedBy = stamp.Name,
        };
        db.Add(published);
        db.Remove(draft);
        return new PublishedFormula(published.Id, published.Version);
    }
}
