using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Analysis;

/// <summary>Kinds of values in the cells of a column.</summary>
internal enum CellKind
{
    /// <summary>No cell tells.</summary>
    None,

    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Dates, as days.</summary>
    Date,

    /// <summary>Days and time durations, as nanoseconds.</summary>
    Duration,

    /// <summary>Years and months durations, as months.</summary>
    Months,

    /// <summary>Strings.</summary>
    Text,

    /// <summary>Booleans.</summary>
    Boolean,

    /// <summary>Cells of several kinds, or cells that are not understood.</summary>
    Mixed,
}

/// <summary>An interval of an ordered domain; a missing bound is infinite.</summary>
/// <param name="Low">Lower bound.</param>
/// <param name="LowClosed">Whether the lower bound belongs to it.</param>
/// <param name="High">Upper bound.</param>
/// <param name="HighClosed">Whether the upper bound belongs to it.</param>
internal readonly record struct Interval(FeelNumber? Low, bool LowClosed, FeelNumber? High, bool HighClosed)
{
    public static Interval Point(FeelNumber value) => new(value, true, value, true);

    public bool Contains(FeelNumber value) =>
        (Low is not { } low || value > low || (LowClosed && value == low))
        && (High is not { } high || value < high || (HighClosed && value == high));

    /// <summary>Whether the open interval between neighbouring bounds of the domain lies inside.</summary>
    public bool Covers(FeelNumber? low, FeelNumber? high) =>
        (Low is not { } mine || (low is { } l && l >= mine)) && (High is not { } top || (high is { } h && h <= top));
}

/// <summary>The values that an input cell of a decision table accepts, as far as they can be told without evaluating.</summary>
internal abstract record CellSet(CellKind Kind)
{
    /// <summary>Everything (<c>-</c>).</summary>
    public sealed record Any() : CellSet(CellKind.None);

    /// <summary>A union of intervals of numbers, dates or durations, or all but it.</summary>
    public sealed record Ordered(CellKind Kind, IReadOnlyList<Interval> Intervals, bool Negated) : CellSet(Kind);

    /// <summary>Some strings, or all but some.</summary>
    public sealed record Texts(IReadOnlySet<string> Values, bool Negated) : CellSet(CellKind.Text);

    /// <summary>Some of true and false.</summary>
    public sealed record Booleans(bool True, bool False) : CellSet(CellKind.Boolean);

    /// <summary>Cannot be told without evaluating.</summary>
    public sealed record Opaque() : CellSet(CellKind.Mixed);

    /// <summary>The place of a value in the order of its kind; none for strings, booleans and what has no kind here.</summary>
    public static (CellKind Kind, FeelNumber Key) KeyOf(FeelValue value) =>
        value.Kind switch
        {
            FeelKind.Number => (CellKind.Number, value.AsNumber()!.Value),
            FeelKind.Date => (CellKind.Date, value.AsDate()!.EpochDay),
            FeelKind.DaysAndTimeDuration when Int128.Abs(value.AsDuration()!.Nanoseconds) < long.MaxValue => (
                CellKind.Duration,
                (long)value.AsDuration()!.Nanoseconds
            ),
            FeelKind.YearsAndMonthsDuration => (CellKind.Months, value.AsMonths()!.TotalMonths),
            _ => (CellKind.None, default),
        };

    /// <summary>The value at a place in the order of a kind.</summary>
    public static FeelValue ValueOf(CellKind kind, FeelNumber key) =>
        kind switch
        {
            CellKind.Date => FeelValue.From(FeelDate.FromEpochDay(key.ToInt64() ?? 0)),
            CellKind.Duration => FeelValue.From(new FeelDuration(key.ToInt64() ?? 0)),
            CellKind.Months => FeelValue.From(new FeelMonths(key.ToInt64() ?? 0)),
            _ => FeelValue.From(key),
        };
}
