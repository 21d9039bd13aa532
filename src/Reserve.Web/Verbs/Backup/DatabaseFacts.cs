using Npgsql;

namespace Reserve.Web.Verbs.Backup;

/// <summary>What backup, restore and verify ask of a database.</summary>
internal static class DatabaseFacts
{
    /// <summary>A connection of its own, whose queries fail where row-level security would hide rows.</summary>
    public static async Task<NpgsqlConnection> Open(string connectionString, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await Execute(connection, "set row_security = off", cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task<T> Value<T>(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public static async Task<List<T>> Column<T>(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var values = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            values.Add(reader.GetFieldValue<T>(0));
        return values;
    }

    public static async Task<SortedDictionary<string, long>> RowCounts(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var tables = await Column<string>(
            connection,
            """
            select quote_ident(n.nspname) || '.' || quote_ident(c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
            order by 1
            """,
            cancellationToken
        );
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables)
            counts.Add(table, await Value<long>(connection, $"select count(*) from {table}", cancellationToken));
        return counts;
    }

    /// <summary>What a database holds that is not PostgreSQL's own or an extension's: the first few names; none when it is empty.</summary>
    public static Task<List<string>> Contents(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        Column<string>(
            connection,
            """
            select name from (
                select n.nspname || '.' || c.relname as name, c.oid, 'pg_class'::regclass as of
                from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
                union all
                select n.nspname || '.' || p.proname || '()', p.oid, 'pg_proc'::regclass
                from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            ) found
            where name not like 'pg\_%' and name not like 'information\_schema.%'
              and not exists (select from pg_depend d where d.classid = found.of and d.objid = found.oid and d.deptype = 'e')
            order by name limit 5
            """,
            cancellationToken
        );

    /// <summary>The roles that anything of the database is granted to, or whose row-level policies it names.</summary>
    public static Task<List<string>> GrantedRoles(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        Column<string>(
            connection,
            """
            select distinct r.rolname::text from (
                select (aclexplode(relacl)).grantee from pg_class
                union select (aclexplode(proacl)).grantee from pg_proc
                union select (aclexplode(nspacl)).grantee from pg_namespace
                union select (aclexplode(attacl)).grantee from pg_attribute
                union select (aclexplode(defaclacl)).grantee from pg_default_acl
                union select unnest(polroles) from pg_policy
            ) granted join pg_roles r on r.oid = granted.grantee
            where r.rolname not like 'pg\_%' and not r.rolsuper order by 1
            """,
            cancellationToken
        );

    public static Task<string> Collation(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        Value<string>(
            connection,
            """
            select case d.datlocprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end || ' '
                || coalesce(to_jsonb(d)->>'datlocale', to_jsonb(d)->>'daticulocale', d.datcollate)
            from pg_database d where d.datname = current_database()
            """,
            cancellationToken
        );
}
