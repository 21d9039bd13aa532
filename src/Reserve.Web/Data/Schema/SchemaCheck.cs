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
        var schema = await AppliedSchema.Read(connection, cancellationToken);
        if (schema.Migrations.Count == 0)
            return new(["база пуста: ни одна миграция не применена"], [], []);
        var found = await Catalogue.Read(connection, cancellationToken);
        return new(
            [
                .. schema.MissingMigrations.Select(name => $"не применена миграция {name}"),
                .. schema.MissingScripts.Select(name => $"не выполнен сценарий {name}"),
                .. schema.DueScripts.Select(name => $"сценарий {name} надо выполнить снова"),
            ],
            [
                .. schema.NewerMigrations.Select(name => $"программа не знает миграции {name}, которая в базе применена"),
                .. schema.NewerScripts.Select(name => $"программа не знает сценария {name} таким, каким он выполнен в базе"),
            ],
            [.. found.DifferencesFrom(Catalogue.Expected)]
        );
    }
}
