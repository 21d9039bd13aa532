using System.ComponentModel;
using System.Diagnostics;

namespace Reserve.Web.Features.Papers.Preview;

/// <summary>How long a program may take, and how much memory each of its processes may.</summary>
/// <param name="Time">The time.</param>
/// <param name="Megabytes">The memory; none for no limit.</param>
internal readonly record struct ProgramLimits(TimeSpan Time, int Megabytes);

/// <summary>How a program has ended.</summary>
internal enum ProgramEnd
{
    Fine,
    Failed,
    TooLong,
    OutOfMemory,
}

/// <summary>
/// Runs a program with nothing of our environment, for no longer and with no more memory than it may, and ends it with its children.
/// </summary>
internal static class LimitedProgram
{
    /// <summary>The shell that sets a limit for what takes its place; elsewhere than on Unix there is none.</summary>
    private const string Shell = "/bin/sh";

    // A smaller limit that is set already stays.
    private const string Limiting = "ulimit -v \"$1\" 2>/dev/null; shift; exec \"$@\"";

    /// <summary>What loaders, libraries and programs say when there is no memory for them.</summary>
    private static readonly string[] Complaints =
    [
        "out of memory",
        "memory exhausted",
        "bad_alloc",
        "Cannot allocate memory",
        "failed to map segment",
        "Fatal exception: Signal 6",
    ];

    /// <summary>SIGABRT, which is how C++ ends without memory, and SIGKILL, which is how the kernel ends it.</summary>
    private static readonly int[] Killed = [128 + 6, 128 + 9];

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

    /// <summary>Runs it to its end.</summary>
    /// <param name="program">The path of the program.</param>
    /// <param name="arguments">What it is given.</param>
    /// <param name="home">Its working folder, which is its home too.</param>
    /// <param name="limits">What it may take.</param>
    /// <param name="cancellationToken">Ends it when nobody waits any more.</param>
    public static async Task<ProgramEnd> Run(
        string program,
        IEnumerable<string> arguments,
        string home,
        ProgramLimits limits,
        CancellationToken cancellationToken
    )
    {
        var limited = limits.Megabytes > 0 && File.Exists(Shell);
        var start = limited
            ? new ProcessStartInfo(Shell, ["-c", Limiting, Shell, $"{limits.Megabytes * 1024L}", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        start.WorkingDirectory = home;
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
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
            return ProgramEnd.Failed;
        }

        var complained = false;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
            complained |= Array.Exists(Complaints, words => line.Data?.Contains(words, StringComparison.Ordinal) == true);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ending.CancelAfter(limits.Time);
        try
        {
            await process.WaitForExitAsync(ending.Token);
            return process.ExitCode == 0 ? ProgramEnd.Fine
                : complained || Killed.Contains(process.ExitCode) ? ProgramEnd.OutOfMemory
                : ProgramEnd.Failed;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return ProgramEnd.TooLong;
        }
    }
}
