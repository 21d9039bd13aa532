using System.Security.Cryptography;
using Npgsql;
using Reserve.Mail.Mime;
using Reserve.Web.Features.Mail;

namespace Reserve.Web.Verbs.Backup;

/// <summary>The mail folder against what the database says of it.</summary>
internal sealed class MailCheck(NpgsqlConnection connection, string mail, List<Problem> problems)
{
    public long Archived { get; private set; }

    /// <summary>Letters that wait in the inbox.</summary>
    public long Waiting { get; private set; }

    /// <summary>Letters put back into the inbox.</summary>
    public List<string> Returned { get; } = [];

    /// <param name="requeue">Whether a letter that the database does not know goes back into the inbox; else it is a problem.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public async Task Run(bool requeue, CancellationToken cancellationToken)
    {
        var archive = Path.Combine(mail, "archive");
        var receipts = new Dictionary<string, string>(StringComparer.Ordinal);
        await using (var command = new NpgsqlCommand("select sha256, message_sha256 from letter_receipt", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                receipts.Add(Hex(reader.GetFieldValue<byte[]>(0)), Hex(reader.GetFieldValue<byte[]>(1)));
        }

        var messages = receipts.Values.ToHashSet(StringComparer.Ordinal);
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Letters(mail).Where(path => !path.StartsWith("archive/", StringComparison.Ordinal)))
        {
            found.Add(BackupManifest.HashOf(Path.Combine(mail, path)));
            if (path.StartsWith(MailReturn.Inbox + "/", StringComparison.Ordinal))
                Waiting++;
        }

        foreach (var path in Letters(archive))
        {
            Archived++;
            var bytes = await File.ReadAllBytesAsync(Path.Combine(archive, path), cancellationToken);
            var hash = Hex(SHA256.HashData(bytes));
            found.Add(hash);
            if (receipts.ContainsKey(hash))
                continue;
            var id = LetterReceipt.IdOf(MailMessage.Read(bytes), bytes);
            if (messages.Contains(Hex(LetterReceipt.KeyOf(id))))
                problems.Add(
                    new Problem(
                        "letter-changed",
                        "mail/archive/" + path,
                        "The file does not have the hash of the letter that was received."
                    )
                );
            else if (!await Known(id, cancellationToken))
                unknown.Add(hash);
        }

        foreach (var hash in Directory.Exists(archive) ? receipts.Keys.Where(hash => !found.Contains(hash)) : [])
            problems.Add(
                new Problem("letter-missing", hash, "A letter with this SHA-256 was received, but no file of the mail folder has it.")
            );
        if (requeue)
            PutBack(unknown);
        else
            foreach (var path in Letters(archive).Where(path => unknown.Contains(BackupManifest.HashOf(Path.Combine(archive, path)))))
                problems.Add(
                    new Problem(
                        "letter-unknown",
                        "mail/archive/" + path,
                        "The database does not know this letter; --requeue puts it into the inbox."
                    )
                );
    }

    /// <summary>A letter of the time before there were receipts: kept, begun a case, or answered.</summary>
    private async Task<bool> Known(string id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            select exists (select from incoming_letters where message_id = $1)
                or exists (select from appointment_cases where source_message_id = $1)
                or exists (select from outbox where idempotency_key = 'answer/' || $1)
            """,
            connection
        )
        {
            Parameters = { new() { Value = id.Replace("\0", "", StringComparison.Ordinal) } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private void PutBack(HashSet<string> unknown)
    {
        var inbox = Directory.CreateDirectory(Path.Combine(mail, MailReturn.Inbox)).FullName;
        var archive = Path.Combine(mail, "archive");
        foreach (var path in Letters(archive))
        {
            if (!unknown.Contains(BackupManifest.HashOf(Path.Combine(archive, path))))
                continue;
            var target = MailReturn.Free(Path.Combine(inbox, Path.GetFileName(path)));
            File.Move(Path.Combine(archive, path), target);
            Returned.Add(Path.GetFileName(target));
            Waiting++;
        }
    }

    private static List<string> Letters(string folder) =>
        Directory.Exists(folder)
            ? [.. BackupManifest.PathsIn(folder).Where(path => !MailReturn.IsHalf(path) && Path.GetExtension(path) == ".eml")]
            : [];

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
