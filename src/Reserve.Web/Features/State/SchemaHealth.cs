using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Reserve.Web.Data;

namespace Reserve.Web.Features.State;

/// <summary>The migrations of the database, and those that this program knows.</summary>
internal sealed record SchemaState(IReadOnlyList<string> Applied, IReadOnlyList<string> Missing, IReadOnlyList<string> Unknown);

/// <summary>Compares the migrations: the whole comparison of the catalogue is made when a node starts.</summary>
internal sealed class SchemaReader(NpgsqlDataSource source, IServiceScopeFactory scopes)
{
    private string[]? known;

    public async Task<SchemaState> Read(CancellationToken cancellationToken)
    {
        var applied = new List<string>();
        await using (var command = source.CreateCommand("""select "MigrationId" from "__EFMigrationsHistory" order by 1"""))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                applied.Add(reader.GetString(0));
        }

        known ??= Known();
        return new SchemaState(applied, [.. known.Except(applied)], [.. applied.Except(known)]);
    }

    private string[] Known()
    {
        using var scope = scopes.CreateScope();
        return [.. scope.ServiceProvider.GetRequiredService<ReserveDb>().Database.GetMigrations()];
    }
}

/// <summary>Unhealthy when migrations of this program are missing; a newer node's further ones do no harm.</summary>
internal sealed class SchemaHealth(SchemaReader schema) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        (await schema.Read(cancellationToken)).Missing.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("Migrations are missing.");
}
