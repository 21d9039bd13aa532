using Npgsql;
using Reserve.Web.Data;

namespace Reserve.Web.Verbs;

/// <summary>
/// <c>reserve admin roles [--database NAME] [--run]</c>: the script by which a superuser makes the three roles and gives them the
/// database; with <c>--run</c> it is carried out over the superuser's connection in <c>RESERVE_DB_SUPERUSER</c>.
/// </summary>
internal static class AdminRolesVerb
{
    private const string SuperuserVariable = "RESERVE_DB_SUPERUSER";

    private const string Usage = $"""
        reserve admin roles [--database NAME] [--run]
          prints the script for psql; --run carries it out over the connection in {SuperuserVariable} (its database is the one given away).
          Passwords are taken from RESERVE_OWNER_PASSWORD, RESERVE_APP_PASSWORD and RESERVE_BACKUP_PASSWORD, where they are set.
        """;

    public static async Task<int> Run(string[] args)
    {
        string script;
        try
        {
            script = DatabaseRoles.ForServer(Password);
        }
        catch (ArgumentException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return Verb.BadInput;
        }

        switch (args)
        {
            case []:
                await Print("reserve", script);
                return Verb.Fine;
            case ["--database", { Length: > 0 } database]:
                await Print(database, script);
                return Verb.Fine;
            case ["--run"]:
                return await CarryOut(script);
            default:
                return await Verb.WrongCallAsync(Usage);
        }
    }

    private static string? Password(string role) =>
        Environment.GetEnvironmentVariable(
            role switch
            {
                DatabaseRoles.Owner => "RESERVE_OWNER_PASSWORD",
                DatabaseRoles.Application => "RESERVE_APP_PASSWORD",
                DatabaseRoles.Backup => "RESERVE_BACKUP_PASSWORD",
                _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role of the database."),
            }
        )
            is { Length: > 0 } password
            ? password
            : null;

    private static async Task Print(string database, string script)
    {
        var literal = database.Replace("'", "''", StringComparison.Ordinal);
        var name = database.Replace("\"", "\"\"", StringComparison.Ordinal);
        await Console.Out.WriteLineAsync(
            $$"""
            -- For psql, as a superuser: psql -v ON_ERROR_STOP=1 -d postgres -f THIS-FILE. It can be run again.
            {{script}}
            select $create$create database "{{name}}" owner {{DatabaseRoles.Owner}} encoding 'UTF8' locale 'C.UTF-8' locale_provider icu
            icu_locale 'ru-RU' template template0$create$
            where not exists (select from pg_database where datname = '{{literal}}') \gexec
            \connect "{{name}}"
            {{DatabaseRoles.ForDatabase(database)}}
            """
        );
        if (DatabaseRoles.All.Any(role => Password(role) is null))
            await Console.Out.WriteLineAsync(
                "-- Roles without a password cannot sign in by one: set it with \\password, for example \\password "
                    + DatabaseRoles.Application
            );
    }

    private static async Task<int> CarryOut(string script)
    {
        if (Environment.GetEnvironmentVariable(SuperuserVariable) is not { Length: > 0 } given)
            return await Verb.WrongCallAsync($"{SuperuserVariable} is not set: a superuser's connection string for the database.");
        try
        {
            await using var connection = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(given) { Pooling = false }.ConnectionString
            );
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(script + DatabaseRoles.ForDatabase(connection.Database), connection);
            await command.ExecuteNonQueryAsync();
            return Verb.Fine;
        }
        catch (Exception problem) when (problem is NpgsqlException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return Verb.BadInput;
        }
    }
}
