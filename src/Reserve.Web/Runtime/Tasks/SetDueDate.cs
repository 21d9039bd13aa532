using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>The date by which a task is to be done is moved; the timers of the process stay as drawn.</summary>
[Allow(Roles.HrOfficer, Roles.CommissionSecretary, Roles.Administrator)]
[Says("Изменить срок задачи")]
internal sealed record SetDueDate(RunId Run, int Wait, DateTimeOffset Due) : IRequest<Result<Done, TaskRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Asked("TaskRights: the assignee, or whoever has the role in a territory that covers the task's");
}

internal sealed class SetDueDateHandler(RunStepper stepper, Caller caller, TaskRights rights)
    : IRequestHandler<SetDueDate, Result<Done, TaskRefusal>>
{
    public async Task<Result<Done, TaskRefusal>> Handle(SetDueDate command, CancellationToken cancellationToken)
    {
        var wait = new WaitId(command.Run, command.Wait);
        var (_, task) = await stepper.Session.LockWithTask(wait, cancellationToken);
        var refusal = await rights.MayAct(task, caller, cancellationToken);
        if (refusal is not null and not TaskRefusal.TakenBy)
            return refusal;
        var writer = stepper.Session.NewWriter().In(task!.Territory);
        writer.SetDue(wait, command.Due);
        await writer.SendAsync(cancellationToken);
        return new Done();
    }
}
