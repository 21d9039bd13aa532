using System.Text;

namespace Reserve.Mail;

/// <summary>
/// Mail in folders: a message dropped as <c>.eml</c> into <c>inbox</c> has arrived, one in <c>sent</c> has left. Read messages go to
/// <c>archive</c>, unusable ones to <c>rejected</c>, each with its reason beside it. Any number of programs may share the folders: a
/// message is moved by renaming it, which succeeds for one of them.
/// </summary>
/// <param name="root">The folder that holds them; it is made when it is missing.</param>
public sealed class MailFolders(string root) : IMailbox, IMailSender
{
    private const int LongestName = 200;
    private const int LongestNameBytes = 240;
    private const string ReasonSuffix = ".why";
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;
    private static readonly TimeSpan DraftsLive = TimeSpan.FromHours(1);
    private bool isSwept;

    private string Inbox => Folder("inbox");

    private string Aside => Folder("rejected");

    /// <inheritdoc/>
    public Task<MailListing> ListAsync(CancellationToken cancellationToken)
    {
        var files = new DirectoryInfo(Inbox)
            .EnumerateFiles("*.eml")
            .OrderBy(file => file.LastWriteTimeUtc)
            .ThenBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => file.Name)
            .ToList();
        var keys = files.Where(IsKey).ToList();
        return Task.FromResult(new MailListing(keys, files.Count - keys.Count));
    }

    /// <inheritdoc/>
    public async Task<WaitingMail?> ReadAsync(string key, long maxBytes, CancellationToken cancellationToken)
    {
        var file = new FileInfo(Path.Combine(Inbox, Key(key)));
        try
        {
            return !file.Exists ? null
                : file.Length > maxBytes ? new WaitingMail(null)
                : new WaitingMail(await File.ReadAllBytesAsync(file.FullName, cancellationToken));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task<bool> TakeAwayAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult(Move(Path.Combine(Inbox, Key(key)), Folder("archive")) is not null);

    /// <inheritdoc/>
    public async Task<bool> SetAsideAsync(string key, string reason, CancellationToken cancellationToken)
    {
        if (Move(Path.Combine(Inbox, Key(key)), Aside) is not { } moved)
            return false;
        try
        {
            await using var file = New(moved + ReasonSuffix, FileMode.Create);
            await file.WriteAsync(Encoding.UTF8.GetBytes(reason), cancellationToken);
        }
        catch (IOException)
        {
            // Without room for the reason the message is aside all the same.
        }

        return true;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MailAside>> ListAsideAsync(CancellationToken cancellationToken)
    {
        var found = new List<MailAside>();
        foreach (var file in new DirectoryInfo(Aside).EnumerateFiles("*.eml").Where(file => file.Name[0] != '.'))
        {
            var why = new FileInfo(file.FullName + ReasonSuffix);
            found.Add(
                why.Exists
                    ? new MailAside(
                        file.Name,
                        await File.ReadAllTextAsync(why.FullName, cancellationToken),
                        why.LastWriteTimeUtc,
                        file.Length
                    )
                    : new MailAside(file.Name, null, file.LastWriteTimeUtc, file.Length)
            );
        }

        return [.. found.OrderByDescending(mail => mail.At).ThenBy(mail => mail.Key, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadAsideAsync(string key, long maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(Path.Combine(Aside, Name(key)));
            var bytes = new byte[Math.Min(file.Length, maxBytes)];
            await file.ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task<bool> ReturnAsync(string key, CancellationToken cancellationToken)
    {
        var aside = Path.Combine(Aside, Name(key));
        if (Move(aside, Inbox) is null)
            return Task.FromResult(false);
        File.Delete(aside + ReasonSuffix);
        return Task.FromResult(true);
    }

    /// <inheritdoc/>
    public async Task SendAsync(
        string idempotencyKey,
        ReadOnlyMemory<byte> message,
        IReadOnlyList<string> recipients,
        CancellationToken cancellationToken
    )
    {
        var target = Path.Combine(Folder("sent"), Key(idempotencyKey) + ".eml");
        if (File.Exists(target))
            return;
        var draft = Path.Combine(Folder("sending"), $"{Guid.NewGuid():N}.tmp");
        try
        {
            await using (var stream = New(draft, FileMode.CreateNew))
            {
                await stream.WriteAsync(message, cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            Sweep(new FileInfo(draft));
            File.Move(draft, target, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    /// <summary>Drafts of a program that was killed while it wrote; a living one writes for no hour.</summary>
    private void Sweep(FileInfo draft)
    {
        if (isSwept)
            return;
        isSwept = true;
        foreach (
            var old in draft.Directory!.EnumerateFiles("*.tmp").Where(file => file.LastWriteTimeUtc < draft.LastWriteTimeUtc - DraftsLive)
        )
            old.Delete();
    }

    /// <summary>Moves a file; gives where it is now, or null when another was first: a rename succeeds for one only.</summary>
    private static string? Move(string source, string folder)
    {
        var target = Path.Combine(folder, Path.GetFileName(source));
        // A name may come again; the earlier message is kept beside it.
        for (var copy = 1; File.Exists(target); copy++)
            target = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(source)}.{copy}.eml");
        try
        {
            File.Move(source, target, overwrite: true);
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        try
        {
            // Whoever dropped the letter may have left it open to everybody.
            File.SetUnixFileMode(target, OwnFile);
        }
        catch (Exception problem) when (problem is UnauthorizedAccessException or FileNotFoundException)
        {
            // Another account's file, or moved on: the folder is closed all the same.
        }

        return target;
    }

    private static FileStream New(string path, FileMode mode) =>
        new(
            path,
            new FileStreamOptions
            {
                Mode = mode,
                Access = FileAccess.Write,
                UnixCreateMode = OwnFile,
            }
        );

    private string Folder(string name)
    {
        Directory.CreateDirectory(root, OwnFolder);
        return Directory.CreateDirectory(Path.Combine(root, name), OwnFolder).FullName;
    }

    private static bool IsKey(string name) =>
        name.Length is > 0 and <= LongestName && Encoding.UTF8.GetByteCount(name) <= LongestNameBytes && name[0] != '.';

    private static string Key(string key) =>
        IsKey(key) ? Name(key) : throw new ArgumentException("a key is a plain file name", nameof(key));

    private static string Name(string key) =>
        key.Length > 0 && key == Path.GetFileName(key) && key[0] != '.'
            ? key
            : throw new ArgumentException("a key is a plain file name", nameof(key));
}
