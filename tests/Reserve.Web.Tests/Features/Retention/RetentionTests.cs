using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Reserve.Web.Audit;
using Reserve.Web.Features.Retention;
using Reserve.Web.Pages;
using Reserve.Web.Tests.Database;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Features.Retention;

/// <summary>Nights on rows of a territory of each test's own; the term runs by the server's clock, so the rows are of 2019.</summary>
public sealed class RetentionTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Old = "timestamptz '2019-05-01'";
    private static int nights;

    [Fact]
    public async Task A_night_removes_ended_runs_with_all_that_hangs_on_them_and_nothing_else()
    {
        await Term("runs", 365);
        var ended = await Run("RU.11", Old, Old);
        var called = await Called(ended, "completed");
        await Do(
            $"""
            insert into task (run_id, wait_id, element_id, title, role, territory, state, opened_at, closed_at, closed_by_name)
            values ('{ended}', 1, 'T', 't', 'HrOfficer', 'RU.11', 'done', {Old}, {Old}, 'x');
            insert into task_file (id, run_id, wait_id, field, name, content_type, content, added_at)
            values (gen_random_uuid(), '{ended}', 1, 'f', 'n', 't', 'x', {Old});
            insert into incident (id, run_id, territory, code, message, raised_at)
            values (gen_random_uuid(), '{ended}', 'RU.11', 'c', 'm', {Old})
            """
        );
        var running = await Run("RU.11", Old, null);
        var young = await Run("RU.11", Old, "now()");
        var calling = await Run("RU.11", Old, Old);
        await Called(calling, "running");

        await Night();

        Assert.Equal(0L, await Value<long>($"select count(*) from process_run where id in ('{ended}', '{called}')"));
        Assert.Equal(0L, await Value<long>($"select count(*) from task_file where run_id = '{ended}'"));
        Assert.Equal(3L, await Value<long>($"select count(*) from process_run where id in ('{running}', '{young}', '{calling}')"));
        Assert.True(
            await Value<long>("select count(*) from retention_log where subject = 'runs' and removed > 0 and finished_at is not null") > 0
        );
    }

    [Fact]
    public async Task Steps_may_go_before_their_run()
    {
        await Term("runs", null);
        await Term("steps", 30);
        var run = await Run("RU.12", Old, Old);

        await Night();

        Assert.Equal(0L, await Value<long>($"select count(*) from run_step where run_id = '{run}'"));
        Assert.Equal(1L, await Value<long>($"select count(*) from process_run where id = '{run}'"));
        await Term("steps", null);
    }

    [Fact]
    public async Task What_a_hold_names_stays_until_it_is_lifted()
    {
        await Term("runs", 365);
        await Term("audit", 365);
        await Term("outbox", 365);
        var subject = Guid.NewGuid();
        var (held, free, place) = (await Run("RU.13", Old, Old, subject), await Run("RU.13", Old, Old), await Run("RU.14", Old, Old));
        var audit = await Audit("RU.13", subject);
        var sent = await Sent("RU.13", $"{{\"case\": \"{subject}\"}}");
        await Do(
            $"""
            insert into legal_hold (id, territory, subject_type, subject_id, reason, placed_by, placed_at) values
                (gen_random_uuid(), 'RU.13', 'case', '{subject}', 'запрос', 'x', now()),
                (gen_random_uuid(), 'RU.14', null, null, 'проверка', 'x', now())
            """
        );

        await Night();

        Assert.Equal(2L, await Value<long>($"select count(*) from process_run where id in ('{held}', '{place}')"));
        Assert.Equal(0L, await Value<long>($"select count(*) from process_run where id = '{free}'"));
        Assert.Equal(1L, await Value<long>($"select count(*) from audit_events where id = {audit}"));
        Assert.Equal(1L, await Value<long>($"select count(*) from outbox where id = '{sent}'"));
        Assert.True(await Value<long>("select max(held) from retention_log where subject = 'runs'") >= 2);

        await Do(
            "update legal_hold set lifted_by = 'x', lifted_at = now(), lift_reason = 'закончено' where territory in ('RU.13', 'RU.14')"
        );
        await Night();

        Assert.Equal(0L, await Value<long>($"select count(*) from process_run where id in ('{held}', '{place}')"));
        Assert.Equal(0L, await Value<long>($"select count(*) from audit_events where id = {audit}"));
        Assert.Equal(0L, await Value<long>($"select count(*) from outbox where id = '{sent}'"));
        await Term("audit", null);
    }

    [Fact]
    public async Task A_night_that_was_broken_off_goes_on_where_it_stopped()
    {
        await Term("notifications", 365);
        var user = (await site.CreateUser($"reader-{Guid.NewGuid():N}", "RU.15", Web.Access.Roles.Auditor)).Id;
        for (var i = 0; i < 5; i++)
            await Do(
                $"insert into notifications (user_id, territory, text, is_escalation, at) values ('{user}', 'RU.15', 't', false, {Old})"
            );
        var due = NextDue();
        using var stop = new CancellationTokenSource();

        // The pause between two batches is by a clock that goes on only until something of this kind is removed; what is removed before it
        // may take batches too.
        var still = new FakeTimeProvider(site.Clock.GetUtcNow());
        var broken = Of(batch: 2, TimeSpan.FromHours(1), still).Do(due, stop.Token);
        while (await Value<long>($"select count(*) from notifications where user_id = '{user}'") == 5)
        {
            Assert.False(broken.IsCompleted);
            still.Advance(TimeSpan.FromHours(1));
        }
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => broken);

        Assert.True(await Of(batch: 2, TimeSpan.Zero).Do(due, CancellationToken.None));
        Assert.Equal(0L, await Value<long>($"select count(*) from notifications where user_id = '{user}'"));
        Assert.True(
            await Value<long>(
                $"""
                select l.removed from retention_log l join retention_run r on r.id = l.run_id
                where r.due_at = '{due:O}' and l.subject = 'notifications'
                """
            ) >= 5
        );
    }

    [Fact]
    public async Task One_node_at_a_time_does_the_night_and_each_night_is_done_once()
    {
        var due = NextDue();
        await using var other = new NpgsqlConnection(site.ConnectionString);
        await other.OpenAsync();
        await using (var take = new NpgsqlCommand("select pg_advisory_lock(x'72657461696e'::bigint)", other))
            await take.ExecuteNonQueryAsync();
        Assert.False(await Of().Do(due, CancellationToken.None));
        await using (var give = new NpgsqlCommand("select pg_advisory_unlock(x'72657461696e'::bigint)", other))
            await give.ExecuteNonQueryAsync();

        Assert.True(await Of().Do(due, CancellationToken.None));
        Assert.True(await Of().Do(due, CancellationToken.None));
        Assert.Equal(1L, await Value<long>($"select count(*) from retention_run where due_at = '{due:O}' and finished_at is not null"));
    }

    [Theory]
    [InlineData("delete from run_step")]
    [InlineData("delete from audit_events")]
    [InlineData("delete from letter_receipt")]
    [InlineData("update retention_policy set legal_days = null, legal_basis = null")]
    [InlineData("delete from legal_hold")]
    [InlineData("update legal_hold set territory = 'RU.01'")]
    [InlineData("delete from retention_log")]
    [InlineData("select retention_drop_runs('{}')")]
    public async Task The_application_itself_deletes_nothing_that_is_append_only(string sql)
    {
        await using var connection = new NpgsqlConnection(site.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        var problem = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, problem.SqlState);
    }

    [Fact]
    public async Task No_term_is_shorter_than_its_legal_minimum_whoever_sets_it()
    {
        await Do("update retention_policy set legal_days = 1000, legal_basis = 'приказ' where subject = 'letters'");
        var problem = await Assert.ThrowsAsync<PostgresException>(() => Term("letters", 999));
        Assert.Equal(PostgresErrorCodes.CheckViolation, problem.SqlState);
        await Term("letters", 1000);
        await Do("update retention_policy set days = null, legal_days = null, legal_basis = null where subject = 'letters'");
    }

    [Theory]
    [InlineData("2026-11-23T21:29:00Z", "2026-11-22T21:30:00Z")]
    [InlineData("2026-11-23T21:31:00Z", "2026-11-23T21:30:00Z")]
    public void The_night_is_due_at_its_hour_where_people_are(string now, string due)
    {
        var shown = new TimeShown(Options.Create(new ShownTime()), TimeProvider.System);
        Assert.Equal(
            DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture),
            RetentionWorker.LastDue(
                shown,
                new TimeOnly(2, 30),
                DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)
            )
        );
    }

    private async Task Night()
    {
        while (await Seals.SealAsync(CancellationToken.None) > 0) { }
        Assert.True(await Of().Do(NextDue(), CancellationToken.None));
    }

    private JournalSeals Seals => site.App.Services.GetRequiredService<JournalSeals>();

    private RetentionNight Of(int batch = 100, TimeSpan pause = default, TimeProvider? clock = null) =>
        new(
            site.App.Services.GetRequiredService<NpgsqlDataSource>(),
            Options.Create(new RetentionOptions { Batch = batch, Pause = pause }),
            Seals,
            clock ?? site.Clock,
            NullLogger<RetentionNight>.Instance
        );

    private static DateTimeOffset NextDue() =>
        new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(Interlocked.Increment(ref nights));

    private Task Term(string subject, int? days) =>
        Do($"update retention_policy set days = nullif({days ?? 0}, 0) where subject = '{subject}'");

    /// <summary>A run that the other one called.</summary>
    private async Task<Guid> Called(Guid by, string status)
    {
        var id = Guid.CreateVersion7();
        await Do(
            $"""
            insert into process_run (id, definition_id, status, version, state, territory, parent_run_id, parent_wait_id, started_by,
                                     started_at, ended_at)
            select '{id}', definition_id, '{status}', 1, '', territory, id, 1, 'x', {Old},
                   case '{status}' when 'running' then null else {Old} end
            from process_run where id = '{by}'
            """
        );
        return id;
    }

    private async Task<Guid> Run(string territory, string started, string? ended, Guid? subject = null)
    {
        var id = Guid.CreateVersion7(new DateTimeOffset(2019, 5, 1, 0, 0, 0, TimeSpan.Zero));
        await Do(
            """
            insert into process_definition (id, key, version, name, xml, content_hash, source, deployed_by, deployed_at)
            select gen_random_uuid(), 'retained', 1, 'n', 'x', decode(repeat('00', 32), 'hex'), 'editor', 'x', now()
            where not exists (select from process_definition where key = 'retained')
            """
        );
        await Do(
            $"""
            insert into process_run (id, definition_id, status, version, state, territory, subject_type, subject_id, started_by,
                                     started_at, ended_at)
            select '{id}', d.id, '{(ended is null ? "running" : "completed")}', 1, '', '{territory}', {(
                subject is null ? "null, null" : $"'case', '{subject}'"
            )},
                   'x', {started}, {ended ?? "null"} from process_definition d where d.key = 'retained'
            """
        );
        await Do(
            $"""
            insert into run_step (run_id, step, territory, at, actor, cause, elements, moves, instances, scopes)
            values ('{id}', 1, '{territory}', {started}, 'x', 'x', array[]::text[], '', array[]::int[], array[]::int[])
            """
        );
        return id;
    }

    private Task<long> Audit(string territory, Guid subject) =>
        Value<long>(
            $"""
            insert into audit_events (at, user_name, by_system, command, subjects, territory, outcome)
            values ({Old}, 'x', false, 'C', array['{subject}']::uuid[], '{territory}', 'Done') returning id
            """
        );

    private Task<Guid> Sent(string territory, string payload) =>
        Value<Guid>(
            $"""
            insert into outbox (id, kind, idempotency_key, payload, created_at, next_attempt_at, sent_at)
            values (gen_random_uuid(), 'mail', '{territory}/{Guid.NewGuid()}', '{payload}', {Old}, {Old}, {Old}) returning id
            """
        );

    private Task Do(string sql) => Value<object>(sql + "; select 1");

    private async Task<T> Value<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(
            await TestCluster.As(Web.Data.Cluster.PostgresCluster.Superuser, site.ConnectionString)
        );
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
