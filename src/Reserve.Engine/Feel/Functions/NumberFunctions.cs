using Reserve.Engine.Feel.Evaluation;

namespace Reserve.Engine.Feel.Functions;

/// <summary>Numeric functions (DMN 1.5, 10.3.4.5) and not() (10.3.4.2).</summary>
internal static class NumberFunctions
{
    public static IEnumerable<Builtin> All =>
        [
            new("decimal", ("n: number, scale: number", Rounding(FeelRounding.HalfEven))),
            new("floor", ("n: number", Rounding(FeelRounding.Floor)), ("n: number, scale: number", Rounding(FeelRounding.Floor))),
            new("ceiling", ("n: number", Rounding(FeelRounding.Ceiling)), ("n: number, scale: number", Rounding(FeelRounding.Ceiling))),
            new("round up", ("n: number, scale: number", Rounding(FeelRounding.Up))),
            new("round down", ("n: number, scale: number", Rounding(FeelRounding.Down))),
            new("round half up", ("n: number, scale: number", Rounding(FeelRounding.HalfUp))),
            new("round half down", ("n: number, scale: number", Rounding(FeelRounding.HalfDown))),
            new("abs", ("n: any", Abs)),
            new("modulo", ("dividend: number, divisor: number", Modulo)),
            new(
                "sqrt",
                ("number: number", (a, s) => a[0].Number.Sqrt() is { } root ? FeelValue.From(root) : s.Fail("sqrt: число меньше нуля"))
            ),
            new("log", ("number: number", (a, s) => a[0].Number.Ln() is { } ln ? FeelValue.From(ln) : s.Fail("log: число не больше нуля"))),
            new("exp", ("number: number", (a, s) => Arithmetic.Number(a[0].Number.Exp(), s.At, s))),
            new("odd", ("number: number", (a, s) => Parity(a[0], odd: true, s))),
            new("even", ("number: number", (a, s) => Parity(a[0], odd: false, s))),
            new("not", ("negand: any?", Not)),
        ];

    private static BuiltinBody Rounding(FeelRounding mode) =>
        (a, s) =>
        {
            long scale = 0;
            if (a.Length > 1)
            {
                if (
                    a[1].Number.Round(0, FeelRounding.Down).ToInt64() is not { } digits
                    || digits is < -FeelNumber.MaxExponent or > -FeelNumber.MinExponent
                )
                    return s.Fail($"число знаков после запятой должно быть от {-FeelNumber.MaxExponent} до {-FeelNumber.MinExponent}");
                scale = digits;
            }

            return Arithmetic.Number(a[0].Number.Round((int)scale, mode), s.At, s);
        };

    private static FeelValue Abs(FeelValue[] a, FeelState s)
    {
        var value = a[0].AsList() is { Count: 1 } single ? single[0] : a[0];
        return value.Kind switch
        {
            FeelKind.Number => FeelValue.From(value.Number.Abs()),
            FeelKind.DaysAndTimeDuration => FeelValue.From(new FeelDuration(Int128.Abs(value.AsDuration()!.Nanoseconds))),
            FeelKind.YearsAndMonthsDuration => FeelValue.From(new FeelMonths(Math.Abs(value.AsMonths()!.TotalMonths))),
            _ => s.Fail($"abs: {Kinds.Name(value)} вместо числа или длительности"),
        };
    }

    private static FeelValue Modulo(FeelValue[] a, FeelState s) =>
        a[1].Number.IsZero ? s.Fail("modulo: деление на ноль") : Arithmetic.Number(a[0].Number.Modulo(a[1].Number), s.At, s);

    private static FeelValue Parity(FeelValue value, bool odd, FeelState s)
    {
        if (!value.Number.IsInteger)
            return s.Fail("чётность есть только у целых чисел");
        var rest = value.Number.Abs().Modulo(new FeelNumber(2L));
        return rest.IsInvalid ? FeelValue.From(!odd) : FeelValue.From(rest.IsZero != odd);
    }

    private static FeelValue Not(FeelValue[] a, FeelState s)
    {
        var value = a[0].AsList() is { Count: 1 } single ? single[0] : a[0];
        if (value.AsBoolean() is { } known)
            return FeelValue.From(!known);
        return value.IsNull ? FeelValue.Null : s.Fail($"not: {Kinds.Name(value)} вместо логического значения");
    }
}
