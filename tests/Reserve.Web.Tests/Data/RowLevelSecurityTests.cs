using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Reserve.Web.Audit;
using Reserve.Web.Data;
using Reserve.Web.Tests.Site;

namespace Reserve.Web.Tests.Data;

public sealed class RowLevelSecurityTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_query_without_the_filter_returns_nothing_of_another_region()
    {
        await Write("RU.54");
        await Write("RU.66");
        var seen = await site.Look(
            "RU.54",
            db => db.Set<AuditEvent>().IgnoreQueryFilters().Select(row => row.Territory).Distinct().ToListAsync()
        );
        Assert.Equal(["RU.54"], seen);
        var raw = await site.Look(
            "RU.66",
            db => db.Database.SqlQuery<string>($"select distinct territory as \"Value\" from audit_events").ToListAsync()
        );
        Assert.Equal(["RU.66"], raw);
    }

    [Fact]
    public async Task Without_a_scope_nothing_is_seen_at_all()
    {
        await Write("RU.74");
        await using var source = Web.Data.Database.DataSource(site.ConnectionString);
        await using var command = source.CreateCommand("select count(*) from audit_events");
        Assert.Equal(0L, await command.ExecuteScalarAsync());
        await using var scope = site.App.Services.CreateAsyncScope();
        Assert.Equal(0, await scope.ServiceProvider.GetRequiredService<ReserveDb>().Set<AuditEvent>().IgnoreQueryFilters().CountAsync());
    }

    [Fact]
    public async Task The_federation_sees_every_region_and_a_longer_code_is_another_territory()
    {
        await Write("RU.77");
        var seen = await site.Look("RU", db => db.Set<AuditEvent>().Select(row => row.Territory).ToListAsync());
        Assert.Contains("RU.77", seen);
        Assert.Empty(await site.Look("RU.7", db => db.Set<AuditEvent>().IgnoreQueryFilters().ToListAsync()));
    }

    [Fact]
    public async Task A_row_of_another_region_cannot_be_written()
    {
        var problem = await Assert.ThrowsAsync<DbUpdateException>(() => site.As("RU.74", [], services => Save(services, "RU.66")));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, Assert.IsType<PostgresException>(problem.InnerException).SqlState);
    }

    [Fact]
    public async Task A_pooled_connection_forgets_the_scope_of_its_last_user()
    {
        await Write("RU.74");
        var settings = new NpgsqlConnectionStringBuilder(site.ConnectionString) { MaxPoolSize = 1 };
        await using var source = Web.Data.Database.DataSource(settings.ConnectionString);
        await using (var connection = await source.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var set = new NpgsqlCommand("select set_config('reserve.scope', 'RU', true)", connection, transaction);
            await set.ExecuteNonQueryAsync();
            await using var seen = new NpgsqlCommand("select count(*) from audit_events", connection, transaction);
            Assert.NotEqual(0L, await seen.ExecuteScalarAsync());
            await transaction.CommitAsync();
        }

        await using var later = source.CreateCommand("select count(*) from audit_events");
        Assert.Equal(0L, await later.ExecuteScalarAsync());
        await using var who = source.CreateCommand("select session_user::text");
        Assert.Equal(DatabaseRoles.Application, await who.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Every_entity_with_a_territory_is_filtered()
    {
        await using var scope = site.App.Services.CreateAsyncScope();
        var unfiltered = scope
            .ServiceProvider.GetRequiredService<ReserveDb>()
            .Model.GetEntityTypes()
            .Where(type => type.FindProperty("Territory") is not null && type.GetDeclaredQueryFilters().Count == 0);
        Assert.Empty(unfiltered.Select(type => type.ClrType.Name));
    }

    private Task<int> Write(string territory) => site.AsSystem(services => Save(services, territory));

    private static Task<int> Save(IServiceProvider services, string territory)
    {
        var db = services.GetRequiredService<ReserveDb>();
        db.Add(
            new AuditEvent
            {
                At = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero),
                UserName = "x",
                Command = "Test",
                Subjects = [],
                Territory = territory,
                Outcome = AuditOutcome.Done,
            }
        );
        return db.SaveChangesAsync();
    }
}
