using Reserve.Web.Data;
using Reserve.Web.Runtime.Help;
using Reserve.Web.Runtime.Tasks;

namespace Reserve.Web.Runtime.Steps;

/// <summary>What is written when somebody helps a run: another version, other tasks, marks.</summary>
internal sealed partial class RunWriter
{
    public void MoveRun(RunId run, DefinitionId to) =>
        Add("update process_run set definition_id = $2 where id = $1").With(run.Value).With(to.Value);

    public void Suspend(RunId run, Stamp? stamp) =>
        Add("update process_run set suspended_at = $2, suspended_by = $3 where id = $1")
            .With(run.Value)
            .With(stamp?.At)
            .WithText(stamp?.Name);

    /// <summary>Wakes, for each message that the run waits for, the oldest one that is kept for such a wait.</summary>
    public void WakeMessagesOf(RunId run, Stamp stamp) =>
        Add(
                """
                select reserve_wake_message(s.name, s.correlation, $2) from message_subscription s
                where s.run_id = $1 and s.kind = 'message'
                """
            )
            .With(run.Value)
            .With(stamp.At);

    /// <summary>What waits is another element now; a task says so with all that it is (<see cref="ChangeTask"/>).</summary>
    public void MoveWait(WaitId wait, string element)
    {
        foreach (
            var table in (string[])
                [
                    "update job set element_id = $3 where run_id = $1 and wait_id = $2",
                    "update message_subscription set element_id = $3 where run_id = $1 and wait_id = $2",
                    "update incident set element_id = $3 where run_id = $1 and wait_id = $2 and resolved_at is null",
                ]
        )
            Add(table).With(wait.Run.Value).With(wait.Number).With(element);
    }

    /// <summary>A call that waits is made anew with this; a stopped one stays stopped. Whoever works on it loses it.</summary>
    public void ChangeJob(WaitId wait, string activity, string payload) =>
        Add(
                """
                update job set activity = $3, payload = $4, lease_until = null, fence = nextval('job_fence')
                where run_id = $1 and wait_id = $2 and kind = 'service'
                """
            )
            .With(wait.Run.Value)
            .With(wait.Number)
            .With(activity)
            .With(payload);

    /// <summary>An open task becomes this, also where it was given to people above.</summary>
    public void ChangeTask(RunId run, OpenTaskRow task) =>
        Add("select reserve_change_task($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
            .With(run.Value)
            .With(task.Wait)
            .With(task.Element)
            .With(task.Title)
            .WithText(task.Role)
            .With(task.Territory)
            .With(task.Assignee)
            .With(task.Due)
            .WithText(task.Form)
            .WithText(task.Page)
            .WithJson(task.Inputs)
            .WithJson(task.Deadline)
            .With(TaskDeadline.Read(task.Deadline)?.NoticeAt);

    /// <summary>What a person did to the run, for ever.</summary>
    public void Mark(LockedRun run, int? step, RunMark mark, Stamp stamp) =>
        Add(
                """
                insert into run_mark (id, run_id, territory, step, at, actor, kind, element_id, reason, details)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                """
            )
            .With(Guid.CreateVersion7(stamp.At))
            .With(run.Id.Value)
            .With(run.Territory)
            .With((long?)step)
            .With(stamp.At)
            .With(stamp.Actor)
            .With(mark.Kind)
            .WithText(mark.Element)
            .With(mark.Reason)
            .WithJson(mark.Details);
}
