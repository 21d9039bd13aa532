using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Monitoring.Formulas;

/// <summary>
/// What the commands on formulas begin with: one at a time per set or region, on a target that exists.
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

    private async Task<bool> Exists(FormulaTarget target, CancellationToken cancellationToken) =>
        target.IsIndicator
            ? await db.Set<Indicator>()
                .AnyAsync(indicator => indicator.IndicatorSetCode == target.Of && indicator.Number == target.Number, cancellationToken)
            : await db.Set<Territory>()
                .AnyAsync(territory => territory.Path == target.Of && territory.Kind == TerritoryKind.Region, cancellationToken);
}
