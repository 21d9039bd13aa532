using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Reserve.Mail;
using Reserve.Mail.Mime;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Mail;

/// <summary>A letter in the outbox that is no case's: an answer to a letter that could not be registered.</summary>
internal sealed record Letter(string To, string Subject, string Text)
{
    public const string Kind = "mail";

    /// <summary>The Message-ID of the letter that it answers.</summary>
    public string? InReplyTo { get; init; }
}

internal sealed class LetterSender(Postman postman) : IOutboxSender
{
    public string Kind => Letter.Kind;

    public Task Send(OutboxMessage message, CancellationToken cancellationToken)
    {
        var letter = message.Read<Letter>();
        return postman.Send(message, new Address(null, letter.To), letter.Subject, letter.Text, letter.InReplyTo, [], cancellationToken);
    }
}

/// <summary>Writes a letter in the site's name and hands it to the transport.</summary>
internal sealed partial class Postman(IMailSender sender, IOptions<MailOptions> options, TimeProvider clock)
{
    /// <summary>The case that a Message-ID of ours names, or null.</summary>
    public static Guid? CaseOf(string messageId) =>
        CaseInId().Match(messageId) is { Success: true } match && Guid.TryParseExact(match.Groups[1].Value, "N", out var id) ? id : null;

    /// <param name="message">What the outbox holds; its key makes the Message-ID, so that every attempt has the same.</param>
    /// <param name="to">The recipient.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="text">The text.</param>
    /// <param name="inReplyTo">The Message-ID of the letter that it answers.</param>
    /// <param name="files">What is attached.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="about">The case that it is about; the Message-ID names it, so that answers find it.</param>
    public async Task Send(
        OutboxMessage message,
        Address to,
        string subject,
        string text,
        string? inReplyTo,
        IReadOnlyList<Attachment> files,
        CancellationToken cancellationToken,
        Guid? about = null
    )
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message.IdempotencyKey)))[..32];
        var mail = new OutgoingMail(
            new Address(options.Value.FromName, options.Value.From),
            [to],
            subject,
            text,
            clock.GetUtcNow(),
            $"{(about is { } subjectCase ? $"case.{subjectCase:N}." : "")}{key}@{Domain}"
        )
        {
            InReplyTo = inReplyTo,
            References = inReplyTo is null ? [] : [inReplyTo],
            Attachments = files,
        };
        await sender.SendAsync(key, MailComposer.Compose(mail), [to.Mailbox], cancellationToken);
    }

    [GeneratedRegex(@"^case\.([0-9a-f]{32})\.", RegexOptions.NonBacktracking)]
    private static partial Regex CaseInId();

    private string Domain => options.Value.From[(options.Value.From.IndexOf('@', StringComparison.Ordinal) + 1)..];
}
