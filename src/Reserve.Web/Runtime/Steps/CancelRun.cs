using FluentValidation;
using MediatR;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Help;

namespace Reserve.Web.Runtime.Steps;

/// <summary>Ends a run from outside; its tasks are withdrawn, its timers and calls cancelled.</summary>
[Allow(Roles.Administrator)]
[Says("Отменить экземпляр процесса")]
internal sealed record CancelRun(RunId Run, string Reason) : IRequest<Result<Done, HelpRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("process_run", Run, nameof(Run));
}

internal sealed class CancelRunValidator : AbstractValidator<CancelRun>
{
    public CancelRunValidator() => RunHelp.Reason(this, command => command.Reason);
}

internal sealed class CancelRunHandler(RunHelp help) : IRequestHandler<CancelRun, Result<Done, HelpRefusal>>
{
    public Task<Result<Done, HelpRefusal>> Handle(CancelRun command, CancellationToken cancellationToken) =>
        help.Give(command.Run, new RunEvent.Cancel(), new RunMark(RunMark.Cancel, command.Reason.Trim()), cancellationToken);
}
