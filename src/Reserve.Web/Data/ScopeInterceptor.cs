using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Reserve.Web.Data;

/// <summary>
/// Tells PostgreSQL the scope that its row-level security goes by. The setting lives no longer than the transaction, so
/// a pooled connection never carries one person's scope to another. The first command of a transaction, explicit or not, takes the
/// setting along in the same round trip, as does the first one after the scope changed. Two kinds of command cannot, and are sent after it:
/// those whose only answer is a scalar, and those of SaveChanges, whose answers are counted by their places.
/// </summary>
internal sealed class ScopeInterceptor : DbCommandInterceptor
{
    private const string ScopeParameter = "reserve_scope";
    private const string SetScope = $"select set_config('reserve.scope', @{ScopeParameter}, true)";

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result
    )
    {
        Prepare(command, eventData);
        return result;
    }

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        await PrepareAsync(command, eventData, cancellationToken);
        return result;
    }

    public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
    {
        if (CarriesScope(command))
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
        if (CarriesScope(command))
            await result.NextResultAsync(cancellationToken);
        return result;
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Prepare(command, eventData);
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default
    )
    {
        await PrepareAsync(command, eventData, cancellationToken);
        return result;
    }

    public override InterceptionResult<object> ScalarExecuting(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<object> result
    )
    {
        RefuseLooseScalar(command);
        Prepare(command, eventData);
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
        await PrepareAsync(command, eventData, cancellationToken);
        return result;
    }

    private static void Prepare(DbCommand command, CommandEventData eventData)
    {
        var db = (ReserveDb)eventData.Context!;
        if (IsTold(command, db) || Carry(command, eventData, db))
            return;
        using var set = ScopeCommand(command, db);
        set.ExecuteNonQuery();
    }

    private static async ValueTask PrepareAsync(DbCommand command, CommandEventData eventData, CancellationToken cancellationToken)
    {
        var db = (ReserveDb)eventData.Context!;
        if (IsTold(command, db) || Carry(command, eventData, db))
            return;
        await using var set = ScopeCommand(command, db);
        await set.ExecuteNonQueryAsync(cancellationToken);
    }

    private static bool IsTold(DbCommand command, ReserveDb db) =>
        command.Transaction is not null && db.ScopeOfTransaction == (db.Scope ?? "");

    private static bool Carry(DbCommand command, CommandEventData eventData, ReserveDb db)
    {
        if (eventData.CommandSource == CommandSource.SaveChanges || eventData.ExecuteMethod == DbCommandMethod.ExecuteScalar)
            return false;
        command.CommandText = SetScope + ";\n" + command.CommandText;
        command.Parameters.Add(new NpgsqlParameter(ScopeParameter, db.Scope ?? ""));
        if (command.Transaction is not null)
            db.ScopeOfTransaction = db.Scope ?? "";
        return true;
    }

    private static bool CarriesScope(DbCommand command) => command.Parameters is [.., NpgsqlParameter { ParameterName: ScopeParameter }];

    private static DbCommand ScopeCommand(DbCommand next, ReserveDb db)
    {
        db.ScopeOfTransaction = db.Scope ?? "";
        var command = next.Connection!.CreateCommand();
        command.Transaction = next.Transaction;
        command.CommandText = SetScope;
        command.Parameters.Add(new NpgsqlParameter(ScopeParameter, db.ScopeOfTransaction));
        return command;
    }

    private static void RefuseLooseScalar(DbCommand command)
    {
        if (command.Transaction is null)
            throw new InvalidOperationException("A scalar command needs a transaction: without one it would run without a scope.");
    }
}
