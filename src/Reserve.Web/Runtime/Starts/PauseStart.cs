using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Starts;

internal enum HoldStartRefusal
{
    [Says("Такого начала у процесса нет.")]
    UnknownStart,

    [Says("Это начало уже приостановлено.")]
    AlreadyPaused,

    [Says("Это начало не приостановлено.")]
    NotPaused,
}

/// <summary>A start by time or condition begins nothing until it is resumed.</summary>
/// <param name="Key">The process.</param>
/// <param name="ForTerritory">The territory whose own version it is of; null: the version for all.</param>
/// <param name="Start">The start, as the process's page lists it.</param>
/// <param name="Reason">Why.</param>
[Allow(Roles.Administrator)]
[Says("Приостановить начало процесса")]
internal sealed record PauseStart(string Key, string? ForTerritory, Guid Start, string Reason)
    : IRequest<Result<Done, HoldStartRefusal>>,
        IPlaced
{
    Area IPlaced.Area => Area.ForAllOr(ForTerritory, nameof(ForTerritory));
}

internal sealed class PauseStartValidator : AbstractValidator<PauseStart>
{
    public PauseStartValidator() => RunHelp.Reason(this, command => command.Reason);
}

internal sealed class PauseStartHandler(RunStepper stepper, Caller caller) : IRequestHandler<PauseStart, Result<Done, HoldStartRefusal>>
{
    public async Task<Result<Done, HoldStartRefusal>> Handle(PauseStart command, CancellationToken cancellationToken)
    {
        var stamp = caller.Stamp();
        if (await HeldStart.Lock(stepper.Session, command.Key, command.ForTerritory, command.Start, cancellationToken) is not { } start)
            return HoldStartRefusal.UnknownStart;
        if (start.IsPaused)
            return HoldStartRefusal.AlreadyPaused;
        var batch = stepper.Session.NewBatch();
        batch
            .Add("update process_start set paused_by = $2, paused_at = $3, paused_reason = $4, look_at = null where id = $1")
            .With(start.Id)
            .With(stamp.Name)
            .With(stamp.At)
            .With(command.Reason.Trim());
        await batch.SendAsync(cancellationToken);
        return new Done();
    }
}
