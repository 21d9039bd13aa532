namespace Reserve.Web.Logs;

/// <summary>
/// Holds back what was said a moment ago: of the same failure one line is written in each minute, and the next one says how many
/// were held back.
/// </summary>
internal sealed class Repeats(TimeProvider clock)
{
    private const int MostRemembered = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly Lock gate = new();
    private readonly Dictionary<string, (DateTimeOffset Written, int HeldBack)> said = new(StringComparer.Ordinal);

    /// <summary>Null when this failure is not to be written now; else how many of its kind were held back since the last line.</summary>
    public int? Next(string failure)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            if (said.TryGetValue(failure, out var last) && now - last.Written < Pause)
            {
                said[failure] = last with { HeldBack = last.HeldBack + 1 };
                return null;
            }

            if (said.Count >= MostRemembered)
                said.Clear();
            said[failure] = (now, 0);
            return last.HeldBack;
        }
    }
}
