using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>The order of values of one kind.</summary>
internal static class DmnOrder
{
    /// <summary>Less than, equal to or greater than zero; null when the values have no order among them.</summary>
    public static int? Compare(FeelValue left, FeelValue right)
    {
        if (left.AsNumber() is { } number)
            return right.AsNumber() is { } other ? number.CompareTo(other) : null;
        if (left.AsString() is { } text)
            return right.AsString() is { } other ? string.CompareOrdinal(text, other) : null;
        if (left.AsDate() is { } date)
            return right.AsDate() is { } other ? date.CompareTo(other) : null;
        if (left.AsDuration() is { } duration)
            return right.AsDuration() is { } other ? duration.CompareTo(other) : null;
        if (left.AsMonths() is { } months)
            return right.AsMonths() is { } other ? months.CompareTo(other) : null;
        if (left.AsDateTime() is { } moment)
            return right.AsDateTime() is { } other ? moment.UtcNanoseconds.CompareTo(other.UtcNanoseconds) : null;
        return left.AsTime() is { } time && right.AsTime() is { } otherTime ? time.Nanoseconds.CompareTo(otherTime.Nanoseconds) : null;
    }
}
