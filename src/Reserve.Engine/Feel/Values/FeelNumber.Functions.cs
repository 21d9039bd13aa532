using System.Numerics;

namespace Reserve.Engine.Feel;

/// <remarks>Roots, powers, exponentials and logarithms are computed in fixed point with 50 guarded digits and rounded once.</remarks>
public readonly partial struct FeelNumber
{
    private const int Guard = 60;
    private static readonly BigInteger Unit = BigInteger.Pow(10, Guard);
    private static readonly Lazy<BigInteger> LnTen = new(() => LnOfReduced(new BigInteger(10) * Unit));

    /// <summary>The square root, or null of a negative number.</summary>
    public FeelNumber? Sqrt()
    {
        if (IsNegative)
            return null;
        if (IsZero)
            return Zero;
        var exponent = Exponent;
        var value = (BigInteger)Coefficient;
        var shift = 76 - DigitsOf(Coefficient);
        if (((exponent - shift) & 1) != 0)
            shift++;
        value *= BigInteger.Pow(10, shift);
        exponent -= shift;
        var root = IntegerRoot(value);
        var exact = root * root == value;
        var result = FromBig(root, exponent / 2, !exact);
        return exact ? result.Stripped().WithExponentAtMost(0) : result;
    }

    /// <summary>e to this power; <see cref="Invalid"/> when it does not fit.</summary>
    internal FeelNumber Exp()
    {
        if (IsZero)
            return One;
        if (Abs() > new FeelNumber(20_000L))
            return Sign ? Zero : Invalid;
        return ExpOfFixed(ToFixed(this));
    }

    /// <summary>The natural logarithm, or null when the number is not above zero.</summary>
    public FeelNumber? Ln()
    {
        if (IsZero || Sign)
            return null;
        return this == One ? Zero : FromBig(FixedLn(), -Guard, sticky: true);
    }

    /// <summary>This number raised to <paramref name="power"/>; null when the result is not a real number or does not fit.</summary>
    /// <param name="power">Any number; a fraction needs a base that is not negative.</param>
    public FeelNumber? Pow(FeelNumber power)
    {
        if (power.ToInt32() is { } whole)
        {
            var result = PowWhole(this, Math.Abs((long)whole));
            if (whole < 0)
                result = result.IsInvalid ? Zero : One / result;
            return result.IsInvalid ? null : result;
        }

        if (IsZero)
            return power.IsNegative ? null : Zero;
        if (Sign || power.Abs() > new FeelNumber(1_000_000L))
            return null;
        var scaled = FixedLn() * ToFixed(power) / Unit;
        if (BigInteger.Abs(scaled) > 20_000 * Unit)
            return scaled.Sign < 0 ? Zero : null;
        var exponential = ExpOfFixed(scaled);
        return exponential.IsInvalid ? null : exponential;
    }

    private BigInteger FixedLn()
    {
        // value = m · 10^k with m in [1, 10).
        var digits = DigitsOf(Coefficient);
        var k = Exponent + digits - 1;
        var m = (BigInteger)Coefficient * BigInteger.Pow(10, Guard - digits + 1);
        return LnOfReduced(m) + k * LnTen.Value;
    }

    private static FeelNumber ExpOfFixed(BigInteger x)
    {
        // e^x = 10^k · e^r with r = x − k·ln 10; r is halved eight times and the series' sum squared back.
        var k = BigInteger.Divide(x, LnTen.Value);
        var reduced = (x - k * LnTen.Value) >> 8;
        var sum = Unit;
        var term = Unit;
        for (var n = 1; n < 200 && !term.IsZero; n++)
        {
            term = term * reduced / Unit / n;
            sum += term;
        }

        for (var i = 0; i < 8; i++)
            sum = sum * sum / Unit;
        return FromBig(sum, (int)k - Guard, sticky: true);
    }

    private static FeelNumber PowWhole(FeelNumber number, long power)
    {
        var plain = number.Stripped();
        if (power <= 1_200 && (long)DigitsOf(plain.Coefficient) * power <= 2_000)
            return FromBig(BigInteger.Pow(plain.Signed(), (int)power), (int)Math.Clamp(plain.Exponent * power, -100_000, 100_000))
                .Tidy(plain.Exponent);
        var result = One;
        for (var factor = number; power > 0; power >>= 1)
        {
            if ((power & 1) != 0)
                result *= factor;
            if (result.IsInvalid || (power > 1 && factor.IsInvalid))
                return Invalid;
            if (power > 1)
                factor *= factor;
        }

        return result;
    }

    private FeelNumber Tidy(int sourceExponent) => sourceExponent > 0 ? WithExponentAtMost(0) : this;

    private static BigInteger ToFixed(FeelNumber number)
    {
        var shift = Guard + number.Exponent;
        return shift >= 0 ? number.Signed() * BigInteger.Pow(10, shift) : number.Signed() / BigInteger.Pow(10, -shift);
    }

    /// <summary>ln of a fixed-point number in [1, 10].</summary>
    private static BigInteger LnOfReduced(BigInteger m)
    {
        // Take square roots until close to one, then ln m = 2·artanh((m − 1)/(m + 1)).
        var doublings = 1;
        while (m - Unit > Unit / 100)
        {
            m = IntegerRoot(m * Unit);
            doublings <<= 1;
        }

        var y = (m - Unit) * Unit / (m + Unit);
        var square = y * y / Unit;
        var sum = y;
        var term = y;
        for (var n = 3; n < 400 && !term.IsZero; n += 2)
        {
            term = term * square / Unit;
            sum += term / n;
        }

        return 2 * sum * doublings;
    }

    private static BigInteger IntegerRoot(BigInteger value)
    {
        if (value.IsZero)
            return value;
        var root = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + value / root) >> 1;
            if (next >= root)
                return root;
            root = next;
        }
    }
}
