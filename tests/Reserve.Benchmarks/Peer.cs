using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Reserve.Benchmarks;

/// <summary>Programs of others that a benchmark runs beside ours; they live in the peers folder with packages of their own.</summary>
internal static class Peer
{
    public static string Folder { get; } = Path.Combine(Here(), "peers");

    /// <summary>
    /// Runs a script of the peers folder on Node and gives what it prints; installs the packages first where that has not been done.
    /// </summary>
    public static async Task<string> Node(string script, params string[] arguments)
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
            await Run("npm", ["ci", "--no-audit", "--no-fund"]);
        return (await Run("node", [script, .. arguments])).Trim();
    }

    private static async Task<string> Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = Folder, RedirectStandardOutput = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit {process.ExitCode}");
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
