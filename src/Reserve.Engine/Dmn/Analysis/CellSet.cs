namespace Reserve.Engine.Dmn.Analysis;

/// <summary>An interval of an ordered domain; a missing bound is infinite.</summary>
/// <param name="Low">Lower bound.</param>
/// <param name="LowClosed">Whether the lower bound belongs to it.</param>
/// <param name="High">Upper bound.</param>
/// <param name="HighClosed">Whether the upper bound belongs to it.</param>
internal readonly record struct Interval(decimal? Low, bool LowClosed, decimal? High, bool HighClosed)
{
    public static Interval All { get; } = new(null, false, null, false);

    public static Interval Point(decimal value) => new(value, true, value, true);

    public bool Contains(decimal value) =>
        (Low is not { } low || value > low || (LowClosed && value == low)) && (High is not { } high || value < high || (HighClosed && value == high));

    /// <summary>Whether the open interval between neighbouring bounds of the domain lies inside.</summary>
    public bool Covers(decimal? low, decimal? high) =>
        (Low is not { } mine || (low is { } l && l >= mine)) && (High is not { } top || (high is { } h && h <= top));
}

/// <summary>The values that an input cell of a decision table accepts, as far as they can be told without evaluating.</summary>
internal abstract record CellSet
{
    /// <summary>Everything (<c>-</c>).</summary>
    public sealed record Any : CellSet;

    /// <summary>A union of intervals of numbers, dates or durations.</summary>
    public sealed record Ordered(string Kind, IReadOnlyList<Interval> Intervals) : CellSet;

    /// <summary>Some strings, or all but some.</summary>
    public sealed record Texts(IReadOnlySet<string> Values, bool Negated) : CellSet;

    /// <summary>Some of true and false.</summary>
    public sealed record Booleans(bool True, bool False) : CellSet;

    /// <summary>Cannot be told without evaluating.</summary>
    public sealed record Opaque : CellSet;
}
