using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Features.Rules;

/// <summary>A database from before rules had drafts is brought up, and nobody's draft of a drawing is lost.</summary>
public sealed class DraftsByPathTests(DatabaseFixture database) : IClassFixture<DatabaseFixture>
{
    [Fact]
    public async Task The_former_table_takes_drafts_by_path_and_migrating_again_changes_nothing()
    {
        await Execute(
            """
            drop table process_draft;
            create table process_draft (
                id uuid primary key, key text not null, for_territory text null references territories, xml text not null, row_version int
                not null, saved_by text not null, saved_at timestamptz not null, unique nulls not distinct (key, for_territory));
            insert into process_draft values (gen_random_uuid(), 'old', null, '<drawing/>', 3, 'кто-то', now())
            """
        );

        await Execute("delete from schema_scripts where name = '500-runtime.sql'");
        await Migrator.Migrate(Unpooled);
        await Migrator.Migrate(Unpooled);
        await Execute(
            "insert into process_draft (id, key, path, xml, row_version, saved_by, saved_at) values (gen_random_uuid(), "
                + "'old', 'rules/zone.dmn', '<rules/>', 1, 'кто-то', now())"
        );

        Assert.Equal("process.bpmn", await Value("select path from process_draft where row_version = 3"));
        var twice = await Assert.ThrowsAsync<PostgresException>(() =>
            Execute(
                "insert into process_draft (id, key, xml, row_version, saved_by, saved_at) values (gen_random_uuid(), 'old', "
                    + "'<again/>', 1, 'кто-то', now())"
            )
        );
        Assert.Equal(PostgresErrorCodes.UniqueViolation, twice.SqlState);
    }

    private string Unpooled => new NpgsqlConnectionStringBuilder(database.OwnerConnectionString) { Pooling = false }.ConnectionString;

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(Unpooled);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<object?> Value(string sql)
    {
        await using var connection = new NpgsqlConnection(Unpooled);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
