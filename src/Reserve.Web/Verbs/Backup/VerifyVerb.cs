using System.Text.Encodings.Web;
using System.Text.Json;
using Npgsql;
using Reserve.Web.Audit;
using Reserve.Web.Data.Cluster;

namespace Reserve.Web.Verbs.Backup;

/// <summary>
/// <c>reserve verify [--data DIR] [--backup DIR] [--key FILE] [--requeue]</c>: whether what is stored is what was recorded.
/// </summary>
internal static class VerifyVerb
{
    private const string Usage = """
        reserve verify [--data DIR] [--backup DIR] [--key FILE] [--requeue]
          --backup: compares the rows of each table with the manifest; right after a restore, before work goes on.
          --key: the public or private key of the journal's seals (PEM), where it does not lie in DIR/keys.
          --requeue: letters of the archive that the database does not know go back into the inbox.
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task<int> Run(string[] args, CancellationToken cancellationToken = default)
    {
        if (Options.Read(args, "data", "backup", "key", "requeue!") is not { Folder: null } call)
            return await Verb.WrongCallAsync(Usage);
        var backup = call.Values.GetValueOrDefault("backup");
        if (backup is not null && !Directory.Exists(backup))
            return await Verb.WrongCallAsync($"There is no folder {backup}.");
        return await BackupException.Guard(async () =>
        {
            var problems = new List<Problem>();
            var manifest = backup is null
                ? null
                : BackupManifest.Read(backup)
                    ?? throw new BackupException($"{backup} holds no readable {BackupManifest.FileName}: this is no whole backup.");
            await using var database = await LocalDatabase.Open(call.Data, cancellationToken);
            await using var connection = await DatabaseFacts.Open(
                BackupException.Need(database.BackupConnectionString, LocalDatabase.BackupVariable),
                cancellationToken
            );
            if (!await DatabaseFacts.Value<bool>(connection, "select to_regclass('process_run') is not null", cancellationToken))
                throw new BackupException($"The database {connection.Database} holds no data of this program.");
            var rows = new DatabaseCheck(connection, problems);
            if (manifest is not null)
            {
                problems.AddRange(manifest.Damage(backup!).Select(text => new Problem("backup-damaged", text[..text.IndexOf(':')], text)));
                await rows.Counts(manifest, cancellationToken);
            }

            var journal = new JournalCheck(connection, problems);
            try
            {
                await journal.Run(
                    Path.Combine(call.Data, "keys"),
                    call.Values.GetValueOrDefault("key"),
                    [ChainEnd.Read(call.Data), manifest?.JournalEnd],
                    cancellationToken
                );
                await rows.Run(cancellationToken);
            }
            catch (PostgresException missing)
                when (missing.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn)
            {
                problems.Add(new Problem("schema", connection.Database, missing.MessageText));
            }

            var mail = new MailCheck(connection, Path.Combine(call.Data, "mail"), problems);
            await mail.Run(call.Values.ContainsKey("requeue"), cancellationToken);
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        ok = problems.Count == 0,
                        @checked = rows.Checked,
                        journal = new
                        {
                            seals = journal.Seals,
                            rows = journal.Rows,
                            cut = journal.Cut,
                            waiting = journal.Waiting,
                            end = journal.End,
                        },
                        mail = new
                        {
                            archived = mail.Archived,
                            waiting = mail.Waiting,
                            putBack = mail.Returned,
                        },
                        problems,
                    },
                    Json
                )
            );
            return problems.Count == 0 ? Verb.Fine : Verb.BadInput;
        });
    }
}
