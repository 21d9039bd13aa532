using System.Net.Sockets;
using Npgsql;

namespace Reserve.Web.Data;

/// <summary>
/// Tells a database that cannot be worked with just now, where the same again may succeed later, from a fault of what was asked.
/// </summary>
internal static class DatabaseAway
{
    /// <summary>Whether the exception, or one that it wraps, says that the server is away, full, starting or stopping.</summary>
    public static bool Is(Exception? problem) =>
        problem switch
        {
            null => false,
            PostgresException answered => IsState(answered.SqlState),
            NpgsqlException => true,
            SocketException => true,
            AggregateException several => several.InnerExceptions.Any(Is),
            _ => Is(problem.InnerException),
        };

    /// <summary>
    /// Classes 08 (connection), 53 (disk, memory, connections), 57P (shutdown, crash, start), 58 (its files); 25006: a standby.
    /// </summary>
    private static bool IsState(string state) =>
        state.StartsWith("08", StringComparison.Ordinal)
        || state.StartsWith("53", StringComparison.Ordinal)
        || state.StartsWith("57P", StringComparison.Ordinal)
        || state.StartsWith("58", StringComparison.Ordinal)
        || state == PostgresErrorCodes.ReadOnlySqlTransaction;
}
