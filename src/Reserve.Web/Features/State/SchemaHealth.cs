using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Reserve.Web.Data.Schema;

namespace Reserve.Web.Features.State;

/// <summary>
/// Unhealthy when migrations or scripts of this program are missing; a newer node's further ones do no harm, and what it has run again
/// after its own changes does not wait for this one. The catalogue is compared when a node starts.
/// </summary>
internal sealed class SchemaHealth(NpgsqlDataSource source) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        var schema = await AppliedSchema.Read(connection, cancellationToken);
        return schema.MissingMigrations.Count > 0 || schema.MissingScripts.Count > 0 || (schema.DueScripts.Count > 0 && !schema.IsNewer)
            ? HealthCheckResult.Unhealthy("Migrations or scripts are missing.")
            : HealthCheckResult.Healthy();
    }
}
