using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reserve.Mail;
using Reserve.Mail.Mime;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Features.Appointments;

namespace Reserve.Web.Features.Mail;

/// <summary>A letter set aside, as a person sees it.</summary>
internal sealed record AsideLetter(string Key, string? From, string? Subject, string? Reason, DateTimeOffset At, long Size);

/// <summary>
/// The letters set aside that the caller may see: those of the senders registered in the caller's territory; whoever sees the whole
/// federation sees all, also of strangers.
/// </summary>
internal sealed class AsideLetters(IMailbox mailbox, ReserveDb db, Caller caller, IOptions<MailOptions> options)
{
    private const int HeadBytes = 64 * 1024;
    private const int MostLooked = 2000;

    public async Task<IReadOnlyList<AsideLetter>> List(CancellationToken cancellationToken)
    {
        var seen = await Senders(cancellationToken);
        var letters = new List<AsideLetter>();
        foreach (var mail in (await mailbox.ListAsideAsync(cancellationToken)).Take(MostLooked))
        {
            var (from, subject) = Head(await mailbox.ReadAsideAsync(mail.Key, HeadBytes, cancellationToken));
            if (seen is null || (from is not null && seen.Contains(from)))
                letters.Add(new AsideLetter(mail.Key, from, subject, mail.Reason, mail.At, mail.Size));
        }

        return letters;
    }

    public async Task<AsideLetter?> Find(string key, CancellationToken cancellationToken) =>
        (await List(cancellationToken)).FirstOrDefault(letter => letter.Key == key);

    public Task<byte[]?> Bytes(AsideLetter letter, CancellationToken cancellationToken) =>
        mailbox.ReadAsideAsync(letter.Key, Math.Max(letter.Size, options.Value.MaxBytes), cancellationToken);

    /// <summary>Null: every sender.</summary>
    private async Task<HashSet<string>?> Senders(CancellationToken cancellationToken) =>
        caller.Territory == Territory.Federation
            ? null
            : [.. await db.Set<RegisteredSender>().AsNoTracking().Select(row => row.Address).ToListAsync(cancellationToken)];

    private static (string? From, string? Subject) Head(byte[]? bytes)
    {
        if (bytes is null)
            return default;
        try
        {
            var message = MailMessage.Read(bytes);
            return (message.From is [{ Mailbox: { } address }, ..] ? address.ToLowerInvariant() : null, message.Subject);
        }
        catch (InvalidDataException)
        {
            return default;
        }
    }
}
