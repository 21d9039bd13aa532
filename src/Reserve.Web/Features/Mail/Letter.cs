using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Reserve.Documents.Letters;
using Reserve.Mail;
using Reserve.Mail.Mime;
using Reserve.Web.Features.Papers;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Mail;

/// <summary>A letter in the outbox that is no case's: written already.</summary>
internal sealed record Letter(string To, string Subject, string Text)
{
    public const string Kind = "mail";

    /// <summary>The same as HTML; null in what the release before has left.</summary>
    public string? Html { get; init; }

    /// <summary>Papers to be attached.</summary>
    public IReadOnlyList<PaperId> Papers { get; init; } = [];

    /// <summary>The territory for which the address was registered: papers leave only while it is. Null for a user's own address.</summary>
    public string? RegisteredFor { get; init; }

    /// <summary>The Message-ID of the letter that it answers.</summary>
    public string? InReplyTo { get; init; }

    public static Letter Of(string to, WrittenLetter letter) => new(to, letter.Subject, letter.Text) { Html = letter.Html };
}

internal sealed class LetterSender(Postman postman, PaperArchive archive, RegisteredAddresses addresses) : IOutboxSender
{
    public string Kind => Letter.Kind;

    public async Task Send(OutboxMessage message, CancellationToken cancellationToken)
    {
        var letter = message.Read<Letter>();
        await postman.Send(
            message,
            new Address(null, letter.To),
            new OutgoingText(letter.Subject, letter.Text, letter.Html),
            letter.InReplyTo,
            await FilesOf(letter, cancellationToken),
            cancellationToken
        );
    }

    private async Task<IReadOnlyList<Attachment>> FilesOf(Letter letter, CancellationToken cancellationToken)
    {
        if (letter.RegisteredFor is { } territory && !await addresses.Is(letter.To, territory, cancellationToken))
            return [];
        var files = new List<Attachment>();
        foreach (var id in letter.Papers)
            if (await archive.File(id, cancellationToken) is { } paper)
                files.Add(new Attachment(paper.FileName, paper.ContentType, paper.Bytes));
        return files;
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
    /// <param name="text">What it says.</param>
    /// <param name="inReplyTo">The Message-ID of the letter that it answers.</param>
    /// <param name="files">What is attached.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="about">The case that it is about; the Message-ID names it, so that answers find it.</param>
    public async Task Send(
        OutboxMessage message,
        Address to,
        OutgoingText text,
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
            text.Subject,
            text.Text,
            clock.GetUtcNow(),
            $"{(about is { } subjectCase ? $"case.{subjectCase:N}." : "")}{key}@{Domain}"
        )
        {
            InReplyTo = inReplyTo,
            References = inReplyTo is null ? [] : [inReplyTo],
            Attachments = files,
            Html = text.Html,
        };
        await sender.SendAsync(key, MailComposer.Compose(mail), [to.Mailbox], cancellationToken);
    }

    [GeneratedRegex(@"^case\.([0-9a-f]{32})\.", RegexOptions.NonBacktracking)]
    private static partial Regex CaseInId();

    private string Domain => options.Value.From[(options.Value.From.IndexOf('@', StringComparison.Ordinal) + 1)..];
}
