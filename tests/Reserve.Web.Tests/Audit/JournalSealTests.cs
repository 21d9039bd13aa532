using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Reserve.Web.Access;
using Reserve.Web.Audit;
using Reserve.Web.Data.Cluster;
using Reserve.Web.Features.Retention;
using Reserve.Web.Features.Users;
using Reserve.Web.Tests.Database;
using Reserve.Web.Tests.Site;
using Reserve.Web.Verbs.Backup;

namespace Reserve.Web.Tests.Audit;

/// <summary>The chain of the journal: what is spoilt is found, what retention cuts is accepted, and nobody waits for a seal.</summary>
public sealed class JournalSealTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static int users;

    private JournalSeals Seals => site.App.Services.GetRequiredService<JournalSeals>();

    [Fact]
    public async Task What_was_written_is_sealed_in_batches_and_the_chain_holds()
    {
        await Written();
        await SealAll();
        await Written();
        Assert.True(await Seals.SealAsync(CancellationToken.None) > 0);
        Assert.Equal(0, await Seals.SealAsync(CancellationToken.None));

        var (journal, problems) = await Check("select 1");

        Assert.Empty(problems);
        Assert.True(journal.Seals > 1, $"{journal.Seals}");
        Assert.Equal(0, journal.Waiting);
        Assert.Equal(ChainEnd.Read(site.DataFolder), journal.End);
    }

    [Theory]
    [InlineData(
        "journal-row-changed",
        "update audit_events set user_name = 'другой' where id = (select max(event_ids[1]) from audit_seals)"
    )]
    [InlineData("journal-row-changed", "update audit_events set changes_hash = null where changes_hash is not null")]
    [InlineData("journal-row-removed", "delete from audit_events where id = (select max(event_ids[1]) from audit_seals)")]
    [InlineData(
        "journal-row-added",
        """
            insert into audit_events (at, user_name, by_system, command, subjects, territory, outcome)
                values (now(), 'x', false, 'C', array[]::uuid[], 'RU.74', 'Done');
            delete from audit_unsealed
            """
    )]
    [InlineData("journal-values-changed", "update audit_changes set changes = replace(changes, 'Стало', 'Иначе')")]
    [InlineData("journal-values-changed", "update audit_changes set salt = decode('00', 'hex')")]
    [InlineData("journal-seal-changed", "update audit_seals set sealed_at = sealed_at + interval '1 second' where id = 1")]
    [InlineData("journal-seal-missing", "delete from audit_seals where id = 1")]
    [InlineData("journal-chain-broken", "update audit_seals set previous = decode(repeat('01', 32), 'hex') where id = 2")]
    [InlineData("journal-signature", "update audit_seals set signature = decode(repeat('01', 64), 'hex') where id = 1")]
    [InlineData("journal-key-unknown", "update audit_seals set key_id = 'another' where id = 2")]
    [InlineData(
        "journal-end-missing",
        """
            delete from audit_events where id in (select unnest(event_ids) from audit_seals where id = (select max(id) from audit_seals));
            delete from audit_seals where id = (select max(id) from audit_seals)
            """
    )]
    [InlineData(
        "journal-cut-unsigned",
        """
            insert into audit_cuts (cut_at, until, event_ids) select now(), now(), event_ids from audit_seals where id = 1;
            delete from audit_events where id in (select unnest(event_ids) from audit_seals where id = 1)
            """
    )]
    [InlineData(
        "journal-signature",
        """
            insert into audit_cuts (cut_at, until, event_ids, key_id, signature)
                select now(), now(), event_ids, key_id, signature from audit_seals where id = 1;
            delete from audit_events where id in (select unnest(event_ids) from audit_seals where id = 1)
            """
    )]
    public async Task What_is_spoilt_in_the_database_is_found(string kind, string change)
    {
        for (var seal = 0; seal < 2; seal++)
        {
            await Written();
            await SealAll();
        }

        var (_, problems) = await Check(change);

        Assert.Contains(kind, problems.Select(problem => problem.Kind));
    }

    [Fact]
    public async Task Rows_that_retention_cuts_leave_a_signed_record_and_the_rest_of_their_seal_holds()
    {
        var old = await Old();
        await Written();
        await SealAll();
        await Term("audit", 365);
        var unsealed = await Old();

        await Night();

        Assert.Equal(0L, await Value<long>($"select count(*) from audit_events where id = {old}"));
        // What no seal holds yet stays, however old.
        Assert.Equal(1L, await Value<long>($"select count(*) from audit_events where id = {unsealed}"));
        var (journal, problems) = await Check("select 1");
        Assert.Empty(problems);
        Assert.True(journal.Cut >= 1);
        await Term("audit", null);
    }

    [Fact]
    public async Task What_a_command_changed_is_told_on_the_page_until_its_values_are_erased_and_the_chain_holds_after_it()
    {
        var name = await Written();
        await SealAll();
        var auditor = await site.SignedInClient($"auditor-{Guid.NewGuid():N}", "RU.74", Roles.Auditor);
        var page = await auditor.Text($"/journal?what={nameof(ChangeUser)}");
        Assert.Contains($"<del>{name}</del>", page);
        Assert.Contains($"<ins>Стало {name}</ins>", page);
        Assert.Contains("Печать № ", page);

        await Value<long>("with gone as (delete from audit_changes returning 1) select count(*) from gone");

        var (_, problems) = await Check("select 1");
        Assert.Empty(problems);
        page = await auditor.Text($"/journal?what={nameof(ChangeUser)}");
        Assert.DoesNotContain($"<del>{name}</del>", page);
        Assert.Contains("значения удалены по сроку хранения", page);
    }

    [Fact]
    public async Task Retention_erases_values_by_a_term_of_their_own()
    {
        var kept = await Old();
        await Do($"insert into audit_changes (event_id, territory, salt, changes) values ({kept}, 'RU.74', 'x', '[]')");
        await Term("changes", 30);

        await Night();

        Assert.Equal(0L, await Value<long>($"select count(*) from audit_changes where event_id = {kept}"));
        Assert.Equal(1L, await Value<long>($"select count(*) from audit_events where id = {kept}"));
        await Term("changes", null);
    }

    [Fact]
    public async Task Two_nodes_that_seal_at_once_make_one_chain()
    {
        await Written();
        var sealedRows = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Seals.SealAsync(CancellationToken.None)));

        Assert.Contains(sealedRows, rows => rows > 0);
        var (_, problems) = await Check("select 1");
        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("insert into audit_unsealed values (1)")]
    [InlineData("delete from audit_unsealed")]
    [InlineData("update audit_seals set key_id = 'x'")]
    [InlineData("delete from audit_seals")]
    [InlineData("insert into audit_cuts (cut_at, until, event_ids) values (now(), now(), '{}')")]
    [InlineData("delete from audit_changes")]
    [InlineData("update audit_changes set changes = ''")]
    public async Task The_application_cannot_write_the_chain(string change)
    {
        await using var connection = new NpgsqlConnection(site.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(change, connection);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task A_key_that_is_no_key_is_told_by_its_file()
    {
        var path = Path.Combine(site.DataFolder, "spoilt.pem");
        await File.WriteAllTextAsync(path, "no key");

        var refused = Assert.Throws<Web.Data.SetupException>(() => SealKey.Open(path));

        Assert.Contains(path, refused.Message);
    }

    [Fact]
    public void The_key_and_the_note_of_the_end_are_read_by_their_owner_only()
    {
        ChainEnd.Note(site.DataFolder, new ChainEnd(0, ""));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(site.DataFolder, "keys", SealKey.FileName))
        );
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(site.DataFolder, "journal-end.json"))
        );
        ChainEnd.Forget(site.DataFolder);
    }

    /// <summary>A command that changes something; gives what the changed name was.</summary>
    private async Task<string> Written()
    {
        var name = $"sealed-{Interlocked.Increment(ref users)}";
        var user = await site.CreateUser(name, "RU.74", Roles.HrOfficer);
        var done = await site.Send(
            "RU.74",
            Roles.Administrator,
            new ChangeUser(new UserId(user.Id), $"Стало {name}", null, "RU.74", [Roles.HrOfficer], Disabled: false)
        );
        Assert.True(done.IsOk, done.Code);
        return name;
    }

    private async Task SealAll()
    {
        while (await Seals.SealAsync(CancellationToken.None) > 0) { }
    }

    /// <summary>Checks the journal as it is after the change, which is then taken back.</summary>
    private async Task<(JournalCheck Journal, List<Problem> Problems)> Check(string change)
    {
        await using var connection = new NpgsqlConnection(await Superuser());
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand(change, connection))
            await command.ExecuteNonQueryAsync();
        var problems = new List<Problem>();
        var journal = new JournalCheck(connection, problems);
        await journal.Run(Path.Combine(site.DataFolder, "keys"), null, [ChainEnd.Read(site.DataFolder)], CancellationToken.None);
        return (journal, problems);
    }

    private Task<long> Old() =>
        Value<long>(
            """
            insert into audit_events (at, user_name, by_system, command, subjects, territory, outcome)
            values (timestamptz '2019-05-01', 'x', false, 'C', array[]::uuid[], 'RU.74', 'Done') returning id
            """
        );

    private Task Term(string subject, int? days) =>
        Do($"update retention_policy set days = nullif({days ?? 0}, 0) where subject = '{subject}'");

    private async Task Night() =>
        Assert.True(
            await new RetentionNight(
                site.App.Services.GetRequiredService<NpgsqlDataSource>(),
                Microsoft.Extensions.Options.Options.Create(new RetentionOptions { Batch = 100, Pause = TimeSpan.Zero }),
                Seals,
                site.Clock,
                NullLogger<RetentionNight>.Instance
            ).Do(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(Interlocked.Increment(ref users)), CancellationToken.None)
        );

    private Task Do(string sql) => Value<int>(sql + "; select 1");

    private async Task<T> Value<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(await Superuser());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private Task<string> Superuser() => TestCluster.As(PostgresCluster.Superuser, site.ConnectionString);
}
