using Npgsql;
using Reserve.Web.Tests.Access;

namespace Reserve.Web.Tests.Data;

/// <summary>
/// Row-level security alone, without the program's filter: what another region sees of rows that the program itself has made.
/// </summary>
public sealed class ForeignRowsTests(World world) : IClassFixture<World>
{
    /// <summary>Comparisons that everybody of the region sees (910-monitoring.sql); the regions' own are seen by all.</summary>
    private static readonly string[] Compared = ["indicator_values", "rating_scores", "ratings", "source_figure_values"];

    /// <summary>Rows of a run, a user or a task, which have no territory themselves (906-rows-of-a-run.sql).</summary>
    private static readonly string[] OfOthers =
    [
        "job",
        "message_subscription",
        "task_file",
        "user_claims",
        "user_logins",
        "user_passkeys",
        "user_tokens",
    ];

    /// <summary>
    /// Seen by nobody, the federation neither: failed sign-ins are counted, and the journal is sealed, by functions (906-sign-in.sql,
    /// 907-journal-seals.sql).
    /// </summary>
    private static readonly string[] OfNobody = ["audit_cuts", "audit_seals", "audit_unsealed", "sign_in_failure"];

    [Fact]
    public async Task No_row_of_the_region_is_seen_from_another_or_from_a_municipality_beside()
    {
        var seen = new List<string>();
        var filled = 0;
        foreach (var table in (await Protected()).Except([.. Compared, .. OfNobody]))
        {
            var all = (await Column(world.Site.OwnerConnectionString, "", $"select count(*)::text from {table}"))[0];
            if (all == "0")
                continue;
            filled++;
            foreach (var scope in (string[])["", "RU.66", "RU.7", "RU.74.05"])
            {
                var count = (await Column(world.Site.ConnectionString, scope, $"select count(*)::text from {table}"))[0];
                if (count != "0")
                    seen.Add($"{table} from '{scope}': {count} of {all}");
            }

            Assert.Equal(all, (await Column(world.Site.ConnectionString, "RU", $"select count(*)::text from {table}"))[0]);
        }

        Assert.Empty(seen);
        Assert.True(filled >= 20, $"only {filled} tables have rows");
    }

    /// <summary>The tables without rows here have the same policies as those with.</summary>
    [Fact]
    public async Task Every_table_with_a_territory_is_kept_by_the_same_policy()
    {
        var other = await Column(
            world.Site.OwnerConnectionString,
            "",
            """
            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'territory' and not a.attisdropped
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
              and (not c.relrowsecurity or not exists (
                  select from pg_policy p where p.polrelid = c.oid and p.polname = 'territory' and p.polcmd = '*' and p.polpermissive
                    and pg_get_expr(p.polqual, c.oid) = 'reserve_sees(territory)'
                    and pg_get_expr(p.polwithcheck, c.oid) = 'reserve_sees(territory)'))
            union all
            -- Another permissive policy would widen the first: only one for writing may.
            select c.relname || ' ' || p.polname from pg_policy p join pg_class c on c.oid = p.polrelid
            where p.polpermissive
              and p.polname not in ('territory', 'comparison', 'keeping', 'of_run', 'of_user', 'of_task', 'nobody') and p.polcmd <> 'a'
            """
        );
        // A varchar column is cast where the policy compares it.
        Assert.Empty(other.Except(await Column(world.Site.OwnerConnectionString, "", Cast)));
        Assert.Equal(
            [.. Compared.Concat(OfOthers).Concat(OfNobody).Order(StringComparer.Ordinal)],
            (
                await Column(
                    world.Site.OwnerConnectionString,
                    "",
                    "select distinct c.relname::text from pg_policy p join pg_class c on c.oid = p.polrelid where p.polname <> 'territory' "
                        + "and p.polcmd <> 'a' and p.polpermissive"
                )
            ).Order(StringComparer.Ordinal)
        );
    }

    private const string Cast = """
        select c.relname from pg_policy p join pg_class c on c.oid = p.polrelid
        where p.polname = 'territory' and pg_get_expr(p.polqual, c.oid) in ('reserve_sees((territory)::text)')
          and pg_get_expr(p.polwithcheck, c.oid) in ('reserve_sees((territory)::text)')
        """;

    private Task<List<string>> Protected() =>
        Column(
            world.Site.OwnerConnectionString,
            "",
            """
            select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relrowsecurity order by 1
            """
        );

    private static async Task<List<string>> Column(string connectionString, string scope, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var set = new NpgsqlCommand($"select set_config('reserve.scope', '{scope}', true)", connection, transaction))
            await set.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }
}
