using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Reserve.Engine.Feel;

/// <summary>A value of the FEEL semantic domain (DMN 1.5, 10.3.2). The default value is null. Immutable.</summary>
/// <remarks>Numbers and booleans live in the structure itself, so that arithmetic allocates nothing.</remarks>
public readonly struct FeelValue : IEquatable<FeelValue>
{
    private static readonly Tag NumberTag = new(FeelKind.Number);
    private static readonly Tag BooleanTag = new(FeelKind.Boolean);

    private readonly object? reference;
    private readonly ulong high;
    private readonly ulong low;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private FeelValue(object? reference, ulong high = 0, ulong low = 0)
    {
        this.reference = reference;
        this.high = high;
        this.low = low;
    }

    /// <summary>null.</summary>
    public static FeelValue Null => default;

    /// <summary>true.</summary>
    public static FeelValue True => new(BooleanTag, 0, 1);

    /// <summary>false.</summary>
    public static FeelValue False => new(BooleanTag);

    /// <summary>The list without elements.</summary>
    public static FeelValue EmptyList { get; } = new(FeelList.Empty);

    /// <summary>What kind of value this is.</summary>
    public FeelKind Kind =>
        reference switch
        {
            null => FeelKind.Null,
            Tag tag => tag.Kind,
            string => FeelKind.String,
            FeelList => FeelKind.List,
            FeelContext => FeelKind.Context,
            FeelDate => FeelKind.Date,
            FeelDateTime => FeelKind.DateTime,
            FeelTime => FeelKind.Time,
            FeelDuration => FeelKind.DaysAndTimeDuration,
            FeelMonths => FeelKind.YearsAndMonthsDuration,
            FeelRange => FeelKind.Range,
            _ => FeelKind.Function,
        };

    /// <summary>Whether this is null.</summary>
    public bool IsNull => reference is null;

    /// <summary>Whether this is a number.</summary>
    public bool IsNumber
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ReferenceEquals(reference, NumberTag);
    }

    /// <summary>Whether this is true.</summary>
    public bool IsTrue => ReferenceEquals(reference, BooleanTag) && low != 0;

    /// <summary>Whether this is false.</summary>
    public bool IsFalse => ReferenceEquals(reference, BooleanTag) && low == 0;

    /// <summary>The number; only when <see cref="IsNumber"/>.</summary>
    internal FeelNumber Number
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(high, low);
    }

    internal object? Reference => reference;

    /// <summary>The largest weight that is told.</summary>
    internal const long MaxWeight = long.MaxValue / 4;

    /// <summary>How many parts the value has when written out, a string counting one more for every 32 characters. Parts may be shared, so
    /// that a few lists in lists come to more than any machine can write or compare.</summary>
    internal long Weight =>
        IsNumber
            ? 1
            : reference switch
            {
                string text => 1 + text.Length / 32,
                FeelList list => list.Weight,
                FeelContext context => context.Weight,
                FeelRange range => 1 + Math.Min(MaxWeight, range.Low.Weight + range.High.Weight),
                _ => 1,
            };

    /// <summary>A boolean.</summary>
    public static FeelValue From(bool value) => value ? True : False;

    /// <summary>A boolean, null for unknown.</summary>
    public static FeelValue From(bool? value) => value is { } known ? From(known) : Null;

    /// <summary>A number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FeelValue From(FeelNumber value) => new(NumberTag, value.High, value.Low);

    /// <summary>A number, exactly.</summary>
    public static FeelValue From(decimal value) => From(new FeelNumber(value));

    /// <summary>A number, null for a missing one.</summary>
    public static FeelValue From(decimal? value) => value is { } known ? From(known) : Null;

    /// <summary>A whole number.</summary>
    public static FeelValue From(long value) => From(new FeelNumber(value));

    /// <summary>A whole number.</summary>
    public static FeelValue From(int value) => From(new FeelNumber((long)value));

    /// <summary>A string; null gives null.</summary>
    public static FeelValue From(string? value) => new(value);

    /// <summary>A day.</summary>
    public static FeelValue From(DateOnly value) => new(FeelDate.From(value));

    /// <summary>A moment with its offset.</summary>
    public static FeelValue From(DateTimeOffset value) => new(FeelDateTime.From(value));

    /// <summary>A time of day without zone.</summary>
    public static FeelValue From(TimeOnly value) => new(new FeelTime(value.Ticks * 100));

    /// <summary>A days and time duration.</summary>
    public static FeelValue From(TimeSpan value) => new(FeelDuration.From(value));

    /// <summary>A date; null gives null.</summary>
    public static FeelValue From(FeelDate? value) => new(value);

    /// <summary>A time; null gives null.</summary>
    public static FeelValue From(FeelTime? value) => new(value);

    /// <summary>A date and time; null gives null.</summary>
    public static FeelValue From(FeelDateTime? value) => new(value);

    /// <summary>A days and time duration; null gives null.</summary>
    public static FeelValue From(FeelDuration? value) => new(value);

    /// <summary>A years and months duration; null gives null.</summary>
    public static FeelValue From(FeelMonths? value) => new(value);

    /// <summary>A range.</summary>
    public static FeelValue From(FeelRange? value) => new(value);

    /// <summary>A function.</summary>
    public static FeelValue From(FeelFunction? value) => new(value);

    /// <summary>A list with these elements (copied unless it came from a FEEL value).</summary>
    public static FeelValue List(IReadOnlyList<FeelValue> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Count == 0 ? EmptyList : new FeelValue(items as FeelList ?? new FeelList([.. items]));
    }

    /// <summary>A list with these elements.</summary>
    public static FeelValue List(params ReadOnlySpan<FeelValue> items) =>
        items.IsEmpty ? EmptyList : new FeelValue(new FeelList(items.ToArray()));

    /// <summary>A context.</summary>
    public static FeelValue Context(FeelContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new FeelValue(context);
    }

    /// <summary>The boolean, or null when this is none.</summary>
    public bool? AsBoolean() => ReferenceEquals(reference, BooleanTag) ? low != 0 : null;

    /// <summary>The number with all its digits, or null when this is none.</summary>
    public FeelNumber? AsNumber() => IsNumber ? Number : null;

    /// <summary>The number rounded to .NET's 28 digits, or null when this is none or does not fit.</summary>
    public decimal? AsDecimal() => IsNumber ? Number.ToDecimal() : null;

    /// <summary>The whole number, or null when this is none.</summary>
    public long? AsInt64() => IsNumber ? Number.ToInt64() : null;

    /// <summary>The string, or null when this is none.</summary>
    public string? AsString() => reference as string;

    /// <summary>The elements, or null when this is no list.</summary>
    public IReadOnlyList<FeelValue>? AsList() => reference as FeelList;

    /// <summary>The context, or null when this is none.</summary>
    public FeelContext? AsContext() => reference as FeelContext;

    /// <summary>The date, or null when this is none.</summary>
    public FeelDate? AsDate() => reference as FeelDate;

    /// <summary>The time, or null when this is none.</summary>
    public FeelTime? AsTime() => reference as FeelTime;

    /// <summary>The date and time, or null when this is none.</summary>
    public FeelDateTime? AsDateTime() => reference as FeelDateTime;

    /// <summary>The days and time duration, or null when this is none.</summary>
    public FeelDuration? AsDuration() => reference as FeelDuration;

    /// <summary>The years and months duration, or null when this is none.</summary>
    public FeelMonths? AsMonths() => reference as FeelMonths;

    /// <summary>The range, or null when this is none.</summary>
    public FeelRange? AsRange() => reference as FeelRange;

    /// <summary>The function, or null when this is none.</summary>
    public FeelFunction? AsFunction() => reference as FeelFunction;

    /// <summary>Same kind and same content: numbers by value, lists by element, contexts by entry in any order.</summary>
    public static bool operator ==(FeelValue left, FeelValue right) => left.Equals(right);

    /// <summary>Not the same.</summary>
    public static bool operator !=(FeelValue left, FeelValue right) => !left.Equals(right);

    /// <summary>Same kind and same content: numbers by value, lists by element, contexts by entry in any order.</summary>
    public bool Equals(FeelValue other)
    {
        if (reference is Tag)
            return ReferenceEquals(reference, other.reference) && (IsNumber ? Number.Equals(other.Number) : low == other.low);
        if (ReferenceEquals(reference, other.reference))
            return true;
        // Values nested so deep that the stack would not do are equal to nothing but themselves.
        return reference is not null
            && (reference is not (FeelList or FeelContext) || RuntimeHelpers.TryEnsureSufficientExecutionStack())
            && reference.Equals(other.reference);
    }

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is FeelValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        reference switch
        {
            null => 0,
            Tag => IsNumber ? Number.GetHashCode() : (int)low + 1,
            FeelList or FeelContext when !RuntimeHelpers.TryEnsureSufficientExecutionStack() => 1,
            _ => reference.GetHashCode(),
        };

    /// <summary>The value as a FEEL literal, for people and messages.</summary>
    public override string ToString() => FeelText.Literal(this);

    private sealed class Tag(FeelKind kind)
    {
        public FeelKind Kind { get; } = kind;
    }
}
