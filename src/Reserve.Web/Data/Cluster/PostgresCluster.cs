using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Reserve.Web.Data.Cluster;

/// <summary>
/// A PostgreSQL server of our own, started from the installed binaries on a free loopback port, with ICU Russian
/// collation and a generated password. It lives as long as this object, and no longer than this process: the server
/// is watched by a shell that stops it when our end of a pipe closes, be it by Dispose, a crash or SIGKILL. A server that
/// dies by itself is started again on the same port.
/// </summary>
internal sealed partial class PostgresCluster : IAsyncDisposable
{
    public const string Superuser = "postgres";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    /// <summary>
    /// $1 is the log, $2 the folder to delete afterwards (or empty), the rest the server's command line. The watcher ends by our
    /// signal (143) only when nobody had asked the server to stop: then the folder is kept for the next start.
    /// </summary>
    private const string Watch = """
        log=$1; gone=$2; shift 2
        exec 3<&0
        "$@" </dev/null >>"$log" 2>&1 3<&- &
        server=$!
        (read -r _ <&3; kill -INT "$server") >/dev/null 2>&1 &
        watcher=$!
        wait "$server"; code=$?
        kill "$watcher" 2>/dev/null
        wait "$watcher"; asked=$?
        [ -z "$gone" ] || [ "$asked" = 143 ] || rm -rf "$gone"
        exit "$code"
        """;

    private readonly string password;
    private Process server;

    private PostgresCluster(ClusterOptions options, Process server, int port, string password)
    {
        Options = options;
        this.server = server;
        Port = port;
        this.password = password;
    }

    public ClusterOptions Options { get; }

    public int Port { get; }

    /// <summary>
    /// Starts the cluster of the folder, making it first where there is none. A server left over from a killed
    /// process is stopped; a stale lock file is removed. Two processes on one folder exclude each other by
    /// <see cref="LocalDatabase"/>, not here.
    /// </summary>
    /// <exception cref="PostgresUnavailableException">No server binaries, no account, or the server does not come up.</exception>
    public static async Task<PostgresCluster> Start(ClusterOptions options, CancellationToken cancellationToken = default)
    {
        var binaries =
            options.Binaries
            ?? PostgresBinaries.Find(DataFolder(options))
            ?? throw new PostgresUnavailableException(
                "Не найден сервер PostgreSQL (15 или новее). Установите его (Debian: apt-get install postgresql) "
                    + "или задайте строку подключения в RESERVE_DB."
            );
        var account = ServerAccount.Current() with { Libraries = binaries.Libraries };
        options = options with { Folder = Path.GetFullPath(options.Folder) };
        Directory.CreateDirectory(options.Folder);
        if (!account.Reaches(options.Folder))
        {
            throw new PostgresUnavailableException(
                $"Учётная запись {account.User} не имеет доступа к папке {options.Folder}: одна из папок выше закрыта. "
                    + "Выберите другую папку ключом --data."
            );
        }

        var password = await EnsureInitialised(binaries, account, options, cancellationToken);
        File.SetUnixFileMode(options.Folder, ClosedFiles.Folder);
        await StopLeftOver(binaries, account, options, cancellationToken);
        var log = Path.Combine(options.Folder, "server.log");
        KeepSmall(log);
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var process = Launch(binaries, account, options, log, port);
            if (await ComesUp(process, options, cancellationToken))
            {
                var cluster = new PostgresCluster(options, process, port, password);
                try
                {
                    await cluster.PrepareRoles(cancellationToken);
                }
                catch
                {
                    await cluster.DisposeAsync();
                    throw;
                }

                cluster.supervision = cluster.Supervise(binaries, account, log);
                return cluster;
            }
            process.Dispose();
            if (attempt == 5)
            {
                throw new PostgresUnavailableException("Сервер PostgreSQL не запускается: " + Tail(log));
            }
        }
    }

    public async Task<bool> HasDatabase(string name, CancellationToken cancellationToken = default)
    {
        await using var connection = new NpgsqlConnection(Unpooled("postgres"));
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select exists (select from pg_database where datname = $1)", connection)
        {
            Parameters = { new() { Value = name } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Stops the server (a fast shutdown: open transactions are rolled back) and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopSupervising();
        if (server.HasExited)
        {
            server.Dispose();
            if (Options.Temporary && Directory.Exists(Options.Folder))
                Directory.Delete(Options.Folder, recursive: true);
            return;
        }
        server.StandardInput.Close();
        try
        {
            await server.WaitForExitAsync().WaitAsync(StopLimit);
        }
        catch (TimeoutException)
        {
            server.Kill(entireProcessTree: true);
        }
        server.Dispose();
    }

    private static string DataFolder(ClusterOptions options) => Path.Combine(options.Folder, "data");

    private static async Task<string> EnsureInitialised(
        PostgresBinaries binaries,
        ServerAccount account,
        ClusterOptions options,
        CancellationToken cancellationToken
    )
    {
        var secret = Path.Combine(options.Folder, "password");
        var data = DataFolder(options);
        binaries.Accept(data);
        if (File.Exists(secret) && File.Exists(Path.Combine(data, "PG_VERSION")))
        {
            return await File.ReadAllTextAsync(secret, cancellationToken);
        }
        if (Directory.Exists(data))
        {
            Directory.Delete(data, recursive: true);
        }
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
        var handed = Path.Combine(options.Folder, "password.initdb");
        WriteSecret(handed, password);
        await account.TakeOver(options.Folder, cancellationToken);
        var failure = await Run(
            account,
            options.Folder,
            [
                binaries.InitDb,
                "--pgdata",
                data,
                "--username",
                Superuser,
                "--pwfile",
                handed,
                "--auth",
                "scram-sha-256",
                "--encoding",
                "UTF8",
                "--locale",
                "C.UTF-8",
                "--locale-provider",
                "icu",
                "--icu-locale",
                "ru-RU",
                options.Durable ? "--data-checksums" : "--no-sync",
            ],
            cancellationToken
        );
        File.Delete(handed);
        if (failure is not null)
        {
            throw new PostgresUnavailableException("Не удалось создать кластер PostgreSQL: " + failure);
        }
        WriteSecret(secret, password);
        return password;
    }

    private static void WriteSecret(string path, string text)
    {
        File.Delete(path);
        ClosedFiles.Make(path, text);
    }

    /// <summary>The server of a killed process stops by itself, but may be still about it; and a pid file may have outlived it.</summary>
    private static async Task StopLeftOver(
        PostgresBinaries binaries,
        ServerAccount account,
        ClusterOptions options,
        CancellationToken cancellationToken
    )
    {
        var pidFile = Path.Combine(DataFolder(options), "postmaster.pid");
        if (!File.Exists(pidFile))
        {
            return;
        }
        if (IsServerOf(pidFile, DataFolder(options)))
        {
            var failure = await Run(
                account,
                options.Folder,
                [binaries.Control, "stop", "--pgdata", DataFolder(options), "--mode", "fast", "--wait"],
                cancellationToken
            );
            if (failure is not null && File.Exists(pidFile) && IsServerOf(pidFile, DataFolder(options)))
            {
                throw new PostgresUnavailableException("Сервер PostgreSQL, оставшийся от прежнего запуска, не останавливается: " + failure);
            }
        }
        File.Delete(pidFile);
    }

    private static bool IsServerOf(string pidFile, string data)
    {
        try
        {
            var pid = File.ReadLines(pidFile).FirstOrDefault();
            return int.TryParse(pid, CultureInfo.InvariantCulture, out var number)
                && new DirectoryInfo($"/proc/{number}/cwd").ResolveLinkTarget(returnFinalTarget: true)?.FullName == Path.GetFullPath(data);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static Process Launch(PostgresBinaries binaries, ServerAccount account, ClusterOptions options, string log, int port)
    {
        var settings = new Dictionary<string, string>
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = port.ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = "",
            ["max_connections"] = "200",
            ["shared_buffers"] = "256MB",
            ["jit"] = "off",
            // Statements and details of errors may hold people's data: they stay out of the log.
            ["log_min_error_statement"] = "panic",
            ["log_error_verbosity"] = "terse",
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
        };
        if (!options.Durable)
        {
            settings["fsync"] = "off";
            settings["synchronous_commit"] = "off";
            settings["full_page_writes"] = "off";
        }
        foreach (var (name, value) in options.Settings)
        {
            settings[name] = value;
        }
        string[] command =
        [
            "sh",
            "-c",
            Watch,
            "sh",
            log,
            options.Temporary ? options.Folder : "",
            binaries.Postgres,
            "-D",
            DataFolder(options),
            .. settings.SelectMany(setting => (string[])["-c", $"{setting.Key}={setting.Value}"]),
        ];
        return Process.Start(account.Start(options.Folder, command))!;
    }

    private static async Task<bool> ComesUp(Process process, ClusterOptions options, CancellationToken cancellationToken)
    {
        var pidFile = Path.Combine(DataFolder(options), "postmaster.pid");
        var started = Stopwatch.StartNew();
        while (!process.HasExited)
        {
            if (IsReady(pidFile))
            {
                return true;
            }
            if (started.Elapsed > StartLimit || cancellationToken.IsCancellationRequested)
            {
                process.StandardInput.Close();
                await process.WaitForExitAsync(CancellationToken.None);
                cancellationToken.ThrowIfCancellationRequested();
                return false;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(20), options.Clock, CancellationToken.None);
        }
        return false;
    }

    /// <summary>The eighth line of postmaster.pid is the server's own word on its state.</summary>
    private static bool IsReady(string pidFile)
    {
        try
        {
            return File.ReadLines(pidFile).ElementAtOrDefault(7)?.Trim() == "ready";
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static void KeepSmall(string log)
    {
        if (new FileInfo(log) is { Exists: true, Length: > 5_000_000 })
        {
            File.Delete(log);
        }
    }

    private static string Tail(string log) => File.Exists(log) ? string.Join(" | ", File.ReadLines(log).TakeLast(5)) : "журнала нет";

    /// <summary>Runs a program of the server to its end; gives what it complained of, or null.</summary>
    private static async Task<string?> Run(ServerAccount account, string folder, string[] command, CancellationToken cancellationToken)
    {
        var start = account.Start(folder, command);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var problems = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? null : (await problems + await output).Trim();
    }
}
