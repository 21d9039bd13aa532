using Reserve.Web.Data;
using Reserve.Web.Runtime.Desk;

namespace Reserve.Web.Runtime.Steps;

/// <summary>What became of the cases of a bulk act.</summary>
internal sealed partial class RunWriter
{
    public void EndBulkAct(Guid act, LockedRun run, string state, IReadOnlyList<BulkFinding> findings, Stamp stamp) =>
        In(run.Territory)
            .Add(
                """
                update bulk_act_item set state = $3, findings = $4, at = $5 where act_id = $1 and run_id = $2 and state = 'waiting'
                """
            )
            .With(act)
            .With(run.Id.Value)
            .With(state)
            .WithJson(BulkFinding.Write(findings))
            .With(stamp.At);
}
