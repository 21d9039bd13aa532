using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Messages;

/// <summary>
/// Messages that came before anybody waited. The job that delivers one stays, due when the message expires; a wait that opens makes it due
/// at once. No race is lost: who opens a wait holds the lock of the message's name together with others until it commits, who decides to
/// keep a message holds it alone and looks once more. Nothing else is locked under it, so nobody waits in a circle.
/// </summary>
internal sealed class KeptMessages(RunStepper stepper)
{
    /// <summary>The first number of the advisory locks of this kind; the second is the hash of the message's name.</summary>
    public const int LockClass = 0x4D53;

    /// <summary>Keeps a message that nobody waits for, or gives it up when its time is over: an incident of the sender.</summary>
    /// <returns><see cref="JobFailure.Again"/> when somebody has begun to wait meanwhile; null otherwise.</returns>
    public async Task<JobFailure?> KeepOrGiveUp(
        HeldJob job,
        JobPayload message,
        IReadOnlyCollection<WaitId> refused,
        Stamp stamp,
        RunWriter writer,
        CancellationToken cancellationToken
    )
    {
        var found = await LookAgain(job, message, cancellationToken);
        if (found.Waiting.Any(wait => !refused.Contains(wait)))
            return new JobFailure.Again();
        var expires = found.Expires ?? RunEffect.ThrowMessage.KeptUntil(message.TimeToLive, stamp.At) ?? stamp.At.AddYears(100);
        var isOver = expires <= stamp.At;
        writer.Postpone(job.Wait, isOver ? null : expires);
        writer.KeepMessage(job.Wait, found.Territory, message, job.Element, stamp.At, expires, isOver ? stamp.At : null);
        if (isOver)
            writer.RaiseIncident(
                job.Wait,
                job.Element,
                found.Territory,
                Interpreter.MessageExpired,
                message.Correlation is null
                    ? $"Сообщение «{message.Name}» никто не принял за срок его жизни. Повтор пошлёт его снова."
                    : $"Сообщение «{message.Name}» с ключом «{message.Correlation}» никто не принял за срок его жизни. Повтор "
                        + "пошлёт его снова.",
                stamp
            );
        return null;
    }

    private async Task<(List<WaitId> Waiting, DateTimeOffset? Expires, string Territory)> LookAgain(
        HeldJob job,
        JobPayload message,
        CancellationToken cancellationToken
    )
    {
        var batch = stepper.Session.NewBatch();
        batch.Add("select pg_advisory_xact_lock($1, hashtext($2))").With(LockClass).With(message.Name!);
        batch.Add(Messaging.MessageWaits).With(message.Name!).WithText(message.Correlation);
        batch
            .Add("select expires_at from waiting_message where run_id = $1 and wait_id = $2")
            .With(job.Wait.Run.Value)
            .With(job.Wait.Number);
        batch.Add("select territory from process_run where id = $1").With(job.Wait.Run.Value);
        await using var reader = await batch.ReadAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var waiting = await Messaging.ReadWaits(reader, cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        DateTimeOffset? expires = await reader.ReadAsync(cancellationToken) ? reader.GetFieldValue<DateTimeOffset>(0) : null;
        await reader.NextResultAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (waiting, expires, reader.GetString(0));
    }
}
