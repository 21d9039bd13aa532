using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>
/// The date by which a task is to be done is moved, reminder and escalation with it; timers that are drawn stay as drawn.
/// </summary>
[Allow(Roles.HrOfficer, Roles.CommissionSecretary, Roles.Administrator)]
[Says("Изменить срок задачи")]
internal sealed record SetDueDate(RunId Run, int Wait, DateTimeOffset Due) : IRequest<Result<Done, TaskRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Asked("TaskRights: the assignee, or whoever has the role in a territory that covers the task's");
}

internal sealed class SetDueDateValidator : AbstractValidator<SetDueDate>
{
    public SetDueDateValidator(TimeProvider clock) =>
        RuleFor(command => command.Due).Must(due => due > clock.GetUtcNow()).WithMessage("Новый срок должен быть в будущем.");
}

internal sealed class SetDueDateHandler(RunStepper stepper, ProcessClock clock, Caller caller, TaskRights rights)
    : IRequestHandler<SetDueDate, Result<Done, TaskRefusal>>
{
    public async Task<Result<Done, TaskRefusal>> Handle(SetDueDate command, CancellationToken cancellationToken)
    {
        var wait = new WaitId(command.Run, command.Wait);
        var (_, found) = await stepper.Session.LockWithTask(wait, cancellationToken);
        var refusal = await rights.MayAct(found, caller, cancellationToken);
        if (refusal is not null and not TaskRefusal.TakenBy)
            return refusal;
        var task = found!;
        var options = clock.Options(caller.Stamp().At, task.Territory);
        // A task of the release before has no arithmetic.
        var deadline = (task.Deadline ?? new TaskDeadline { From = options.Now }).Moved(
            clock.Local(command.Due, task.Territory),
            caller.DisplayName,
            options.Now,
            options.Calendar,
            task.Territory
        );
        var writer = stepper.Session.NewWriter().In(task.Territory);
        writer.SetDeadline(wait, deadline);
        await writer.SendAsync(cancellationToken);
        return new Done();
    }
}
