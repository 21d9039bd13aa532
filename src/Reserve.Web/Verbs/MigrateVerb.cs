using Npgsql;
using Reserve.Web.Data;

namespace Reserve.Web.Verbs;

/// <summary><c>reserve migrate</c>: brings the database of <c>RESERVE_DB</c> to the present shape.</summary>
internal static class MigrateVerb
{
    public static async Task<int> Migrate()
    {
        if (Environment.GetEnvironmentVariable("RESERVE_DB") is not { Length: > 0 } connectionString)
            return await Verb.WrongCallAsync("RESERVE_DB is not set: it names the database as an Npgsql connection string.");
        try
        {
            await Migrator.Migrate(connectionString);
            return Verb.Fine;
        }
        catch (NpgsqlException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return Verb.BadInput;
        }
    }
}
