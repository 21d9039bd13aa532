using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Data.Cluster;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Verbs;

/// <summary>The executable as an operator calls it: a process of its own, on a database that the environment names.</summary>
internal static class VerbProcess
{
    public sealed record Outcome(int Code, string Output, string Problems)
    {
        public JsonElement Json => JsonDocument.Parse(Output).RootElement;
    }

    /// <param name="connectionString">One of the logins of a database; the other two are named to the process as well.</param>
    /// <param name="arguments">The verb and what follows it.</param>
    public static async Task<Process> Start(string connectionString, params string[] arguments)
    {
        // A login of the test's own takes the place of the backup's.
        var own = !DatabaseRoles
            .All.Append(PostgresCluster.Superuser)
            .Contains(new NpgsqlConnectionStringBuilder(connectionString).Username!);
        return Start(
            new Dictionary<string, string>
            {
                ["RESERVE_DB"] = await TestCluster.As(DatabaseRoles.Application, connectionString),
                ["RESERVE_DB_OWNER"] = await TestCluster.As(DatabaseRoles.Owner, connectionString),
                ["RESERVE_DB_BACKUP"] = own ? connectionString : await TestCluster.As(DatabaseRoles.Backup, connectionString),
            },
            arguments
        );
    }

    public static async Task<Outcome> Run(string connectionString, params string[] arguments)
    {
        using var process = await Start(connectionString, arguments);
        return await End(process);
    }

    public static async Task<Outcome> Run(Dictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        return await End(process);
    }

    /// <param name="connectionString">One of the logins of a database.</param>
    /// <param name="input">What stands on standard input.</param>
    /// <param name="arguments">The verb and what follows it.</param>
    public static async Task<Outcome> RunWithInput(string connectionString, string input, params string[] arguments)
    {
        using var process = await Start(connectionString, arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        return await End(process);
    }

    private static Process Start(Dictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Web.Site).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static async Task<Outcome> End(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var problems = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, await output, await problems);
    }
}
