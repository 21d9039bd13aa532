using Reserve.Web.Data;

namespace Reserve.Web.Runtime.Jobs;

/// <summary>
/// Wakes this node's workers as soon as a transaction that made work for them has committed. Other nodes look by
/// themselves at short intervals: a NOTIFY inside the transaction would make PostgreSQL commit one writer at a time.
/// </summary>
internal sealed class WorkSignal
{
    private TaskCompletionSource wake = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The running transaction of this context has written work; tell the workers when it commits.</summary>
    public void Expect(ReserveDb db) => db.AfterCommit(Wake);

    /// <summary>Completes at the next wake; take it before looking for work, await it after finding none.</summary>
    public Task Next => Volatile.Read(ref wake).Task;

    public void Wake() =>
        Interlocked.Exchange(ref wake, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
