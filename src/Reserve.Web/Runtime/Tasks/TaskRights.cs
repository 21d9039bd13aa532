using Reserve.Web.Access;
using Reserve.Web.Access.Substitutions;
using Reserve.Web.Data;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Runtime.Tasks;

/// <summary>
/// Who may work on a task: its assignee; and as long as it has none, whoever has its role in a territory that covers the
/// task's. A task of a candidate is the assignee's alone: other candidates of the region must not see it. So is an opinion or a vote
/// that a member of a commission was asked for. By a substitution somebody else may, in the place of the absent person.
/// </summary>
internal sealed class TaskRights(People people, Grants grants, ProcessClock clock)
{
    /// <summary>Null when the caller may complete the task now; in somebody's place, the caller stands there from now on.</summary>
    public async Task<TaskRefusal?> MayAct(FoundTask? task, Caller caller, CancellationToken cancellationToken)
    {
        var refusal = await MayActAlone(task, caller, cancellationToken);
        if (
            refusal is not (TaskRefusal.NotFound or TaskRefusal.NotYours or TaskRefusal.TakenBy)
            || task is null
            || await grants.For(task.Role, task.Territory, task.Assignee, cancellationToken) is not { } grant
        )
            return refusal;
        if (Closed(task) is { } closed)
            return closed;
        caller.ActFor(grant);
        return null;
    }

    private async Task<TaskRefusal?> MayActAlone(FoundTask? task, Caller caller, CancellationToken cancellationToken)
    {
        if (MaySee(task, caller) is { } hidden)
            return hidden;
        if (Closed(task!) is { } closed)
            return closed;
        return task!.Assignee is { } assignee && assignee != caller.UserId && !caller.IsSystem
            ? new TaskRefusal.TakenBy(await people.NameOf(assignee, cancellationToken) ?? "другой сотрудник")
            : null;
    }

    private TaskRefusal? Closed(FoundTask task) =>
        task.State switch
        {
            "open" => null,
            "done" => new TaskRefusal.AlreadyDone(task.ClosedByName ?? "", clock.Local(task.ClosedAt!.Value)),
            _ => new TaskRefusal.Withdrawn(clock.Local(task.ClosedAt!.Value)),
        };

    /// <summary>The roles whose tasks, once somebody has them, are nobody else's to see.</summary>
    internal const string Personal = Roles.CommissionMember;

    /// <summary>Whether a task of this role stays with whom it was given to.</summary>
    internal static bool StaysWithOne(string? role) => role is Roles.Candidate or Personal;

    /// <summary>Whether the caller may give a taken task back to everybody of its role: the own one, an administrator any.</summary>
    internal static bool MayRelease(string? role, Guid? assignee, Caller caller) =>
        role is not null
        && !StaysWithOne(role)
        && assignee is not null
        && (assignee == caller.UserId || caller.IsInRole(Roles.Administrator));

    /// <summary>Whether a link to the task leads the caller anywhere; who acts for somebody absent finds it among the own tasks.</summary>
    internal static bool LeadsTo(OpenTask task, Caller caller) =>
        task.Assignee == caller.UserId || (task.Role is { } role && caller.IsInRole(role) && !IsPersonal(role, task.Assignee));

    private static bool IsPersonal(string role, Guid? assignee) => role == Roles.Candidate || (role == Personal && assignee is not null);

    internal static TaskRefusal? MaySee(FoundTask? task, Caller caller)
    {
        if (task is null)
            return new TaskRefusal.NotFound();
        if (caller.IsSystem || (task.Assignee is { } assignee && assignee == caller.UserId))
            return null;
        if (!Territory.Covers(caller.Territory, task.Territory))
            return new TaskRefusal.NotFound();
        return task.Role is { } role && caller.IsInRole(role) && !IsPersonal(role, task.Assignee) ? null : new TaskRefusal.NotYours();
    }
}
