using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Reserve.Web.Data;

/// <summary>
/// Tells PostgreSQL the scope that its row-level security goes by. The setting lives no longer than the transaction, so
/// a pooled connection never carries one person's scope to another: a command outside a transaction takes the setting
/// along in the same implicit transaction and round trip; an explicit transaction gets it at its start, and again
/// when the scope changes inside it.
/// </summary>
internal sealed class ScopeInterceptor : DbCommandInterceptor, IDbTransactionInterceptor
{
    private const string SetScope = "select set_config('reserve.scope', @reserve_scope, true)";

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result
    )
    {
        Prepare(command, eventData.Context);
        return result;
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        await PrepareAsync(command, eventData.Context, cancellationToken);
        return result;
    }

    public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
    {
        if (command.Transaction is null)
            result.NextResult();
        return result;
    }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        DbDataReader result,
        CancellationToken cancellationToken = default
    )
    {
        if (command.Transaction is null)
            await result.NextResultAsync(cancellationToken);
        return result;
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Prepare(command, eventData.Context);
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        await PrepareAsync(command, eventData.Context, cancellationToken);
        return result;
    }

    public override InterceptionResult<object> ScalarExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<object> result
    )
    {
        RefuseLooseScalar(command);
        Prepare(command, eventData.Context);
        return result;
    }

    public override async ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<object> result,
        CancellationToken cancellationToken = default
    )
    {
        RefuseLooseScalar(command);
        await PrepareAsync(command, eventData.Context, cancellationToken);
        return result;
    }

    public DbTransaction TransactionStarted(DbConnection connection, TransactionEndEventData eventData, DbTransaction result)
    {
        var db = (ReserveDb)eventData.Context!;
        using var command = ScopeCommand(connection, result, db);
        command.ExecuteNonQuery();
        return result;
    }

    public async ValueTask<DbTransaction> TransactionStartedAsync(
        DbConnection connection,
        TransactionEndEventData eventData,
        DbTransaction result,
        CancellationToken cancellationToken = default
    )
    {
        var db = (ReserveDb)eventData.Context!;
        await using var command = ScopeCommand(connection, result, db);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return result;
    }

    public void RolledBackToSavepoint(DbTransaction transaction, TransactionEventData eventData) =>
        ((ReserveDb)eventData.Context!).ScopeOfTransaction = null;

    public Task RolledBackToSavepointAsync(
        DbTransaction transaction,
        TransactionEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        ((ReserveDb)eventData.Context!).ScopeOfTransaction = null;
        return Task.CompletedTask;
    }

    private static void Prepare(DbCommand command, object? context)
    {
        var db = (ReserveDb)context!;
        if (command.Transaction is null)
        {
            CarryScope(command, db);
        }
        else if (db.ScopeOfTransaction != (db.Scope ?? ""))
        {
            using var set = ScopeCommand(command.Connection!, command.Transaction, db);
            set.ExecuteNonQuery();
        }
    }

    private static async ValueTask PrepareAsync(DbCommand command, object? context, CancellationToken cancellationToken)
    {
        var db = (ReserveDb)context!;
        if (command.Transaction is null)
        {
            CarryScope(command, db);
        }
        else if (db.ScopeOfTransaction != (db.Scope ?? ""))
        {
            await using var set = ScopeCommand(command.Connection!, command.Transaction, db);
            await set.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static void CarryScope(DbCommand command, ReserveDb db)
    {
        command.CommandText = SetScope + ";\n" + command.CommandText;
        command.Parameters.Add(new NpgsqlParameter("reserve_scope", db.Scope ?? ""));
    }

    private static DbCommand ScopeCommand(DbConnection connection, DbTransaction transaction, ReserveDb db)
    {
        db.ScopeOfTransaction = db.Scope ?? "";
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = SetScope;
        command.Parameters.Add(new NpgsqlParameter("reserve_scope", db.ScopeOfTransaction));
        return command;
    }

    private static void RefuseLooseScalar(DbCommand command)
    {
        if (command.Transaction is null)
            throw new InvalidOperationException("A scalar command needs a transaction: without one it would run without a scope.");
    }
}
