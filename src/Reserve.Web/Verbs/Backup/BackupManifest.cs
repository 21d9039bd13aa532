using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Reserve.Web.Audit;

namespace Reserve.Web.Verbs.Backup;

/// <summary>What a backup folder holds and of what it was taken; written last, so that a folder without it is no backup.</summary>
internal sealed record BackupManifest
{
    public const string FileName = "manifest.json";
    public const string DumpName = "database.dump";
    public const int CurrentFormat = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectRequiredConstructorParameters = true,
    };

    public required int Format { get; init; }

    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The version of the program that took it.</summary>
    public required string Program { get; init; }

    public required string Database { get; init; }

    /// <summary>The server's version, as <c>15.14</c>.</summary>
    public required string PostgreSql { get; init; }

    public required int PostgreSqlMajor { get; init; }

    /// <summary>The major version of the <c>pg_dump</c> that wrote the archive; an older <c>pg_restore</c> cannot read it.</summary>
    public required int DumpMajor { get; init; }

    /// <summary>The database's collation, as <c>icu ru-RU</c>: indexes and orders depend on it.</summary>
    public required string Collation { get; init; }

    public required BackupSchema Schema { get; init; }

    /// <summary>Logins and roles that the dump grants something to: they must exist where it is restored.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Rows of each table in the very snapshot that was dumped.</summary>
    public required SortedDictionary<string, long> Tables { get; init; }

    /// <summary>Every file but this one, by its path with slashes.</summary>
    public required IReadOnlyList<BackedUpFile> Files { get; init; }

    /// <summary>
    /// SHA-256 of each letter that lay outside the inbox before the snapshot was taken: the dumped database knows them. Any other
    /// letter that is found in an archive came later and has to be read again.
    /// </summary>
    public required IReadOnlyList<string> LettersRead { get; init; }

    /// <summary>Where the journal's chain of seals ended in the snapshot; null before there were seals.</summary>
    public ChainEnd? JournalEnd { get; init; }

    /// <summary>The manifest of a folder; null when there is none, or it is not one of ours.</summary>
    public static BackupManifest? Read(string folder)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<BackupManifest>(File.ReadAllBytes(Path.Combine(folder, FileName)), Json);
            return manifest is { Format: CurrentFormat } ? manifest : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Write(string folder)
    {
        var path = Path.Combine(folder, FileName);
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        JsonSerializer.Serialize(stream, this, Json);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>What is wrong with the files of a backup, each named: missing, changed, or not listed.</summary>
    public IEnumerable<string> Damage(string folder)
    {
        foreach (var file in Files)
        {
            var path = Path.Combine(folder, file.Path);
            if (!File.Exists(path))
                yield return $"{file.Path}: the file is missing";
            else if (new FileInfo(path).Length != file.Bytes || HashOf(path) != file.Sha256)
                yield return $"{file.Path}: its SHA-256 is not the one in {FileName}";
        }

        var listed = Files.Select(file => file.Path).Append(FileName).ToHashSet(StringComparer.Ordinal);
        foreach (var path in PathsIn(folder).Where(path => !listed.Contains(path)))
            yield return $"{path}: {FileName} does not list this file";
    }

    public static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    public static BackedUpFile Describe(string folder, string path) =>
        new(path, new FileInfo(Path.Combine(folder, path)).Length, HashOf(Path.Combine(folder, path)));

    /// <summary>Every file below a folder, by its path with slashes, in order.</summary>
    public static IReadOnlyList<string> PathsIn(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))
                .Order(StringComparer.Ordinal),
        ];
}

/// <param name="Path">Below the backup's folder, with slashes.</param>
/// <param name="Bytes">The size.</param>
/// <param name="Sha256">The hash in hexadecimal.</param>
internal sealed record BackedUpFile(string Path, long Bytes, string Sha256);

/// <param name="Migrations">The EF Core migrations that the database has had.</param>
/// <param name="Scripts">The numbered scripts in their order.</param>
internal sealed record BackupSchema(IReadOnlyList<string> Migrations, IReadOnlyList<string> Scripts);
