using Microsoft.EntityFrameworkCore;
using Npgsql;
using Reserve.Web.Data.Schema;

namespace Reserve.Web.Data;

/// <summary>
/// Brings a database to the present shape: the EF Core migrations, then the scripts of <c>Data/Sql</c> that its journal does not know
/// as they are. All under one advisory lock, so that any number of programs may try at once. The connection is the owner's.
/// It never waits long for a table: whoever comes to the table after it would wait too. It lets go and tries again.
/// </summary>
internal static class Migrator
{
    /// <summary>Any number that nobody else takes: "reserve" in ASCII.</summary>
    private const long Lock = 0x72657365727665;

    /// <summary>Attempts to get at a table that somebody reads, each up to a second, a second apart.</summary>
    private const int Attempts = 300;

    /// <exception cref="NewerDatabaseException">A newer program has been here; nothing was changed.</exception>
    /// <exception cref="SetupException">Others hold tables for too long; nothing of the step under way was changed.</exception>
    public static Task<Migrated> Migrate(string connectionString, CancellationToken cancellationToken = default) =>
        Migrate(connectionString, SchemaScript.All, Attempts, cancellationToken);

    internal static async Task<Migrated> Migrate(
        string connectionString,
        IReadOnlyList<SchemaScript> scripts,
        int attempts,
        CancellationToken cancellationToken
    )
    {
        // Building an index on a large table takes its time; and a lock of the session must not stay with a pooled connection.
        var patient = new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 0, Pooling = false };
        patient.Options = $"{patient.Options} -c lock_timeout=1s".Trim();
        await using var connection = new NpgsqlConnection(patient.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await TakeLock(connection, cancellationToken);

        var schema = await AppliedSchema.Read(connection, scripts, cancellationToken);
        if (schema.IsNewer)
            throw new NewerDatabaseException([.. schema.NewerMigrations, .. schema.NewerScripts]);

        var options = new DbContextOptionsBuilder<ReserveDb>().UseNpgsql(patient.ConnectionString).Options;
        await using var db = new ReserveDb(options);
        if (schema.MissingMigrations.Count > 0)
            await Try(connection, () => db.Database.MigrateAsync(cancellationToken), attempts, cancellationToken);
        return new(schema.MissingMigrations, await Run(connection, scripts, attempts, cancellationToken));
    }

    private static async Task<string[]> Run(
        NpgsqlConnection connection,
        IReadOnlyList<SchemaScript> scripts,
        int attempts,
        CancellationToken cancellationToken
    )
    {
        var schemaHash = SchemaScript.SchemaHash(AppliedSchema.KnownMigrations, scripts);
        var journal = await ScriptJournal.Read(connection, cancellationToken);
        var due = scripts.Where(script => journal.Awaits(script, schemaHash)).ToArray();
        if (due.Length == 0)
            return [];
        var apart = journal.IsEmpty ? [] : due.Where(script => script.IsApart).ToArray();
        await Try(
            connection,
            () => RunTogether(connection, [.. due.Except(apart)], schemaHash, cancellationToken),
            attempts,
            cancellationToken
        );

        // These wait for transactions, but nobody waits for them.
        await Execute(connection, "set lock_timeout = 0", cancellationToken);
        foreach (var script in apart)
        {
            await DropInvalidIndexes(connection, cancellationToken);
            foreach (var statement in script.Statements)
                await Execute(connection, statement, cancellationToken);
            await ScriptJournal.Write(connection, script, schemaHash, cancellationToken);
        }

        return [.. due.Select(script => script.Name)];
    }

    private static async Task RunTogether(
        NpgsqlConnection connection,
        IReadOnlyList<SchemaScript> scripts,
        string schemaHash,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ScriptJournal.Prepare(connection, cancellationToken);
        foreach (var script in scripts)
        {
            await Execute(connection, script.IsApart ? script.AtOnce : script.Text, cancellationToken);
            await ScriptJournal.Write(connection, script, schemaHash, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task Try(NpgsqlConnection connection, Func<Task> work, int attempts, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await work();
                return;
            }
            catch (PostgresException problem) when (problem.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                if (attempt == attempts)
                    throw new SetupException(
                        "Таблицы заняты чужими долгими транзакциями, изменить схему не удалось. "
                            + "Завершите их (pg_stat_activity покажет, чьи они) и повторите.",
                        problem
                    );
                await Execute(connection, "select pg_sleep(1)", cancellationToken);
            }
        }
    }

    /// <summary>
    /// Asked for again and again: whoever waited for it inside a statement would hold a snapshot, for whose end an index that is built
    /// concurrently waits in its turn.
    /// </summary>
    private static async Task TakeLock(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using (var take = new NpgsqlCommand($"select pg_try_advisory_lock({Lock})", connection))
                if (await take.ExecuteScalarAsync(cancellationToken) is true)
                    return;
            await Execute(connection, "select pg_sleep(0.2)", cancellationToken);
        }
    }

    /// <summary>What a build left behind that was broken off: <c>if not exists</c> would take it for the index.</summary>
    private static async Task DropInvalidIndexes(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await using (
            var invalid = new NpgsqlCommand(
                """
                select x.indexrelid::regclass::text from pg_index x join pg_class c on c.oid = x.indexrelid
                where not x.indisvalid and c.relnamespace = 'public'::regnamespace
                """,
                connection
            )
        )
        {
            await using var reader = await invalid.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                names.Add(reader.GetString(0));
        }

        foreach (var name in names)
            await Execute(connection, $"drop index concurrently {name}", cancellationToken);
    }

    private static async Task Execute(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
