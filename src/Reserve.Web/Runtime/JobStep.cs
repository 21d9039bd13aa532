using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Feel;
using Reserve.Web.Access;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime;

/// <summary>
/// One held job in one transaction: what it does in the domain, the step of its run and its own deletion commit together or
/// not at all. The job's row is deleted under its fence, so of two holders only one commits.
/// </summary>
internal sealed class JobStep(ReserveDb db, RunStepper stepper, ActivityInvoker activities, Messaging messaging, Caller caller)
{
    /// <summary>The key of the process that the job was about, once its run is known.</summary>
    public string? Process { get; private set; }

    /// <summary>Null when the job is done.</summary>
    public async Task<JobFailure?> Run(HeldJob job, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var payload = job.Kind == JobKind.Service || job.Payload is null ? null : JobPayload.Read(job.Payload);
        var target = await TargetOf(job, payload, cancellationToken);
        var run = await stepper.Session.LockForJob(target?.Run, job.Wait, job.Fence, cancellationToken);
        if (run.Held is false)
            return new JobFailure.LostLease();

        if (run.Run is not null)
            Process = await stepper.ProcessOf(run.Run, cancellationToken);
        var stamp = caller.Stamp();
        var writer = stepper.Session.NewWriter();
        writer.DropJob(job.Wait);
        if (job.Kind is JobKind.Message or JobKind.Signal)
        {
            await messaging.Deliver(job.Kind, payload!, stamp, writer, cancellationToken);
        }
        else if (run.Run is { Status: RunStatus.Running } running)
        {
            if (job.Kind == JobKind.Service)
            {
                switch (await activities.Invoke(job.Activity!, job.Payload ?? "{}", cancellationToken))
                {
                    case ActivityOutcome.Completed completed:
                        await stepper.Step(
                            running,
                            new RunEvent.ServiceCompleted(target!.Value.Wait, completed.Variables),
                            job.Activity!,
                            stamp,
                            writer,
                            cancellationToken
                        );
                        break;
                    case ActivityOutcome.Refused refused:
                        await stepper.Step(
                            running,
                            new RunEvent.ServiceFailed(target!.Value.Wait, refused.Code, refused.Message),
                            job.Activity!,
                            stamp,
                            writer,
                            cancellationToken
                        );
                        break;
                    case ActivityOutcome.Failed failed:
                        return new JobFailure.Problem(failed.Code, failed.Message, failed.Retry);
                }
            }
            else
            {
                // A refusal means that the run no longer waits for this: the job goes, nothing else happens.
                await stepper.Step(
                    running,
                    EventOf(job.Kind, target!.Value.Wait, payload),
                    JobKinds.Text(job.Kind),
                    stamp,
                    writer,
                    cancellationToken
                );
            }
        }
        await writer.SendAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

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
