using System.Globalization;

namespace Reserve.Web.Data.Cluster;

/// <summary>An installed PostgreSQL server: the folder of <c>initdb</c>, <c>postgres</c> and <c>pg_ctl</c>.</summary>
public sealed record PostgresBinaries(string Folder)
{
    public string InitDb => Path.Combine(Folder, "initdb");

    public string Postgres => Path.Combine(Folder, "postgres");

    public string Control => Path.Combine(Folder, "pg_ctl");

    /// <summary>
    /// The newest server found: <c>RESERVE_PG_BIN</c> first, then the distributions' own folders, then PATH.
    /// Debian keeps the server's programs out of PATH, so that the folders come first.
    /// </summary>
    public static PostgresBinaries? Find()
    {
        if (Environment.GetEnvironmentVariable("RESERVE_PG_BIN") is { Length: > 0 } given)
        {
            return At(given);
        }
        return Versions("/usr/lib/postgresql", prefix: "", suffix: "bin")
            .Concat(Versions("/usr", prefix: "pgsql-", suffix: "bin"))
            .Concat(Versions("/opt/homebrew/opt", prefix: "postgresql@", suffix: "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .Select(At)
            .FirstOrDefault(found => found is not null);
    }

    private static PostgresBinaries? At(string folder)
    {
        var found = new PostgresBinaries(folder);
        return folder.Length > 0 && File.Exists(found.InitDb) && File.Exists(found.Postgres) && File.Exists(found.Control) ? found : null;
    }

    private static IEnumerable<string> Versions(string root, string prefix, string suffix) =>
        Directory.Exists(root)
            ? Directory
                .EnumerateDirectories(root, prefix + "*")
                .Select(path => (path, name: Path.GetFileName(path)[prefix.Length..]))
                .Select(entry => (entry.path, known: int.TryParse(entry.name, CultureInfo.InvariantCulture, out var version), version))
                .Where(entry => entry.known && entry.version >= 15)
                .OrderByDescending(entry => entry.version)
                .Select(entry => Path.Combine(entry.path, suffix))
            : [];
}
