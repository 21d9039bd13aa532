using System.Diagnostics;
using System.Globalization;

namespace Reserve.Web.Data.Cluster;

/// <summary>
/// The account under which the server's programs run. PostgreSQL refuses to run as root, so that a root process
/// drops to <c>postgres</c> (or, where there is none, <c>nobody</c>) and hands it the cluster's folder.
/// </summary>
internal sealed record ServerAccount(string? User, uint Uid, uint Gid)
{
    /// <summary>Where the server's programs find libraries of their own.</summary>
    public string? Libraries { get; init; }

    public bool Drops => User is not null;

    public static ServerAccount Current()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerAccount(null, 0, 0);
        }
        var accounts = File.ReadLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length > 3)
            .ToLookup(fields => fields[0]);
        foreach (var name in (string[])["postgres", "nobody"])
        {
            if (accounts[name].FirstOrDefault() is { } fields)
            {
                return new ServerAccount(
                    name,
                    uint.Parse(fields[2], CultureInfo.InvariantCulture),
                    uint.Parse(fields[3], CultureInfo.InvariantCulture)
                );
            }
        }
        throw new PostgresUnavailableException(
            "PostgreSQL не работает от имени root, а на этой машине нет учётных записей postgres и nobody, от имени которых его запустить."
        );
    }

    /// <summary>How to start a program under this account, in a session of its own so that a terminal's Ctrl-C does not reach it.</summary>
    public ProcessStartInfo Start(string folder, IEnumerable<string> command)
    {
        string[] words = Drops
            ? ["setpriv", $"--reuid={Uid}", $"--regid={Gid}", "--clear-groups", "setsid", .. command]
            : ["setsid", .. command];
        var start = new ProcessStartInfo(words[0])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
        };
        foreach (var word in words.AsSpan(1))
        {
            start.ArgumentList.Add(word);
        }
        start.Environment["LC_ALL"] = "C.UTF-8";
        if (Libraries is not null)
            start.Environment["LD_LIBRARY_PATH"] = Libraries;
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }
        return start;
    }

    public async Task TakeOver(string folder, CancellationToken cancellationToken)
    {
        if (!Drops)
        {
            return;
        }
        var start = new ProcessStartInfo("chown") { UseShellExecute = false, ArgumentList = { "-R", $"{Uid}:{Gid}", folder } };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Whether the account can reach the folder: every folder above it lets others through.</summary>
    public bool Reaches(string folder)
    {
        if (!Drops)
        {
            return true;
        }
        for (var above = Directory.GetParent(Path.GetFullPath(folder)); above is not null; above = above.Parent)
        {
            if (above.Exists && (File.GetUnixFileMode(above.FullName) & UnixFileMode.OtherExecute) == 0)
            {
                return false;
            }
        }
        return true;
    }
}
