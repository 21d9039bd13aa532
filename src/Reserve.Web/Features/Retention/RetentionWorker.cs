using Microsoft.Extensions.Options;
using Reserve.Web.Pages;

namespace Reserve.Web.Features.Retention;

/// <summary>Starts the removal at its hour, or as soon as a node runs again after it.</summary>
internal sealed partial class RetentionWorker(
    RetentionNight night,
    IServiceScopeFactory scopes,
    IOptions<RetentionOptions> options,
    TimeProvider clock,
    ILogger<RetentionWorker> log
) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
            return;
        try
        {
            while (true)
            {
                // First the rest: a node that starts has better things to do.
                await Task.Delay(Look, clock, cancellationToken);
                try
                {
                    await using var scope = scopes.CreateAsyncScope();
                    var shown = scope.ServiceProvider.GetRequiredService<TimeShown>();
                    await night.Do(LastDue(shown, options.Value.At, clock.GetUtcNow()), cancellationToken);
                }
                catch (Exception problem) when (problem is not OperationCanceledException)
                {
                    LogFailed(problem);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What is left is done after the next start.
        }
    }

    /// <summary>The last moment not after now at which a clock in the shown zone read the hour.</summary>
    internal static DateTimeOffset LastDue(TimeShown shown, TimeOnly hour, DateTimeOffset now)
    {
        var today = shown.LocalDate(now);
        var due = shown.FromLocal(today.ToDateTime(hour));
        return due <= now ? due : shown.FromLocal(today.AddDays(-1).ToDateTime(hour));
    }

    [LoggerMessage(2202, LogLevel.Error, "The retention failed; it goes on in a minute.")]
    private partial void LogFailed(Exception problem);
}
