using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Reserve.Web.Data.Schema;

/// <summary>
/// Whether a database has the schema that the program expects: its migrations, the journal of scripts, and the catalogue. Only reads.
/// </summary>
internal static class SchemaCheck
{
    public static async Task<SchemaState> Look(string connectionString, CancellationToken cancellationToken = default)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(unpooled);
        await connection.OpenAsync(cancellationToken);
        await using var db = new ReserveDb(new DbContextOptionsBuilder<ReserveDb>().UseNpgsql(connection).Options, new DataScope());
        var known = db.Database.GetMigrations().ToArray();
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToArray();
        if (applied.Length == 0)
            return new(["база пуста: ни одна миграция не применена"], [], []);

        var scripts = SchemaScript.All;
        var journal = await ScriptJournal.Read(connection, cancellationToken);
        var newer = journal.NewerThan(scripts).ToArray();
        var schemaHash = SchemaScript.SchemaHash(known, scripts);
        var found = await Catalogue.Read(connection, cancellationToken);
        return new(
            [
                .. known.Except(applied).Select(name => $"не применена миграция {name}"),
                .. scripts
                    .Where(script => !newer.Contains(script.Name) && journal.Awaits(script, schemaHash))
                    .Select(script =>
                        journal.Lacks(script) ? $"не выполнен сценарий {script.Name}" : $"сценарий {script.Name} надо выполнить снова"
                    ),
            ],
            [
                .. applied.Except(known).Select(name => $"программа не знает миграции {name}, которая в базе применена"),
                .. newer.Select(name => $"программа не знает сценария {name} таким, каким он выполнен в базе"),
            ],
            [.. found.DifferencesFrom(Catalogue.Expected)]
        );
    }
}
