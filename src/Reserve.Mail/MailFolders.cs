namespace Reserve.Mail;

/// <summary>Mail in folders: a message dropped as <c>.eml</c> into <c>inbox</c> has arrived, one in <c>sent</c> has left. Read messages go to <c>archive</c>, unusable ones to <c>rejected</c>.</summary>
/// <param name="root">The folder that holds the four; it is made when it is missing.</param>
public sealed class MailFolders(string root) : IMailbox, IMailSender
{
    private string Inbox => Folder("inbox");

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([
            .. new DirectoryInfo(Inbox)
                .EnumerateFiles("*.eml")
                .OrderBy(file => file.LastWriteTimeUtc)
                .ThenBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => file.Name),
        ]);

    /// <inheritdoc/>
    public async Task<byte[]?> ReadAsync(string key, long maxBytes, CancellationToken cancellationToken)
    {
        var file = new FileInfo(Path.Combine(Inbox, Name(key)));
        try
        {
            return file.Exists && file.Length <= maxBytes ? await File.ReadAllBytesAsync(file.FullName, cancellationToken) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public Task TakeAwayAsync(string key, bool usable, CancellationToken cancellationToken)
    {
        var source = Path.Combine(Inbox, Name(key));
        var target = Path.Combine(Folder(usable ? "archive" : "rejected"), Name(key));
        // A name may come again; the earlier message is kept beside it.
        for (var copy = 1; File.Exists(target) && File.Exists(source); copy++)
            target = Path.Combine(Folder(usable ? "archive" : "rejected"), $"{Path.GetFileNameWithoutExtension(key)}.{copy}.eml");
        try
        {
            File.Move(source, target);
        }
        catch (FileNotFoundException)
        {
            // Another node took it away.
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task SendAsync(
        string idempotencyKey,
        ReadOnlyMemory<byte> message,
        IReadOnlyList<string> recipients,
        CancellationToken cancellationToken
    )
    {
        var target = Path.Combine(Folder("sent"), Name(idempotencyKey) + ".eml");
        if (File.Exists(target))
            return;
        var draft = Path.Combine(Folder("sent"), $".{Guid.NewGuid():N}.tmp");
        await using (var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
        {
            await stream.WriteAsync(message, cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, target, overwrite: true);
    }

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(root, name)).FullName;

    private static string Name(string key)
    {
        if (key.Length is 0 or > 200 || key != Path.GetFileName(key) || key[0] == '.')
            throw new ArgumentException("a key is a plain file name", nameof(key));
        return key;
    }
}
