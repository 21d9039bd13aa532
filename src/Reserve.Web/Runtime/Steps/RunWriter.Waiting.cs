using Reserve.Web.Data;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Messages;

namespace Reserve.Web.Runtime.Steps;

/// <summary>What runs wait for: jobs, subscriptions, messages that are kept.</summary>
internal sealed partial class RunWriter
{
    /// <param name="due">Null: never, until somebody retries the incident that stopped it.</param>
    public void AddJob(
        WaitId wait,
        JobKind kind,
        DateTimeOffset? due,
        DateTimeOffset now,
        string? element,
        string? activity,
        string? payload,
        int hops,
        RunId? target = null
    )
    {
        Add(
                """
                insert into job (run_id, wait_id, kind, element_id, activity, payload, due_at, hops, target_run)
                values ($1, $2, $3, $4, $5, $6, coalesce($7, 'infinity'), $8, $9)
                on conflict (run_id, wait_id) do update
                set due_at = excluded.due_at, payload = excluded.payload, lease_until = null, fence = nextval('job_fence'), attempts = 0,
                    hops = excluded.hops
                """
            )
            .With(wait.Run.Value)
            .With(wait.Number)
            .With(JobKinds.Text(kind))
            .WithText(element)
            .WithText(activity)
            .WithText(payload)
            .With(due)
            .With(hops)
            .With(target?.Value);
        MadeWork |= due <= now;
    }

    /// <summary>Leaves the job that is worked on for later; null: until somebody retries its incident.</summary>
    public void Postpone(WaitId wait, DateTimeOffset? due) =>
        Add("update job set due_at = coalesce($3, 'infinity'), lease_until = null, attempts = 0 where run_id = $1 and wait_id = $2")
            .With(wait.Run.Value)
            .With(wait.Number)
            .With(due);

    /// <summary>Lists a message that nobody waits for yet, or has come not to be waited for in time.</summary>
    public void KeepMessage(
        WaitId wait,
        string territory,
        JobPayload message,
        string? element,
        DateTimeOffset sent,
        DateTimeOffset expires,
        DateTimeOffset? expired
    ) =>
        Add(
                """
                insert into waiting_message (run_id, wait_id, territory, name, correlation, element_id, sent_at, expires_at, expired_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                on conflict (run_id, wait_id) do update set expired_at = excluded.expired_at
                """
            )
            .With(wait.Run.Value)
            .With(wait.Number)
            .With(territory)
            .With(message.Name!)
            .WithText(message.Correlation)
            .WithText(element)
            .With(sent)
            .With(expires)
            .With(expired);

    public void DropJobs(RunId run, long[] waits) =>
        Add("delete from job where run_id = $1 and wait_id = any($2)").With(run.Value).With(waits);

    public void DropJob(WaitId wait) => Add("delete from job where run_id = $1 and wait_id = $2").With(wait.Run.Value).With(wait.Number);

    /// <summary>
    /// Begins to wait for a message, and wakes the oldest one that was kept for such a wait. Who decides to keep a message holds the same
    /// lock alone (<see cref="KeptMessages"/>), so that of a wait and a message that come at the same time one sees the other.
    /// </summary>
    public void SubscribeMessage(WaitId wait, string element, string name, string? correlation, Stamp stamp)
    {
        Add("select pg_advisory_xact_lock_shared($1, hashtext($2))").With(KeptMessages.LockClass).With(name);
        Subscribe(wait, element, "message", name, correlation);
        Add("select reserve_wake_message($1, $2, $3)").With(name).WithText(correlation).With(stamp.At);
        MadeWork = true;
    }

    public void SubscribeSignal(WaitId wait, string element, string name) => Subscribe(wait, element, "signal", name, null);

    private void Subscribe(WaitId wait, string element, string kind, string name, string? correlation) =>
        Add(
                """
                insert into message_subscription (run_id, wait_id, element_id, kind, name, correlation) values ($1, $2, $3, $4, $5, $6)
                """
            )
            .With(wait.Run.Value)
            .With(wait.Number)
            .With(element)
            .With(kind)
            .With(name)
            .WithText(correlation);

    public void Unsubscribe(RunId run, long[] waits) =>
        Add("delete from message_subscription where run_id = $1 and wait_id = any($2)").With(run.Value).With(waits);
}
