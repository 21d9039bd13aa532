using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Reserve.Mail.Mime;
using Reserve.Web.Data;

namespace Reserve.Web.Features.Mail;

/// <summary>What is kept of every letter that was read, also of those that were only answered: its hashes, no word of it.</summary>
internal static class LetterReceipt
{
    /// <summary>The letter's name for itself, or one made from its bytes; the same letter has it again.</summary>
    public static string IdOf(MailMessage message, ReadOnlyMemory<byte> bytes) =>
        message.MessageId is { Length: > 0 and <= 500 } given
            ? given
            : Convert.ToHexStringLower(SHA256.HashData(bytes.Span)) + "@no-message-id.invalid";

    public static byte[] KeyOf(string id) => SHA256.HashData(Encoding.UTF8.GetBytes(id));

    public static Task Keep(ReserveDb db, ReadOnlyMemory<byte> bytes, string id, DateTimeOffset at, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            insert into letter_receipt (sha256, message_sha256, received_at) values ({SHA256.HashData(bytes.Span)}, {KeyOf(id)}, {at})
            on conflict (sha256) do nothing
            """,
            cancellationToken
        );
}
