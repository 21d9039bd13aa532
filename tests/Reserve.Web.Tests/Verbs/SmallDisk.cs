using System.Diagnostics;

namespace Reserve.Web.Tests.Verbs;

/// <summary>
/// A disk of a few kilobytes in memory, to be filled or closed by a test; where mounting is not permitted the test is skipped.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    /// <param name="parent">A folder of the test's own.</param>
    /// <param name="options">Of the mount, as <c>size=64k</c>.</param>
    public static SmallDisk Mount(string parent, string options)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, "disk")).FullName;
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Mounting a small disk needs root.");
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder), "Mounting is not permitted here.");
        return new SmallDisk(folder);
    }

    /// <summary>Writes until no byte fits; gives the file that took the room.</summary>
    public string Fill()
    {
        var file = Path.Combine(Folder, "filler");
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var size = 4096; ; )
                stream.Write(new byte[size]);
        }
        catch (IOException)
        {
            return file;
        }
    }

    public void Dispose() => Run("umount", "-l", Folder);

    private static bool Run(string program, params string[] words)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
