using System.Numerics;
using System.Runtime.CompilerServices;

namespace Reserve.Engine.Feel;

/// <summary>How a FEEL rounding function treats the digits it drops (DMN 1.5, 10.3.4.5).</summary>
public enum FeelRounding
{
    /// <summary>Ties to the even neighbour (decimal()).</summary>
    HalfEven,

    /// <summary>Ties away from zero (round half up()).</summary>
    HalfUp,

    /// <summary>Ties towards zero (round half down()).</summary>
    HalfDown,

    /// <summary>Away from zero (round up()).</summary>
    Up,

    /// <summary>Towards zero (round down()).</summary>
    Down,

    /// <summary>Towards minus infinity (floor()).</summary>
    Floor,

    /// <summary>Towards plus infinity (ceiling()).</summary>
    Ceiling,
}

public readonly partial struct FeelNumber
{
    internal static readonly UInt128[] PowersOfTen = MakePowers();
    private static readonly UInt128 Limit = PowersOfTen[Precision];

    /// <summary>Remainder of the floored division, with the divisor's sign (modulo()).</summary>
    /// <param name="divisor">Not zero.</param>
    public FeelNumber Modulo(FeelNumber divisor)
    {
        if (divisor.IsZero)
            return Invalid;
        var exponent = Math.Min(Exponent, divisor.Exponent);
        if (Math.Max(Exponent, divisor.Exponent) - exponent > 400)
            return Invalid;
        var dividend = Signed() * BigInteger.Pow(10, Exponent - exponent);
        var by = divisor.Signed() * BigInteger.Pow(10, divisor.Exponent - exponent);
        var rest = BigInteger.Remainder(dividend, by);
        if (!rest.IsZero && rest.Sign != by.Sign)
            rest += by;
        return FromBig(rest, exponent);
    }

    /// <summary>Rounds to a number of digits after the point.</summary>
    /// <param name="scale">Digits after the point; negative rounds to tens, hundreds…</param>
    /// <param name="mode">What to do with the dropped digits.</param>
    public FeelNumber Round(int scale, FeelRounding mode)
    {
        if (Exponent >= -scale || IsZero)
            return this;
        var drop = -scale - Exponent;
        var negative = Sign;
        var coefficient = Coefficient;
        UInt128 quotient;
        int order;
        bool inexact;
        if (drop > 38)
        {
            quotient = 0;
            order = -1;
            inexact = true;
        }
        else
        {
            var unit = PowersOfTen[drop];
            quotient = Shorten(coefficient, drop, out var rest);
            inexact = rest != 0;
            order = rest.CompareTo(unit - rest);
        }

        var away =
            inexact
            && mode switch
            {
                FeelRounding.HalfEven => order > 0 || (order == 0 && !UInt128.IsEvenInteger(quotient)),
                FeelRounding.HalfUp => order >= 0,
                FeelRounding.HalfDown => order > 0,
                FeelRounding.Up => true,
                FeelRounding.Down => false,
                FeelRounding.Floor => negative,
                FeelRounding.Ceiling => !negative,
                _ => false,
            };
        return Make(quotient + (away ? UInt128.One : UInt128.Zero), -scale, negative);
    }

    /// <summary>The magnitude.</summary>
    public FeelNumber Abs() => new(high & ~SignBit, low);

    /// <summary>The same value without trailing zeros in the coefficient; whole tens keep the exponent.</summary>
    internal FeelNumber Stripped()
    {
        var coefficient = Coefficient;
        if (coefficient == 0)
            return default;
        var exponent = Exponent;
        // A number divisible by ten so often is divisible by two so often: most end here at once.
        for (var step = 32; step > 0; step /= 2)
        {
            while ((int)UInt128.TrailingZeroCount(coefficient) >= step && coefficient >= PowersOfTen[step])
            {
                var quotient = Shorten(coefficient, step, out var rest);
                if (rest != 0)
                    break;
                coefficient = quotient;
                exponent += step;
            }
        }

        return exponent is < MinExponent or > MaxExponent
            ? this
            : new FeelNumber((high & SignBit) | PackExponent(exponent) | (ulong)(coefficient >> 64), (ulong)coefficient);
    }

    internal BigInteger Signed() => Sign ? -(BigInteger)Coefficient : Coefficient;

    /// <summary>The value of <paramref name="coefficient"/> × 10^<paramref name="exponent"/>, rounded to 34 digits.</summary>
    internal static FeelNumber FromBig(BigInteger coefficient, int exponent, bool sticky = false)
    {
        var negative = coefficient.Sign < 0;
        var magnitude = BigInteger.Abs(coefficient);
        var digits = DigitsOf(magnitude);
        if (digits > 37)
        {
            var drop = digits - 37;
            magnitude = BigInteger.DivRem(magnitude, BigInteger.Pow(10, drop), out var rest);
            sticky |= !rest.IsZero;
            exponent += drop;
        }

        return MakeRounded((UInt128)magnitude, exponent, negative, sticky);
    }

    internal static int DigitsOf(BigInteger magnitude)
    {
        if (magnitude.IsZero)
            return 1;
        var estimate = (int)((magnitude.GetBitLength() - 1) * 30103L / 100000);
        return magnitude >= BigInteger.Pow(10, estimate + 1) ? estimate + 2
            : magnitude >= BigInteger.Pow(10, estimate) ? estimate + 1
            : estimate;
    }

    internal static int DigitsOf(UInt128 value)
    {
        if (value == 0)
            return 1;
        var bits = 127 - (int)UInt128.LeadingZeroCount(value);
        var estimate = (bits + 1) * 1233 >> 12;
        return value >= PowersOfTen[estimate] ? estimate + 1 : estimate;
    }

    internal static FeelNumber Make(UInt128 coefficient, int exponent, bool negative) =>
        MakeRounded(coefficient, exponent, negative, sticky: false);

    /// <summary>
    /// Rounds half to even to 34 digits; <paramref name="sticky"/> says that something non-zero was already dropped below the coefficient.
    /// </summary>
    private static FeelNumber MakeRounded(UInt128 coefficient, int exponent, bool negative, bool sticky)
    {
        if (coefficient >= Limit)
        {
            var drop = DigitsOf(coefficient) - Precision;
            var quotient = Shorten(coefficient, (ulong)PowersOfTen[drop], out var rest);
            exponent += drop;
            // As likely as not, so without a branch.
            var (twice, unit) = (rest * 2, (ulong)PowersOfTen[drop]);
            quotient += (twice > unit) | ((twice == unit) & (sticky | ((ulong)quotient & 1) != 0)) ? 1UL : 0UL;
            if (quotient == Limit)
            {
                quotient /= 10;
                exponent++;
            }

            coefficient = quotient;
        }

        if (exponent is < MinExponent or > MaxExponent)
            return FitExponent(coefficient, exponent, negative);
        return new FeelNumber((negative ? SignBit : 0) | PackExponent(exponent) | (ulong)(coefficient >> 64), (ulong)coefficient);
    }

    private static FeelNumber FitExponent(UInt128 coefficient, int exponent, bool negative)
    {
        if (coefficient == 0)
            return default;
        while (exponent > MaxExponent && coefficient < PowersOfTen[Precision - 1])
        {
            coefficient *= 10;
            exponent--;
        }

        while (exponent < MinExponent && coefficient != 0)
        {
            coefficient /= 10;
            exponent++;
        }

        if (coefficient == 0)
            return default;
        return exponent > MaxExponent
            ? Invalid
            : new FeelNumber((negative ? SignBit : 0) | PackExponent(exponent) | (ulong)(coefficient >> 64), (ulong)coefficient);
    }

    private static FeelNumber AddSlow(FeelNumber left, ulong rightHigh, ulong rightLow)
    {
        var right = new FeelNumber(rightHigh, rightLow);
        var exponent = left.Exponent;
        var difference = exponent - right.Exponent;
        if (difference == 0)
            return AddAligned(left.Coefficient, left.Sign, right.Coefficient, right.Sign, exponent, false);
        if (difference < 0)
        {
            (left, right) = (right, left);
            exponent = left.Exponent;
            difference = -difference;
        }

        // left has the larger exponent: scale it down to right's.
        var big = left.Coefficient;
        var small = right.Coefficient;
        if (big == 0)
            return right;
        // 34 digits and four more have room in 128 bits.
        if (difference <= 4)
            return AddAligned(big * PowersOfTen[difference], left.Sign, small, right.Sign, right.Exponent, false);
        if (difference <= 19 && big >> 64 == 0 && small >> 64 == 0)
            return AddAligned((UInt128)(ulong)big * (ulong)PowersOfTen[difference], left.Sign, small, right.Sign, right.Exponent, false);
        var room = 37 - DigitsOf(big);
        if (difference <= room)
            return AddAligned(big * PowersOfTen[difference], left.Sign, small, right.Sign, right.Exponent, false);
        if (small == 0)
            return left;
        big *= PowersOfTen[room];
        var drop = difference - room;
        UInt128 kept = 0;
        var sticky = true;
        if (drop <= 38)
        {
            kept = Shorten(small, drop, out var rest);
            sticky = rest != 0;
        }

        return AddAligned(big, left.Sign, kept, right.Sign, right.Exponent + drop, sticky);
    }

    /// <summary>Adds coefficients of one scale; with <paramref name="sticky"/> the right one has a dropped fraction.</summary>
    private static FeelNumber AddAligned(UInt128 left, bool leftSign, UInt128 right, bool rightSign, int exponent, bool sticky)
    {
        if (leftSign == rightSign)
            return MakeRounded(left + right, exponent, leftSign, sticky);
        if (left >= right)
        {
            var rest = left - right;
            if (sticky)
                rest--;
            return rest == 0 && !sticky ? new FeelNumber(PackExponent(exponent), 0) : MakeRounded(rest, exponent, leftSign, sticky);
        }

        return MakeRounded(right - left, exponent, rightSign, sticky);
    }

    private static FeelNumber MultiplySlow(FeelNumber left, FeelNumber right)
    {
        var exponent = left.Exponent + right.Exponent;
        var negative = left.Sign != right.Sign;
        var a = left.Coefficient;
        var b = right.Coefficient;
        if ((int)UInt128.LeadingZeroCount(a) + (int)UInt128.LeadingZeroCount(b) >= 128)
        {
            var product = a * b;
            if (product < PowersOfTen[38])
                return MakeRounded(product, exponent, negative, false);
        }

        // 113 × 113 bits: the product's upper 37 digits decide; the rest only whether anything is left.
        ulong a0 = (ulong)a,
            a1 = (ulong)(a >> 64),
            b0 = (ulong)b,
            b1 = (ulong)(b >> 64);
        var low = (UInt128)a0 * b0;
        var middle = (UInt128)a0 * b1;
        var middle2 = (UInt128)a1 * b0;
        var carry = (low >> 64) + (ulong)middle + (ulong)middle2;
        var p0 = (ulong)low;
        var p1 = (ulong)carry;
        var top = (UInt128)a1 * b1 + (middle >> 64) + (middle2 >> 64) + (carry >> 64);
        ulong p2 = (ulong)top,
            p3 = (ulong)(top >> 64);

        var drop = Math.Max(0, DigitsOf(a) + DigitsOf(b) - 37);
        var sticky = false;
        while (drop > 0)
        {
            var step = Math.Min(drop, 19);
            sticky |= ShortDivide(ref p3, ref p2, ref p1, ref p0, (ulong)PowersOfTen[step]) != 0;
            drop -= step;
            exponent += step;
        }

        return MakeRounded(new UInt128(p1, p0), exponent, negative, sticky);
    }

    private static FeelNumber Divide(FeelNumber left, FeelNumber right)
    {
        if (right.IsZero)
            return Invalid;
        var negative = left.Sign != right.Sign;
        var exponent = left.Exponent - right.Exponent;
        if (((left.high | right.high) & CoefficientMask) == 0 && left.low < 1_000_000_000_000_000)
        {
            // Quotients that come out short (10 / 4, 96.5 / 100) are found with one machine division.
            var (quotient, rest) = Math.DivRem(left.low * 10_000, right.low);
            if (rest == 0)
                return TrimShort(quotient, exponent - 4, negative);
        }

        var a = left.Coefficient;
        var b = right.Coefficient;
        if (a == 0)
            return Make(0, Math.Clamp(exponent, MinExponent, MaxExponent), false);
        var digits = DigitsOf(b);
        if (b == PowersOfTen[digits - 1])
            return Finish(a, false, exponent - digits + 1, negative);
        var scale = Precision + digits - DigitsOf(a) + 1;
        if (b >> 64 != 0)
        {
            var numerator = (BigInteger)a;
            var divisor = (BigInteger)b;
            if (scale > 0)
                numerator *= BigInteger.Pow(10, scale);
            else
                scale = 0;
            var big = BigInteger.DivRem(numerator, divisor, out var left2);
            return Finish((UInt128)big, !left2.IsZero, exponent - scale, negative);
        }

        if (a >> 64 == 0 && scale < PowersOfTen.Length)
            return DivideWords((ulong)a, (ulong)b, scale, exponent, negative);

        ulong n0 = (ulong)a,
            n1 = (ulong)(a >> 64),
            n2 = 0,
            n3 = 0;
        if (scale < 0)
            scale = 0;
        for (var rest = scale; rest > 0; rest -= 19)
            Multiply(ref n3, ref n2, ref n1, ref n0, (ulong)PowersOfTen[Math.Min(rest, 19)]);
        var remainder = ShortDivide(ref n3, ref n2, ref n1, ref n0, (ulong)b);
        return Finish(new UInt128(n1, n0), remainder != 0, exponent - scale, negative);
    }

    /// <summary>
    /// The usual case, 34 digits out of two short numbers. The scale gives 35 or 36 digits; with one or two less there are just 34, so that
    /// the remainder tells how to round and nothing has to be cut off again.
    /// </summary>
    private static FeelNumber DivideWords(ulong a, ulong b, int scale, int exponent, bool negative)
    {
        var shift = scale - Precision - 1;
        var isLarger = shift >= 0 ? a * PowersOfTen[shift] >= b : a >= b * PowersOfTen[-shift];
        scale -= isLarger ? 2 : 1;
        var ten = PowersOfTen[scale];
        var upper = Math.BigMul(a, (ulong)(ten >> 64), out var middle);
        var carried = Math.BigMul(a, (ulong)ten, out var lower);
        middle += carried;
        upper += middle < carried ? 1UL : 0UL;
        var (high, rest) = DivideWord(upper, middle, b);
        (var low, rest) = DivideWord(rest, lower, b);
        var quotient = new UInt128(high, low);
        if (rest == 0)
            return Finish(quotient, false, exponent - scale, negative);
        quotient += (rest > b - rest) | ((rest == b - rest) & ((low & 1) != 0)) ? 1UL : 0UL;
        return Make(quotient, exponent - scale, negative);
    }

    private static FeelNumber Finish(UInt128 quotient, bool inexact, int exponent, bool negative)
    {
        var result = MakeRounded(quotient, exponent, negative, inexact);
        return inexact ? result : result.Stripped().WithExponentAtMost(Math.Max(0, exponent));
    }

    /// <summary>10 / 2 gives 5, 1000 / 10 gives 100 and not 1E+2: exact quotients keep a readable scale.</summary>
    private FeelNumber WithExponentAtMost(int limit)
    {
        var excess = Exponent - limit;
        return excess <= 0 || DigitsOf(Coefficient) + excess > Precision ? this : Make(Coefficient * PowersOfTen[excess], limit, Sign);
    }

    private static FeelNumber TrimShort(ulong quotient, int exponent, bool negative)
    {
        for (var i = 0; i < 4; i++)
        {
            var (tenth, rest) = Math.DivRem(quotient, 10UL);
            if (rest != 0)
                break;
            quotient = tenth;
            exponent++;
        }

        return Make(quotient, exponent, negative);
    }

    private static int CompareMagnitude(FeelNumber left, FeelNumber right)
    {
        var a = left.Coefficient;
        var b = right.Coefficient;
        var leftDigits = DigitsOf(a);
        var rightDigits = DigitsOf(b);
        var order = (leftDigits + left.Exponent).CompareTo(rightDigits + right.Exponent);
        if (order != 0)
            return order;
        return leftDigits < rightDigits
            ? (a * PowersOfTen[rightDigits - leftDigits]).CompareTo(b)
            : a.CompareTo(b * PowersOfTen[leftDigits - rightDigits]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply(ref ulong n3, ref ulong n2, ref ulong n1, ref ulong n0, ulong factor)
    {
        var c0 = Math.BigMul(n0, factor, out n0);
        var c1 = Math.BigMul(n1, factor, out var l1);
        n1 = l1 + c0;
        c1 += n1 < c0 ? 1UL : 0;
        var c2 = Math.BigMul(n2, factor, out var l2);
        n2 = l2 + c1;
        c2 += n2 < c1 ? 1UL : 0;
        n3 = n3 * factor + c2;
    }

    /// <summary>
    /// Divides the 256-bit number in place; returns the remainder. For a divisor met once: its reciprocal would cost more than it saves.
    /// </summary>
    private static ulong ShortDivide(ref ulong n3, ref ulong n2, ref ulong n1, ref ulong n0, ulong divisor)
    {
        ulong rest = 0;
        if (n3 != 0)
            (n3, rest) = DivideWord(0, n3, divisor);
        if ((n2 | rest) != 0)
            (n2, rest) = DivideWord(rest, n2, divisor);
        (n1, rest) = DivideWord(rest, n1, divisor);
        (n0, rest) = DivideWord(rest, n0, divisor);
        return rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Quotient, ulong Remainder) DivideWord(ulong high, ulong low, ulong divisor)
    {
        if (high == 0)
            return Math.DivRem(low, divisor);
        var quotient = (ulong)(new UInt128(high, low) / divisor);
        return (quotient, low - quotient * divisor);
    }

    /// <summary>The coefficient without its last digits, which are the rest.</summary>
    private static UInt128 Shorten(UInt128 coefficient, int digits, out UInt128 rest)
    {
        if (digits < 20)
        {
            var shortened = Shorten(coefficient, (ulong)PowersOfTen[digits], out var word);
            rest = word;
            return shortened;
        }

        var quotient = coefficient / PowersOfTen[digits];
        rest = coefficient - (quotient * PowersOfTen[digits]);
        return quotient;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static UInt128 Shorten(UInt128 coefficient, ulong unit, out ulong rest)
    {
        var (high, above) = Math.DivRem((ulong)(coefficient >> 64), unit);
        (var low, rest) = DivideWord(above, (ulong)coefficient, unit);
        return new UInt128(high, low);
    }

    private static UInt128[] MakePowers()
    {
        var powers = new UInt128[39];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;
        return powers;
    }
}
