using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Reserve.Web.Data;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Data;

public sealed class MigrationTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task No_model_change_waits_for_a_migration()
    {
        await using var scope = site.App.Services.CreateAsyncScope();
        Assert.False(
            scope.ServiceProvider.GetRequiredService<ReserveDb>().Database.HasPendingModelChanges(),
            "Add a migration: docs/conventions.md."
        );
    }

    [Fact]
    public async Task Migrating_twice_changes_nothing()
    {
        var again = await Migrator.Migrate(site.OwnerConnectionString);
        Assert.Empty(again.Migrations);
        Assert.Empty(again.Scripts);
        Assert.Equal(133, await site.Look("RU", db => db.Set<Territory>().CountAsync()));
    }

    [Fact]
    public async Task Every_name_in_the_published_tables_is_a_territory()
    {
        var names = await site.Look(
            "RU",
            db =>
                db.Set<Territory>()
                    .Select(row => new
                    {
                        row.Path,
                        row.Name,
                        row.Aliases,
                    })
                    .ToListAsync()
        );
        Assert.Equal(89, names.Count(row => row.Path.Count(c => c == '.') == 1));
        Assert.Equal(43, names.Count(row => row.Path.StartsWith("RU.74.", StringComparison.Ordinal)));
        var known = names.SelectMany(row => row.Aliases.Append(row.Name)).ToHashSet();
        // Spellings that differ from the official name.
        Assert.Superset(
            new HashSet<string>
            {
                "Ханты-Мансийский а.о.",
                "Тулльская область",
                "Республика Адыгея (Адыгея)",
                "Златоустовский ГО",
                "Аргаяшский МР",
            },
            known
        );
    }

    [Fact]
    public async Task A_territory_whose_parent_does_not_match_its_path_is_refused_by_the_database()
    {
        await using var connection = new NpgsqlConnection(site.OwnerConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "insert into territories (path, name, kind, parent, aliases) values ('RU.74.99', 'x', 'Municipality', 'RU.66', '{}')",
            connection
        );
        var problem = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal("ck_territories_parent", problem.ConstraintName);
    }
}
