using System.Diagnostics;

namespace Reserve.Benchmarks;

/// <summary>How often a second something can be done.</summary>
internal static class Rate
{
    public static double Of(Func<byte[]> work, int seconds)
    {
        During(work, 1);
        return During(work, seconds);
    }

    /// <summary>The same of two things by turns of a second, so that whatever else the machine does falls on both.</summary>
    public static (double One, double Other) OfTwo(Func<byte[]> one, Func<byte[]> other, int seconds)
    {
        During(one, 1);
        During(other, 1);
        var turns = Enumerable.Range(0, seconds).Select(_ => (One: During(one, 1), Other: During(other, 1))).ToList();
        return (turns.Average(turn => turn.One), turns.Average(turn => turn.Other));
    }

    private static double During(Func<byte[]> work, int seconds)
    {
        var count = 0;
        var watch = Stopwatch.StartNew();
        for (; watch.Elapsed.TotalSeconds < seconds; count++)
            work();
        return count / watch.Elapsed.TotalSeconds;
    }
}
