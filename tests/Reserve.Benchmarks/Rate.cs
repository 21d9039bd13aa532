using System.Diagnostics;

namespace Reserve.Benchmarks;

/// <summary>How often a second something can be done.</summary>
internal static class Rate
{
    public static double Of(Func<byte[]> work, int seconds)
    {
        for (var warm = Stopwatch.StartNew(); warm.Elapsed.TotalSeconds < 1; )
            work();
        var count = 0;
        var watch = Stopwatch.StartNew();
        for (; watch.Elapsed.TotalSeconds < seconds; count++)
            work();
        return count / watch.Elapsed.TotalSeconds;
    }
}
