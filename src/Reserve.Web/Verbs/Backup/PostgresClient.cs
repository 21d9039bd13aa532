using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace Reserve.Web.Verbs.Backup;

/// <summary>A client program of PostgreSQL, new enough for the server: <c>pg_dump</c> or <c>pg_restore</c>.</summary>
internal sealed partial record PostgresClient(string Path, int Major)
{
    /// <exception cref="MissingClientException">None is installed, or only older ones; the message says what to install.</exception>
    public static async Task<PostgresClient> Find(string tool, int atLeast, CancellationToken cancellationToken)
    {
        var older = new List<PostgresClient>();
        foreach (var path in Places().Select(folder => System.IO.Path.Combine(folder, tool)).Where(File.Exists).Distinct())
        {
            if (await MajorOf(path, cancellationToken) is not { } major)
                continue;
            if (major >= atLeast)
                return new PostgresClient(path, major);
            older.Add(new PostgresClient(path, major));
        }

        var found = older.Count == 0 ? "none is installed" : "found " + string.Join(", ", older.Select(one => $"{one.Major} ({one.Path})"));
        throw new MissingClientException(
            $"{tool} {atLeast} or newer is needed for this server, {found}. Debian and Ubuntu: apt-get install postgresql-client-{atLeast} "
                + $"(or postgresql-client, or from apt.postgresql.org); RHEL: dnf install postgresql{atLeast}. "
                + "RESERVE_PG_BIN may name the folder where it lies."
        );
    }

    /// <summary>Runs the program against a database; gives what it complained of, or null when all went well.</summary>
    public async Task<string?> Run(string connectionString, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Path, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        Connect(start, new NpgsqlConnectionStringBuilder(connectionString));
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var problems = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? null : problems.Trim();
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    /// <summary>The password goes by the environment: a command line is for every user of the machine to read.</summary>
    private static void Connect(ProcessStartInfo start, NpgsqlConnectionStringBuilder settings)
    {
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
            if (name is not "PGPASSFILE")
                start.Environment.Remove(name);
        var values = new Dictionary<string, string?>
        {
            ["PGHOST"] = settings.Host,
            ["PGPORT"] = settings.Port.ToString(CultureInfo.InvariantCulture),
            ["PGDATABASE"] = settings.Database ?? settings.Username,
            ["PGUSER"] = settings.Username,
            ["PGPASSWORD"] = settings.Password,
            ["PGSSLROOTCERT"] = settings.RootCertificate,
            ["PGSSLCERT"] = settings.SslCertificate,
            ["PGSSLKEY"] = settings.SslKey,
            ["PGSSLMODE"] = settings.SslMode switch
            {
                SslMode.Disable => "disable",
                SslMode.Allow => "allow",
                SslMode.Require => "require",
                SslMode.VerifyCA => "verify-ca",
                SslMode.VerifyFull => "verify-full",
                _ => "prefer",
            },
            ["PGCONNECT_TIMEOUT"] = "15",
            ["LC_ALL"] = "C.UTF-8",
        };
        foreach (var (name, value) in values.Where(pair => !string.IsNullOrEmpty(pair.Value)))
            start.Environment[name] = value;
    }

    /// <summary>The newest of the distribution's folders first; <c>RESERVE_PG_BIN</c> comes before all.</summary>
    private static IEnumerable<string> Places()
    {
        if (Environment.GetEnvironmentVariable("RESERVE_PG_BIN") is { Length: > 0 } given)
            yield return given;
        foreach (var (root, prefix) in ((string, string)[])[("/usr/lib/postgresql", ""), ("/usr", "pgsql-")])
        {
            if (!Directory.Exists(root))
                continue;
            foreach (var folder in Directory.EnumerateDirectories(root, prefix + "*").OrderByDescending(VersionIn))
                yield return System.IO.Path.Combine(folder, "bin");
        }

        foreach (
            var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
                System.IO.Path.PathSeparator,
                StringSplitOptions.RemoveEmptyEntries
            )
        )
            yield return folder;
    }

    private static int VersionIn(string folder) =>
        Number().Match(System.IO.Path.GetFileName(folder)) is { Success: true } match
        && int.TryParse(match.Value, CultureInfo.InvariantCulture, out var version)
            ? version
            : 0;

    private static async Task<int?> MajorOf(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(path, ["--version"])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    UseShellExecute = false,
                }
            )!;
            var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 && Number().Match(said) is { Success: true } match
                ? int.Parse(match.Value, CultureInfo.InvariantCulture)
                : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex("[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
