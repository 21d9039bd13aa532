using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Starts;

/// <summary>
/// A paused start goes on. A timer leaves out the moments that passed meanwhile; a condition begins what has become true and still is.
/// </summary>
/// <inheritdoc cref="PauseStart"/>
[Allow(Roles.Administrator)]
[Says("Возобновить начало процесса")]
internal sealed record ResumeStart(string Key, string? ForTerritory, Guid Start, string Reason)
    : IRequest<Result<Done, HoldStartRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

internal sealed class ResumeStartValidator : AbstractValidator<ResumeStart>
{
    public ResumeStartValidator() => RunHelp.Reason(this, command => command.Reason);
}

internal sealed class ResumeStartHandler(RunStepper stepper, ReserveDb db, ProcessClock clock, WorkSignal signal, Caller caller)
    : IRequestHandler<ResumeStart, Result<Done, HoldStartRefusal>>
{
    public async Task<Result<Done, HoldStartRefusal>> Handle(ResumeStart command, CancellationToken cancellationToken)
    {
        var now = caller.Stamp().At;
        if (await HeldStart.Lock(stepper.Session, command.Key, command.ForTerritory, command.Start, cancellationToken) is not { } start)
            return HoldStartRefusal.UnknownStart;
        if (!start.IsPaused)
            return HoldStartRefusal.NotPaused;
        var batch = stepper.Session.NewBatch();
        batch
            .Add(
                """
                update process_start set paused_by = null, paused_at = null, paused_reason = null,
                    look_at = case when state = 'waiting' then $2 end
                where id = $1
                """
            )
            .With(start.Id)
            .With(now);
        if (start is { IsTimer: true, State: ProcessStart.Waiting } && start.Left(clock) is { } due)
        {
            var left = due.After(now).Next;
            StartSchedule.Set(batch, start.Id, left, left is null ? ProcessStart.PassedPaused : null, isPaused: false);
        }
        await batch.SendAsync(cancellationToken);
        signal.Expect(db);
        return new Done();
    }
}
