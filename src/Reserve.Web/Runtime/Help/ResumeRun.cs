using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Help;

/// <summary>A suspended run goes on: what became due meanwhile is done now, messages that were kept for it come.</summary>
[Allow(Roles.Administrator)]
[Says("Возобновить дело")]
internal sealed record ResumeRun(RunId Run, string Reason) : IRequest<Result<Done, HelpRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("process_run", Run, nameof(Run));
}

internal sealed class ResumeRunValidator : AbstractValidator<ResumeRun>
{
    public ResumeRunValidator() => RunHelp.Reason(this, command => command.Reason);
}

internal sealed class ResumeRunHandler(RunStepper stepper, WorkSignal signal, ReserveDb db, Caller caller)
    : IRequestHandler<ResumeRun, Result<Done, HelpRefusal>>
{
    public async Task<Result<Done, HelpRefusal>> Handle(ResumeRun command, CancellationToken cancellationToken)
    {
        if (await stepper.Session.Lock(command.Run, cancellationToken) is not { } run)
            return new HelpRefusal.NotFound();
        if (run.Status != RunStatus.Running)
            return new HelpRefusal.Ended();
        if (run.Suspended is null)
            return new HelpRefusal.NotSuspended();
        var stamp = caller.Stamp();
        var writer = stepper.Session.NewWriter().In(run.Territory);
        writer.Suspend(run.Id, null);
        writer.WakeMessagesOf(run.Id, stamp);
        writer.Mark(run, null, new RunMark(RunMark.Resume, command.Reason.Trim()), stamp);
        await writer.SendAsync(cancellationToken);
        signal.Expect(db);
        return new Done();
    }
}
