using Microsoft.EntityFrameworkCore;
using Npgsql;
using Reserve.Web.Data.Schema;

namespace Reserve.Web.Data;

/// <summary>
/// Brings a database to the present shape: the EF Core migrations, then the scripts of <c>Data/Sql</c> that its journal does not know
/// as they are. All under one advisory lock, so that any number of programs may try at once. The connection is the owner's.
/// </summary>
internal static class Migrator
{
    /// <summary>Any number that nobody else takes: "reserve" in ASCII.</summary>
    private const long Lock = 0x72657365727665;

    /// <exception cref="NewerDatabaseException">A newer program has been here; nothing was changed.</exception>
    public static Task<Migrated> Migrate(string connectionString, CancellationToken cancellationToken = default) =>
        Migrate(connectionString, SchemaScript.All, cancellationToken);

    internal static async Task<Migrated> Migrate(
        string connectionString,
        IReadOnlyList<SchemaScript> scripts,
        CancellationToken cancellationToken
    )
    {
        // Building an index on a large table takes its time; and a lock of the session must not stay with a pooled connection.
        var patient = new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 0, Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(patient);
        await connection.OpenAsync(cancellationToken);
        await TakeLock(connection, cancellationToken);

        var options = new DbContextOptionsBuilder<ReserveDb>().UseNpgsql(patient).Options;
        await using var db = new ReserveDb(options, new DataScope());
        var known = db.Database.GetMigrations().ToArray();
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToArray();
        var journal = await ScriptJournal.Read(connection, cancellationToken);
        var newer = applied.Except(known).Concat(journal.NewerThan(scripts)).ToArray();
        if (newer.Length > 0)
            throw new NewerDatabaseException(newer);

        var pending = known.Except(applied).ToArray();
        if (pending.Length > 0)
            await db.Database.MigrateAsync(cancellationToken);
        return new(pending, await Run(connection, journal, scripts, SchemaScript.SchemaHash(known, scripts), cancellationToken));
    }

    private static async Task<string[]> Run(
        NpgsqlConnection connection,
        ScriptJournal journal,
        IReadOnlyList<SchemaScript> scripts,
        string schemaHash,
        CancellationToken cancellationToken
    )
    {
        var due = scripts.Where(script => journal.Awaits(script, schemaHash)).ToArray();
        if (due.Length == 0)
            return [];
        var apart = journal.IsEmpty ? [] : due.Where(script => script.IsApart).ToArray();
        await using (var transaction = await connection.BeginTransactionAsync(cancellationToken))
        {
            await ScriptJournal.Prepare(connection, cancellationToken);
            foreach (var script in due.Except(apart))
            {
                await Execute(connection, script.IsApart ? script.AtOnce : script.Text, cancellationToken);
                await ScriptJournal.Write(connection, script, schemaHash, cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }

        foreach (var script in apart)
        {
            await DropInvalidIndexes(connection, cancellationToken);
            foreach (var statement in script.Statements)
                await Execute(connection, statement, cancellationToken);
            await ScriptJournal.Write(connection, script, schemaHash, cancellationToken);
        }

        return [.. due.Select(script => script.Name)];
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
