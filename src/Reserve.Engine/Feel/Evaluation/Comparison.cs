using System.Runtime.CompilerServices;

namespace Reserve.Engine.Feel.Evaluation;

/// <summary>Equality, order and membership (DMN 1.5, 10.3.2.13 and tables 51–54).</summary>
internal static class Comparison
{
    /// <summary>The operator =: null when the operands are of different kinds.</summary>
    public static bool? Equal(FeelValue left, FeelValue right)
    {
        if (left.IsNull || right.IsNull)
            return left.IsNull && right.IsNull;
        var kind = left.Kind;
        if (kind != right.Kind)
            return null;
        switch (kind)
        {
            case FeelKind.Number:
                return left.Number == right.Number;
            case FeelKind.Time or FeelKind.DateTime:
                return Order(left, right) is { } order ? order == 0 : left.Equals(right);
            case FeelKind.List or FeelKind.Context when !RuntimeHelpers.TryEnsureSufficientExecutionStack():
                // Values nested by the thousand, which only a hostile formula makes.
                return null;
            case FeelKind.List:
                var a = left.AsList()!;
                var b = right.AsList()!;
                if (a.Count != b.Count)
                    return false;
                for (var i = 0; i < a.Count; i++)
                {
                    if (Equal(a[i], b[i]) != true)
                        return false;
                }

                return true;
            case FeelKind.Context:
                var x = left.AsContext()!;
                var y = right.AsContext()!;
                if (x.Count != y.Count)
                    return false;
                foreach (var entry in x.Entries)
                {
                    if (!y.TryGet(entry.Key, out var other) || Equal(entry.Value, other) != true)
                        return false;
                }

                return true;
            case FeelKind.Range:
                var first = left.AsRange()!;
                var second = right.AsRange()!;
                return first.HasLow == second.HasLow
                    && first.HasHigh == second.HasHigh
                    && first.LowClosed == second.LowClosed
                    && first.HighClosed == second.HighClosed
                    && Equal(first.Low, second.Low) == true
                    && Equal(first.High, second.High) == true;
            case FeelKind.Function:
                return ReferenceEquals(left.Reference, right.Reference)
                    || (left.Reference is Closure one && right.Reference is Closure two && one.IsSameAs(two));
            default:
                return left.Equals(right);
        }
    }

    /// <summary>Below zero, zero or above: null when the two cannot be ordered.</summary>
    public static int? Order(FeelValue left, FeelValue right)
    {
        switch (left.Kind, right.Kind)
        {
            case (FeelKind.Number, FeelKind.Number):
                return left.Number.CompareTo(right.Number);
            case (FeelKind.String, FeelKind.String):
                return CompareText(left.AsString()!, right.AsString()!);
            case (FeelKind.Date, FeelKind.Date):
                return left.AsDate()!.CompareTo(right.AsDate());
            case (FeelKind.DaysAndTimeDuration, FeelKind.DaysAndTimeDuration):
                return left.AsDuration()!.CompareTo(right.AsDuration());
            case (FeelKind.YearsAndMonthsDuration, FeelKind.YearsAndMonthsDuration):
                return left.AsMonths()!.CompareTo(right.AsMonths());
            case (FeelKind.DateTime, FeelKind.DateTime):
                var from = left.AsDateTime()!;
                var to = right.AsDateTime()!;
                return from.Zone is null != to.Zone is null ? null : from.UtcNanoseconds.CompareTo(to.UtcNanoseconds);
            case (FeelKind.Time, FeelKind.Time):
                var early = left.AsTime()!;
                var late = right.AsTime()!;
                if (early.Zone is null != late.Zone is null)
                    return null;
                return (early.Nanoseconds - (early.OffsetSeconds ?? 0) * FeelTime.NanosPerSecond).CompareTo(
                    late.Nanoseconds - (late.OffsetSeconds ?? 0) * FeelTime.NanosPerSecond
                );
            default:
                return null;
        }
    }

    /// <summary>The operator in for one test: a range holds the value, a list has it (or a range with it), or it is equal.</summary>
    public static bool? In(FeelValue value, FeelValue test, FeelState state)
    {
        if (value.Reference is FeelList or FeelContext && !state.Walk(-1, Math.Min(value.Weight, test.Weight)))
            return null;
        switch (test.Kind)
        {
            case FeelKind.Range:
                return Holds(test.AsRange()!, value);
            case FeelKind.List:
                var list = test.AsList()!;
                if (value.AsList() is not null && Equal(value, test) == true)
                    return true;
                foreach (var item in list)
                {
                    if (
                        !state.Step(-1)
                        || (value.Reference is FeelList or FeelContext && !state.Walk(-1, Math.Min(value.Weight, item.Weight)))
                    )
                        return null;
                    if (
                        item.AsRange() is { } range && value.Kind != FeelKind.Range
                            ? Holds(range, value) == true
                            : Equal(value, item) == true
                    )
                        return true;
                }

                return false;
            default:
                return Equal(value, test);
        }
    }

    /// <summary>Whether the value lies in the range; null when it cannot be compared.</summary>
    public static bool? Holds(FeelRange range, FeelValue value)
    {
        bool? above = true;
        if (range.HasLow)
            above = Order(value, range.Low) is { } low ? low > 0 || (low == 0 && range.LowClosed) : null;
        bool? below = true;
        if (range.HasHigh)
            below = Order(value, range.High) is { } high ? high < 0 || (high == 0 && range.HighClosed) : null;
        return above == false || below == false ? false
            : above is null || below is null ? null
            : true;
    }

    private static int CompareText(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var i = 0; i < length; i++)
        {
            var a = left[i];
            var b = right[i];
            if (a == b)
                continue;
            // Order of code points: surrogates stand above the rest of the basic plane.
            if (char.IsSurrogate(a) != char.IsSurrogate(b))
                return char.IsSurrogate(a) ? 1 : -1;
            return a < b ? -1 : 1;
        }

        return left.Length.CompareTo(right.Length);
    }
}
