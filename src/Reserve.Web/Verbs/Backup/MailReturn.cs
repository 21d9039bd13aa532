namespace Reserve.Web.Verbs.Backup;

/// <summary>
/// The mail folder after a recovery. What lies there now is newer than the backup and stays; what only the backup has is added; and
/// each letter that was taken out of the inbox after the backup's snapshot goes back into the inbox, since the restored database
/// does not know it. Every step may be repeated: a letter is recognised by its bytes, and receiving by its Message-ID.
/// </summary>
internal sealed class MailReturn(string mail)
{
    public const string Inbox = "inbox";
    public const string Sent = "sent";

    private readonly Dictionary<string, List<string>> present = new(StringComparer.Ordinal);

    /// <summary>Letters put back into the inbox, by name.</summary>
    public List<string> Returned { get; } = [];

    /// <summary>Takes over a mail folder that survived elsewhere, as if it lay here.</summary>
    public void TakeOver(string elsewhere)
    {
        if (Path.GetFullPath(elsewhere) != Path.GetFullPath(mail))
            Add(elsewhere);
    }

    /// <summary>Adds what only that folder has; the inbox last, as a letter that has been read meanwhile lies elsewhere here.</summary>
    public void Add(string source)
    {
        Look();
        if (!Directory.Exists(source))
            return;
        foreach (
            var path in BackupManifest.PathsIn(source).OrderBy(path => FolderOf(path) == Inbox).ThenBy(path => path, StringComparer.Ordinal)
        )
        {
            if (IsHalf(path))
                continue;
            var from = Path.Combine(source, path);
            var hash = BackupManifest.HashOf(from);
            // What was sent is known by its name, which is the key of the sending.
            if (FolderOf(path) == Sent ? File.Exists(Path.Combine(mail, path)) : present.ContainsKey(hash))
                continue;
            var target = Free(Path.Combine(mail, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var half = target + ".tmp";
            File.Copy(from, half, overwrite: true);
            File.SetLastWriteTimeUtc(half, File.GetLastWriteTimeUtc(from));
            File.Move(half, target);
            Note(hash, target);
        }
    }

    /// <summary>Puts back every letter outside the inbox whose hash is not among those that the backed up database had read.</summary>
    public void PutBack(IReadOnlySet<string> read)
    {
        Look();
        var inbox = Directory.CreateDirectory(Path.Combine(mail, Inbox)).FullName;
        foreach (var (hash, paths) in present.Where(pair => !read.Contains(pair.Key)).ToList())
        {
            var letters = paths.Where(path => Path.GetExtension(path) == ".eml").ToList();
            if (letters.Any(path => FolderIn(path) == Inbox))
                continue;
            if (letters.FirstOrDefault(path => FolderIn(path) is not "" and not Sent) is not { } letter)
                continue;
            var target = Free(Path.Combine(inbox, Path.GetFileName(letter)));
            File.Move(letter, target);
            Returned.Add(Path.GetFileName(target));
        }
    }

    /// <summary>The hashes of the letters that lie in a mail folder outside its inbox and its sent ones.</summary>
    public static IReadOnlyList<string> LettersRead(string mail) =>
        !Directory.Exists(mail)
            ? []
            :
            [
                .. BackupManifest
                    .PathsIn(mail)
                    .Where(path =>
                        !IsHalf(path) && Path.GetExtension(path) == ".eml" && FolderOf(path) is not Inbox and not Sent and not ""
                    )
                    .Select(path => Path.Combine(mail, path))
                    .Where(File.Exists)
                    .Select(BackupManifest.HashOf)
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ];

    /// <summary>A file that is still being written, or lies aside for the mail transport's own use.</summary>
    public static bool IsHalf(string path) => Path.GetFileName(path).StartsWith('.') || Path.GetExtension(path) is ".tmp" or ".part";

    public static string FolderOf(string path) =>
        path.Contains('/', StringComparison.Ordinal) ? path[..path.IndexOf('/', StringComparison.Ordinal)] : "";

    private string FolderIn(string path) => FolderOf(Path.GetRelativePath(mail, path).Replace(Path.DirectorySeparatorChar, '/'));

    private void Look()
    {
        present.Clear();
        if (!Directory.Exists(mail))
            return;
        foreach (var path in BackupManifest.PathsIn(mail).Where(path => !IsHalf(path)))
            Note(BackupManifest.HashOf(Path.Combine(mail, path)), Path.Combine(mail, path));
    }

    private void Note(string hash, string path)
    {
        if (!present.TryGetValue(hash, out var paths))
            present.Add(hash, paths = []);
        paths.Add(path);
    }

    public static string Free(string path)
    {
        var free = path;
        for (var copy = 1; File.Exists(free); copy++)
            free = Path.Combine(Path.GetDirectoryName(path)!, $"{Path.GetFileNameWithoutExtension(path)}.{copy}{Path.GetExtension(path)}");
        return free;
    }
}
