using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Data;
using Reserve.Web.Tests.Database;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Verbs;

/// <summary>The built executable on databases of its own: <c>migrate</c> alters, <c>serve</c> only looks.</summary>
public sealed partial class SchemaVerbsTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("reserve-verbs-").FullName;
    private readonly List<string> databases = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var name in databases)
            await (await TestCluster.Server).DropDatabase(name);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Three_programs_that_migrate_an_empty_database_at_once_all_end_well()
    {
        var database = await Database(template: null);
        var ends = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Run(database, "migrate")));

        Assert.All(ends, end => Assert.Equal((0, ""), (end.Code, end.Errors)));
        var applied = ends.Select(end => JsonDocument.Parse(end.Output).RootElement).ToArray();
        Assert.Single(
            applied,
            one => one.GetProperty("migrations").EnumerateArray().Any(name => name.GetString() == "20261122000000_Initial")
        );
        Assert.Single(applied, one => one.GetProperty("scripts").EnumerateArray().Any(name => name.GetString() == "500-runtime.sql"));
    }

    [Fact]
    public async Task A_program_does_not_serve_on_an_empty_database_and_leaves_it_empty()
    {
        var database = await Database(template: null);
        var end = await Run(database, "serve", "--data", folder);

        Assert.Equal(2, end.Code);
        Assert.Contains("база пуста", end.Errors, StringComparison.Ordinal);
        Assert.Contains("./reserve migrate", end.Errors, StringComparison.Ordinal);
        Assert.Equal(0L, await Value(database, "select count(*) from pg_class where relnamespace = 'public'::regnamespace"));
    }

    [Fact]
    public async Task A_program_does_not_serve_on_a_database_that_lacks_something_and_names_it()
    {
        var database = await Database("reserve_template");
        await Value(
            database,
            "alter table process_draft drop column row_version; "
                + "create policy more on task using (true); revoke insert on outbox from reserve_app"
        );
        var end = await Run(database, "serve", "--data", folder);

        Assert.Equal(2, end.Code);
        Assert.Contains("\n  нет столбца process_draft.row_version\n", end.Errors, StringComparison.Ordinal);
        Assert.Contains("\n  лишняя политика task.more\n", end.Errors, StringComparison.Ordinal);
        Assert.Contains("\n  право table outbox to reserve_app: в базе «", end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_left_alone_by_both_verbs()
    {
        var database = await Database("reserve_template");
        await Value(database, """insert into "__EFMigrationsHistory" values ('29990101000000_Later', '10.0.15')""");

        var migrate = await Run(database, "migrate");
        Assert.Equal((2, ""), (migrate.Code, migrate.Output));
        Assert.Contains("29990101000000_Later", migrate.Errors, StringComparison.Ordinal);
        var serve = await Run(database, "serve", "--data", folder);
        Assert.Equal(2, serve.Code);
        Assert.Contains("База новее программы", serve.Errors, StringComparison.Ordinal);
    }

    /// <summary>
    /// Somebody holds SHARE UPDATE EXCLUSIVE on every table, which is compatible with reading and writing rows and with nothing stronger:
    /// a start that asked for more would fail after the second that it is given to wait.
    /// </summary>
    [Fact]
    public async Task A_node_starts_and_serves_without_a_lock_that_stops_the_others()
    {
        var database = await Database("reserve_template");
        var hash = new PasswordHasher<User>().HashPassword(null!, SiteFixture.Password);
        await Value(
            database,
            $"""
            insert into users (id, user_name, normalized_user_name, display_name, territory, roles, email_confirmed,
                               phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count, disabled,
                               password_hash, security_stamp)
            values (gen_random_uuid(), 'locked-in', 'LOCKED-IN', 'A', 'RU.74', array['HrOfficer'], false, false, false, false, 0, false,
                    '{hash}', 'S')
            """
        );
        await using var holder = new NpgsqlConnection(database);
        await holder.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand(
            """
            do $$ declare held text; begin
                for held in
                    select oid::regclass::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                loop
                    execute format('lock table %s in share update exclusive mode', held);
                end loop;
            end $$
            """,
            holder,
            transaction
        );
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.Combine(folder, "mail", "inbox"));
        await File.WriteAllTextAsync(Path.Combine(folder, "mail", "inbox", "open.txt"), "x", TestContext.Current.CancellationToken);

        using var node = await Start(database, "serve", "--urls", "http://127.0.0.1:0", "--data", folder, "--Runtime:Workers", "0");
        // Read to the end all the while: a full pipe would stop the node.
        var said = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        node.OutputDataReceived += (_, read) => Heard(read.Data);
        node.ErrorDataReceived += (_, read) => Heard(read.Data);
        node.Exited += (_, _) => address.TrySetException(new InvalidOperationException("The node ended: " + string.Join('\n', said)));
        node.EnableRaisingEvents = true;
        node.BeginOutputReadLine();
        node.BeginErrorReadLine();
        var served = await address.Task;
        using var client = new SiteClient(new Uri(served));
        var page = await client.SignIn("locked-in");
        Assert.Equal("/tasks", page.RequestMessage!.RequestUri!.AbsolutePath);
        // A process of its own tells the numbers of one site, whatever other tests run beside it.
        var numbers = await client.Text("/metrics");
        foreach (var one in (string[])["http_server_request_duration_seconds", "dotnet_process_memory", "db_client_connection"])
            Assert.Contains(one, numbers, StringComparison.Ordinal);
        // What the node has made, and what lay open before, is its owner's alone.
        foreach (var made in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories))
            Assert.Equal(Directory.Exists(made) ? ClosedFiles.Folder : ClosedFiles.File, File.GetUnixFileMode(made));
        Assert.True(File.Exists(Path.Combine(folder, "keys", "journal.pem")));
        node.Kill();
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("lock timeout", string.Join('\n', said), StringComparison.Ordinal);

        void Heard(string? line)
        {
            said.Enqueue(line ?? "");
            if (line is not null && Address().Match(line) is { Success: true } found)
                address.TrySetResult(found.Value);
        }
    }

    [System.Text.RegularExpressions.GeneratedRegex("http://127\\.0\\.0\\.1:[1-9][0-9]*")]
    private static partial System.Text.RegularExpressions.Regex Address();

    private async Task<string> Database(string? template)
    {
        var server = await TestCluster.Server;
        var name = "verb_" + Guid.CreateVersion7().ToString("N");
        await server.CreateDatabase(name, template);
        databases.Add(name);
        return new NpgsqlConnectionStringBuilder(server.ConnectionString(name, DatabaseRoles.Owner)) { Pooling = false }.ConnectionString;
    }

    private static async Task<object?> Value(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task<(int Code, string Output, string Errors)> Run(string database, params string[] arguments)
    {
        using var process = await Start(database, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }

    private static async Task<Process> Start(string database, params string[] arguments)
    {
        var application = new NpgsqlConnectionStringBuilder(await TestCluster.As(DatabaseRoles.Application, database))
        {
            Options = "-c lock_timeout=1000",
        };
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["RESERVE_DB_OWNER"] = database, ["RESERVE_DB"] = application.ConnectionString },
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "reserve.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
    }
}
