using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>A person gives a claimed task back to everybody of its role; an administrator may do so for others.</summary>
[Allow(AnySignedIn = true)]
[Says("Вернуть задачу")]
internal sealed record ReleaseTask(RunId Run, int Wait) : IRequest<Result<Done, TaskRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Asked("TaskRights: the assignee, or whoever has the role in a territory that covers the task's");
}

internal sealed class ReleaseTaskHandler(RunStepper stepper, Caller caller, TaskRights rights)
    : IRequestHandler<ReleaseTask, Result<Done, TaskRefusal>>
{
    public async Task<Result<Done, TaskRefusal>> Handle(ReleaseTask command, CancellationToken cancellationToken)
    {
        var wait = new WaitId(command.Run, command.Wait);
        var (_, task) = await stepper.Session.LockWithTask(wait, cancellationToken);
        var refusal = await rights.MayAct(task, caller, cancellationToken);
        if (refusal is TaskRefusal.TakenBy && caller.IsInRole(Roles.Administrator))
            refusal = null;
        if (refusal is not null)
            return refusal;
        if (TaskRights.StaysWithOne(task!.Role))
            return new TaskRefusal.Personal();
        // A task without a role has nobody to be given back to.
        if (task.Role is null)
            return new TaskRefusal.NotYours();
        var writer = stepper.Session.NewWriter().In(task.Territory);
        writer.Assign(wait, null);
        await writer.SendAsync(cancellationToken);
        return new Done();
    }
}
