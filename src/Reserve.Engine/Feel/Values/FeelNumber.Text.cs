using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace Reserve.Engine.Feel;

public readonly partial struct FeelNumber : ISpanFormattable
{
    private const int LongestPlain = 80;

    /// <summary>Reads a FEEL numeric literal or a JSON number: digits, an optional point, an optional exponent.</summary>
    /// <param name="text">For instance <c>12</c>, <c>-.5</c>, <c>1.2e-3</c>.</param>
    /// <param name="number">The value, rounded to 34 digits.</param>
    /// <returns>False when the text is not a number or the number is out of range.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out FeelNumber number)
    {
        number = default;
        var at = 0;
        var negative = false;
        if (at < text.Length && text[at] is '-' or '+')
            negative = text[at++] == '-';
        UInt128 coefficient = 0;
        var exponent = 0;
        var digits = 0;
        var point = false;
        var sticky = false;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '.' && !point)
            {
                point = true;
                continue;
            }

            if (!char.IsAsciiDigit(c))
                break;
            digits++;
            if (coefficient >= PowersOfTen[36])
            {
                sticky |= c != '0';
                if (!point)
                    exponent++;
                continue;
            }

            coefficient = coefficient * 10 + (uint)(c - '0');
            if (point)
                exponent--;
        }

        if (digits == 0 || text[at - 1] == '.')
            return false;
        if (at < text.Length)
        {
            if (
                text[at] is not ('e' or 'E')
                || !int.TryParse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power)
            )
                return false;
            exponent = (int)Math.Clamp((long)exponent + power, -100_000, 100_000);
        }

        number = MakeRounded(coefficient, exponent, negative && coefficient != 0, sticky);
        return !number.IsInvalid;
    }

    /// <summary>
    /// The number in plain notation without trailing zeros, as FEEL's string() writes it; very large and very small ones with an exponent.
    /// </summary>
    public override string ToString()
    {
        var plain = Stripped();
        if (plain.IsZero)
            return "0";
        var digits = plain.Coefficient.ToString(CultureInfo.InvariantCulture);
        var sign = plain.Sign ? "-" : "";
        var exponent = plain.Exponent;
        if (exponent >= 0)
        {
            if (digits.Length + exponent <= LongestPlain)
                return sign + digits + new string('0', exponent);
        }
        else if (-exponent < digits.Length)
        {
            return $"{sign}{digits.AsSpan(0, digits.Length + exponent)}.{digits.AsSpan(digits.Length + exponent)}";
        }
        else if (-exponent <= LongestPlain)
        {
            return $"{sign}0.{new string('0', -exponent - digits.Length)}{digits}";
        }

        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits.AsSpan(1)}";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{mantissa}E{exponent + digits.Length - 1:+0;-0}");
    }

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        var text = ToString();
        charsWritten = text.Length;
        return text.TryCopyTo(destination);
    }

    /// <summary>The number <paramref name="value"/>, rounded to 34 digits.</summary>
    /// <param name="value">Any whole number.</param>
    public static FeelNumber FromInteger(BigInteger value) => FromBig(value, 0);

    /// <summary>
    /// Whole part as an integer of any size, or null when there is a fraction or more than <paramref name="maxDigits"/> digits.
    /// </summary>
    internal bool TryToBig(int maxDigits, [NotNullWhen(true)] out BigInteger? whole)
    {
        whole = null;
        var plain = Stripped();
        if (plain.Exponent < 0 || plain.Exponent + DigitsOf(plain.Coefficient) > maxDigits)
            return false;
        whole = plain.Signed() * BigInteger.Pow(10, plain.Exponent);
        return true;
    }
}
