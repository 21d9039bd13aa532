using Npgsql;
using NpgsqlTypes;

namespace Reserve.Web.Tests.Features.State;

/// <summary>Makes rows that mean trouble, past every rule of the runtime.</summary>
internal static class Trouble
{
    /// <summary>A run of a process of this key in this territory, with an open incident.</summary>
    public static async Task<Guid> Incident(string connectionString, string key, string territory, string code, DateTimeOffset at)
    {
        var run = Guid.CreateVersion7();
        await Execute(
            connectionString,
            """
            insert into process_definition (id, key, version, name, xml, content_hash, source, deployed_by, deployed_at)
            values (gen_random_uuid(), $2, 1, 'Процесс ' || $2, '<x/>', decode(repeat('00', 32), 'hex'), 'shipped', 'test', $5)
            on conflict do nothing
            """,
            run,
            key,
            territory,
            code,
            at
        );
        await Execute(
            connectionString,
            """
            insert into process_run (id, definition_id, status, version, state, territory, started_by, started_at)
            select $1, id, 'running', 1, ''::bytea, $3, 'test', $5 from process_definition where key = $2
            """,
            run,
            key,
            territory,
            code,
            at
        );
        await Execute(
            connectionString,
            """
            insert into incident (id, run_id, wait_id, element_id, territory, code, message, raised_at)
            select gen_random_uuid(), $1, 1, 'Task_' || $2, $3, $4, '', $5
            """,
            run,
            key,
            territory,
            code,
            at
        );
        return run;
    }

    public static Task Job(string connectionString, Guid run, DateTimeOffset due) =>
        Execute(
            connectionString,
            "insert into job (run_id, wait_id, kind, element_id, due_at) select $1, 7, 'timer', $2 || $3 || $4, $5",
            run,
            "",
            "",
            "",
            due
        );

    public static Task Message(string connectionString, DateTimeOffset added) =>
        Execute(
            connectionString,
            """
            insert into outbox (id, kind, idempotency_key, payload, created_at, next_attempt_at)
            select $1, 'nobody', $1::text || $2 || $3 || $4, '{}', $5, $5
            """,
            Guid.CreateVersion7(),
            "",
            "",
            "",
            added
        );

    public static async Task<T> Value<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static async Task Execute(string connectionString, string sql, Guid id, string one, string two, string three, DateTimeOffset at)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = id },
                new NpgsqlParameter<string> { TypedValue = one, NpgsqlDbType = NpgsqlDbType.Text },
                new NpgsqlParameter<string> { TypedValue = two, NpgsqlDbType = NpgsqlDbType.Text },
                new NpgsqlParameter<string> { TypedValue = three, NpgsqlDbType = NpgsqlDbType.Text },
                new NpgsqlParameter<DateTime> { TypedValue = at.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            },
        };
        await command.ExecuteNonQueryAsync();
    }
}
