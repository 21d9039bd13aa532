using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Reserve.Web.Data.Schema;

/// <summary>The migrations and scripts that have run on a database, beside those that this program knows.</summary>
/// <param name="Migrations">The migrations that have run, in their order.</param>
/// <param name="MissingMigrations">Those of this program that have not.</param>
/// <param name="MissingScripts">Scripts of this program that have never run.</param>
/// <param name="DueScripts">Those that have, and have to run again: their text or the schema that they follow has changed.</param>
/// <param name="NewerMigrations">What a newer program has applied.</param>
/// <param name="NewerScripts">What a newer program has run: scripts unknown here, and those whose text here is a former one.</param>
internal sealed record AppliedSchema(
    IReadOnlyList<string> Migrations,
    IReadOnlyList<string> MissingMigrations,
    IReadOnlyList<string> MissingScripts,
    IReadOnlyList<string> DueScripts,
    IReadOnlyList<string> NewerMigrations,
    IReadOnlyList<string> NewerScripts
)
{
    /// <summary>The migrations of this program, in their order.</summary>
    public static IReadOnlyList<string> KnownMigrations { get; } =
    [
        .. Assembly
            .GetExecutingAssembly()
            .GetTypes()
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
    ];

    public static Task<AppliedSchema> Read(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        Read(connection, SchemaScript.All, cancellationToken);

    /// <param name="connection">Of whoever may read; nothing is changed.</param>
    /// <param name="scripts">The scripts of this program.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    public static async Task<AppliedSchema> Read(
        NpgsqlConnection connection,
        IReadOnlyList<SchemaScript> scripts,
        CancellationToken cancellationToken
    )
    {
        var applied = await AppliedMigrations(connection, cancellationToken);
        var journal = await ScriptJournal.Read(connection, cancellationToken);
        var newer = journal.NewerThan(scripts).ToArray();
        var hash = SchemaScript.SchemaHash(KnownMigrations, scripts);
        return new(
            applied,
            [.. KnownMigrations.Except(applied)],
            [.. scripts.Where(journal.Lacks).Select(script => script.Name)],
            [
                .. scripts
                    .Where(script => !journal.Lacks(script) && journal.Awaits(script, hash) && !newer.Contains(script.Name))
                    .Select(script => script.Name),
            ],
            [.. applied.Except(KnownMigrations)],
            newer
        );
    }

    public bool IsNewer => NewerMigrations.Count > 0 || NewerScripts.Count > 0;

    private static async Task<List<string>> AppliedMigrations(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = new List<string>();
        await using (var exists = new NpgsqlCommand("""select to_regclass('"__EFMigrationsHistory"') is not null""", connection))
            if (await exists.ExecuteScalarAsync(cancellationToken) is not true)
                return applied;
        await using var command = new NpgsqlCommand("""select "MigrationId" from "__EFMigrationsHistory" order by 1""", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            applied.Add(reader.GetString(0));
        return applied;
    }
}
