using System.ComponentModel;
using System.Diagnostics;

namespace Reserve.Web.Features.Papers.Preview;

/// <summary>Runs a program with nothing of our environment, for no longer than it may, and ends it with its children.</summary>
internal static class LimitedProgram
{
    /// <summary>Where a program lies: itself when it is a path, else by the search path; null when it is nowhere.</summary>
    public static string? Find(string name)
    {
        if (name.Length == 0)
            return null;
        if (name.Contains(Path.DirectorySeparatorChar))
            return File.Exists(name) ? name : null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    /// <summary>Whether it ended well within the time.</summary>
    /// <param name="program">The path of the program.</param>
    /// <param name="arguments">What it is given.</param>
    /// <param name="home">Its working folder, which is its home too.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Ends it when nobody waits any more.</param>
    public static async Task<bool> Run(
        string program,
        IEnumerable<string> arguments,
        string home,
        TimeSpan limit,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = home,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Connection strings and keys are no business of a program that reads documents.
        var path = Environment.GetEnvironmentVariable("PATH");
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["HOME"] = home;
        start.Environment["TMPDIR"] = home;
        start.Environment["LANG"] = "C.UTF-8";
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return false;
        }

        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(ending.Token);
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }
}
