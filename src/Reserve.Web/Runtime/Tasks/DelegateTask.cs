using FluentValidation;
using MediatR;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Runtime.Help;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>Whoever does a task, or may take it, gives it to a colleague of the same role.</summary>
[Allow(AnySignedIn = true)]
[Says("Поручить задачу коллеге")]
internal sealed record DelegateTask(RunId Run, int Wait, Guid To, string Reason) : IRequest<Result<Done, HandoverRefusal>>, IPlaced
{
    Area IPlaced.Area =>
        Area.Each(
            Area.People([To], nameof(To)),
            Area.Asked("TaskRights: the assignee, or whoever has the role in a territory that covers the task's")
        );
}

internal sealed class DelegateTaskValidator : AbstractValidator<DelegateTask>
{
    public DelegateTaskValidator()
    {
        RuleFor(command => command.To).NotEmpty().WithMessage("Выберите, кому поручить.");
        RunHelp.Reason(this, command => command.Reason);
    }
}

internal sealed class DelegateTaskHandler(TaskHandover handover, TaskRights rights, Caller caller)
    : IRequestHandler<DelegateTask, Result<Done, HandoverRefusal>>
{
    public Task<Result<Done, HandoverRefusal>> Handle(DelegateTask command, CancellationToken cancellationToken) =>
        handover.Give(
            new WaitId(command.Run, command.Wait),
            command.To,
            RunMark.Delegate,
            command.Reason,
            async task =>
                await rights.MayAct(task, caller, cancellationToken) switch
                {
                    null => null,
                    TaskRefusal.NotFound => HandoverRefusal.NotFound,
                    _ => HandoverRefusal.NotYours,
                },
            cancellationToken
        );
}
