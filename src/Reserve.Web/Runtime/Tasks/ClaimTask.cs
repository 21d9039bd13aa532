using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>A person takes a task of their role for themselves.</summary>
[Allow(AnySignedIn = true)]
[Says("Взять задачу")]
internal sealed record ClaimTask(RunId Run, int Wait) : IRequest<Result<Done, TaskRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Asked("TaskRights: the assignee, or whoever has the role in a territory that covers the task's");
}

internal sealed class ClaimTaskHandler(RunStepper stepper, Caller caller, TaskRights rights)
    : IRequestHandler<ClaimTask, Result<Done, TaskRefusal>>
{
    public async Task<Result<Done, TaskRefusal>> Handle(ClaimTask command, CancellationToken cancellationToken)
    {
        var wait = new WaitId(command.Run, command.Wait);
        var (_, task) = await stepper.Session.LockWithTask(wait, cancellationToken);
        if (await rights.MayAct(task, caller, cancellationToken) is { } refusal)
            return refusal;
        var writer = stepper.Session.NewWriter().In(task!.Territory);
        // Taken in somebody's place it is theirs: when the substitution ends, it is with them.
        writer.Assign(wait, caller.ActsFor?.Absent ?? caller.UserId);
        await writer.SendAsync(cancellationToken);
        return new Done();
    }
}
