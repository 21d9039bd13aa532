using Microsoft.EntityFrameworkCore;
using Npgsql;
using Reserve.Web.Features.Mail;

namespace Reserve.Web.Tests.Verbs.Backup;

public sealed class RestoreTests(BackupGround ground) : IClassFixture<BackupGround>
{
    [Fact]
    public async Task A_restored_backup_has_every_row_key_and_letter()
    {
        var backup = await ground.Taken();
        var database = await ground.Empty();
        var data = ground.Folder("data");

        var restored = await VerbProcess.Run(database, "restore", backup, "--data", data);
        Assert.True(restored.Code == 0, restored.Problems);

        var verified = await VerbProcess.Run(database, "verify", "--data", data, "--backup", backup);
        Assert.True(verified.Code == 0, verified.Output + verified.Problems);
        Assert.True(verified.Json.GetProperty("checked").GetProperty("papers").GetInt64() > 0);
        Assert.True(verified.Json.GetProperty("checked").GetProperty("letter_files").GetInt64() > 0);
        Assert.True(verified.Json.GetProperty("checked").GetProperty("case_documents").GetInt64() > 0);
        Assert.True(verified.Json.GetProperty("mail").GetProperty("archived").GetInt64() > 0);
        Assert.Equal("<key/>", await File.ReadAllTextAsync(Path.Combine(data, "keys", "key-1.xml")));
        Assert.StartsWith(
            "Тема: Наше напоминание",
            await File.ReadAllTextAsync(Path.Combine(data, "letters", "reminder.md")),
            StringComparison.Ordinal
        );
        // What the application's role may and what row-level security hides came along.
        Assert.True(
            await BackupGround.Value<bool>(
                database,
                "select relrowsecurity and not has_table_privilege('reserve_app', oid, 'delete')"
                    + " from pg_class where oid = 'audit_events'::regclass"
            )
        );
    }

    [Fact]
    public async Task A_letter_of_the_own_folder_that_is_newer_than_the_backup_stays()
    {
        var backup = await ground.Taken();
        var data = ground.Folder("data");
        Directory.CreateDirectory(Path.Combine(data, "letters"));
        await File.WriteAllTextAsync(Path.Combine(data, "letters", "reminder.md"), "Тема: Новее\n\n{text}\n");

        var restored = await VerbProcess.Run(await ground.Empty(), "restore", backup, "--data", data);

        Assert.True(restored.Code == 0, restored.Problems);
        Assert.StartsWith(
            "Тема: Новее",
            await File.ReadAllTextAsync(Path.Combine(data, "letters", "reminder.md")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_changed_or_missing_file_is_named_before_anything_is_touched()
    {
        var backup = await ground.Taken();
        var dump = Path.Combine(backup, "database.dump");
        var bytes = await File.ReadAllBytesAsync(dump);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(dump, bytes);
        File.Delete(Path.Combine(backup, "keys", "key-1.xml"));
        await File.WriteAllTextAsync(Path.Combine(backup, "mail", "stranger.eml"), "x");
        var (database, data) = (await ground.Empty(), ground.Folder("data"));

        var outcome = await VerbProcess.Run(database, "restore", backup, "--data", data);

        Assert.Equal(1, outcome.Code);
        Assert.Contains("database.dump", outcome.Problems, StringComparison.Ordinal);
        Assert.Contains("keys/key-1.xml", outcome.Problems, StringComparison.Ordinal);
        Assert.Contains("mail/stranger.eml", outcome.Problems, StringComparison.Ordinal);
        Assert.Equal(0, await BackupGround.Tables(database));
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task A_database_that_is_not_empty_is_refused_by_its_name()
    {
        var backup = await ground.Taken();
        var (database, data) = (await ground.Empty(), ground.Folder("data"));
        await BackupGround.Value<object>(database, "create table somebody_elses(); select 1");

        var outcome = await VerbProcess.Run(database, "restore", backup, "--data", data);

        Assert.Equal(1, outcome.Code);
        Assert.Contains(new NpgsqlConnectionStringBuilder(database).Database!, outcome.Problems, StringComparison.Ordinal);
        Assert.Contains("somebody_elses", outcome.Problems, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(data, "keys")));
        Assert.Equal(1, await BackupGround.Tables(database));
    }

    [Fact]
    public async Task A_restore_that_is_killed_half_way_leaves_an_empty_database_and_can_be_repeated()
    {
        var backup = await ground.Taken();
        var (database, data) = (await ground.Empty(), ground.Folder("data"));
        await using (var connection = new NpgsqlConnection(database))
        {
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            // Nobody sees this table, but who makes one of the same name waits for the end of this transaction.
            await using var block = new NpgsqlCommand("create table votes()", connection, transaction);
            await block.ExecuteNonQueryAsync();
            using var restore = await VerbProcess.Start(database, "restore", backup, "--data", data);
            while (!await BackupGround.Value<bool>(database, Waiting))
                Assert.False(restore.HasExited, "The restore did not wait.");
            restore.Kill(entireProcessTree: true);
            await restore.WaitForExitAsync();
            await BackupGround.Value<object>(
                database,
                "select bool_and(pg_terminate_backend(pid, 10000)) from pg_stat_activity where datname = current_database() "
                    + "and wait_event_type = 'Lock'"
            );
            await transaction.RollbackAsync();
        }

        Assert.Equal(0, await BackupGround.Tables(database));
        var again = await VerbProcess.Run(database, "restore", backup, "--data", data);
        Assert.True(again.Code == 0, again.Problems);
        Assert.Equal(0, (await VerbProcess.Run(database, "verify", "--data", data, "--backup", backup)).Code);
    }

    [Fact]
    public async Task Letters_received_since_the_backup_are_read_again_once()
    {
        var before = await ground.Receive();
        var backup = await ground.Taken();
        var since = await ground.Receive();
        var (database, data) = (await ground.Empty(), ground.Folder("data"));

        // The database is lost, the mail folder is still there.
        var restored = await VerbProcess.Run(database, "restore", backup, "--data", data, "--mail", ground.Mail);

        Assert.True(restored.Code == 0, restored.Problems);
        Assert.Contains(since, restored.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(before, restored.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(data, "mail", "inbox", $"{since}.eml")));
        Assert.True(File.Exists(Path.Combine(data, "mail", "archive", $"{before}.eml")));
        var verified = await VerbProcess.Run(database, "verify", "--data", data, "--backup", backup);
        Assert.True(verified.Code == 0, verified.Output);
        Assert.Equal(1, verified.Json.GetProperty("mail").GetProperty("waiting").GetInt32());

        await using var app = Web.Site.Build(
            ["--Runtime:Workers=0"],
            await Database.TestCluster.As(Web.Data.DatabaseRoles.Application, database),
            data
        );
        Assert.Equal(1, await BackupGround.Intake(app.Services));
        File.Copy(Path.Combine(data, "mail", "archive", $"{since}.eml"), Path.Combine(data, "mail", "inbox", "twice.eml"));
        Assert.Equal(1, await BackupGround.Intake(app.Services));
        Assert.Equal(1, await BackupGround.Value<long>(database, $"select count(*) from incoming_letters where message_id = '{since}'"));
    }

    [Fact]
    public async Task What_waits_in_the_inbox_of_the_backup_waits_again()
    {
        var waiting = Path.Combine(ground.Mail, "inbox", "waits.eml");
        await File.WriteAllTextAsync(waiting, "From: a@example.test\n\nтекст");
        var backup = await ground.Taken();
        File.Delete(waiting);
        var (database, data) = (await ground.Empty(), ground.Folder("data"));

        Assert.Equal(0, (await VerbProcess.Run(database, "restore", backup, "--data", data)).Code);

        Assert.Equal(["waits.eml"], Directory.GetFiles(Path.Combine(data, "mail", "inbox")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_letter_that_was_only_answered_leaves_its_receipt()
    {
        var receipts = await BackupGround.Value<long>(ground.ConnectionString, "select count(*) from letter_receipt");
        Directory.CreateDirectory(Path.Combine(ground.Mail, "inbox"));
        await File.WriteAllTextAsync(
            Path.Combine(ground.Mail, "inbox", "vague.eml"),
            "From: b@example.test\nMessage-ID: <vague@backup>\n\nКогда?"
        );

        Assert.Equal(1, await BackupGround.Intake(ground.Approval.Site.App.Services));

        Assert.Equal(receipts + 1, await BackupGround.Value<long>(ground.ConnectionString, "select count(*) from letter_receipt"));
        Assert.Equal(
            0,
            await ground.Approval.Site.Look("RU", db => db.Set<IncomingLetter>().CountAsync(row => row.MessageId == "vague@backup"))
        );
    }

    private const string Waiting = """
        select exists (select from pg_stat_activity
                       where datname = current_database() and wait_event_type = 'Lock' and application_name = 'pg_restore')
        """;
}
