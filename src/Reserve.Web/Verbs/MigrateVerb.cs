using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Data.Cluster;

namespace Reserve.Web.Verbs;

/// <summary><c>reserve migrate</c>: brings the database of <c>RESERVE_DB_OWNER</c> to the present shape.</summary>
internal static class MigrateVerb
{
    public static async Task<int> Migrate()
    {
        if (Environment.GetEnvironmentVariable(LocalDatabase.OwnerVariable) is not { Length: > 0 } connectionString)
            return await Verb.WrongCallAsync(
                $"{LocalDatabase.OwnerVariable} is not set: the Npgsql connection string of the database's owner, {DatabaseRoles.Owner}."
            );
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
