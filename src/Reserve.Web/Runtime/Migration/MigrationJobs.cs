using System.Text.Json;
using Reserve.Engine.Bpmn.Execution.Migration;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Migration;

/// <summary>
/// Takes one run over to another version, or gives it back what it was: in the transaction of its job, so that a node that dies leaves it
/// as it was and another node does it.
/// </summary>
internal sealed class MigrationJobs(RunStepper stepper, Caller caller)
{
    public static bool IsOne(HeldJob job) => job.Activity is InnerJobs.Migrate or InnerJobs.UndoMigration;

    public async Task<JobFailure?> Do(HeldJob job, LockedRun? run, RunWriter writer, Stamp now, CancellationToken cancellationToken)
    {
        writer.DropJob(job.Wait);
        var order = MigrationOrder.Read(job.Payload!);
        caller.OnBehalfOf = order.Name;
        if (run is null)
            return null;
        if (job.Activity == InnerJobs.Migrate)
            await Migrate(run, order, writer, order.Stamp(now.At), cancellationToken);
        else
            await Undo(run, order, writer, order.Stamp(now.At), cancellationToken);
        return null;
    }

    private async Task Migrate(LockedRun run, MigrationOrder order, RunWriter writer, Stamp stamp, CancellationToken cancellationToken)
    {
        var before = new Before(run.State, await Tasks(run.Id, cancellationToken), run.Version + 1);
        // It ended, or was taken elsewhere, since it was ordered.
        if (run.Status != RunStatus.Running || run.Definition.Value != order.From)
        {
            writer.EndMigration(order.Migration, run, "refused", null, [new MigrationFinding(MigrationCode.NotRunning, "")], stamp);
            return;
        }
        var to = new DefinitionId(order.To);
        var plan = await stepper.Migrate(run, to, order.Mapping, before.Tasks, stamp, writer, cancellationToken);
        if (plan.Run is null)
        {
            writer.EndMigration(order.Migration, run, "refused", null, plan.Findings, stamp);
            return;
        }
        var details = JsonSerializer.Serialize(
            new
            {
                from = order.From,
                to = order.To,
                migration = order.Migration,
            },
            ActivityJson.Options
        );
        writer.Mark(run, before.Step, new RunMark(RunMark.Migrate, order.Reason, null, details), stamp);
        writer.EndMigration(order.Migration, run, "done", plan.GoesOn ? before with { State = null } : before, plan.Findings, stamp);
    }

    private async Task Undo(LockedRun run, MigrationOrder order, RunWriter writer, Stamp stamp, CancellationToken cancellationToken)
    {
        var kept = await Kept(run.Id, order.Migration, cancellationToken);
        if (kept.State is null || kept.Step != run.Version || run.Status != RunStatus.Running)
        {
            writer.EndUndo(order.Migration, run, "kept", stamp);
            return;
        }
        await stepper.Undo(run, new DefinitionId(order.From), kept.State, kept.Tasks, stamp, writer, cancellationToken);
        var details = JsonSerializer.Serialize(
            new
            {
                from = order.To,
                to = order.From,
                migration = order.Migration,
            },
            ActivityJson.Options
        );
        writer.Mark(run, run.Version + 1, new RunMark(RunMark.UndoMigration, order.Reason, null, details), stamp);
        writer.EndUndo(order.Migration, run, "undone", stamp);
    }

    private async Task<List<OpenTaskRow>> Tasks(RunId run, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        batch
            .Add(
                """
                select wait_id, element_id, title, role, territory, assignee, due_at, form, page, inputs::text, opened_at, deadline::text
                from reserve_open_tasks($1)
                """
            )
            .With(run.Value);
        await using var reader = await batch.ReadAsync(cancellationToken);
        var tasks = new List<OpenTaskRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            tasks.Add(
                new OpenTaskRow(
                    reader.GetInt64(0),
                    reader.GetString(1),
                    reader.GetString(2),
                    reader.Text(3),
                    reader.GetString(4),
                    reader.IsDBNull(5) ? null : reader.GetGuid(5),
                    reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6),
                    reader.Text(7),
                    reader.Text(8),
                    reader.GetString(9),
                    reader.GetFieldValue<DateTimeOffset>(10),
                    reader.Text(11)
                )
            );
        }
        return tasks;
    }

    private async Task<Before> Kept(RunId run, Guid migration, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        batch
            .Add("select before, tasks::text, step from run_migration_item where run_id = $1 and migration_id = $2 and state = 'undoing'")
            .With(run.Value)
            .With(migration);
        await using var reader = await batch.ReadAsync(cancellationToken);
        return !await reader.ReadAsync(cancellationToken) || reader.IsDBNull(0)
            ? new Before(null, [], 0)
            : new Before(
                reader.GetFieldValue<byte[]>(0),
                JsonSerializer.Deserialize<List<OpenTaskRow>>(reader.GetString(1), ActivityJson.Options)!,
                reader.GetInt32(2)
            );
    }
}

/// <summary>What a run was before a migration; a state of null cannot be given back.</summary>
internal sealed record Before(byte[]? State, IReadOnlyList<OpenTaskRow> Tasks, int Step);
