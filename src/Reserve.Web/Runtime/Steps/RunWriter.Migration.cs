using System.Text.Json;
using Reserve.Engine.Bpmn.Execution.Migration;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Migration;

namespace Reserve.Web.Runtime.Steps;

/// <summary>What became of the cases of a migration.</summary>
internal sealed partial class RunWriter
{
    public void EndMigration(
        Guid migration,
        LockedRun run,
        string state,
        Before? before,
        IReadOnlyList<MigrationFinding> findings,
        Stamp stamp
    ) =>
        In(run.Territory)
            .Add(
                """
                update run_migration_item set state = $3, step = $4, before = $5, tasks = $6, findings = $7, at = $8
                where migration_id = $1 and run_id = $2 and state = 'waiting'
                """
            )
            .With(migration)
            .With(run.Id.Value)
            .With(state)
            .With((long?)before?.Step)
            .WithBytes(before?.State)
            .WithJson(before?.State is null ? null : JsonSerializer.Serialize(before.Tasks, ActivityJson.Options))
            .WithJson(JsonSerializer.Serialize(findings, ActivityJson.Options))
            .With(stamp.At);

    public void EndUndo(Guid migration, LockedRun run, string state, Stamp stamp) =>
        In(run.Territory)
            .Add(
                """
                update run_migration_item set state = $3, before = null, tasks = null, at = $4
                where migration_id = $1 and run_id = $2 and state = 'undoing'
                """
            )
            .With(migration)
            .With(run.Id.Value)
            .With(state)
            .With(stamp.At);
}
