using System.Net.Sockets;
using Npgsql;
using Reserve.Web.Data.Cluster;

namespace Reserve.Web.Verbs.Backup;

/// <summary>A backup cannot be taken or restored; the message says why.</summary>
internal sealed class BackupException : Exception
{
    public BackupException() { }

    public BackupException(string message)
        : base(message) { }

    public BackupException(string message, Exception inner)
        : base(message, inner) { }

    /// <summary>A connection string that this verb cannot do without.</summary>
    internal static string Need(string? connectionString, string variable) =>
        connectionString
        ?? throw new MissingClientException($"{variable} is not set: it names the login for this verb as an Npgsql connection string.");

    /// <summary>Does the work of a verb and turns what went wrong into one line and an exit code.</summary>
    internal static async Task<int> Guard(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception missing) when (missing is MissingClientException or PostgresUnavailableException)
        {
            await Console.Error.WriteLineAsync(missing.Message);
            return Verb.WrongCall;
        }
        catch (NpgsqlException unreachable) when (unreachable is not PostgresException || unreachable.InnerException is SocketException)
        {
            await Console.Error.WriteLineAsync($"The database cannot be reached: {unreachable.Message}");
            return Verb.WrongCall;
        }
        catch (PostgresException refused)
            when (refused.SqlState
                    is PostgresErrorCodes.InvalidCatalogName
                        or PostgresErrorCodes.InvalidPassword
                        or PostgresErrorCodes.InvalidAuthorizationSpecification
            )
        {
            await Console.Error.WriteLineAsync(refused.MessageText);
            return Verb.WrongCall;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            await Console.Error.WriteLineAsync($"{refused.MessageText}: this verb needs the backup role, which reads every row.");
            return Verb.WrongCall;
        }
        catch (Exception problem) when (problem is BackupException or PostgresException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return Verb.BadInput;
        }
    }
}
