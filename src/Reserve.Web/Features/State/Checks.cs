using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Reserve.Web.Features.State;

/// <summary>Whether the data folders can be written to: a file is made in each and removed.</summary>
internal sealed class FoldersHealth(DataPlace place) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        foreach (var folder in place.Written)
        {
            try
            {
                Directory.CreateDirectory(folder);
                var trial = Path.Combine(folder, $".trial-{Guid.NewGuid():N}");
                await using var file = new FileStream(
                    trial,
                    FileMode.CreateNew,
                    FileAccess.Write,
                    FileShare.None,
                    1,
                    FileOptions.DeleteOnClose
                );
                await file.WriteAsync(new byte[1], cancellationToken);
                await file.FlushAsync(cancellationToken);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                return HealthCheckResult.Unhealthy($"{Path.GetFileName(folder)}: {problem.GetType().Name}");
            }
        }

        return HealthCheckResult.Healthy();
    }
}

/// <summary>Whether there is room on the disk of the data folder.</summary>
internal sealed class DiskHealth(DataPlace place, IOptions<StateOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var free = place.FreeDisk;
        return Task.FromResult(
            free < options.Value.DiskNeeded ? HealthCheckResult.Unhealthy("The disk is full.")
            : free < options.Value.DiskWanted ? HealthCheckResult.Degraded("The disk is getting full.")
            : HealthCheckResult.Healthy()
        );
    }
}

/// <summary>Whether jobs are worked on in time.</summary>
internal sealed class QueueHealth(WorkReader work, TimeProvider clock, IOptions<StateOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        (await work.Read(cancellationToken)).Lag(clock.GetUtcNow()) > options.Value.JobsLate
            ? HealthCheckResult.Degraded("Jobs are late.")
            : HealthCheckResult.Healthy();
}

/// <summary>Whether what leaves the installation does leave.</summary>
internal sealed class OutboxHealth(WorkReader work, TimeProvider clock, IOptions<StateOptions> options) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        (await work.Read(cancellationToken)).UnsentFor(clock.GetUtcNow()) > options.Value.OutboxLate
            ? HealthCheckResult.Degraded("The outbox is stuck.")
            : HealthCheckResult.Healthy();
}
