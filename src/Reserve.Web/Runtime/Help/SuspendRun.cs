using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Help;

/// <summary>A run takes no step until it is resumed: its tasks are refused, its jobs, timers and messages wait.</summary>
[Allow(Roles.Administrator)]
[Says("Приостановить дело")]
internal sealed record SuspendRun(RunId Run, string Reason) : IRequest<Result<Done, HelpRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("process_run", Run, nameof(Run));
}

internal sealed class SuspendRunValidator : AbstractValidator<SuspendRun>
{
    public SuspendRunValidator() => RunHelp.Reason(this, command => command.Reason);
}

internal sealed class SuspendRunHandler(RunStepper stepper, Caller caller) : IRequestHandler<SuspendRun, Result<Done, HelpRefusal>>
{
    public async Task<Result<Done, HelpRefusal>> Handle(SuspendRun command, CancellationToken cancellationToken)
    {
        if (await stepper.Session.Lock(command.Run, cancellationToken) is not { } run)
            return new HelpRefusal.NotFound();
        if (run.Status != RunStatus.Running)
            return new HelpRefusal.Ended();
        if (run.Suspended is not null)
            return new HelpRefusal.AlreadySuspended();
        var stamp = caller.Stamp();
        var writer = stepper.Session.NewWriter().In(run.Territory);
        writer.Suspend(run.Id, stamp);
        writer.Mark(run, null, new RunMark(RunMark.Suspend, command.Reason.Trim()), stamp);
        await writer.SendAsync(cancellationToken);
        return new Done();
    }
}
