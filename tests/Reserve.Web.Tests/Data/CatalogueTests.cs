using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Data.Cluster;
using Reserve.Web.Data.Schema;
using Reserve.Web.Tests.Database;

namespace Reserve.Web.Tests.Data;

public sealed class CatalogueTests : IAsyncLifetime
{
    private readonly DatabaseFixture database = new();

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    /// <summary>Rewrites the file when RESERVE_WRITE_CATALOGUE is set; then the program has to be built again.</summary>
    [Fact]
    public async Task The_file_of_the_catalogue_says_what_a_fresh_database_is_made_of()
    {
        var found = await Read(database.ConnectionString);
        if (Environment.GetEnvironmentVariable("RESERVE_WRITE_CATALOGUE") is { Length: > 0 })
            await File.WriteAllTextAsync(Path.Combine(Sources(), "src/Reserve.Web/Data", Catalogue.FileName), found.ToString());
        else
            Assert.True(
                found.ToString() == Catalogue.Expected.ToString(),
                "The schema has changed: write the catalogue anew (docs/conventions.md).\n"
                    + string.Join('\n', found.DifferencesFrom(Catalogue.Expected))
            );
    }

    [Theory]
    [InlineData("alter table persons_of_test drop column phone", "нет столбца persons_of_test.phone")]
    [InlineData("drop table persons_of_test", "нет таблицы persons_of_test")]
    [InlineData(
        "alter table persons_of_test alter phone drop not null",
        "столбец persons_of_test.phone: в базе «text default ''», программа ожидает «text not null default ''»"
    )]
    [InlineData("alter table persons_of_test drop constraint phone_is_short", "нет ограничения persons_of_test.phone_is_short")]
    [InlineData("drop index persons_by_phone", "нет индекса persons_of_test.persons_by_phone")]
    [InlineData("create policy open on persons_of_test using (true)", "лишняя политика persons_of_test.open")]
    [InlineData(
        "alter table persons_of_test disable row level security",
        "таблица persons_of_test: в базе «», программа ожидает «row security»"
    )]
    [InlineData("revoke all on persons_of_test from reserve_app", "нет права table persons_of_test to reserve_app")]
    [InlineData("grant select on persons_of_test to public", "лишнее право table persons_of_test to everybody")]
    [InlineData("drop function test_answer()", "нет функции test_answer()")]
    [InlineData("create table more (id int)", "лишняя таблица more")]
    public async Task Each_difference_is_named(string change, string expected)
    {
        await Execute(
            """
            create table persons_of_test (
                territory text, phone text not null default '' constraint phone_is_short check (length(phone) < 20));
            create index persons_by_phone on persons_of_test (phone);
            alter table persons_of_test enable row level security;
            grant select, update on persons_of_test to reserve_app;
            create function test_answer() returns int language sql as 'select 42';
            """
        );
        var before = await Read(database.ConnectionString);
        await Execute(change);

        Assert.Contains(expected, (await Read(database.ConnectionString)).DifferencesFrom(before));
    }

    [Fact]
    public async Task A_changed_body_of_a_function_is_a_difference()
    {
        await Execute("create function test_answer() returns int language sql as 'select 42'");
        var before = await Read(database.ConnectionString);
        await Execute("create or replace function test_answer() returns int language sql as 'select 43'");

        var line = Assert.Single((await Read(database.ConnectionString)).DifferencesFrom(before));
        Assert.StartsWith("функция test_answer()", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_or_an_extension_of_the_administrators_own_stops_nothing()
    {
        await Execute("create index of_the_administrator on audit_events (at); create extension if not exists pgcrypto");
        Assert.Empty((await SchemaCheck.Look(database.ConnectionString)).Differences);
        await Execute("create unique index too_strict on audit_events (at, id)");
        Assert.Equal(["лишний индекс audit_events.too_strict"], (await SchemaCheck.Look(database.ConnectionString)).Differences);
    }

    /// <summary>The distribution has one version; another one's programs are named by RESERVE_PG18_BIN.</summary>
    [Fact]
    public async Task PostgreSQL_18_tells_the_catalogue_in_the_same_words()
    {
        var binaries = Environment.GetEnvironmentVariable("RESERVE_PG18_BIN");
        Assert.SkipUnless(binaries is { Length: > 0 }, "RESERVE_PG18_BIN names no folder with the programs of PostgreSQL 18.");
        var folder = Directory.CreateTempSubdirectory("reserve-pg18-").FullName;
        await using var cluster = await PostgresCluster.Start(
            new ClusterOptions(folder)
            {
                Binaries = new PostgresBinaries(binaries),
                Durable = false,
                Temporary = true,
            }
        );
        await cluster.CreateDatabase("reserve");
        await Migrator.Migrate(cluster.ConnectionString("reserve", DatabaseRoles.Owner));

        await using var connection = new NpgsqlConnection(cluster.ConnectionString("reserve"));
        await connection.OpenAsync();
        Assert.Equal(18, connection.PostgreSqlVersion.Major);
        Assert.Equal(Catalogue.Expected.ToString(), (await Read(cluster.ConnectionString("reserve"))).ToString());
    }

    private static string Sources()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Reserve.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("Reserve.sln is above no folder of this test.");
    }

    private static async Task<Catalogue> Read(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return await Catalogue.Read(connection, TestContext.Current.CancellationToken);
    }

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(database.OwnerConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
