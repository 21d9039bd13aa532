using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Bundles;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.AdHoc;

/// <summary>An open ad-hoc subprocess under the lock of its run, and the right to work it: that of its task.</summary>
internal sealed class AdHocWork(RunStepper stepper, ProcessCatalog catalog, TaskRights rights, ProcessClock clock, Caller caller)
{
    public RunStepper Stepper => stepper;

    public async Task<Result<OpenWork, TaskRefusal>> Lock(WaitId wait, CancellationToken cancellationToken)
    {
        var (run, task) = await stepper.Session.LockWithTask(wait, cancellationToken);
        if (await rights.MayAct(task, caller, cancellationToken) is { } refusal)
            return refusal;
        if (run!.Suspended is { } suspended)
            return new TaskRefusal.Suspended(clock.Local(suspended.At));
        var deployed = await catalog.Get(run.Definition, stepper.Session, cancellationToken);
        return ProcessRun.Deserialize(deployed.Definition, run.State).AdHocs.FirstOrDefault(open => open.WaitId == wait.Number) is { } open
            ? new OpenWork(run, task!, open)
            : new TaskRefusal.NotFound();
    }

    /// <summary>How often a work was begun, and by whom last.</summary>
    public async Task<(long Count, string? By, DateTimeOffset At)> Begun(OpenWork work, string element, CancellationToken cancellationToken)
    {
        // The run, and whoever began it, may lie above or beside the reader's scope, as a task of theirs may.
        using var wide = caller.AsSystem();
        var batch = stepper.Session.NewBatch();
        batch
            .Add(
                """
                select count(*) over (), coalesce(p.display_name, h.actor), h.at from run_history h
                left join users p on p.user_name = h.actor
                where h.run_id = $1 and h.scope = $2 and h.element_id = $3 and h.move = 'e'
                order by h.step desc, h.position desc limit 1
                """
            )
            .With(work.Run.Id.Value)
            .With(work.Open.Instance)
            .With(element);
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetInt64(0), reader.GetString(1), clock.Local(reader.GetFieldValue<DateTimeOffset>(2)))
            : (0, null, default);
    }
}

/// <summary>What was locked.</summary>
internal sealed record OpenWork(LockedRun Run, FoundTask Task, OpenAdHoc Open);
