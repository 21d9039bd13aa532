using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Reserve.Web.Runtime;

/// <summary>
/// Wakes this node's workers as soon as a transaction that made work for them has committed. Other nodes look by
/// themselves at short intervals: a NOTIFY inside the transaction would make PostgreSQL commit one writer at a time.
/// </summary>
internal sealed class WorkSignal : DbTransactionInterceptor
{
    private readonly ConditionalWeakTable<DbContext, object> pending = [];
    private TaskCompletionSource wake = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The running transaction of this context has written work; tell the workers when it commits.</summary>
    public void Expect(DbContext context) => pending.AddOrUpdate(context, this);

    /// <summary>Completes at the next wake; take it before looking for work, await it after finding none.</summary>
    public Task Next => Volatile.Read(ref wake).Task;

    public void Wake() =>
        Interlocked.Exchange(ref wake, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Committed(eventData.Context);

    public override Task TransactionCommittedAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Committed(eventData.Context);
        return Task.CompletedTask;
    }

    private void Committed(DbContext? context)
    {
        if (context is not null && pending.Remove(context))
            Wake();
    }
}
