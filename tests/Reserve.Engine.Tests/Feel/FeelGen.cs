using System.Globalization;
using CsCheck;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Feel;

/// <summary>Random FEEL values, the simplest first when a failing one is shrunk.</summary>
internal static class FeelGen
{
    public static readonly Gen<(decimal Decimal, FeelNumber Number)> Number = Gen.Select(
        Gen.Long[-1_000_000_000_000, 1_000_000_000_000],
        Gen.Int[0, 6],
        (whole, scale) =>
        {
            var value = new decimal((int)(Math.Abs(whole) & 0xFFFF_FFFF), (int)(Math.Abs(whole) >> 32), 0, whole < 0, (byte)scale);
            return (value, new FeelNumber(value));
        }
    );

    private static readonly Gen<string> Text = Gen.OneOfConst("", "a", "Ёлка — №1", "\"\\\n\t", "😀", "null", "[1]", " ", "\u2028");

    private static readonly Gen<FeelValue> Simple = Gen.OneOf(
        Gen.Const(FeelValue.Null),
        Gen.Bool.Select(value => FeelValue.From(value)),
        Number.Select(pair => FeelValue.From(pair.Number)),
        Text.Select(value => FeelValue.From(value)),
        Gen.Int[1, 3_000_000].Select(day => FeelValue.From(DateOnly.FromDayNumber(day))),
        Gen.Int[0, 86_399].Select(second => FeelValue.From(new TimeOnly(TimeSpan.TicksPerSecond * second))),
        Gen.Select(
            Gen.Int[0, 1_000_000_000],
            Gen.Int[-14, 14],
            (second, hours) => FeelValue.From(DateTimeOffset.UnixEpoch.AddSeconds(second).ToOffset(TimeSpan.FromHours(hours)))
        ),
        Gen.Long[-10_000_000_000, 10_000_000_000].Select(seconds => FeelValue.From(TimeSpan.FromTicks(seconds * TimeSpan.TicksPerSecond))),
        Gen.Int[-10_000, 10_000].Select(months => FeelValue.From(new FeelMonths(months))),
        // The hour that autumn repeats, both times.
        Gen.Int[0, 7_200]
            .Select(second =>
                Formula
                    .Result($"@\"2024-10-27T01:30:00@Europe/Berlin\" + duration(\"PT{second.ToString(CultureInfo.InvariantCulture)}S\")")
                    .Value
            )
    );

    public static Gen<FeelValue> Value(int depth = 3) =>
        depth == 0
            ? Simple
            : Gen.OneOf(
                Simple,
                Value(depth - 1).Array[0, 4].Select(items => FeelValue.List(items)),
                Gen.Select(Gen.OneOfConst("a", "б", "x1", "$feel", "value").Array[0, 4], Value(depth - 1).Array[4])
                    .Select(pair => FeelValue.Context(FeelContext.From(pair.Item1.Distinct().Zip(pair.Item2, KeyValuePair.Create))))
            );
}
