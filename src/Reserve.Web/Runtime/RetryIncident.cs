using MediatR;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;

namespace Reserve.Web.Runtime;

public readonly record struct IncidentId(Guid Value) : ITypedId<IncidentId>
{
    public static IncidentId From(Guid value) => new(value);
}

public enum RetryRefusal
{
    [Says("Инцидент не найден.")]
    NotFound,

    [Says("Инцидент уже снят.")]
    Resolved,

    [Says("Экземпляр процесса уже завершён.")]
    RunEnded,
}

/// <summary>The cause of an incident is gone: the job is due again, or the engine does again what failed.</summary>
[Allow(Roles.Administrator)]
public sealed record RetryIncident(IncidentId Incident) : IRequest<Result<Done, RetryRefusal>>;

internal sealed class RetryIncidentHandler(RunStepper stepper, WorkSignal signal, ReserveDb db, Caller caller)
    : IRequestHandler<RetryIncident, Result<Done, RetryRefusal>>
{
    public async Task<Result<Done, RetryRefusal>> Handle(RetryIncident command, CancellationToken cancellationToken)
    {
        if (await Find(command.Incident, cancellationToken) is not { } wait)
            return RetryRefusal.NotFound;
        if (await stepper.Session.Lock(wait.Run, cancellationToken) is not { } run)
            return RetryRefusal.NotFound;
        if (run.Status != RunStatus.Running)
            return RetryRefusal.RunEnded;
        var stamp = caller.Stamp();
        var batch = stepper.Session.NewBatch();
        batch
            .Add("update incident set resolved_at = $2, resolved_by = $3 where id = $1 and resolved_at is null")
            .With(command.Incident.Value)
            .With(stamp.At)
            .With(stamp.Name);
        batch
            .Add(
                """
                update job set due_at = $3, attempts = 0, lease_until = null
                where run_id = $1 and wait_id = $2 and due_at = 'infinity'
                """
            )
            .With(wait.Run.Value)
            .With(wait.Number)
            .With(stamp.At);
        var affected = await batch.SendAsync(cancellationToken);
        if (affected[0] == 0)
            return RetryRefusal.Resolved;
        if (affected[1] == 0)
        {
            var writer = stepper.Session.NewWriter();
            await stepper.Step(run, new RunEvent.Retry((int)wait.Number), "retry", stamp, writer, cancellationToken);
            await writer.SendAsync(cancellationToken);
        }
        signal.Expect(db);
        return new Done();
    }

    private async Task<WaitId?> Find(IncidentId id, CancellationToken cancellationToken)
    {
        var batch = stepper.Session.NewBatch();
        batch.Add("select run_id, wait_id from incident where id = $1 and wait_id is not null").With(id.Value);
        await using var reader = await batch.ReadAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new WaitId(new RunId(reader.GetGuid(0)), reader.GetInt64(1)) : null;
    }
}
