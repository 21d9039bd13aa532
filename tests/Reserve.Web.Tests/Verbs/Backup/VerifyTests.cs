using System.Text.Json;
using Npgsql;
using Reserve.Web.Verbs.Backup;

namespace Reserve.Web.Tests.Verbs.Backup;

public sealed class VerifyTests(BackupGround ground) : IClassFixture<BackupGround>
{
    [Theory]
    [InlineData("paper-changed", "alter table papers drop constraint ck_papers_sha256; update papers set bytes = 'x'")]
    [InlineData("paper-without-subject", "update papers set subject_id = gen_random_uuid()")]
    [InlineData("letter-file-changed", "update letter_files set content = content || 'x'")]
    [InlineData("case-document-changed", "update case_document_files set content = content || 'x'")]
    [InlineData("case-document-changed", "delete from case_document_files")]
    [InlineData("process-changed", "update process_definition set xml = xml || ' '")]
    [InlineData("run-without-subject", "update process_run set subject_id = gen_random_uuid()::text")]
    [InlineData("run-steps", "update process_run set version = version + 1")]
    [InlineData("row-count", "delete from letter_files")]
    public async Task What_was_changed_in_the_database_is_found(string kind, string change)
    {
        var manifest = BackupManifest.Read(await ground.Shared())!;
        await using var connection = new NpgsqlConnection(ground.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        // Spoilt within a transaction that is taken back.
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var command = new NpgsqlCommand(change, connection))
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var problems = new List<Problem>();
        var check = new DatabaseCheck(connection, problems);

        await check.Counts(manifest, TestContext.Current.CancellationToken);
        await check.Run(TestContext.Current.CancellationToken);

        Assert.Contains(kind, problems.Select(problem => problem.Kind));
    }

    [Fact]
    public async Task A_restored_copy_is_well_until_something_of_it_is_gone_and_the_verb_says_so()
    {
        var (backup, database, data) = (await ground.Shared(), await ground.Empty(), ground.Folder("data"));
        var restored = await VerbProcess.Run(database, "restore", backup, "--data", data);
        Assert.True(restored.Code == 0, restored.Problems);
        var well = await VerbProcess.Run(database, "verify", "--data", data, "--backup", backup);
        Assert.True(well.Code == 0, well.Output + well.Problems);
        await BackupGround.Value<object>(
            database,
            "drop table letter_files; delete from audit_events where id = (select min(event_ids[1]) from audit_seals); select 1"
        );

        var outcome = await VerbProcess.Run(database, "verify", "--data", data, "--backup", backup);

        Assert.Equal(1, outcome.Code);
        Assert.Contains("table-missing", Kinds(outcome));
        Assert.Contains("journal-row-removed", Kinds(outcome));
    }

    [Fact]
    public async Task Changed_missing_and_unknown_letters_are_found_and_an_unknown_one_goes_back_to_the_inbox()
    {
        await ground.Receive();
        var (database, data) = (await ground.Empty(), ground.Folder("data"));
        var restored = await VerbProcess.Run(database, "restore", await ground.Taken(), "--data", data);
        Assert.True(restored.Code == 0, restored.Problems);
        var archive = Path.Combine(data, "mail", "archive");
        var letters = Directory.GetFiles(archive).Order(StringComparer.Ordinal).ToList();
        await File.AppendAllTextAsync(letters[0], "приписка");
        File.Delete(letters[1]);
        await File.WriteAllTextAsync(Path.Combine(archive, "unknown.eml"), "From: a@example.test\nMessage-ID: <unknown@x>\n\nтекст");

        var found = await VerbProcess.Run(database, "verify", "--data", data);
        Assert.Equal(1, found.Code);
        Assert.Contains("letter-changed", Kinds(found));
        Assert.Contains("letter-missing", Kinds(found));
        Assert.Contains("letter-unknown", Kinds(found));

        var again = await VerbProcess.Run(database, "verify", "--data", data, "--requeue");
        Assert.DoesNotContain("letter-unknown", Kinds(again));
        Assert.True(File.Exists(Path.Combine(data, "mail", "inbox", "unknown.eml")));
    }

    private static List<string?> Kinds(VerbProcess.Outcome outcome) =>
        [.. outcome.Json.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("kind").GetString())];
}
