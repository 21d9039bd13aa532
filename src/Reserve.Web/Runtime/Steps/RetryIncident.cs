using FluentValidation;
using MediatR;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Runtime.Steps;

internal readonly record struct IncidentId(Guid Value) : ITypedId<IncidentId>
{
    public static IncidentId From(Guid value) => new(value);
}

internal enum RetryRefusal
{
    [Says("Инцидент не найден.")]
    NotFound,

    [Says("Инцидент уже снят.")]
    Resolved,

    [Says("Экземпляр процесса уже завершён.")]
    RunEnded,

    [Says("Дело приостановлено: сначала возобновите его.")]
    Suspended,

    [Says("Причина инцидента осталась: повтор ничего не изменил.")]
    StillStands,
}

/// <summary>
/// What a retry came to; <paramref name="Refused"/> is why the engine did not take it, which is written to the run's refusals.
/// </summary>
internal sealed record Retried(StepRefusal? Refused);

/// <summary>The cause of an incident is gone: the job is due again, or the engine does again what failed.</summary>
[Allow(Roles.Administrator)]
[Says("Повторить после инцидента")]
internal sealed record RetryIncident(IncidentId Incident, string Reason) : IRequest<Result<Retried, RetryRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("incident", Incident, nameof(Incident));
}

internal sealed class RetryIncidentValidator : AbstractValidator<RetryIncident>
{
    public RetryIncidentValidator() => RunHelp.Reason(this, command => command.Reason);
}

internal sealed class RetryIncidentHandler(RunStepper stepper, WorkSignal signal, ReserveDb db, Caller caller)
    : IRequestHandler<RetryIncident, Result<Retried, RetryRefusal>>
{
    public async Task<Result<Retried, RetryRefusal>> Handle(RetryIncident command, CancellationToken cancellationToken)
    {
        if (await Find(command.Incident, cancellationToken) is not { } found)
            return RetryRefusal.NotFound;
        var (wait, element, isOpen) = found;
        if (await stepper.Session.Lock(wait.Run, cancellationToken) is not { } run)
            return RetryRefusal.NotFound;
        if (!isOpen)
            return run.Status == RunStatus.Running ? RetryRefusal.Resolved : RetryRefusal.RunEnded;
        if (run.Suspended is not null)
            return RetryRefusal.Suspended;
        var stamp = caller.Stamp();
        var mark = new RunMark(RunMark.Retry, command.Reason.Trim(), element);
        var writer = stepper.Session.NewWriter();
        if (await FreeJob(command.Incident, wait, stamp, cancellationToken))
        {
            writer.In(run.Territory).Mark(run, null, mark, stamp);
            await writer.SendAsync(cancellationToken);
            signal.Expect(db);
            return new Retried(null);
        }
        if (run.Status != RunStatus.Running)
            return RetryRefusal.RunEnded;
        var refusal = await stepper.Step(run, new RunEvent.Retry((int)wait.Number), "retry", stamp, writer, cancellationToken);
        if (refusal is { } reason)
            writer.In(run.Territory).RecordRefusal(wait, run.Territory, "retry", reason, stamp);
        else
            writer.In(run.Territory).Mark(run, run.Version + 1, mark, stamp);
        await writer.SendAsync(cancellationToken);
        if (refusal is null && await Find(command.Incident, cancellationToken) is { IsOpen: true })
            return RetryRefusal.StillStands;
        signal.Expect(db);
        return new Retried(refusal);
    }

    /// <summary>Makes the job that the incident stopped due again; false when there is none.</summary>
    private async Task<bool> FreeJob(IncidentId incident, WaitId wait, Stamp stamp, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        batch
            .Add(
                """
                with freed as (
                    update job set due_at = $4, attempts = 0, hops = 0, lease_until = null
                    where run_id = $2 and wait_id = $3 and due_at = 'infinity' returning 1)
                update incident set resolved_at = $4, resolved_by = $5 where id = $1 and exists (select from freed)
                """
            )
            .With(incident.Value)
            .With(wait.Run.Value)
            .With(wait.Number)
            .With(stamp.At)
            .With(stamp.Name);
        // A message that has expired is sent anew, for its whole time to live.
        batch
            .Add("delete from waiting_message where run_id = $1 and wait_id = $2 and expired_at is not null")
            .With(wait.Run.Value)
            .With(wait.Number);
        return (await batch.SendAsync(cancellationToken))[0] > 0;
    }

    private async Task<(WaitId Wait, string? Element, bool IsOpen)?> Find(IncidentId id, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        batch
            .Add("select run_id, wait_id, element_id, resolved_at is null from incident where id = $1 and wait_id is not null")
            .With(id.Value);
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (
                new WaitId(new RunId(reader.GetGuid(0)), reader.GetInt64(1)),
                reader.IsDBNull(2) ? null : reader.GetString(2),
                reader.GetBoolean(3)
            )
            : null;
    }
}
