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
                $"Задайте {LocalDatabase.OwnerVariable}: строку подключения Npgsql владельца базы, {DatabaseRoles.Owner}."
            );
        try
        {
            await Reach.Check(connectionString, LocalDatabase.OwnerVariable);
            await Migrator.Migrate(connectionString);
            return Verb.Fine;
        }
        catch (Exception problem) when (CallProblem.LineOf(problem) is { } line)
        {
            return await Verb.WrongCallAsync(line);
        }
    }
}
