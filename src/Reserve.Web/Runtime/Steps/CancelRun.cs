using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;

namespace Reserve.Web.Runtime.Steps;

/// <summary>Ends a run from outside.</summary>
[Allow(Roles.Administrator)]
[Says("Отменить экземпляр процесса")]
internal sealed record CancelRun(RunId Run) : IRequest<Result<Done, RunRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Of("process_run", Run, nameof(Run));
}

internal sealed class CancelRunHandler(ProcessRuntime runtime, Caller caller) : IRequestHandler<CancelRun, Result<Done, RunRefusal>>
{
    public Task<Result<Done, RunRefusal>> Handle(CancelRun command, CancellationToken cancellationToken) =>
        runtime.Cancel(command.Run, caller.Stamp(), cancellationToken);
}
