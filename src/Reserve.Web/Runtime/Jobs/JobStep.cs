using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Activities;
using Reserve.Web.Runtime.Desk;
using Reserve.Web.Runtime.Messages;
using Reserve.Web.Runtime.Migration;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Jobs;

/// <summary>
/// One held job in one transaction: what it does in the domain, the step of its run and its own deletion commit together or
/// not at all. The job's row is deleted under its fence, so of two holders only one commits.
/// </summary>
internal sealed class JobStep(
    ReserveDb db,
    RunStepper stepper,
    ActivityInvoker activities,
    Messaging messaging,
    KeptMessages kept,
    RunAtWork atWork,
    MigrationJobs migrations,
    BulkJobs bulk,
    Caller caller
)
{
    /// <summary>
    /// How many jobs of a parallel multi-instance one step answers: reading and writing the run's state is what a step costs.
    /// </summary>
    private const int Together = 200;

    /// <summary>No others are done with the job, because doing them together went wrong.</summary>
    public bool Alone { get; set; }

    /// <summary>Others were done with the job.</summary>
    public bool HasOthers { get; private set; }

    /// <summary>The key of the process that the job was about, once its run is known.</summary>
    public string? Process { get; private set; }

    /// <summary>The job whose activity is under way; null when none is.</summary>
    public HeldJob? Current { get; private set; }

    /// <summary>Null when the job is done, or waits for its message's receiver.</summary>
    public async Task<JobFailure?> Run(HeldJob job, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var payload = job.Kind == JobKind.Service || job.Payload is null ? null : JobPayload.Read(job.Payload);
        var target = await TargetOf(job, payload, cancellationToken);
        var run = await stepper.Session.LockForJob(target?.Run, job.Wait, job.Fence, cancellationToken);
        if (run.Held is false)
            return new JobFailure.LostLease();

        // It was suspended after the job had been taken: the job waits with the others.
        if (run.Run is { Suspended: not null, Status: RunStatus.Running } && !MovesSuspended(job))
            return new JobFailure.Suspended();
        stepper.Hops = job.Hops;
        if (run.Run is not null)
            Process = await stepper.ProcessOf(run.Run, cancellationToken);
        var stamp = caller.Stamp();
        var writer = stepper.Session.NewWriter().In(job.Territory);
        var failure = job.Kind switch
        {
            JobKind.Message => await Message(job, payload!, stamp, writer, cancellationToken),
            JobKind.Signal => await Signal(job, payload!, stamp, writer, cancellationToken),
            JobKind.Service when MigrationJobs.IsOne(job) => await migrations.Do(job, run.Run, writer, stamp, cancellationToken),
            JobKind.Service when BulkJobs.IsOne(job) => await bulk.Do(job, run.Run, writer, stamp, cancellationToken),
            JobKind.Service => await Service(job, run.Run, stamp, writer, cancellationToken),
            _ => await Tell(job, payload, run.Run, target?.Wait ?? 0, stamp, writer, cancellationToken),
        };
        if (failure is not null)
            return failure;
        await writer.SendAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    private static bool MovesSuspended(HeldJob job) =>
        job.Kind is JobKind.Message or JobKind.Signal or JobKind.Cancel || MigrationJobs.IsOne(job) || BulkJobs.IsOne(job);

    private async Task<JobFailure?> Message(
        HeldJob job,
        JobPayload message,
        Stamp stamp,
        RunWriter writer,
        CancellationToken cancellationToken
    )
    {
        var (outcome, refused) = await messaging.Message(message, new StartFacts(job.Territory), stamp, writer, cancellationToken);
        if (!outcome.IsTaken)
            return await kept.KeepOrGiveUp(job, message, refused, stamp, writer.In(job.Territory), cancellationToken);
        writer.In(job.Territory).DropJob(job.Wait);
        return null;
    }

    private async Task<JobFailure?> Signal(
        HeldJob job,
        JobPayload signal,
        Stamp stamp,
        RunWriter writer,
        CancellationToken cancellationToken
    )
    {
        if (await messaging.Signal(signal, new StartFacts(job.Territory), stamp, writer, cancellationToken) is { } told)
        {
            var rest = signal with { After = told };
            writer.In(job.Territory).AddJob(job.Wait, JobKind.Signal, stamp.At, stamp.At, job.Element, null, rest.Write(), job.Hops);
        }
        else
        {
            writer.In(job.Territory).DropJob(job.Wait);
        }
        return null;
    }

    private async Task<JobFailure?> Service(HeldJob job, LockedRun? run, Stamp stamp, RunWriter writer, CancellationToken cancellationToken)
    {
        var jobs = await WithAlike(job, run, stamp, cancellationToken);
        foreach (var each in jobs)
            writer.DropJob(each.Wait);
        if (run is not { Status: RunStatus.Running } running)
            return null;
        if (job.Activity == InnerJobs.StartCalled)
        {
            foreach (var each in jobs)
                await StartCalled(each, running, stamp, writer, cancellationToken);
            return null;
        }
        var origin = running.Parent is null
            ? new RunOrigin(running.Subject, running.StartedBy)
            : await stepper.Session.OriginOfCalled(running, cancellationToken);
        caller.OnBehalfOf = origin.StartedBy;
        atWork.Now = new ActingRun(running.Id, running.Definition, running.Territory, origin.Subject);
        var happened = new List<RunEvent>();
        foreach (var each in jobs)
        {
            var wait = (int)each.Wait.Number;
            if (job.Activity == InnerJobs.MoreChildren)
            {
                happened.Add(new RunEvent.MoreChildren(wait));
                continue;
            }
            Current = each;
            var outcome = await activities.Invoke(job.Activity!, each.Payload ?? "{}", origin, cancellationToken);
            if (outcome is ActivityOutcome.Failed failed)
                return new JobFailure.Problem(failed.Code, failed.Message, failed.Retry);
            happened.Add(
                outcome is ActivityOutcome.Refused refused
                    ? new RunEvent.ServiceFailed(wait, refused.Code, refused.Message)
                    : new RunEvent.ServiceCompleted(wait, ((ActivityOutcome.Completed)outcome).Variables)
            );
        }
        (Current, atWork.Now) = (null, null);
        if (await stepper.Step(running, happened, job.Activity!, stamp, writer, cancellationToken) is not { } refusal)
            return null;
        // What the activity did must not stay when its process does not take the answer: an incident, and everything is taken back.
        return jobs.Count > 1
            ? new JobFailure.OneByOne()
            : new JobFailure.Problem("AnswerRefused", $"Процесс не принял результат действия {job.Activity}: {refusal}.", Retry: false);
    }

    private async Task StartCalled(HeldJob job, LockedRun running, Stamp stamp, RunWriter writer, CancellationToken cancellationToken)
    {
        var payload = JobPayload.Read(job.Payload!);
        var calling = new CallingWait(job.Wait, running.Territory, job.Element);
        await stepper.StartCalled(calling, payload.Name!, payload.Variables, stamp, writer, payload.Depth, cancellationToken);
    }

    private async Task<JobFailure?> Tell(
        HeldJob job,
        JobPayload? payload,
        LockedRun? run,
        int wait,
        Stamp stamp,
        RunWriter writer,
        CancellationToken cancellationToken
    )
    {
        var jobs = job.Kind is JobKind.Timer or JobKind.CalledEnded ? await WithAlike(job, run, stamp, cancellationToken) : [job];
        foreach (var each in jobs)
            writer.DropJob(each.Wait);
        if (run is null)
            return null;
        var cause = JobKinds.Text(job.Kind);
        var happened = jobs.Select(each => ReferenceEquals(each, job) ? EventOf(job.Kind, wait, payload) : EventOf(each)).ToList();
        if (await stepper.Step(run, happened, cause, stamp, writer, cancellationToken) is not { } refusal)
            return null;
        if (jobs.Count > 1)
            return new JobFailure.OneByOne();
        if (!IsExpected(job.Kind, payload))
            writer.In(run.Territory).RecordRefusal(new WaitId(run.Id, wait), run.Territory, cause, refusal, stamp);
        return null;
    }

    /// <summary>The job, and others like it where the run may wait for many.</summary>
    private async Task<IReadOnlyList<HeldJob>> WithAlike(HeldJob job, LockedRun? run, Stamp stamp, CancellationToken cancellationToken)
    {
        if (
            Alone
            || run is not { Status: RunStatus.Running }
            || job.Activity == InnerJobs.MoreChildren
            || !await stepper.MayWaitManyTimes(run, job.Element, cancellationToken)
        )
            return [job];
        var alike = await stepper.Session.LockAlike(job, Together - 1, stamp.At, cancellationToken);
        HasOthers = alike.Count > 0;
        stepper.Hops = Math.Max(job.Hops, alike.Select(each => each.Hops).DefaultIfEmpty(0).Max());
        return [job, .. alike];
    }

    private static RunEvent EventOf(HeldJob job)
    {
        var payload = job.Payload is null ? null : JobPayload.Read(job.Payload);
        return EventOf(job.Kind, (int)(payload?.Target ?? job.Wait).Number, payload);
    }

    /// <summary>Whether a refusal says nothing new: a run was cancelled together with its caller, and one of the two had ended.</summary>
    private static bool IsExpected(JobKind kind, JobPayload? payload) =>
        kind == JobKind.Cancel || (kind == JobKind.CalledEnded && payload!.Code == RunStepper.CancelledCode);

    private static RunEvent EventOf(JobKind kind, int wait, JobPayload? payload) =>
        kind switch
        {
            JobKind.Timer => new RunEvent.TimerFired(wait),
            JobKind.CalledEnded => new RunEvent.CalledProcessEnded(wait, payload!.Variables, payload.Code),
            JobKind.Escalation => new RunEvent.CalledProcessEscalated(wait, payload!.Code ?? "", payload.Variables),
            JobKind.Cancel => new RunEvent.Cancel(),
            JobKind.Service or JobKind.Message or JobKind.Signal => throw new InvalidOperationException(
                $"A job of kind {kind} is no plain event."
            ),
        };

    /// <summary>The run that the job moves, which is not always the run that made it.</summary>
    private async Task<(RunId Run, int Wait)?> TargetOf(HeldJob job, JobPayload? payload, CancellationToken cancellationToken) =>
        job.Kind switch
        {
            JobKind.Service or JobKind.Timer => (job.Wait.Run, (int)job.Wait.Number),
            JobKind.CalledEnded or JobKind.Escalation => (payload!.Target!.Value.Run, (int)payload.Target.Value.Number),
            JobKind.Cancel => await stepper.Session.CalledBy(payload!.Target!.Value, cancellationToken) is { } child ? (child, 0) : null,
            JobKind.Message or JobKind.Signal => null,
        };
}
