using System.Text.Json;
using Npgsql;
using Reserve.Web.Tests.Database;
using Reserve.Web.Verbs;
using Reserve.Web.Verbs.Backup;

namespace Reserve.Web.Tests.Verbs.Backup;

public sealed class BackupTests(BackupGround ground) : IClassFixture<BackupGround>
{
    [Fact]
    public async Task The_manifest_names_versions_files_and_rows_of_one_snapshot()
    {
        var folder = await ground.Taken();

        var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "manifest.json"))).RootElement;
        Assert.Contains(
            "20261122000000_Initial",
            manifest.GetProperty("schema").GetProperty("migrations").EnumerateArray().Select(name => name.GetString())
        );
        Assert.NotEmpty(manifest.GetProperty("schema").GetProperty("scripts").EnumerateArray());
        Assert.NotEmpty(manifest.GetProperty("postgreSql").GetString()!);
        Assert.NotEmpty(manifest.GetProperty("program").GetString()!);
        var rows = await BackupGround.Value<long>(ground.ConnectionString, "select count(*) from candidates");
        Assert.Equal(rows, manifest.GetProperty("tables").GetProperty("public.candidates").GetInt64());
        Assert.Equal(
            await BackupGround.Value<long>(ground.ConnectionString, "select count(*) from users"),
            manifest.GetProperty("tables").GetProperty("public.users").GetInt64()
        );
        var files = manifest.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("path").GetString()!).ToList();
        Assert.Contains("database.dump", files);
        Assert.Contains("keys/key-1.xml", files);
        Assert.Contains("letters/reminder.md", files);
        Assert.Contains(files, path => path.StartsWith("mail/archive/", StringComparison.Ordinal));
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead));
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_not_written_to()
    {
        var folder = Directory.CreateDirectory(ground.Folder("full")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "mine"), "");

        var outcome = await ground.Backup(folder);

        Assert.Equal(Verb.WrongCall, outcome.Code);
        Assert.Contains(folder, outcome.Problems, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public async Task A_login_that_row_level_security_binds_makes_no_backup_with_rows_missing()
    {
        await ground.Shared();
        var login = "bound_" + Guid.NewGuid().ToString("N");
        await BackupGround.Value<object>(
            ground.ConnectionString,
            $"create role {login} login password 'p'; grant pg_read_all_data to {login}; "
                + $"grant connect on database {new NpgsqlConnectionStringBuilder(ground.ConnectionString).Database} to {login}; select 1"
        );
        var bound = new NpgsqlConnectionStringBuilder(ground.ConnectionString) { Username = login, Password = "p" }.ConnectionString;
        var folder = ground.Folder("bound");

        var outcome = await VerbProcess.Run(bound, "backup", folder, "--data", ground.Data);

        Assert.NotEqual(Verb.Fine, outcome.Code);
        Assert.Contains("row-level security", outcome.Problems, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
        Assert.False(Directory.Exists(folder + ".part"));

        await BackupGround.Value<object>(ground.ConnectionString, $"alter role {login} bypassrls; select 1");
        var allowed = await VerbProcess.Run(bound, "backup", folder, "--data", ground.Data);
        Assert.True(allowed.Code == Verb.Fine, allowed.Problems);
        await BackupGround.Value<object>(ground.ConnectionString, $"drop owned by {login}; drop role {login}; select 1");
    }

    [Fact]
    public async Task Without_a_client_program_that_is_new_enough_the_verb_says_what_to_install()
    {
        var older = await Assert.ThrowsAsync<MissingClientException>(() => PostgresClient.Find("pg_dump", 99, CancellationToken.None));
        Assert.Contains("postgresql-client-99", older.Message, StringComparison.Ordinal);
        Assert.Contains("/pg_dump", older.Message, StringComparison.Ordinal);
        var none = await Assert.ThrowsAsync<MissingClientException>(() => PostgresClient.Find("pg_nothing", 15, CancellationToken.None));
        Assert.Contains("none is installed", none.Message, StringComparison.Ordinal);
        Assert.Equal(Verb.WrongCall, await BackupException.Guard(() => throw none));
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_said_in_one_line()
    {
        var nowhere = new NpgsqlConnectionStringBuilder(ground.ConnectionString) { Port = 1, Username = "nobody" }.ConnectionString;

        var outcome = await VerbProcess.Run(nowhere, "backup", ground.Folder("none"), "--data", ground.Data);

        Assert.Equal(Verb.WrongCall, outcome.Code);
        Assert.Single(outcome.Problems.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("restore")]
    [InlineData("restore", "/nowhere/at/all")]
    [InlineData("verify", "extra")]
    [InlineData("backup", "somewhere", "--unknown", "x")]
    public async Task A_wrong_call_says_how_to_call(params string[] arguments)
    {
        Assert.Equal(Verb.WrongCall, (await VerbProcess.Run(ground.ConnectionString, arguments)).Code);
    }
}
