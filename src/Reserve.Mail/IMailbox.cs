namespace Reserve.Mail;

/// <summary>A place where mail arrives. A message stays until it is taken away, so a reader that stops in between meets it again.</summary>
public interface IMailbox
{
    /// <summary>The keys of the waiting messages, oldest first.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The bytes of a waiting message.</summary>
    /// <param name="key">A key of <see cref="ListAsync"/>.</param>
    /// <param name="maxBytes">The size above which it is not read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The bytes; null when it is gone or larger than <paramref name="maxBytes"/>.</returns>
    Task<byte[]?> ReadAsync(string key, long maxBytes, CancellationToken cancellationToken);

    /// <summary>Takes a message away: into the archive, or beside it when it could not be used.</summary>
    /// <param name="key">A key of <see cref="ListAsync"/>; one that is gone already is no error.</param>
    /// <param name="usable">Whether it was read and registered.</param>
    /// <param name="cancellationToken">Ends the move.</param>
    Task TakeAwayAsync(string key, bool usable, CancellationToken cancellationToken);
}

/// <summary>A way for mail to leave.</summary>
public interface IMailSender
{
    /// <summary>Hands over a message. Called again with the same key it sends no second one, as far as the transport can tell.</summary>
    /// <param name="idempotencyKey">Names the sending, not the message: letters, digits, dots and hyphens.</param>
    /// <param name="message">The message as <see cref="Mime.MailComposer"/> writes it.</param>
    /// <param name="recipients">The addresses of the envelope.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="IOException">The transport did not take it; it may be tried again.</exception>
    Task SendAsync(string idempotencyKey, ReadOnlyMemory<byte> message, IReadOnlyList<string> recipients, CancellationToken cancellationToken);
}
