namespace Reserve.Web.Features.Papers.Preview;

/// <summary>
/// Papers as PDF by the SHA-256 of the file they were made of, in a folder with a bound in bytes and in time; what was asked for last goes
/// last.
/// </summary>
internal sealed class PreviewCache(string folder, long bytes, TimeSpan age, TimeProvider clock)
{
    public string Folder => folder;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public byte[]? Find(string key)
    {
        var file = FileOf(key);
        try
        {
            if (File.GetLastWriteTimeUtc(file) < Now - age)
                return null;
            var content = File.ReadAllBytes(file);
            File.SetLastAccessTimeUtc(file, Now);
            return content;
        }
        catch (IOException)
        {
            // Not there, or removed meanwhile.
            return null;
        }
    }

    public void Keep(string key, byte[] content)
    {
        MakePrivate(folder);
        var half = Path.Combine(folder, Path.GetRandomFileName());
        File.WriteAllBytes(half, content);
        File.SetLastWriteTimeUtc(half, Now);
        File.SetLastAccessTimeUtc(half, Now);
        File.Move(half, FileOf(key), overwrite: true);
        Sweep();
    }

    /// <summary>Makes a folder that only this program's user may look into.</summary>
    public static void MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Removes what is too old, then what was asked for longest ago, until the rest is within the bound.</summary>
    private void Sweep()
    {
        // Where a program was broken off.
        foreach (var work in new DirectoryInfo(folder).EnumerateDirectories("work-*"))
            if (work.LastWriteTimeUtc < Now - age)
                work.Delete(recursive: true);
        var left = bytes;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*.pdf").OrderByDescending(file => file.LastAccessTimeUtc).ToList())
        {
            left -= file.Length;
            if (left < 0 || file.LastWriteTimeUtc < Now - age)
                file.Delete();
        }
    }

    private string FileOf(string key) => Path.Combine(folder, key + ".pdf");
}
