using System.Diagnostics;
using System.Text.Json;

namespace Reserve.Web.Tests.Verbs;

/// <summary>The executable as an operator calls it: a process of its own, on a database that the environment names.</summary>
internal static class VerbProcess
{
    public sealed record Outcome(int Code, string Output, string Problems)
    {
        public JsonElement Json => JsonDocument.Parse(Output).RootElement;
    }

    public static Process Start(string connectionString, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Web.Site).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in (string[])["RESERVE_DB", "RESERVE_DB_OWNER", "RESERVE_DB_BACKUP"])
            start.Environment[name] = connectionString;
        return Process.Start(start)!;
    }

    public static async Task<Outcome> Run(string connectionString, params string[] arguments)
    {
        using var process = Start(connectionString, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var problems = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, await output, await problems);
    }
}
