using System.Text.Json;
using Reserve.Web.Data;
using Reserve.Web.Data.Cluster;
using Reserve.Web.Data.Schema;

namespace Reserve.Web.Verbs;

/// <summary>
/// <c>reserve migrate [--data DIR]</c>: brings the database of <c>RESERVE_DB_OWNER</c>, or the private cluster of the data folder, to the
/// present shape; what was applied stands on standard output as JSON.
/// </summary>
internal static class MigrateVerb
{
    public static async Task<int> Migrate(string[] args)
    {
        if (args is not ([] or ["--data", _]))
            return await Verb.WrongCallAsync("reserve migrate [--data DIR]");
        try
        {
            if (Environment.GetEnvironmentVariable(LocalDatabase.OwnerVariable) is { Length: > 0 } given)
            {
                await Reach.Check(given, LocalDatabase.OwnerVariable);
                return await Tell(given);
            }
            if (args.Length == 0 || Environment.GetEnvironmentVariable(LocalDatabase.Variable) is { Length: > 0 })
                return await Verb.WrongCallAsync(
                    $"Задайте {LocalDatabase.OwnerVariable}, строку подключения владельца базы ({DatabaseRoles.Owner}), "
                        + "или --data DIR, папку данных с собственным сервером."
                );
            await using var database = await LocalDatabase.Open(args[1]);
            return await Tell(database.OwnerConnectionString!);
        }
        catch (NewerDatabaseException problem)
        {
            return await Verb.WrongCallAsync(problem.Message);
        }
        catch (Exception problem) when (CallProblem.LineOf(problem) is { } line)
        {
            return await Verb.WrongCallAsync(line);
        }
    }

    private static async Task<int> Tell(string connectionString)
    {
        var migrated = await Migrator.Migrate(connectionString);
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(migrated, JsonSerializerOptions.Web));
        return Verb.Fine;
    }
}
