using Microsoft.Extensions.Options;
using Reserve.Web.Pages;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Retention;

/// <summary>Starts the removal at its hour, or as soon as a node runs again after it.</summary>
internal sealed class RetentionWorker(
    RetentionNight night,
    IServiceScopeFactory scopes,
    IOptions<RetentionOptions> options,
    TimeProvider clock,
    ILogger<RetentionWorker> log
) : Worker(clock, log)
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    protected override bool IsWanted => options.Value.Enabled;

    protected override async Task Round(CancellationToken cancellationToken)
    {
        // First the rest: a node that starts has better things to do.
        await Task.Delay(Look, Clock, cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var shown = scope.ServiceProvider.GetRequiredService<TimeShown>();
        await night.Do(LastDue(shown, options.Value.At, Clock.GetUtcNow()), cancellationToken);
    }

    /// <summary>The last moment not after now at which a clock in the shown zone read the hour.</summary>
    internal static DateTimeOffset LastDue(TimeShown shown, TimeOnly hour, DateTimeOffset now)
    {
        var today = shown.LocalDate(now);
        var due = shown.FromLocal(today.ToDateTime(hour));
        return due <= now ? due : shown.FromLocal(today.AddDays(-1).ToDateTime(hour));
    }
}
