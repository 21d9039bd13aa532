using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Help;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>An administrator gives a task to another person of its role, or back to everybody of it.</summary>
[Allow(Roles.Administrator)]
[Says("Передать задачу другому")]
internal sealed record ReassignTask(RunId Run, int Wait, Guid? To, string Reason) : IRequest<Result<Done, HandoverRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Each(Area.Of("process_run", Run, nameof(Run)), Area.People(To is { } person ? [person] : [], nameof(To)));
}

internal sealed class ReassignTaskValidator : AbstractValidator<ReassignTask>
{
    public ReassignTaskValidator() => RunHelp.Reason(this, command => command.Reason);
}

internal sealed class ReassignTaskHandler(TaskHandover handover) : IRequestHandler<ReassignTask, Result<Done, HandoverRefusal>>
{
    public Task<Result<Done, HandoverRefusal>> Handle(ReassignTask command, CancellationToken cancellationToken) =>
        handover.Give(
            new WaitId(command.Run, command.Wait),
            command.To,
            RunMark.Reassign,
            command.Reason,
            _ => Task.FromResult<HandoverRefusal?>(null),
            cancellationToken
        );
}
