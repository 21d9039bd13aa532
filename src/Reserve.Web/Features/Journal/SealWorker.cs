using Reserve.Web.Audit;
using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Features.Journal;

/// <summary>Seals what was written into the journal since it looked last, so that no row waits for ten seconds.</summary>
internal sealed class SealWorker(JournalSeals seals, TimeProvider clock, ILogger<SealWorker> log) : Worker(clock, log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task Round(CancellationToken cancellationToken)
    {
        while (await seals.SealAsync(cancellationToken) == JournalSeals.Most) { }
        await Task.Delay(Pause, Clock, cancellationToken);
    }
}
