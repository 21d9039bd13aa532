using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Reserve.Engine.Feel;

/// <summary>
/// A FEEL number: a decimal of 34 significant digits with exponents of IEEE 754 decimal128 (DMN 1.5, 10.3.2.3.1), rounded half to even.
/// The value is (−1)^sign × coefficient × 10^exponent; equal values with different scales (1.0 and 1.00) are equal.
/// </summary>
/// <remarks>
/// Sixteen bytes: sign, 14 bits of exponent, 113 bits of coefficient. Arithmetic on coefficients below 2^64 stays in machine words, so
/// plain formulas cost about what <see cref="decimal"/> costs. A result outside the range, and division by zero, give
/// <see cref="Invalid"/>, which the evaluator turns into null with a warning; it never reaches a <see cref="FeelValue"/>.
/// </remarks>
public readonly partial struct FeelNumber : IEquatable<FeelNumber>, IComparable<FeelNumber>
{
    /// <summary>Significant digits kept (34, as the standard asks).</summary>
    public const int Precision = 34;

    internal const int MaxExponent = 6111;
    internal const int MinExponent = -6176;
    private const int InvalidExponent = -8192;
    private const ulong SignBit = 1UL << 63;
    private const ulong CoefficientMask = (1UL << 49) - 1;

    private readonly ulong high;
    private readonly ulong low;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal FeelNumber(ulong high, ulong low)
    {
        this.high = high;
        this.low = low;
    }

    /// <summary>An exact whole number.</summary>
    /// <param name="value">Any 64-bit integer.</param>
    public FeelNumber(long value)
    {
        high = value < 0 ? SignBit : 0;
        low = value < 0 ? (ulong)-value : (ulong)value;
    }

    /// <summary>The same value as a <see cref="decimal"/>, exactly.</summary>
    /// <param name="value">Any decimal.</param>
    public FeelNumber(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var scale = (bits[3] >> 16) & 0xff;
        low = (uint)bits[0] | ((ulong)(uint)bits[1] << 32);
        high = (uint)bits[2] | (bits[3] < 0 ? SignBit : 0) | PackExponent(-scale);
    }

    /// <summary>Zero.</summary>
    public static FeelNumber Zero => default;

    /// <summary>One.</summary>
    public static FeelNumber One => new(1L);

    internal static FeelNumber Invalid => new(PackExponent(InvalidExponent), 0);

    internal ulong High => high;

    internal ulong Low => low;

    internal bool IsInvalid => Exponent == InvalidExponent;

    /// <summary>Whether the number is below zero.</summary>
    public bool IsNegative => (high & SignBit) != 0 && !IsZero;

    /// <summary>Whether the number is zero (of any scale).</summary>
    public bool IsZero => (high & CoefficientMask) == 0 && low == 0;

    /// <summary>Whether the number has no fraction.</summary>
    public bool IsInteger => Exponent >= 0 || IsZero || Stripped().Exponent >= 0;

    internal int Exponent
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (int)((long)(high << 1) >> 50);
    }

    internal UInt128 Coefficient
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(high & CoefficientMask, low);
    }

    private bool Sign => (high & SignBit) != 0;

    /// <summary>Whole number to FEEL number.</summary>
    public static implicit operator FeelNumber(long value) => new(value);

    /// <summary>Decimal to FEEL number, exactly.</summary>
    public static implicit operator FeelNumber(decimal value) => new(value);

    /// <summary>The sum, rounded to 34 digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FeelNumber operator +(FeelNumber left, FeelNumber right)
    {
        // Same sign, same scale, both below 2^49·2^64: one addition.
        if (((left.high ^ right.high) & ~CoefficientMask) == 0 && (left.high & CoefficientMask) == 0 && (right.high & CoefficientMask) == 0)
        {
            var sum = left.low + right.low;
            return new FeelNumber(left.high + (sum < left.low ? 1UL : 0UL), sum);
        }

        return AddSlow(left, right.high, right.low);
    }

    /// <summary>The difference, rounded to 34 digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FeelNumber operator -(FeelNumber left, FeelNumber right) => AddSlow(left, right.high ^ SignBit, right.low);

    /// <summary>The number with the other sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FeelNumber operator -(FeelNumber value) => value.IsZero ? value : new(value.high ^ SignBit, value.low);

    /// <summary>The product, rounded to 34 digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FeelNumber operator *(FeelNumber left, FeelNumber right)
    {
        if (((left.high | right.high) & CoefficientMask) == 0)
        {
            var high = Math.BigMul(left.low, right.low, out var low);
            var exponent = left.Exponent + right.Exponent;
            if (high <= CoefficientMask / 2 && exponent is <= MaxExponent and >= MinExponent)
                return new FeelNumber(((left.high ^ right.high) & SignBit) | PackExponent(exponent) | high, low);
        }

        return MultiplySlow(left, right);
    }

    /// <summary>The quotient, rounded to 34 digits; <see cref="Invalid"/> for a zero divisor.</summary>
    public static FeelNumber operator /(FeelNumber left, FeelNumber right) => Divide(left, right);

    /// <summary>Less.</summary>
    public static bool operator <(FeelNumber left, FeelNumber right) => left.CompareTo(right) < 0;

    /// <summary>Greater.</summary>
    public static bool operator >(FeelNumber left, FeelNumber right) => left.CompareTo(right) > 0;

    /// <summary>Less or equal.</summary>
    public static bool operator <=(FeelNumber left, FeelNumber right) => left.CompareTo(right) <= 0;

    /// <summary>Greater or equal.</summary>
    public static bool operator >=(FeelNumber left, FeelNumber right) => left.CompareTo(right) >= 0;

    /// <summary>Equal in value, whatever the scale.</summary>
    public static bool operator ==(FeelNumber left, FeelNumber right) => left.Equals(right);

    /// <summary>Different in value.</summary>
    public static bool operator !=(FeelNumber left, FeelNumber right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(FeelNumber other) => (high == other.high && low == other.low) || CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FeelNumber other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var plain = Stripped();
        return plain.IsZero ? 0 : HashCode.Combine(plain.high, plain.low);
    }

    /// <inheritdoc/>
    public int CompareTo(FeelNumber other)
    {
        if (((high ^ other.high) & ~CoefficientMask) == 0)
        {
            var order = Coefficient.CompareTo(other.Coefficient);
            return Sign ? -order : order;
        }

        var sign =
            IsZero ? 0
            : Sign ? -1
            : 1;
        var otherSign =
            other.IsZero ? 0
            : other.Sign ? -1
            : 1;
        if (sign != otherSign || sign == 0)
            return sign.CompareTo(otherSign);
        return sign * CompareMagnitude(this, other);
    }

    /// <summary>The nearest <see cref="decimal"/>, or null when it is out of that type's range.</summary>
    public decimal? ToDecimal()
    {
        var number = this;
        if (number.IsZero)
            return 0m;
        if (number.Exponent > 0)
        {
            if (number.Exponent > 29)
                return null;
            var scaled = (BigInteger)number.Coefficient * BigInteger.Pow(10, number.Exponent);
            return scaled > (BigInteger)decimal.MaxValue ? null
                : number.Sign ? -(decimal)scaled
                : (decimal)scaled;
        }

        if (number.Exponent < -28)
            number = number.Round(28, FeelRounding.HalfEven);
        while (number.Coefficient >> 96 != 0)
        {
            if (number.Exponent >= 0)
                return null;
            number = number.Round(-number.Exponent - 1, FeelRounding.HalfEven);
        }

        var coefficient = number.Coefficient;
        return new decimal(
            (int)(uint)coefficient,
            (int)(uint)(coefficient >> 32),
            (int)(uint)(coefficient >> 64),
            number.Sign,
            (byte)-Math.Min(0, number.Exponent)
        );
    }

    /// <summary>The nearest double.</summary>
    public double ToDouble() => double.Parse(ToString(), CultureInfo.InvariantCulture);

    /// <summary>The whole number, or null when there is a fraction or it does not fit 64 bits.</summary>
    public long? ToInt64()
    {
        if (Exponent == 0 && (high & CoefficientMask) == 0 && low <= long.MaxValue)
            return Sign ? -(long)low : (long)low;
        var plain = Stripped();
        if (plain.Exponent < 0 || plain.Exponent > 19)
            return null;
        var whole = (Int128)plain.Coefficient * (Int128)PowersOfTen[plain.Exponent];
        whole = plain.Sign ? -whole : whole;
        return plain.Coefficient < PowersOfTen[19] && whole >= long.MinValue && whole <= long.MaxValue ? (long)whole : null;
    }

    /// <summary>The whole number, or null when there is a fraction or it does not fit 32 bits.</summary>
    public int? ToInt32() => ToInt64() is { } whole and >= int.MinValue and <= int.MaxValue ? (int)whole : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong PackExponent(int exponent) => ((ulong)(uint)exponent & 0x3fff) << 49;
}
