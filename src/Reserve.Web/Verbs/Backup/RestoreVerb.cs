using System.Text.Json;
using Npgsql;
using Reserve.Web.Audit;
using Reserve.Web.Data;
using Reserve.Web.Data.Cluster;

namespace Reserve.Web.Verbs.Backup;

/// <summary>
/// <c>reserve restore DIR [--data DIR] [--mail DIR]</c>: a backup into an empty database and a data folder. Files come first, and may be
/// put there again; the database comes last and in one transaction, so that it is there whole or not at all.
/// </summary>
internal static class RestoreVerb
{
    private const string Usage = """
        reserve restore DIR [--data DIR] [--mail DIR]
          The database of RESERVE_DB_OWNER (or the private cluster of --data) must be empty.
          --mail: a mail folder that outlived the database; without it the one below --data.
        """;

    public static async Task<int> Run(string[] args, CancellationToken cancellationToken = default)
    {
        if (Options.Read(args, "data", "mail") is not { } call || call.Folder is not { } source)
            return await Verb.WrongCallAsync(Usage);
        var elsewhere = call.Values.GetValueOrDefault("mail");
        if (!Directory.Exists(source))
            return await Verb.WrongCallAsync($"There is no folder {source}.");
        if (elsewhere is not null && !Directory.Exists(elsewhere))
            return await Verb.WrongCallAsync($"There is no folder {elsewhere}.");
        return await BackupException.Guard(async () =>
        {
            var manifest =
                BackupManifest.Read(source)
                ?? throw new BackupException($"{source} holds no readable {BackupManifest.FileName}: this is no whole backup.");
            var damage = manifest.Damage(source).ToList();
            if (damage.Count > 0)
                throw new BackupException(string.Join(Environment.NewLine, damage.Prepend("The backup is damaged, nothing was restored:")));
            await using var database = await LocalDatabase.Open(call.Data, cancellationToken);
            var owner = BackupException.Need(database.OwnerConnectionString, LocalDatabase.OwnerVariable);
            var client = await Check(owner, manifest, cancellationToken);
            PlaceKeys(Path.Combine(source, "keys"), Path.Combine(call.Data, "keys"));
            var mail = new MailReturn(Path.Combine(call.Data, "mail"));
            if (elsewhere is not null)
                mail.TakeOver(elsewhere);
            mail.Add(Path.Combine(source, "mail"));
            PlaceLetters(Path.Combine(source, BackupVerb.OwnLetters), Path.Combine(call.Data, BackupVerb.OwnLetters));
            ChainEnd.Forget(call.Data);
            mail.PutBack(manifest.LettersRead.ToHashSet(StringComparer.Ordinal));
            var problem = await client.Run(
                owner,
                [
                    "--single-transaction",
                    "--exit-on-error",
                    "--no-owner",
                    "--no-comments",
                    "--no-password",
                    "--dbname",
                    new NpgsqlConnectionStringBuilder(owner).Database!,
                    Path.Combine(source, BackupManifest.DumpName),
                ],
                cancellationToken
            );
            if (problem is not null)
                throw new BackupException($"pg_restore failed, the database is as empty as before: {problem}");
            await Analyze(owner, cancellationToken);
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        folder = source,
                        takenAt = manifest.TakenAt,
                        tables = manifest.Tables.Count,
                        rows = manifest.Tables.Values.Sum(),
                        lettersPutBack = mail.Returned,
                    }
                )
            );
            return Verb.Fine;
        });
    }

    /// <summary>Everything that can refuse, before anything is touched.</summary>
    private static async Task<PostgresClient> Check(string connectionString, BackupManifest manifest, CancellationToken cancellationToken)
    {
        await using var connection = await DatabaseFacts.Open(connectionString, cancellationToken);
        var contents = await DatabaseFacts.Contents(connection, cancellationToken);
        if (contents.Count > 0)
        {
            throw new BackupException(
                $"The database {connection.Database} on {connection.Host}:{connection.Port} is not empty: "
                    + $"it has {string.Join(", ", contents)}. Restore into a new one (createdb)."
            );
        }

        if (connection.PostgreSqlVersion.Major < manifest.PostgreSqlMajor)
        {
            throw new BackupException(
                $"The backup is of PostgreSQL {manifest.PostgreSql}, this server is {connection.PostgreSqlVersion}: "
                    + $"install {manifest.PostgreSqlMajor} or newer."
            );
        }

        var known = await DatabaseFacts.Column<string>(connection, "select rolname::text from pg_roles", cancellationToken);
        var missing = manifest.Roles.Except(known).ToList();
        if (missing.Count > 0)
        {
            throw new BackupException(
                $"The server has no role {string.Join(", ", missing)}: run first what `reserve admin roles` prints (docs/operations.md)."
            );
        }

        var collation = await DatabaseFacts.Collation(connection, cancellationToken);
        if (collation != manifest.Collation)
        {
            throw new BackupException(
                $"The database is collated as {collation}, the backup as {manifest.Collation}: make it as docs/operations.md says."
            );
        }

        return await PostgresClient.Find("pg_restore", Math.Max(manifest.DumpMajor, 15), cancellationToken);
    }

    private static void PlaceKeys(string from, string to)
    {
        Directory.CreateDirectory(to, ClosedFiles.Folder);
        if (!Directory.Exists(from))
            return;
        foreach (var path in Directory.EnumerateFiles(from))
        {
            var target = Path.Combine(to, Path.GetFileName(path));
            // A node that has started here before has made a key of its own; the backup's is needed to check what it signed.
            if (File.Exists(target) && BackupManifest.HashOf(target) != BackupManifest.HashOf(path))
                target = Path.ChangeExtension(target, BackupManifest.HashOf(path)[..8] + Path.GetExtension(path));
            if (!File.Exists(target))
                File.Copy(path, target);
        }
    }

    /// <summary>A letter that lies there already is newer than the backup and stays.</summary>
    private static void PlaceLetters(string from, string to)
    {
        if (!Directory.Exists(from))
            return;
        Directory.CreateDirectory(to);
        foreach (var path in Directory.EnumerateFiles(from))
        {
            var target = Path.Combine(to, Path.GetFileName(path));
            if (!File.Exists(target))
                File.Copy(path, target);
        }
    }

    private static async Task Analyze(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = await DatabaseFacts.Open(connectionString, cancellationToken);
        await DatabaseFacts.Execute(connection, "analyze", cancellationToken);
    }
}
