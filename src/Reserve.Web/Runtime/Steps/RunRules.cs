using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Runtime.Steps;

/// <summary>Asks the rules of the version by which a subject's run goes, without moving the run: what would be decided now.</summary>
internal sealed class RunRules(
    ReserveDb db,
    ProcessQueries processes,
    ProcessCatalog catalog,
    DecisionRunner decisions,
    ProcessClock clock,
    TimeProvider time
)
{
    /// <returns>What the decision gives; null when there is no run, no such decision, or it fails.</returns>
    public async Task<FeelValue?> Ask(Subject about, string decision, FeelContext inputs, CancellationToken cancellationToken)
    {
        if (await processes.RunOf(about, cancellationToken) is not { } run)
            return null;
        // A page asks outside a transaction, and this node may not have read the version yet.
        await using var reading = await db.Reading(cancellationToken);
        var version = await catalog.Get(new DefinitionId(run.DefinitionId), new RuntimeSession(db), cancellationToken);
        var asked = new RunEffect.EvaluateDecision(0, "", decision, null, inputs);
        return decisions.Evaluate(version, asked, clock.Options(time.GetUtcNow(), run.Territory)) is DecisionOutcome.Made made
            ? made.Value
            : null;
    }
}
