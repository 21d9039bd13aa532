namespace Reserve.Web.Runtime;

/// <summary>Pauses that double from failure to failure up to half a minute, and start over when something works again.</summary>
internal sealed class Pauses(TimeSpan first)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private int failures;

    /// <summary>How many failures in a row.</summary>
    public int Failures => Volatile.Read(ref failures);

    public void Failed() => Interlocked.Increment(ref failures);

    public void Worked() => Volatile.Write(ref failures, 0);

    /// <summary>How long to wait after the failures so far; zero when the last attempt worked.</summary>
    public TimeSpan Next =>
        Failures == 0
            ? TimeSpan.Zero
            : TimeSpan.FromTicks(Math.Min(Longest.Ticks, (first * Math.Pow(2, Math.Min(Failures - 1, 20))).Ticks));
}
