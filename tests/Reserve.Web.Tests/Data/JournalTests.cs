using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Data.Schema;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Data;

public sealed class JournalTests : IAsyncLifetime
{
    private readonly DatabaseFixture database = new();

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task A_script_runs_once_and_again_when_its_text_has_changed()
    {
        await Execute("create table runs_of_scripts (number int generated always as identity)");

        Assert.Contains("700-once.sql", (await Migrate("700-once.sql", "insert into runs_of_scripts default values")).Scripts);
        Assert.Empty((await Migrate("700-once.sql", "insert into runs_of_scripts default values")).Scripts);
        Assert.Contains("700-once.sql", (await Migrate("700-once.sql", "insert into runs_of_scripts default values -- anew")).Scripts);
        Assert.Equal(2L, await Value("select count(*) from runs_of_scripts"));
        Assert.Equal(2L, await Value("select count(distinct content_hash) from schema_scripts where name = '700-once.sql'"));
    }

    [Fact]
    public async Task A_new_table_with_a_territory_gets_its_policy_and_its_grants_by_itself()
    {
        await Migrate("710-new.sql", "create table new_rows (territory text not null)");

        Assert.Equal(true, await Value("select relrowsecurity from pg_class where relname = 'new_rows'"));
        Assert.NotEqual(0L, await Value("select count(*) from pg_policy where polrelid = 'new_rows'::regclass"));
        Assert.Equal(true, await Value("select has_table_privilege('reserve_app', 'new_rows', 'insert')"));
        // The grants, given anew to every table, do not outlive what later scripts take back.
        Assert.Equal(false, await Value("select has_table_privilege('reserve_app', 'run_step', 'delete')"));
    }

    [Fact]
    public async Task A_script_that_follows_the_schema_runs_again_also_when_the_run_that_changed_it_broke_off()
    {
        var follower = new SchemaScript("990-follower.sql", "select 1");
        await Migrate(follower);
        var change = new SchemaScript("740-change.sql", "create table change (id int)");
        var breaks = new SchemaScript("991-breaks.sql", "select 1 / 0");
        await Assert.ThrowsAsync<PostgresException>(() => Migrate(follower, change, breaks));

        Assert.Equal([change.Name, follower.Name], (await Migrate(follower, change)).Scripts.Where(name => !Shipped(name)));
        Assert.Empty((await Migrate(follower, change)).Scripts);
    }

    [Fact]
    public async Task An_index_is_built_beside_those_who_work_by_whichever_of_several_programs_comes_first()
    {
        await Execute("create table apart (id int)");
        await Execute("insert into apart select generate_series(1, 1000)");
        var script = new SchemaScript(
            "760-apart.sql",
            "-- apart: large\ncreate index concurrently if not exists apart_id on apart (id);\ndrop index concurrently if exists none;\n"
        );

        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Migrate(script)));

        Assert.Single(runs, run => run.Scripts.Contains(script.Name));
        Assert.Equal(true, await Value("select indisvalid from pg_index where indexrelid = 'apart_id'::regclass"));
    }

    [Fact]
    public async Task What_a_broken_build_of_an_index_left_behind_is_built_anew()
    {
        await Execute("create table twice (id int)");
        await Execute("insert into twice values (1), (1)");
        var script = new SchemaScript(
            "770-unique.sql",
            "-- apart: large\ncreate unique index concurrently if not exists twice_id on twice (id);\n"
        );
        await Assert.ThrowsAsync<PostgresException>(() => Migrate(script));
        Assert.Equal(false, await Value("select indisvalid from pg_index where indexrelid = 'twice_id'::regclass"));
        await Execute("truncate twice");

        Assert.Contains(script.Name, (await Migrate(script)).Scripts);
        Assert.Equal(true, await Value("select indisvalid from pg_index where indexrelid = 'twice_id'::regclass"));
    }

    [Fact]
    public async Task Running_the_policies_and_grants_again_changes_nothing()
    {
        var again = await Migrate("750-nothing.sql", "select 1");

        Assert.Contains("950-grants.sql", again.Scripts);
        Assert.Empty((await SchemaCheck.Look(database.ConnectionString)).Altered);
    }

    [Fact]
    public async Task A_script_that_fails_leaves_neither_a_trace_nor_a_line_in_the_journal()
    {
        await Assert.ThrowsAsync<PostgresException>(() => Migrate("720-bad.sql", "create table half_done (id int); select 1 / 0"));

        Assert.Equal(false, await Value("select exists (select from pg_class where relname = 'half_done')"));
        Assert.Equal(0L, await Value("select count(*) from schema_scripts where name = '720-bad.sql'"));
    }

    [Fact]
    public async Task A_program_that_lacks_a_script_of_the_database_or_brings_a_former_text_changes_nothing()
    {
        await Migrate("730-kept.sql", "select 1");
        await Migrate("730-kept.sql", "select 2");

        var former = await Assert.ThrowsAsync<NewerDatabaseException>(() => Migrate("730-kept.sql", "select 1"));
        Assert.Contains("730-kept.sql", former.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NewerDatabaseException>(() => Migrator.Migrate(database.OwnerConnectionString));
        var state = await SchemaCheck.Look(database.ConnectionString);
        Assert.Equal(["программа не знает сценария 730-kept.sql таким, каким он выполнен в базе"], state.Newer);
        Assert.Equal("База новее программы: обновите программу.", state.Advice("./reserve migrate"));
    }

    [Fact]
    public async Task A_table_that_somebody_reads_for_long_is_changed_afterwards_and_others_read_it_meanwhile()
    {
        await Execute("create table read_for_long (id int)");
        var change = new SchemaScript("770-change.sql", "alter table read_for_long add column name text");
        await using var reader = new NpgsqlConnection(database.OwnerConnectionString);
        await reader.OpenAsync(TestContext.Current.CancellationToken);
        await using var reading = await reader.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var command = new NpgsqlCommand("select count(*) from read_for_long", reader, reading))
            await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<SetupException>(() => Migrate(attempts: 1, change));
        Assert.StartsWith("Таблицы заняты", refused.Message, StringComparison.Ordinal);
        var migrating = Migrate(change);
        // Waits behind the change if that waits for the reader; the reader ends only afterwards.
        while (await Value("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%read_for_long%'") is 0L)
            Assert.False(migrating.IsCompleted, "The change did not wait for the reader.");
        Assert.Equal(0L, await Value("select count(*) from read_for_long"));
        Assert.False(migrating.IsCompleted);
        await reading.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Contains(change.Name, (await migrating).Scripts);
    }

    private static bool Shipped(string name) => SchemaScript.All.Any(script => script.Name == name);

    private Task<Migrated> Migrate(string name, string text) => Migrate(new SchemaScript(name, text));

    private Task<Migrated> Migrate(params SchemaScript[] more) => Migrate(attempts: 60, more);

    private Task<Migrated> Migrate(int attempts, params SchemaScript[] more) =>
        Migrator.Migrate(
            database.OwnerConnectionString,
            [.. SchemaScript.All.Concat(more).OrderBy(script => script.Name, StringComparer.Ordinal)],
            attempts,
            TestContext.Current.CancellationToken
        );

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(database.OwnerConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<object?> Value(string sql)
    {
        await using var connection = new NpgsqlConnection(database.OwnerConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
