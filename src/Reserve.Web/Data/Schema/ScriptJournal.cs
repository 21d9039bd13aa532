using System.Reflection;
using Npgsql;

namespace Reserve.Web.Data.Schema;

/// <summary>
/// Which scripts have run on a database: the table <c>schema_scripts</c>, one row a run, never changed. The newest row of a script counts;
/// older ones tell a program that brings a former text that the database is newer than the program.
/// </summary>
internal sealed class ScriptJournal
{
    private const string Create = """
        create table if not exists schema_scripts (
            id              bigint generated always as identity primary key,
            name            text not null check (name <> ''),
            content_hash    text not null check (content_hash <> ''),
            schema_hash     text null,
            run_at          timestamptz not null default now(),
            program_version text not null
        )
        """;

    private readonly List<(string Name, string Hash, string? Schema)> rows = [];

    public static string ProgramVersion { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?";

    public static async Task<ScriptJournal> Read(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var journal = new ScriptJournal();
        await using (var exists = new NpgsqlCommand("select to_regclass('schema_scripts') is not null", connection))
            if (await exists.ExecuteScalarAsync(cancellationToken) is not true)
                return journal;
        await using var command = new NpgsqlCommand("select name, content_hash, schema_hash from schema_scripts order by id", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            journal.rows.Add((reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2)));
        return journal;
    }

    /// <summary>No script has run here yet.</summary>
    public bool IsEmpty => rows.Count == 0;

    /// <summary>The script has never run here.</summary>
    public bool Lacks(SchemaScript script) => !rows.Exists(row => row.Name == script.Name);

    /// <summary>The script has to run: it never has, with another text only, or follows a schema that has changed since.</summary>
    public bool Awaits(SchemaScript script, string schemaHash)
    {
        var last = rows.FindLast(row => row.Name == script.Name);
        return last.Hash != script.Hash || (script.FollowsSchema && last.Schema != schemaHash);
    }

    /// <summary>Scripts that a newer program has run: unknown ones, and those whose text here is a former one.</summary>
    public IEnumerable<string> NewerThan(IReadOnlyList<SchemaScript> scripts) =>
        rows.GroupBy(row => row.Name)
            .Where(runs =>
                scripts.FirstOrDefault(script => script.Name == runs.Key) is not { } known
                || (runs.Last().Hash != known.Hash && runs.Any(run => run.Hash == known.Hash))
            )
            .Select(runs => runs.Key);

    public static async Task Prepare(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Create, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task Write(NpgsqlConnection connection, SchemaScript script, string schemaHash, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "insert into schema_scripts (name, content_hash, schema_hash, program_version) values ($1, $2, $3, $4)",
            connection
        )
        {
            Parameters =
            {
                new() { Value = script.Name },
                new() { Value = script.Hash },
                new() { Value = script.FollowsSchema ? schemaHash : DBNull.Value },
                new() { Value = ProgramVersion },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
