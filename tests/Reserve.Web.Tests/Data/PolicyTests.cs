using Npgsql;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Data;

/// <summary>Every table of the schema, one by one: what keeps its rows to their territory, or why nothing has to.</summary>
public sealed class PolicyTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    /// <summary>Tables without data about people, and why: docs/adr/0005-row-level-security.md.</summary>
    private static readonly HashSet<string> Open =
    [
        // Which days are worked, by orders that everybody may read; clocks of the regions.
        "calendar_change",
        "calendar_day",
        "calendar_year",
        "territory_zone",
        // The journal of migrations and scripts.
        "__EFMigrationsHistory",
        "schema_scripts",
        // Names of regions and municipalities.
        "territories",
        // What is measured, by which formulas and bands; figures have policies.
        "band_sets",
        "effectiveness_bands",
        "formula_drafts",
        "formula_versions",
        "indicator_groups",
        "indicator_sets",
        "indicators",
        "source_figures",
        // Names and levels of posts, nobody's name.
        "posts",
        "criteria_sets",
        // The ring of keys for all nodes: no data of people, and no scope is known yet when a cookie is read.
        "data_protection_keys",
        // Counts and hashes, no names.
        "letter_receipt",
        "paper_counters",
        // Nodes, terms of keeping, and how many rows a night removed.
        "node",
        "retention_change",
        "retention_log",
        "retention_policy",
        "retention_run",
        // Drawings, rules and forms; the only names are those of the administrators who published them.
        "process_definition",
        "process_draft",
        "process_file",
        "process_retired",
        // When a drawing begins by itself, and which tables have changed.
        "data_change",
        "process_start",
    ];

    /// <summary>Every function that runs with the owner's rights; those without <c>reserve_</c> are called by the others only.</summary>
    private static readonly string[] Beyond =
    [
        "audit_await_seal",
        "commission_seat_is_lawful",
        "reserve_change_task",
        "reserve_commission",
        "reserve_confirmation",
        "reserve_cuts_made",
        "reserve_due_notices",
        "reserve_erase_step_inputs",
        "reserve_experts",
        "reserve_find_task",
        "reserve_find_task_of",
        "reserve_grants",
        "reserve_has_runs",
        "reserve_incidents_by_process",
        "reserve_knows_snils",
        "reserve_last_seal",
        "reserve_lock_run",
        "reserve_marking_habits",
        "reserve_open_tasks",
        "reserve_people",
        "reserve_retention_minimum",
        "reserve_retention_preview",
        "reserve_retention_step",
        "reserve_seal",
        "reserve_seats",
        "reserve_sender",
        "reserve_session",
        "reserve_sign_cut",
        "reserve_sign_in_failed",
        "reserve_sign_in_failures",
        "reserve_sign_in_forgiven",
        "reserve_sign_in_link",
        "reserve_sitting",
        "reserve_substitutes",
        "reserve_take_jobs",
        "reserve_take_outbox",
        "reserve_take_run_jobs",
        "reserve_task",
        "reserve_tell_incidents",
        "reserve_territory_of_run",
        "reserve_unsealed",
        "reserve_untold_incidents",
        "reserve_user_by_id",
        "reserve_user_by_name",
        "reserve_user_by_passkey",
        "reserve_users_of_role",
        "reserve_waiting",
        "reserve_waiting_for_signal",
        "reserve_wake_message",
        "reserve_withdraw_tasks",
        "reserve_work",
        "retention_drop_runs",
        "retention_family",
        "retention_is_held",
        "retention_names_held",
        "retention_page",
        "retention_until",
        "substitution_is_lawful",
        "vote_of_a_seat",
    ];

    private const string Rows = """
        insert into users (id, user_name, normalized_user_name, display_name, territory, roles, email_confirmed, phone_number_confirmed,
                           two_factor_enabled, lockout_enabled, access_failed_count, disabled)
            values ('00000000-0000-0000-0000-000000000001', 'a', 'A', 'A', 'RU.66', '{Auditor}', false, false, false, false, 0, false);
        insert into user_claims (user_id) values ('00000000-0000-0000-0000-000000000001');
        insert into user_logins (login_provider, provider_key, user_id) values ('p', 'k', '00000000-0000-0000-0000-000000000001');
        insert into user_sessions (id, user_id, territory, started_at, expires_at, seen_at, proven_at, second_factor)
            values (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'RU.66', now(), now(), now(), now(), false);
        insert into sign_in_links (id, user_id, territory, token_hash, made_at, expires_at)
            values (gen_random_uuid(), '00000000-0000-0000-0000-000000000001', 'RU.66', 'x', now(), now());
        insert into user_tokens (user_id, login_provider, name) values ('00000000-0000-0000-0000-000000000001', 'p', 'n');
        insert into user_passkeys
            (credential_id, user_id, public_key, created_at, sign_count, is_user_verified, is_backup_eligible, is_backed_up)
            values ('k', '00000000-0000-0000-0000-000000000001', 'p', now(), 0, true, false, false);
        insert into process_definition (id, key, version, name, xml, content_hash, source, deployed_by, deployed_at)
            values ('00000000-0000-0000-0000-000000000002', 'k', 1, 'n', 'x', sha256('x'), 'editor', 'x', now());
        insert into process_run (id, definition_id, status, version, state, territory, started_by, started_at)
            values ('00000000-0000-0000-0000-000000000003', '00000000-0000-0000-0000-000000000002', 'running', 1, 'x', 'RU.66', 'x', now());
        insert into task (run_id, wait_id, element_id, title, role, territory, opened_at)
            values ('00000000-0000-0000-0000-000000000003', 1, 'e', 't', 'Auditor', 'RU.66', now());
        insert into task_file (id, run_id, wait_id, field, name, content_type, content, added_at)
            values (gen_random_uuid(), '00000000-0000-0000-0000-000000000003', 1, 'f', 'n', 't', 'x', now());
        insert into job (run_id, wait_id, kind, due_at) values ('00000000-0000-0000-0000-000000000003', 2, 'timer', now());
        insert into message_subscription (run_id, wait_id, kind, name, element_id)
            values ('00000000-0000-0000-0000-000000000003', 3, 'message', 'm', 'e');
        insert into run_step (run_id, step, territory, at, actor, cause, elements, moves, instances, scopes)
            values ('00000000-0000-0000-0000-000000000003', 1, 'RU.66', now(), 'x', 'x', '{}', '', '{}', '{}');
        insert into incident (id, run_id, territory, code, message, raised_at)
            values (gen_random_uuid(), '00000000-0000-0000-0000-000000000003', 'RU.66', 'c', 'm', now());
        insert into outbox (id, kind, idempotency_key, payload, created_at, next_attempt_at, territory)
            values (gen_random_uuid(), 'k', gen_random_uuid()::text, '{}', now(), now(), 'RU.66');
        insert into paper_confirmations (code, paper_id, title, number, date, issuer, holder_initials, program, territory)
            values ('c', gen_random_uuid(), 't', 'n', now(), 'i', 'h', 'p', 'RU.66');
        insert into notifications (user_id, territory, text, is_escalation, at)
            values ('00000000-0000-0000-0000-000000000001', 'RU.66', 't', false, now());
        insert into audit_events (at, user_name, by_system, command, subjects, territory, outcome)
            values (now(), 'x', false, 'Test', '{}', 'RU.66', 'Done');
        """;

    private static readonly string[] Filled =
    [
        "users",
        "user_claims",
        "user_logins",
        "user_passkeys",
        "user_tokens",
        "user_sessions",
        "sign_in_links",
        "process_run",
        "task",
        "task_file",
        "job",
        "message_subscription",
        "run_step",
        "incident",
        "outbox",
        "paper_confirmations",
        "notifications",
        "audit_events",
    ];

    [Fact]
    public async Task Every_table_has_a_policy_or_is_known_to_hold_nothing_about_people()
    {
        var naked = await Column(
            database.OwnerConnectionString,
            """
            select c.relname from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
              and not (c.relrowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))
            """
        );
        Assert.Empty(naked.Except(Open));
        var gone = Open.Except(await Column(database.OwnerConnectionString, "select relname from pg_class where relkind in ('r', 'p')"));
        Assert.Empty(gone.Except(["schema_scripts"]));
    }

    [Fact]
    public async Task No_view_reads_with_the_rights_of_its_owner() =>
        Assert.Empty(
            await Column(
                database.OwnerConnectionString,
                """
                select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
                  and not coalesce('security_invoker=true' = any(reloptions), false)
                """
            )
        );

    [Fact]
    public async Task Without_a_scope_or_in_another_region_no_row_of_a_protected_table_is_seen()
    {
        await Column(database.OwnerConnectionString, Rows);
        foreach (var table in await Protected())
        {
            Assert.Equal("0", await Count(table, ""));
            if (Filled.Contains(table))
            {
                Assert.Equal("0", await Count(table, "RU.74"));
                Assert.Equal("0", await Count(table, "RU.6"));
                Assert.Equal("1", await Count(table, "RU.66"));
            }
        }
    }

    [Theory]
    [InlineData("insert into job (run_id, wait_id, kind, due_at) values ('00000000-0000-0000-0000-000000000003', 20, 'timer', now())")]
    [InlineData(
        "insert into message_subscription (run_id, wait_id, kind, name, element_id) values "
            + "('00000000-0000-0000-0000-000000000003', 30, 'message', 'm', 'e')"
    )]
    [InlineData(
        "insert into run_step (run_id, step, territory, at, actor, cause, elements, moves, instances, scopes) values "
            + "('00000000-0000-0000-0000-000000000003', 2, 'RU.66', now(), 'x', 'x', '{}', '', '{}', '{}')"
    )]
    [InlineData(
        "insert into task (run_id, wait_id, element_id, title, role, territory, opened_at) values "
            + "('00000000-0000-0000-0000-000000000003', 5, 'e', 't', 'Auditor', 'RU.66', now())"
    )]
    [InlineData(
        "insert into outbox (id, kind, idempotency_key, payload, created_at, next_attempt_at, territory) values "
            + "(gen_random_uuid(), 'k', 'other', '{}', now(), now(), 'RU.66')"
    )]
    [InlineData("insert into user_tokens (user_id, login_provider, name) values ('00000000-0000-0000-0000-000000000001', 'p', 'other')")]
    [InlineData(
        "insert into user_passkeys "
            + "(credential_id, user_id, public_key, created_at, sign_count, is_user_verified, is_backup_eligible, is_backed_up) values "
            + "('other', '00000000-0000-0000-0000-000000000001', 'p', now(), 0, true, false, false)"
    )]
    public async Task A_step_in_one_region_writes_no_row_of_another(string insert)
    {
        var problem = await Assert.ThrowsAsync<PostgresException>(() => InScope("RU.74", insert));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, problem.SqlState);
    }

    [Fact]
    public async Task What_runs_with_the_owners_rights_is_listed_and_the_applications_alone()
    {
        Assert.Equal(
            Beyond,
            await Column(
                database.OwnerConnectionString,
                """
                select distinct proname collate "C" from pg_proc
                where pronamespace = 'public'::regnamespace and prosecdef order by proname collate "C"
                """
            )
        );
        Assert.Empty(
            await Column(
                database.OwnerConnectionString,
                """
                select concat_ws(' ', proname, proacl, proconfig) from pg_proc p
                where pronamespace = 'public'::regnamespace and prosecdef
                  and (proowner <> 'reserve_owner'::regrole
                       or starts_with(proname, 'reserve_') <> has_function_privilege('reserve_app', p.oid, 'execute')
                       or has_function_privilege('reserve_backup', p.oid, 'execute')
                       or not exists (select from unnest(proconfig) setting where setting like 'search_path=%, pg_temp'))
                """
            )
        );
    }

    private Task<List<string>> Protected() =>
        Column(
            database.OwnerConnectionString,
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relrowsecurity"
        );

    private async Task<string> Count(string table, string scope) => (await InScope(scope, $"select count(*)::text from {table}"))[0];

    private Task<List<string>> InScope(string scope, string sql) =>
        Column(database.ConnectionString, $"begin; select set_config('reserve.scope', '{scope}', true)", sql, "rollback");

    /// <summary>The rows of the one statement among these that gives any, but for the setting of a scope.</summary>
    private static async Task<List<string>> Column(string connectionString, params string[] statements)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        var rows = new List<string>();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (!statement.StartsWith("begin", StringComparison.Ordinal) && await reader.ReadAsync())
                rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
