using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>Why a task was not given to somebody else.</summary>
internal enum HandoverRefusal
{
    [Says("Задача не найдена.")]
    NotFound,

    [Says("Задача уже выполнена или снята.")]
    NotOpen,

    [Says("Эта задача не у вас: передать её может тот, кто её делает.")]
    NotYours,

    [Says("У этого человека нет роли, для которой задача.")]
    NoSuchRole,

    [Says("Задача личная: её делает только тот, кому она дана.")]
    Personal,

    [Says("Задача уже у этого человека.")]
    Same,
}

/// <summary>Gives an open task to somebody else, or back to everybody of its role, with a mark in the run's history.</summary>
internal sealed class TaskHandover(RunStepper stepper, People people, Caller caller)
{
    /// <param name="to">Who gets it; null: everybody of the role.</param>
    /// <param name="may">Whether the caller may give this task away; null when so.</param>
    public async Task<Result<Done, HandoverRefusal>> Give(
        WaitId wait,
        Guid? to,
        string kind,
        string reason,
        Func<FoundTask, Task<HandoverRefusal?>> may,
        CancellationToken cancellationToken
    )
    {
        var (run, task) = await stepper.Session.LockWithTask(wait, cancellationToken);
        if (run is null || task is null)
            return HandoverRefusal.NotFound;
        if (task.State != "open")
            return HandoverRefusal.NotOpen;
        if (await may(task) is { } refusal)
            return refusal;
        var names = await people.Named(new[] { task.Assignee, to }.OfType<Guid>(), cancellationToken);
        var next = names.SingleOrDefault(person => person.Id == to);
        if (Refusal(task.Role, task.Territory, task.Assignee, to, next) is { } impossible)
            return impossible;
        var stamp = caller.Stamp();
        var writer = stepper.Session.NewWriter().In(task.Territory);
        writer.Assign(wait, to);
        var change = RunMark.Change(names.SingleOrDefault(person => person.Id == task.Assignee)?.DisplayName, next?.DisplayName);
        writer.In(run.Territory).Mark(run, null, new RunMark(kind, reason.Trim(), task.Element, change), stamp);
        await writer.SendAsync(cancellationToken);
        return new Done();
    }

    /// <summary>Why a task cannot be given to a person, or back to everybody of its role; null when it can.</summary>
    /// <param name="role">The task's role.</param>
    /// <param name="territory">The task's territory.</param>
    /// <param name="assignee">Who has it.</param>
    /// <param name="to">Who would get it; null: everybody of the role.</param>
    /// <param name="next">The same, as found; null when there is no such person.</param>
    public static HandoverRefusal? Refusal(string? role, string territory, Guid? assignee, Guid? to, Person? next)
    {
        if (TaskRights.StaysWithOne(role) || (to is null && role is null))
            return HandoverRefusal.Personal;
        if (assignee == to)
            return HandoverRefusal.Same;
        return
            to is not null
            && (
                next is null or { Disabled: true }
                || (role is not null && !(next.Roles.Contains(role) && Territory.Covers(next.Territory, territory)))
            )
            ? HandoverRefusal.NoSuchRole
            : null;
    }
}
