using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Reserve.Web.Data;

/// <summary>
/// Tells the context where its transaction stands: a new one knows no scope, nor does one that went back to a savepoint; one that committed
/// lets happen what waited for it.
/// </summary>
internal sealed class TransactionInterceptor : DbTransactionInterceptor
{
    public override DbTransaction TransactionStarted(DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
    {
        Db(eventData).Begun();
        return result;
    }

    public override ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection,
        TransactionEndEventData eventData,
        DbTransaction result,
        CancellationToken cancellationToken = default
    )
    {
        Db(eventData).Begun();
        return ValueTask.FromResult(result);
    }

    public override void RolledBackToSavepoint(DbTransaction transaction, TransactionEventData eventData) =>
        Db(eventData).ScopeOfTransaction = null;

    public override Task RolledBackToSavepointAsync(
        DbTransaction transaction,
        TransactionEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Db(eventData).ScopeOfTransaction = null;
        return Task.CompletedTask;
    }

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Db(eventData).Committed();

    public override Task TransactionCommittedAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        Db(eventData).Committed();
        return Task.CompletedTask;
    }

    private static ReserveDb Db(TransactionEventData eventData) => (ReserveDb)eventData.Context!;
}
