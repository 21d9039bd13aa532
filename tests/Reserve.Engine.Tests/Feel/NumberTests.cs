using System.Globalization;
using System.Numerics;
using CsCheck;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Feel;

/// <summary>The 34-digit numbers, against whole-number arithmetic without bounds.</summary>
public sealed class NumberTests
{
    private const int Cases = 20_000;

    /// <summary>A digit at a time, so that a failing number shrinks to few of them; a quarter are longer than a double holds.</summary>
    private static readonly Gen<(FeelNumber Number, (BigInteger Coefficient, int Exponent) Exact)> Some = Gen.Select(
        Gen.Frequency((3, Gen.Char['0', '9'].Array[1, 11]), (1, Gen.Char['0', '9'].Array[1, 34])),
        Gen.Int[-20, 11],
        Gen.Bool,
        (digits, exponent, isNegative) =>
        {
            var coefficient = BigInteger.Parse(digits, CultureInfo.InvariantCulture) * (isNegative ? -1 : 1);
            return (Parsed($"{coefficient}e{exponent}"), (coefficient, exponent));
        }
    );

    [Fact]
    public void Sums_products_and_quotients_are_rounded_as_exact_arithmetic_says() =>
        Gen.Select(Some, Some)
            .Sample(
                pair =>
                {
                    var ((a, x), (b, y)) = pair;
                    Check(a + b, Scaled(x, y, (p, q) => p + q), $"{a} + {b}");
                    Check(a - b, Scaled(x, y, (p, q) => p - q), $"{a} - {b}");
                    Check(a * b, (x.Coefficient * y.Coefficient, x.Exponent + y.Exponent, false), $"{a} * {b}");
                    if (y.Coefficient.IsZero)
                        return;
                    var numerator = x.Coefficient * BigInteger.Pow(10, 120);
                    var quotient = BigInteger.DivRem(numerator, y.Coefficient, out var rest);
                    Check(a / b, (quotient, x.Exponent - y.Exponent - 120, !rest.IsZero), $"{a} / {b}");
                },
                iter: Cases
            );

    [Fact]
    public void Order_and_equality_do_not_depend_on_the_scale()
    {
        Gen.Select(Some, Some)
            .Sample(
                pair =>
                {
                    var ((a, x), (b, y)) = pair;
                    var (difference, _, _) = Scaled(x, y, (p, q) => p - q);
                    Assert.Equal(difference.Sign, Math.Sign(a.CompareTo(b)));
                    Assert.Equal(difference.IsZero, a == b);
                    if (a == b)
                        Assert.Equal(a.GetHashCode(), b.GetHashCode());
                },
                iter: Cases
            );

        Assert.Equal(Parsed("1.00").GetHashCode(), Parsed("1").GetHashCode());
        Assert.Equal(Parsed("100"), Parsed("1e2"));
        Assert.Equal(Parsed("0.00"), Parsed("-0"));
    }

    [Theory]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-0.0000000000000000000000000001")]
    [InlineData("123456.789")]
    [InlineData("0")]
    public void Decimals_come_back_as_they_went(string text)
    {
        var number = decimal.Parse(text, CultureInfo.InvariantCulture);
        Assert.Equal(number, new FeelNumber(number).ToDecimal());
        Assert.Equal(Parsed(text), new FeelNumber(number));
    }

    [Theory]
    [InlineData("9999999999999999999999999999999999", "9999999999999999999999999999999999")]
    [InlineData("99999999999999999999999999999999995", "100000000000000000000000000000000000")]
    [InlineData("10000000000000000000000000000000000.5", "10000000000000000000000000000000000")]
    [InlineData("1e6111", "1E+6111")]
    [InlineData("0.1e-90", "1E-91")]
    [InlineData("-12.300", "-12.3")]
    public void Literals_are_read_to_34_digits(string text, string expected) => Assert.Equal(expected, Parsed(text).ToString());

    [Theory]
    [InlineData("1e6145")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("1.")]
    [InlineData("1e")]
    [InlineData("--1")]
    public void What_is_no_number_is_refused(string text) => Assert.False(FeelNumber.TryParse(text, out _));

    [Fact]
    public void Decimals_out_of_dotnets_range_are_null_there() => Assert.Null(Parsed("1e30").ToDecimal());

    private static FeelNumber Parsed(string text)
    {
        Assert.True(FeelNumber.TryParse(text, out var number));
        return number;
    }

    private static (BigInteger Coefficient, int Exponent, bool Inexact) Scaled(
        (BigInteger Coefficient, int Exponent) x,
        (BigInteger Coefficient, int Exponent) y,
        Func<BigInteger, BigInteger, BigInteger> work
    )
    {
        var exponent = Math.Min(x.Exponent, y.Exponent);
        return (
            work(x.Coefficient * BigInteger.Pow(10, x.Exponent - exponent), y.Coefficient * BigInteger.Pow(10, y.Exponent - exponent)),
            exponent,
            false
        );
    }

    private static void Check(FeelNumber actual, (BigInteger Coefficient, int Exponent, bool Inexact) exact, string what)
    {
        // Half to even at the 34th digit.
        var magnitude = BigInteger.Abs(exact.Coefficient);
        var exponent = exact.Exponent;
        var drop = magnitude.IsZero ? 0 : magnitude.ToString(CultureInfo.InvariantCulture).Length - FeelNumber.Precision;
        if (drop > 0)
        {
            var unit = BigInteger.Pow(10, drop);
            magnitude = BigInteger.DivRem(magnitude, unit, out var rest);
            var twice = rest * 2;
            if (twice > unit || (twice == unit && (exact.Inexact || !magnitude.IsEven)))
                magnitude++;
            exponent += drop;
        }

        var expected = Parsed($"{(exact.Coefficient.Sign < 0 ? "-" : "")}{magnitude}e{exponent}");
        Assert.True(expected == actual, $"{what}: expected {expected}, got {actual}");
    }
}
