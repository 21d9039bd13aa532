using System.Data;
using System.Reflection;
using System.Text.Json;
using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Data.Cluster;
using Reserve.Web.Data.Schema;

namespace Reserve.Web.Verbs.Backup;

/// <summary>
/// <c>reserve backup DIR [--data DIR]</c>: the database as one snapshot sees it, with the keys, the mail, the own letters, and a
/// manifest that names all of it. The folder gets its name only when everything lies in it.
/// </summary>
internal static class BackupVerb
{
    /// <summary>The folder of letters that take the place of shipped ones.</summary>
    internal const string OwnLetters = "letters";

    private const string Usage = """
        reserve backup DIR [--data DIR]
          DIR is made; it must not exist, or be empty. The database is the one of RESERVE_DB_BACKUP, or else the private cluster of --data.
        """;

    public static async Task<int> Run(string[] args, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        if (Options.Read(args, "data") is not { } call || call.Folder is not { } target)
            return await Verb.WrongCallAsync(Usage);
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
            return await Verb.WrongCallAsync($"{target} is there already and not empty: give the backup a folder of its own.");
        return await BackupException.Guard(async () =>
        {
            await using var database = await LocalDatabase.Open(call.Data, cancellationToken);
            var half = target.TrimEnd('/') + ".part";
            if (Directory.Exists(half))
                Directory.Delete(half, recursive: true);
            Directory.CreateDirectory(half, ClosedFiles.Folder);
            try
            {
                var manifest = await Take(
                    BackupException.Need(database.BackupConnectionString, LocalDatabase.BackupVariable),
                    call.Data,
                    half,
                    clock,
                    cancellationToken
                );
                if (Directory.Exists(target))
                    Directory.Delete(target);
                Directory.Move(half, target);
                Console.WriteLine(
                    JsonSerializer.Serialize(
                        new
                        {
                            folder = target,
                            takenAt = manifest.TakenAt,
                            tables = manifest.Tables.Count,
                            rows = manifest.Tables.Values.Sum(),
                            files = manifest.Files.Count,
                            bytes = manifest.Files.Sum(file => file.Bytes),
                        }
                    )
                );
                return Verb.Fine;
            }
            finally
            {
                if (Directory.Exists(half))
                    Directory.Delete(half, recursive: true);
            }
        });
    }

    private static async Task<BackupManifest> Take(
        string connectionString,
        string data,
        string folder,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await DatabaseFacts.Open(connectionString, cancellationToken);
        var client = await PostgresClient.Find("pg_dump", connection.PostgreSqlVersion.Major, cancellationToken);
        // Before the snapshot: a letter is moved out of the inbox only after its row was committed, so the snapshot has all of these.
        var read = MailReturn.LettersRead(Path.Combine(data, "mail"));
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var snapshot = await DatabaseFacts.Value<string>(connection, "select pg_export_snapshot()", cancellationToken);
        var problem = await client.Run(
            connectionString,
            ["--format=custom", $"--snapshot={snapshot}", "--no-password", "--file", Path.Combine(folder, BackupManifest.DumpName)],
            cancellationToken
        );
        if (problem is not null)
            throw new BackupException($"pg_dump failed: {problem}");
        var manifest = new BackupManifest
        {
            Format = BackupManifest.CurrentFormat,
            TakenAt = clock.GetUtcNow(),
            Program = ProgramVersion(),
            Database = connection.Database,
            PostgreSql = connection.PostgreSqlVersion.ToString(),
            PostgreSqlMajor = connection.PostgreSqlVersion.Major,
            DumpMajor = client.Major,
            Collation = await DatabaseFacts.Collation(connection, cancellationToken),
            Schema = await SchemaOf(connection, cancellationToken),
            Roles = await DatabaseFacts.GrantedRoles(connection, cancellationToken),
            Tables = await DatabaseFacts.RowCounts(connection, cancellationToken),
            LettersRead = read,
            JournalEnd = await JournalCheck.EndOf(connection, cancellationToken),
            Files = [],
        };
        await transaction.CommitAsync(cancellationToken);
        Copy(Path.Combine(data, "keys"), Path.Combine(folder, "keys"));
        CopyMail(Path.Combine(data, "mail"), Path.Combine(folder, "mail"));
        Copy(Path.Combine(data, OwnLetters), Path.Combine(folder, OwnLetters));
        manifest = manifest with { Files = [.. BackupManifest.PathsIn(folder).Select(path => BackupManifest.Describe(folder, path))] };
        manifest.Write(folder);
        return manifest;
    }

    internal static string ProgramVersion() =>
        typeof(BackupVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    private static async Task<BackupSchema> SchemaOf(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        new(
            await DatabaseFacts.Column<string>(
                connection,
                "select \"MigrationId\"::text from \"__EFMigrationsHistory\" order by 1",
                cancellationToken
            ),
            [.. SchemaScript.All.Select(script => script.Name)]
        );

    /// <summary>
    /// The inbox first: a letter that is read meanwhile is then found in the archive, at worst in both, never in neither.
    /// </summary>
    private static void CopyMail(string from, string to)
    {
        if (!Directory.Exists(from))
            return;
        var folders = Directory.EnumerateDirectories(from).OrderByDescending(path => Path.GetFileName(path) == MailReturn.Inbox);
        foreach (var folder in folders)
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }

    private static void Copy(string from, string to)
    {
        if (!Directory.Exists(from))
            return;
        foreach (var path in BackupManifest.PathsIn(from).Where(path => !MailReturn.IsHalf(path)))
        {
            var target = Path.Combine(to, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            try
            {
                File.Copy(Path.Combine(from, path), target);
            }
            catch (FileNotFoundException)
            {
                // Moved meanwhile; it is met again in the folder where it went.
            }
        }
    }
}
