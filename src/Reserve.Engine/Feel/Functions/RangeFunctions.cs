using Reserve.Engine.Feel.Evaluation;

namespace Reserve.Engine.Feel.Functions;

/// <summary>How points and ranges lie to each other (DMN 1.5, 10.3.4.9, table 78, after Allen's interval algebra).</summary>
internal static class RangeFunctions
{
    private delegate bool Relation(Span a, Span b);

    public static IEnumerable<Builtin> All =>
        [
            Function("before", BeforeEnd, points: true, pointFirst: true, pointSecond: true),
            Function("after", (a, b) => BeforeEnd(b, a), points: true, pointFirst: true, pointSecond: true),
            Function("meets", (a, b) => a.EndIn && b.StartIn && Order(a.End, b.Start) == 0),
            Function("met by", (a, b) => a.StartIn && b.EndIn && Order(a.Start, b.End) == 0),
            Function("overlaps", (a, b) => Reaches(a, b) && Reaches(b, a)),
            Function("overlaps before", OverlapsBefore),
            Function("overlaps after", (a, b) => OverlapsBefore(b, a)),
            Function("finishes", Finishes, pointFirst: true),
            Function("finished by", (a, b) => Finishes(b, a), pointSecond: true),
            Function("includes", Includes, pointSecond: true),
            Function("during", (a, b) => Includes(b, a), pointFirst: true),
            Function("starts", Starts, pointFirst: true),
            Function("started by", (a, b) => Starts(b, a), pointSecond: true),
            Function(
                "coincides",
                (a, b) => Order(a.Start, b.Start) == 0 && Order(a.End, b.End) == 0 && a.StartIn == b.StartIn && a.EndIn == b.EndIn,
                points: true
            ),
        ];

    private static Builtin Function(string name, Relation relation, bool points = false, bool pointFirst = false, bool pointSecond = false)
    {
        FeelValue Body(FeelValue[] a, FeelState s)
        {
            try
            {
                return FeelValue.From(relation(Span.Of(a[0]), Span.Of(a[1])));
            }
            catch (NotComparable)
            {
                return s.Fail($"{name}: нельзя сравнить {Kinds.Name(a[0])} и {Kinds.Name(a[1])}");
            }
        }

        var forms = new List<(string, BuiltinBody)> { ("range1: range, range2: range", Body) };
        if (pointSecond)
            forms.Add(("range: range, point: any", Body));
        if (pointFirst)
            forms.Add(("point: any, range: range", Body));
        if (points)
            forms.Add(("point1: any, point2: any", Body));
        return new Builtin(name, [.. forms]);
    }

    private static bool BeforeEnd(Span a, Span b)
    {
        var order = Order(a.End, b.Start);
        return order < 0 || (order == 0 && (!a.EndIn || !b.StartIn));
    }

    /// <summary>Whether a's end lies behind b's start.</summary>
    private static bool Reaches(Span a, Span b)
    {
        var order = Order(a.End, b.Start);
        return order > 0 || (order == 0 && a.EndIn && b.StartIn);
    }

    private static bool OverlapsBefore(Span a, Span b)
    {
        var starts = Order(a.Start, b.Start);
        var ends = Order(a.End, b.End);
        return (starts < 0 || (starts == 0 && a.StartIn && !b.StartIn))
            && Reaches(a, b)
            && (ends < 0 || (ends == 0 && (!a.EndIn || b.EndIn)));
    }

    private static bool Finishes(Span a, Span b)
    {
        if (a.IsPoint)
            return b.EndIn && Order(a.End, b.End) == 0;
        var starts = Order(a.Start, b.Start);
        return Order(a.End, b.End) == 0 && a.EndIn == b.EndIn && (starts > 0 || (starts == 0 && (!a.StartIn || b.StartIn)));
    }

    private static bool Starts(Span a, Span b)
    {
        if (a.IsPoint)
            return b.StartIn && Order(a.Start, b.Start) == 0;
        var ends = Order(a.End, b.End);
        return Order(a.Start, b.Start) == 0 && a.StartIn == b.StartIn && (ends < 0 || (ends == 0 && (!a.EndIn || b.EndIn)));
    }

    private static bool Includes(Span a, Span b)
    {
        var starts = Order(a.Start, b.Start);
        var ends = Order(a.End, b.End);
        return (starts < 0 || (starts == 0 && (a.StartIn || !b.StartIn))) && (ends > 0 || (ends == 0 && (a.EndIn || !b.EndIn)));
    }

    private static int Order(Edge a, Edge b)
    {
        if (a.Infinity != 0 || b.Infinity != 0)
            return a.Infinity.CompareTo(b.Infinity);
        return Comparison.Order(a.Value, b.Value) ?? throw new NotComparable();
    }

    private readonly record struct Edge(FeelValue Value, int Infinity);

    private readonly record struct Span(Edge Start, bool StartIn, Edge End, bool EndIn, bool IsPoint)
    {
        public static Span Of(FeelValue value)
        {
            if (value.AsRange() is not { } range)
                return new Span(new Edge(value, 0), true, new Edge(value, 0), true, true);
            return new Span(
                range.HasLow ? new Edge(range.Low, 0) : new Edge(default, -1),
                range.HasLow && range.LowClosed,
                range.HasHigh ? new Edge(range.High, 0) : new Edge(default, 1),
                range.HasHigh && range.HighClosed,
                false
            );
        }
    }

    /// <summary>Two ends of different kinds; never leaves this class.</summary>
    private sealed class NotComparable : Exception;
}
