using System.Text.Json;
using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Data.Cluster;
using Reserve.Web.Data.Schema;

namespace Reserve.Web.Verbs;

/// <summary>
/// <c>reserve migrate [--data DIR]</c>: brings the database of <c>RESERVE_DB</c>, or the private cluster of the data folder, to the
/// present shape; what was applied stands on standard output as JSON.
/// </summary>
internal static class MigrateVerb
{
    public static async Task<int> Migrate(string[] args)
    {
        var dataFolder = args is ["--data", var folder] ? folder : null;
        if (args.Length > 0 && dataFolder is null)
            return await Verb.WrongCallAsync("reserve migrate [--data DIR]");
        if (dataFolder is null && Environment.GetEnvironmentVariable(LocalDatabase.Variable) is not { Length: > 0 })
            return await Verb.WrongCallAsync(
                "Задайте базу: RESERVE_DB (строка подключения Npgsql владельца базы) или --data DIR (папка данных с собственным сервером)."
            );
        try
        {
            await using var database = await LocalDatabase.Open(dataFolder ?? ".");
            var migrated = await Migrator.Migrate(database.ConnectionString);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(migrated, JsonSerializerOptions.Web));
            return Verb.Fine;
        }
        catch (NewerDatabaseException problem)
        {
            return await Verb.WrongCallAsync(problem.Message);
        }
        catch (Exception problem) when (problem is NpgsqlException or PostgresUnavailableException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return Verb.BadInput;
        }
    }
}
