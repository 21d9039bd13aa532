using System.Runtime.InteropServices;

namespace Reserve.Web.Data;

/// <summary>Files outside the database that others on the machine must not read: 0600 in folders of 0700.</summary>
internal static class ClosedFiles
{
    public const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode Folder = File | UnixFileMode.UserExecute;
    private const UnixFileMode Group = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Whatever this process makes is closed to others, whoever writes it.</summary>
    public static void FromNowOn() => _ = SetMask((uint)(Group | Others));

    /// <summary>Makes a file that was not there, closed from its first byte on.</summary>
    /// <exception cref="IOException">It is there.</exception>
    public static void Make(string path, string text)
    {
        using var file = new FileStream(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = File,
            }
        );
        using var writer = new StreamWriter(file);
        writer.Write(text);
    }

    /// <summary>Closes what lies in the folder, also what a program before this one left open; others' files stay as they are.</summary>
    public static void Close(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (
            var entry in new DirectoryInfo(folder)
                .EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
                .Prepend(new DirectoryInfo(folder))
        )
        {
            var wanted = entry is DirectoryInfo ? Folder : File;
            if (entry.LinkTarget is not null || entry.UnixFileMode == wanted)
                continue;
            try
            {
                entry.UnixFileMode = wanted;
            }
            catch (Exception problem) when (problem is UnauthorizedAccessException or FileNotFoundException)
            {
                // Not ours, or gone meanwhile.
            }
        }
    }

    [DllImport("libc.so.6", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetMask(uint mask);
}
