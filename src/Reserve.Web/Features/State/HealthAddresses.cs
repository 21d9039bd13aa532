using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Reserve.Web.Features.State;

/// <summary>
/// What a load balancer asks: <c>/health/live</c> (the process answers), <c>/health/ready</c> (it can do its work; <c>/health</c> is the
/// same). Anybody may ask, so the answer names the checks and their states and nothing else.
/// </summary>
internal static class HealthAddresses
{
    private const string Ready = "ready";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddChecks(this IServiceCollection services)
    {
        services
            .AddHealthChecks()
            .AddCheck<Data.DatabaseHealth>("database", tags: [Ready], timeout: Patience)
            .AddCheck<SchemaHealth>("schema", tags: [Ready], timeout: Patience)
            .AddCheck<FoldersHealth>("folders", tags: [Ready], timeout: Patience)
            .AddCheck<DiskHealth>("disk", tags: [Ready], timeout: Patience)
            .AddCheck<QueueHealth>("queue", tags: [Ready], timeout: Patience)
            .AddCheck<OutboxHealth>("outbox", tags: [Ready], timeout: Patience);
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", Options(_ => false)).AllowAnonymous();
        routes.MapHealthChecks("/health/ready", Options(check => check.Tags.Contains(Ready))).AllowAnonymous();
        routes.MapHealthChecks("/health", Options(check => check.Tags.Contains(Ready))).AllowAnonymous();
    }

    private static HealthCheckOptions Options(Func<HealthCheckRegistration, bool> which) =>
        new() { Predicate = which, ResponseWriter = Write };

    private static Task Write(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(
            JsonSerializer.Serialize(
                new
                {
                    status = Word(report.Status),
                    checks = report.Entries.ToDictionary(entry => entry.Key, entry => Word(entry.Value.Status)),
                }
            ),
            context.RequestAborted
        );
    }

    private static string Word(HealthStatus status) =>
        status switch
        {
            HealthStatus.Healthy => "healthy",
            HealthStatus.Degraded => "degraded",
            HealthStatus.Unhealthy => "unhealthy",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a state."),
        };
}
