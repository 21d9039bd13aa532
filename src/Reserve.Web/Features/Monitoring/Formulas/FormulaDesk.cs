using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>
/// What the commands on formulas have in common: one at a time per set or region, on a target that exists, and what a version goes through
/// before it holds.
/// </summary>
internal sealed class FormulaDesk(ReserveDb db, Caller caller)
{
    public Stamp Stamp() => caller.Stamp();

    /// <summary>Waits for the others and looks whether there is such a target; null when all is well.</summary>
    public async Task<FormulaRefusal?> Open(FormulaTarget target, CancellationToken cancellationToken)
    {
        var key = $"{target.Kind}/{target.Of}";
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({key}, 0))", cancellationToken);
        return await Exists(target, cancellationToken) ? null : new FormulaRefusal.NoTarget();
    }

    public Task<FormulaDraft?> Draft(FormulaTarget target, CancellationToken cancellationToken) =>
        db.Set<FormulaDraft>().SingleOrDefaultAsync(draft => draft.Target == target, cancellationToken);

    /// <summary>Makes a content the next version, when it is sound and closes no circle; that of the same year is superseded.</summary>
    public async Task<Result<PublishedFormula, FormulaRefusal>> Publish(
        FormulaTarget target,
        FormulaContent content,
        CancellationToken cancellationToken
    )
    {
        var versions = await db.Set<FormulaVersion>().Where(version => version.Target == target).ToListAsync(cancellationToken);
        var former = versions.Find(version => version.SupersededAt is null && version.ValidFrom == content.ValidFrom);
        if (former?.Content == content)
            return new FormulaRefusal.Unchanged(former.Version);

        var check = FormulaCheck.Of(content.Text, content.Unit, await db.NamesFor(target, cancellationToken));
        if (!check.IsSound)
            return new FormulaRefusal.Unsound(check.Problems);
        var reads = check.Expression!.FreeVariables;
        if (target.IsIndicator)
        {
            var present = await db.PresentFormulas().ToListAsync(cancellationToken);
            if (
                FormulaCircle.Closed(
                    target,
                    content.ValidFrom,
                    reads,
                    [.. present.Where(version => version.Target.IsIndicator && version.Target.Of == target.Of)]
                ) is
                { } circle
            )
                return new FormulaRefusal.Circle(circle);
        }

        var stamp = Stamp();
        former?.Supersede(stamp);
        await db.SaveChangesAsync(cancellationToken);
        var published = new FormulaVersion
        {
            Id = Ids.New<FormulaVersionId>(stamp.At),
            Target = target,
            Version = versions.Select(version => version.Version).DefaultIfEmpty().Max() + 1,
            Text = content.Text,
            Reads = [.. reads],
            Unit = content.Unit,
            Direction = content.Direction,
            ValidFrom = content.ValidFrom,
            Comment = content.Comment,
            PublishedAt = stamp.At,
            PublishedBy = stamp.Name,
        };
        db.Add(published);
        return new PublishedFormula(published.Id, published.Version);
    }

    private async Task<bool> Exists(FormulaTarget target, CancellationToken cancellationToken) =>
        target.IsIndicator
            ? await db.Set<Indicator>()
                .AnyAsync(indicator => indicator.IndicatorSetCode == target.Of && indicator.Number == target.Number, cancellationToken)
            : await db.Set<Territory>()
                .AnyAsync(territory => territory.Path == target.Of && territory.Kind == TerritoryKind.Region, cancellationToken);
}
