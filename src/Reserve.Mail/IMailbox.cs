namespace Reserve.Mail;

/// <summary>A place where mail arrives. A message stays until it is taken away, so a reader that stops in between meets it again.</summary>
public interface IMailbox
{
    /// <summary>The waiting messages, oldest first.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    Task<MailListing> ListAsync(CancellationToken cancellationToken);

    /// <summary>The bytes of a waiting message.</summary>
    /// <param name="key">A key of <see cref="ListAsync"/>.</param>
    /// <param name="maxBytes">The size above which it is not read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The message; null when it is gone.</returns>
    Task<WaitingMail?> ReadAsync(string key, long maxBytes, CancellationToken cancellationToken);

    /// <summary>Takes a message that was read and registered into the archive.</summary>
    /// <param name="key">A key of <see cref="ListAsync"/>.</param>
    /// <param name="cancellationToken">Ends the move.</param>
    /// <returns>Whether it was here to be taken; another reader may have been first.</returns>
    Task<bool> TakeAwayAsync(string key, CancellationToken cancellationToken);

    /// <summary>Sets a message aside that could not be used, for a person to look at.</summary>
    /// <param name="key">A key of <see cref="ListAsync"/>.</param>
    /// <param name="reason">Why; shown to that person.</param>
    /// <param name="cancellationToken">Ends the move.</param>
    /// <returns>Whether it was here to be set aside.</returns>
    Task<bool> SetAsideAsync(string key, string reason, CancellationToken cancellationToken);

    /// <summary>The messages set aside, latest first.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    Task<IReadOnlyList<MailAside>> ListAsideAsync(CancellationToken cancellationToken);

    /// <summary>The bytes of a message set aside.</summary>
    /// <param name="key">The key of a <see cref="MailAside"/>.</param>
    /// <param name="maxBytes">How many of them at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The bytes; null when it is gone.</returns>
    Task<byte[]?> ReadAsideAsync(string key, long maxBytes, CancellationToken cancellationToken);

    /// <summary>Gives a message set aside back to the inbox, where it is met like a new one.</summary>
    /// <param name="key">The key of a <see cref="MailAside"/>.</param>
    /// <param name="cancellationToken">Ends the move.</param>
    /// <returns>Whether it was here.</returns>
    Task<bool> ReturnAsync(string key, CancellationToken cancellationToken);
}

/// <summary>What waits.</summary>
/// <param name="Keys">The messages, oldest first.</param>
/// <param name="Skipped">How many files have a name that is not taken: hidden (still being written) or overlong.</param>
public sealed record MailListing(IReadOnlyList<string> Keys, int Skipped);

/// <summary>A waiting message as it was read.</summary>
/// <param name="Bytes">Its bytes; null when it is larger than was allowed.</param>
public sealed record WaitingMail(byte[]? Bytes);

/// <summary>A message that was set aside.</summary>
/// <param name="Key">Its file's name.</param>
/// <param name="Reason">Why; null when that was not kept.</param>
/// <param name="At">When.</param>
/// <param name="Size">Its bytes.</param>
public sealed record MailAside(string Key, string? Reason, DateTimeOffset At, long Size);

/// <summary>A way for mail to leave.</summary>
public interface IMailSender
{
    /// <summary>Hands over a message. Called again with the same key it sends no second one, as far as the transport can tell.</summary>
    /// <param name="idempotencyKey">Names the sending, not the message: letters, digits, dots and hyphens.</param>
    /// <param name="message">The message as <see cref="Mime.MailComposer"/> writes it.</param>
    /// <param name="recipients">The addresses of the envelope.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="IOException">The transport did not take it; it may be tried again.</exception>
    Task SendAsync(
        string idempotencyKey,
        ReadOnlyMemory<byte> message,
        IReadOnlyList<string> recipients,
        CancellationToken cancellationToken
    );
}
