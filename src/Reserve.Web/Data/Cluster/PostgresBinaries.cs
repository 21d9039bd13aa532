using System.Diagnostics;
using System.Globalization;

namespace Reserve.Web.Data.Cluster;

/// <summary>An installed PostgreSQL server: the folder of <c>initdb</c>, <c>postgres</c> and <c>pg_ctl</c>.</summary>
internal sealed record PostgresBinaries(string Folder)
{
    public string InitDb => Path.Combine(Folder, "initdb");

    public string Postgres => Path.Combine(Folder, "postgres");

    public string Control => Path.Combine(Folder, "pg_ctl");

    /// <summary>The libraries that came with the programs, where they brought their own instead of the distribution's.</summary>
    public string? Libraries =>
        Path.GetFullPath(Path.Combine(Folder, "..", "lib")) is var folder && File.Exists(Path.Combine(folder, "libpq.so.5"))
            ? folder
            : null;

    /// <summary>
    /// The newest server found: <c>RESERVE_PG_BIN</c> first, then the distributions' own folders, then PATH.
    /// Debian keeps the server's programs out of PATH, so that the folders come first.
    /// </summary>
    /// <param name="data">A cluster's data: where the server that made them is installed too, it is taken before newer ones.</param>
    public static PostgresBinaries? Find(string? data = null)
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
            .OfType<PostgresBinaries>()
            .OrderByDescending(found =>
                MadeBy(data) is { } major && Path.GetDirectoryName(found.Folder)!.EndsWith(major, StringComparison.Ordinal)
            )
            .FirstOrDefault();
    }

    /// <summary>Refuses data that a server of another major version made.</summary>
    /// <exception cref="PostgresUnavailableException">The versions differ.</exception>
    public void Accept(string data)
    {
        if (MadeBy(data) is { } made && Major() is var major && made != major)
        {
            throw new PostgresUnavailableException(
                $"Данные в {data} созданы PostgreSQL {made}, а найден сервер {major} ({Folder}): установите версию {made} "
                    + "и укажите её папку bin в RESERVE_PG_BIN или перенесите данные через backup и restore."
            );
        }
    }

    private static string? MadeBy(string? data) =>
        data is not null && Path.Combine(data, "PG_VERSION") is var note && File.Exists(note) ? File.ReadAllText(note).Trim() : null;

    /// <summary>"postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)" → "15"</summary>
    private string Major()
    {
        var start = new ProcessStartInfo(Postgres, "--version") { RedirectStandardOutput = true };
        if (Libraries is { } libraries)
            start.Environment["LD_LIBRARY_PATH"] = libraries;
        using var process = Process.Start(start)!;
        var words = process.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return words.FirstOrDefault(word => char.IsAsciiDigit(word[0]))?.Split('.', 'b', 'r')[0].Trim() ?? "";
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
