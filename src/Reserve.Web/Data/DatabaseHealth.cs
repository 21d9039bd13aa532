using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Reserve.Web.Data;

/// <summary>Healthy when the database answers and the connection is bound by row-level security.</summary>
internal sealed class DatabaseHealth(NpgsqlDataSource source) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = source.CreateCommand("select row_security_active('audit_events')");
            return await command.ExecuteScalarAsync(cancellationToken) is true
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded("Row-level security does not bind the application's login.");
        }
        catch (NpgsqlException problem)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", problem);
        }
    }
}
