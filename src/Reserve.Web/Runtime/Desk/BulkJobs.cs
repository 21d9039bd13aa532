using System.Data.Common;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.Desk;

/// <summary>
/// Does to one case what was ordered for many: in the transaction of its job, so that a node that dies leaves the case as it was and
/// another node does it. What is done is what the case's own page does, by the same commands.
/// </summary>
internal sealed partial class BulkJobs(RunStepper stepper, ReserveDb db, IMediator mediator, Caller caller, ILogger<BulkJobs> log)
{
    /// <summary>The jobs' wait: no wait of the engine, and no delivery of a step, has this number.</summary>
    public const int Wait = -3;

    private const string Savepoint = "bulk";

    public static bool IsOne(HeldJob job) => job.Activity == InnerJobs.BulkAct;

    public async Task<JobFailure?> Do(HeldJob job, LockedRun? run, RunWriter writer, Stamp now, CancellationToken cancellationToken)
    {
        writer.DropJob(job.Wait);
        var order = BulkOrder.Read(job.Payload!);
        if (run is null || await Find(order.Act, run.Id, cancellationToken) is not { } item)
            return null;
        caller.BecomeSystemFor(order.By, order.Name, run.Territory);
        var ended =
            run.Version == item.Version && (run.Suspended is not null) == item.IsSuspended
                ? await Guarded(order, run.Id, item.Targets, cancellationToken)
                : new Ended(0, [new BulkFinding(BulkLine.Changed)]);
        // Of several incidents or tasks some may have been done.
        writer.EndBulkAct(order.Act, run, ended.Done > 0 ? "done" : "refused", ended.Refusals, now);
        return null;
    }

    /// <summary>A fault of the program ends this case's part and nothing else.</summary>
    private async Task<Ended> Guarded(BulkOrder order, RunId run, IReadOnlyList<BulkTarget> targets, CancellationToken cancellationToken)
    {
        var transaction = db.Database.CurrentTransaction!;
        await transaction.CreateSavepointAsync(Savepoint, cancellationToken);
        try
        {
            return await Act(order, run, targets, cancellationToken);
        }
        catch (Exception problem) when (problem is not (OperationCanceledException or DbException or DbUpdateException))
        {
            LogFailed(problem, run, order.Kind);
            await transaction.RollbackToSavepointAsync(Savepoint, cancellationToken);
            db.ChangeTracker.Clear();
            return new Ended(0, [new BulkFinding(BulkLine.Failed)]);
        }
    }

    private async Task<Ended> Act(BulkOrder order, RunId run, IReadOnlyList<BulkTarget> targets, CancellationToken cancellationToken)
    {
        var done = 0;
        var refusals = new List<BulkFinding>();
        switch (order.Kind)
        {
            case BulkKind.Cancel:
                Count(await mediator.Send(new CancelRun(run, order.Reason), cancellationToken));
                break;
            case BulkKind.Suspend:
                Count(await mediator.Send(new SuspendRun(run, order.Reason), cancellationToken));
                break;
            case BulkKind.Resume:
                Count(await mediator.Send(new ResumeRun(run, order.Reason), cancellationToken));
                break;
            case BulkKind.Retry:
                foreach (var target in targets)
                {
                    var retried = await mediator.Send(
                        new RetryIncident(new IncidentId(target.Incident!.Value), order.Reason),
                        cancellationToken
                    );
                    if (retried is { IsOk: true, Value.Refused: not null })
                        refusals.Add(new BulkFinding(BulkLine.EngineRefused));
                    else
                        Count(retried, target.Name);
                }
                break;
            case BulkKind.Reassign:
                foreach (var target in targets)
                {
                    var wait = target.Wait!.Value;
                    if ((await stepper.Session.LockWithTask(new WaitId(run, wait), cancellationToken)).Task?.Assignee != target.Assignee)
                        refusals.Add(new BulkFinding(BulkLine.Changed));
                    else
                        Count(await mediator.Send(new ReassignTask(run, wait, order.To, order.Reason), cancellationToken), target.Name);
                }
                break;
            default:
                throw new InvalidOperationException($"No job does {order.Kind}.");
        }
        return new Ended(done, refusals);

        void Count(IOutcome outcome, string? name = null)
        {
            if (outcome.IsOk)
                done++;
            else
                refusals.Add(new BulkFinding(name is null ? BulkLine.Refused : BulkLine.StepRefused, name, Reason: outcome.Reason));
        }
    }

    private async Task<Item?> Find(Guid act, RunId run, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        batch
            .Add("select version, suspended, targets::text from bulk_act_item where act_id = $1 and run_id = $2 and state = 'waiting'")
            .With(act)
            .With(run.Value);
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Item(reader.GetInt32(0), reader.GetBoolean(1), BulkTarget.Read(reader.GetString(2)))
            : null;
    }

    [LoggerMessage(2051, LogLevel.Error, "Case {Run}: {Kind} for many failed.")]
    private partial void LogFailed(Exception problem, RunId run, BulkKind kind);

    private sealed record Ended(int Done, IReadOnlyList<BulkFinding> Refusals);

    private sealed record Item(int Version, bool IsSuspended, IReadOnlyList<BulkTarget> Targets);
}
