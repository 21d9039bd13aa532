using System.Security.Cryptography;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Reserve.Mail.Mime;
using Reserve.Web.Access;
using Reserve.Web.Commands;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;
using Reserve.Web.Features.Appointments.Documents;
using Reserve.Web.Features.Files;
using Reserve.Web.Features.Letters;
using Reserve.Web.Features.Notifications;
using Reserve.Web.Runtime.Jobs;
using Reserve.Web.Runtime.Steps;

namespace Reserve.Web.Features.Mail;

/// <summary>
/// A letter has arrived: it becomes a case, joins its case, or is answered with what is wrong. The same letter again changes nothing.
/// </summary>
[Allow]
[Says("Принять письмо")]
internal sealed record ReceiveLetter(ReadOnlyMemory<byte> Bytes) : IRequest<Result<LetterReceived, LetterRefusal>>, IPlaced
{
    Area IPlaced.Area => Area.Asked("the letter's sender, by the commands that it becomes");
}

/// <summary>What became of a letter.</summary>
/// <param name="Case">The case that it began or joined.</param>
/// <param name="Answered">Whether an answer says what is wrong.</param>
internal sealed record LetterReceived(AppointmentCaseId? Case, bool Answered);

internal enum LetterRefusal
{
    [Says("Письмо не читается: нет отправителя.")]
    Unreadable,

    [Says("Автоматическое письмо: на такие не отвечают.")]
    Automatic,

    [Says("Это письмо сейчас принимает другой узел.")]
    BeingReceived,
}

internal sealed class ReceiveLetterHandler(
    ReserveDb db,
    IMediator mediator,
    CaseDocuments documents,
    Outbox outbox,
    HostLetters letters,
    Caller caller
) : IRequestHandler<ReceiveLetter, Result<LetterReceived, LetterRefusal>>
{
    private const int MostText = 100_000;
    private const int MostFiles = 50;

    public async Task<Result<LetterReceived, LetterRefusal>> Handle(ReceiveLetter request, CancellationToken cancellationToken)
    {
        MailMessage message;
        try
        {
            message = MailMessage.Read(request.Bytes);
        }
        catch (InvalidDataException)
        {
            return LetterRefusal.Unreadable;
        }

        var sender =
            message.From is [{ Mailbox: { Length: > 0 and <= 320 } address }, ..] && address.IndexOf('@', StringComparison.Ordinal) > 0
                ? address.ToLowerInvariant()
                : null;
        if (sender is null)
            return LetterRefusal.Unreadable;
        // RFC 3834 §2: never answer an automatic letter, or two machines write to each other for ever.
        if (message.Root.Find("Auto-Submitted") is { } automatic && !automatic.Value.StartsWith("no", StringComparison.OrdinalIgnoreCase))
            return LetterRefusal.Automatic;
        if (!await Begin(request.Bytes, cancellationToken))
            return LetterRefusal.BeingReceived;
        var id = LetterReceipt.IdOf(message, request.Bytes);
        var outcome = await Receive(message, id, sender, cancellationToken);
        if (outcome.IsOk)
            await LetterReceipt.Keep(db, request.Bytes, id, caller.Stamp().At, cancellationToken);
        return outcome;
    }

    private async Task<Result<LetterReceived, LetterRefusal>> Receive(
        MailMessage message,
        string id,
        string sender,
        CancellationToken cancellationToken
    )
    {
        if (
            await db.Set<IncomingLetter>()
                .Where(letter => letter.MessageId == id)
                .Select(letter => (AppointmentCaseId?)letter.CaseId)
                .FirstOrDefaultAsync(cancellationToken) is
            { } known
        )
            return new LetterReceived(known, false);
        if (await CaseOfThread(message, sender, cancellationToken) is { } thread)
            return await Join(thread, message, id, sender, cancellationToken);

        var asked = LetterText.Read(message);
        if (asked.Municipality is null || asked.Person is null)
            return await Answer(message, id, sender, asked, null, cancellationToken);
        var outcome = await mediator.Send(
            new RegisterRequest(asked.Municipality, asked.Person, asked.Position, sender, id),
            cancellationToken
        );
        if (outcome.IsOk)
        {
            var opened = await db.Set<AppointmentCase>().SingleAsync(row => row.Id == outcome.Value.Case, cancellationToken);
            await Keep(opened, message, id, sender, cancellationToken);
            return new LetterReceived(opened.Id, false);
        }

        if (outcome.IsRefused && outcome.Refusal is RegisterRequestRefusal.Duplicate duplicate)
            return new LetterReceived(duplicate.Case, false);
        return await Answer(message, id, sender, asked, outcome.Reason!, cancellationToken);
    }

    /// <summary>Nodes share the folders: one letter is received by one of them at a time, till its transaction ends.</summary>
    private async Task<bool> Begin(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var key = BitConverter.ToInt64(SHA256.HashData(bytes.Span));
        return (await db.Database.SqlQuery<bool>($"select pg_try_advisory_xact_lock({key}) as \"Value\"").ToListAsync(cancellationToken))[
            0
        ];
    }

    /// <summary>The case whose letters this one answers, when its sender is the one who asked.</summary>
    private async Task<AppointmentCase?> CaseOfThread(MailMessage message, string sender, CancellationToken cancellationToken)
    {
        var ids = message.InReplyTo.Concat(message.References).Distinct().Take(30).ToList();
        if (ids.Count == 0)
            return null;
        var begun = await db.Set<AppointmentCase>()
            .Where(row => row.SourceMessageId != null && ids.Contains(row.SourceMessageId) && row.ReplyTo == sender)
            .FirstOrDefaultAsync(cancellationToken);
        if (begun is not null)
            return begun;
        var keys = ids.Select(Postman.CaseOf).OfType<Guid>().Select(AppointmentCaseId.From).ToList();
        return keys.Count == 0
            ? null
            : await db.Set<AppointmentCase>()
                .Where(row => keys.Contains(row.Id) && row.ReplyTo == sender)
                .FirstOrDefaultAsync(cancellationToken);
    }

    private async Task<Result<LetterReceived, LetterRefusal>> Join(
        AppointmentCase appointment,
        MailMessage message,
        string id,
        string sender,
        CancellationToken cancellationToken
    )
    {
        await Keep(appointment, message, id, sender, cancellationToken);
        await mediator.Send(
            new Remind(
                Roles.HrOfficer,
                appointment.Territory,
                $"Пришло письмо по делу № {appointment.Number}.",
                $"/appointments/case/{appointment.Id.Value}"
            ),
            cancellationToken
        );
        return new LetterReceived(appointment.Id, false);
    }

    private async Task<Result<LetterReceived, LetterRefusal>> Answer(
        MailMessage message,
        string id,
        string sender,
        LetterText asked,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        var answer = letters.Write(
            HostLetter.NotRegistered,
            new NotRegisteredLetter
            {
                AnswerTo = AnswerTo(message.Subject),
                Reason = reason,
                Municipality = asked.Municipality,
                Person = asked.Person,
            }
        );
        await outbox.Add(
            Letter.Kind,
            $"answer/{id}",
            Letter.Of(sender, answer) with
            {
                InReplyTo = message.MessageId,
            },
            caller.Stamp().At,
            cancellationToken
        );
        return new LetterReceived(null, true);
    }

    private static string? AnswerTo(string? subject) =>
        string.IsNullOrWhiteSpace(subject) ? null
        : subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase) ? subject
        : "Re: " + subject;

    private async Task Keep(AppointmentCase appointment, MailMessage message, string id, string sender, CancellationToken cancellationToken)
    {
        var at = caller.Stamp().At;
        var letter = new IncomingLetter
        {
            Id = Ids.New<IncomingLetterId>(at),
            CaseId = appointment.Id,
            Territory = appointment.Territory,
            MessageId = id,
            From = sender,
            Subject = Cut(message.Subject ?? "", 1000),
            Text = Cut(LetterText.BodyOf(message), MostText),
            ReceivedAt = at,
        };
        db.Add(letter);
        // Its documents refer to it.
        await db.SaveChangesAsync(cancellationToken);
        var attached = message.Attachments.Where(file => file.Content.Length > 0).Take(MostFiles).ToList();
        List<GivenFile> files =
        [
            .. attached.Select((file, index) => new GivenFile(file.Name ?? $"вложение {index + 1}", file.Content.ToArray())),
        ];
        var added = await documents.Add(appointment, files, letter.Id.Value, cancellationToken);
        foreach (var problem in added.Problems)
        {
            var file = attached[files.IndexOf(problem.File!)];
            db.Add(
                new LetterFile
                {
                    Id = Guid.CreateVersion7(at),
                    LetterId = letter.Id,
                    Territory = appointment.Territory,
                    Name = Cut(FileCheck.NameOf(problem.File!.Name), 300),
                    ContentType = Cut(file.Type, 150),
                    Sha256 = file.Sha256,
                    Content = problem.File.Content,
                    Refusal = Cut(problem.Text, 1000),
                }
            );
        }
    }

    private static string Cut(string text, int length)
    {
        // PostgreSQL keeps no NUL in texts.
        text = text.Replace("\0", "", StringComparison.Ordinal);
        return text.Length <= length ? text : text[..length];
    }
}
