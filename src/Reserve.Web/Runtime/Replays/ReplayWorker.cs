using Reserve.Web.Runtime.Jobs;

namespace Reserve.Web.Runtime.Replays;

/// <summary>Plays what replays were asked for.</summary>
internal sealed class ReplayWorker(ReplayPortions portions, TimeProvider clock, ILogger<ReplayWorker> log) : Worker(clock, log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task Round(CancellationToken cancellationToken)
    {
        while (await portions.Play(cancellationToken)) { }
        await Task.Delay(Pause, Clock, cancellationToken);
    }
}
