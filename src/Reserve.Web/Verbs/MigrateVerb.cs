using Reserve.Web.Data;

namespace Reserve.Web.Verbs;

/// <summary><c>reserve migrate</c>: brings the database of <c>RESERVE_DB</c> to the present shape.</summary>
internal static class MigrateVerb
{
    public static async Task<int> Migrate()
    {
        if (Environment.GetEnvironmentVariable("RESERVE_DB") is not { Length: > 0 } connectionString)
            return await Verb.WrongCallAsync("Задайте RESERVE_DB: строку подключения к базе данных (Npgsql).");
        try
        {
            await Reach.Check(connectionString, "RESERVE_DB");
            await Migrator.Migrate(connectionString);
            return Verb.Fine;
        }
        catch (Exception problem) when (CallProblem.LineOf(problem) is { } line)
        {
            return await Verb.WrongCallAsync(line);
        }
    }
}
