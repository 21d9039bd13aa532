using System.Data.Common;
using Npgsql;

namespace Reserve.Web.Data;

/// <summary>How many connections one node may hold, so that all nodes together never ask the server for more than it gives.</summary>
internal static class ConnectionPool
{
    /// <summary>Left free on the server: migrations, backups and an administrator's console beside the nodes.</summary>
    public const int Spare = 10;

    /// <summary>More than this a node does not use, however many the server would give.</summary>
    public const int Most = 100;

    /// <summary>With fewer a node does not work well; a server that gives less is too small for so many nodes.</summary>
    public const int Fewest = 4;

    private const int SecondsToWait = 10;

    private const string Given = """
        select least(
            current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                - coalesce(current_setting('reserved_connections', true)::int, 0),
            (select nullif(rolconnlimit, -1) from pg_roles where rolname = current_user),
            (select nullif(datconnlimit, -1) from pg_database where datname = current_database()))
        """;

    /// <summary>
    /// The connection string with the pool's size and the time to wait for a connection; what is written there already stays.
    /// </summary>
    /// <param name="connectionString">The application's.</param>
    /// <param name="nodes">How many nodes work on this database (<c>Database:Nodes</c>).</param>
    /// <param name="cancellationToken">Ends the question to the server.</param>
    public static async Task<string> Fit(string connectionString, int nodes, CancellationToken cancellationToken = default)
    {
        if (nodes < 1)
            throw new SetupException("Database:Nodes: число узлов, которые работают с базой, не меньше 1.");
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (!IsWritten(connectionString, "maximumpoolsize", "maxpoolsize"))
            settings.MaxPoolSize = Size(await Connections(connectionString, cancellationToken), nodes);
        if (!IsWritten(connectionString, "timeout"))
            settings.Timeout = SecondsToWait;
        return settings.ConnectionString;
    }

    internal static int Size(int given, int nodes) =>
        (given - Spare) / nodes is >= Fewest and var size
            ? Math.Min(size, Most)
            : throw new SetupException(
                $"Сервер базы данных даёт {given} соединений: для {nodes} узл. этого мало. "
                    + $"Увеличьте max_connections (нужно хотя бы {Spare + (Fewest * nodes)}) или уменьшите Database:Nodes."
            );

    private static async Task<int> Connections(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Given, connection);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static bool IsWritten(string connectionString, params string[] names) =>
        new DbConnectionStringBuilder { ConnectionString = connectionString }
            .Keys.Cast<string>()
            .Any(key => names.Contains(key.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant()));
}
