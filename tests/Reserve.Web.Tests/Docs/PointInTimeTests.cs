using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Data.Cluster;
using Reserve.Web.Tests.Verbs;

namespace Reserve.Web.Tests.Docs;

/// <summary>The recipe of docs/operations.md, carried out as it stands there.</summary>
public sealed partial class PointInTimeTests : IAsyncLifetime
{
    private readonly string root = Directory.CreateTempSubdirectory("reserve-pitr-").FullName;
    private readonly ServerAccount account = ServerAccount.Current();
    private readonly Dictionary<string, string> environment = [];

    private string Data => Path.Combine(root, "cluster", "data");

    private string Restored => Path.Combine(root, "restored");

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(root, File.GetUnixFileMode(root) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
        var (owner, backup) = ("", "");
        var port = FreePort();
        await using (var cluster = await PostgresCluster.Start(new ClusterOptions(Path.Combine(root, "cluster")) { Durable = false }))
        {
            await cluster.CreateDatabase("reserve");
            owner = cluster.ConnectionString("reserve", DatabaseRoles.Owner);
            backup = cluster.ConnectionString("reserve", DatabaseRoles.Backup);
            var superuser = new NpgsqlConnectionStringBuilder(cluster.ConnectionString("reserve"));
            environment["PGPASSWORD"] = superuser.Password!;
            environment["PGUSER"] = superuser.Username!;
            await Migrator.Migrate(new NpgsqlConnectionStringBuilder(owner) { Pooling = false }.ConnectionString);
        }

        environment["Owner"] = new NpgsqlConnectionStringBuilder(owner) { Port = port, Pooling = false }.ConnectionString;
        environment["Backup"] = new NpgsqlConnectionStringBuilder(backup) { Port = port, Pooling = false }.ConnectionString;
        environment["PGHOST"] = "127.0.0.1";
        environment["PGPORT"] = port.ToString(CultureInfo.InvariantCulture);
        environment["PGDATA"] = Data;
        environment["ARCHIVE"] = Path.Combine(root, "archive");
        environment["BASE"] = Path.Combine(root, "base");
        environment["RESTORED"] = Restored;
        environment["PATH"] = PostgresBinaries.Find()!.Folder + ":" + Environment.GetEnvironmentVariable("PATH");
        await Run(
            $"""
            printf "port = {port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\n" >> "$PGDATA/postgresql.auto.conf"
            """
        );
        await account.TakeOver(root, CancellationToken.None);
        await Run("pg_ctl start -D \"$PGDATA\" -w -l \"$PGDATA/../server.log\"");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var folder in (string[])[Data, Restored])
            if (File.Exists(Path.Combine(folder, "postmaster.pid")))
                await Run($"pg_ctl stop -D '{folder}' -m immediate -w");
        Directory.Delete(root, recursive: true);
    }

    [Fact]
    [Trait("Category", "Endurance")]
    public async Task The_recipe_brings_the_database_back_to_the_named_moment()
    {
        var recipe = await Recipe();
        await Run(recipe["archive"]);
        await Run(recipe["base"]);
        await Note("before");
        await Run(recipe["point"]);
        await Note("after");

        await Run(recipe["recover"]);

        Assert.Equal(["before"], await Notes());
        var verified = await VerbProcess.Run(
            new Dictionary<string, string> { ["RESERVE_DB"] = environment["Owner"], ["RESERVE_DB_BACKUP"] = environment["Backup"] },
            "verify",
            "--data",
            Path.Combine(root, "data")
        );
        Assert.True(verified.Code == 0, verified.Output + verified.Problems);
        // It is a database to work with, not one to look at.
        await Note("since");
        Assert.Equal(["before", "since"], await Notes());
    }

    private Task Note(string word) =>
        Ask($"insert into retention_change (subject, reason, changed_by, changed_at) values ('runs', '{word}', 'x', now())");

    private Task<List<string>> Notes() => Ask("select reason from retention_change order by id");

    private async Task<List<string>> Ask(string sql)
    {
        await using var connection = new NpgsqlConnection(environment["Owner"]);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
            values.Add(reader.GetString(0));
        return values;
    }

    private async Task Run(string script)
    {
        var start = account.Start(root, ["bash", "-euc", script]);
        start.RedirectStandardError = start.RedirectStandardOutput = false;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, script);
    }

    private static async Task<Dictionary<string, string>> Recipe()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Reserve.sln")))
            folder = folder.Parent;
        var text = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "docs", "operations.md"));
        return Block().Matches(text).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"<!-- pitr: (\w+) -->\n```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
