using Reserve.Engine.Feel;
using Reserve.Engine.Feel.Syntax;

namespace Reserve.Engine.Dmn.Analysis;

/// <summary>
/// Reads what a cell accepts from its syntax tree: literals, comparisons with literals, ranges of literals, and <c>not</c> of those.
/// </summary>
internal static class CellReader
{
    private static readonly CellSet Unknown = new CellSet.Opaque();

    /// <summary>What unary tests accept.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scope">Names in scope; a cell that reads any is not understood.</param>
    public static CellSet Read(string text, FeelScope scope) =>
        FeelParser.Parse(text, scope, unaryTests: true).Node is UnaryTestsNode tests ? Read(tests) : Unknown;

    /// <summary>The value of an output entry that is a literal.</summary>
    public static FeelValue? Constant(string text, FeelScope scope) =>
        FeelParser.Parse(text, scope, unaryTests: false).Node is { } node ? Constant(node) : null;

    private static CellSet Read(UnaryTestsNode node)
    {
        if (node.Tests.Count == 0)
            return new CellSet.Any();
        var parts = node.Tests.Select(Test).ToList();
        var kind = parts[0].Kind;
        if (parts.Exists(part => part.Kind != kind))
            return Unknown;
        switch (kind)
        {
            case CellKind.Text:
                var texts = parts.Cast<CellSet.Texts>().ToList();
                if (texts.Count == 1)
                    return texts[0] with { Negated = texts[0].Negated != node.Negated };
                return texts.Exists(part => part.Negated)
                    ? Unknown
                    : new CellSet.Texts(texts.SelectMany(part => part.Values).ToHashSet(StringComparer.Ordinal), node.Negated);
            case CellKind.Boolean:
                var (isTrue, isFalse) = (
                    parts.Cast<CellSet.Booleans>().Any(part => part.True),
                    parts.Cast<CellSet.Booleans>().Any(part => part.False)
                );
                return new CellSet.Booleans(isTrue != node.Negated, isFalse != node.Negated);
            case CellKind.Number or CellKind.Date or CellKind.Duration or CellKind.Months:
                return new CellSet.Ordered(kind, [.. parts.Cast<CellSet.Ordered>().SelectMany(part => part.Intervals)], node.Negated);
            default:
                return Unknown;
        }
    }

    private static CellSet Test(FeelNode node) =>
        node switch
        {
            ComparisonTestNode { Operator: var sign, Operand: var operand } => Constant(operand) is { } value
                ? Comparison(sign, value)
                : Unknown,
            RangeNode range => Constant(range.Low) is { } low && Constant(range.High) is { } high
                ? Range(low, range.LowClosed, high, range.HighClosed)
                : Unknown,
            ListNode { Items: [_, ..] items } when items.All(item => Constant(item) is not null) => Read(
                new UnaryTestsNode(node.At, items, false)
            ),
            _ => Constant(node) is { } value ? Comparison(BinaryOperator.Equal, value) : Unknown,
        };

    private static CellSet Comparison(BinaryOperator sign, FeelValue value)
    {
        if (value.AsString() is { } text)
        {
            return sign is BinaryOperator.Equal or BinaryOperator.NotEqual
                ? new CellSet.Texts(new HashSet<string>(StringComparer.Ordinal) { text }, sign == BinaryOperator.NotEqual)
                : Unknown;
        }

        if (value.AsBoolean() is { } truth)
        {
            return sign is BinaryOperator.Equal or BinaryOperator.NotEqual
                ? new CellSet.Booleans(truth == (sign == BinaryOperator.Equal), truth != (sign == BinaryOperator.Equal))
                : Unknown;
        }

        var (kind, key) = CellSet.KeyOf(value);
        if (kind == CellKind.None)
            return Unknown;
        return new CellSet.Ordered(
            kind,
            sign switch
            {
                BinaryOperator.Less => [new Interval(null, false, key, false)],
                BinaryOperator.LessOrEqual => [new Interval(null, false, key, true)],
                BinaryOperator.Greater => [new Interval(key, false, null, false)],
                BinaryOperator.GreaterOrEqual => [new Interval(key, true, null, false)],
                BinaryOperator.NotEqual => [new Interval(null, false, key, false), new Interval(key, false, null, false)],
                _ => [Interval.Point(key)],
            },
            false
        );
    }

    private static CellSet Range(FeelValue low, bool lowClosed, FeelValue high, bool highClosed)
    {
        var (kind, from) = CellSet.KeyOf(low);
        var (other, to) = CellSet.KeyOf(high);
        return kind == CellKind.None || kind != other || from > to
            ? Unknown
            : new CellSet.Ordered(kind, [new Interval(from, lowClosed, to, highClosed)], false);
    }

    private static FeelValue? Constant(FeelNode node) =>
        node switch
        {
            LiteralNode literal => literal.Value.IsNull ? null : literal.Value,
            NegateNode { Operand: LiteralNode { Value: { IsNumber: true } number } } => FeelValue.From(-number.AsNumber()!.Value),
            CallNode { Callee: NameNode { Name: "date" }, Arguments: [LiteralNode argument], Names: null }
                when argument.Value.AsString() is { } text => FeelDate.TryParse(text) is { } date ? FeelValue.From(date) : null,
            CallNode { Callee: NameNode { Name: "duration" }, Arguments: [LiteralNode argument], Names: null }
                when argument.Value.AsString() is { } text => FeelDuration.TryParse(text) is { } duration ? FeelValue.From(duration)
            : FeelMonths.TryParse(text) is { } months ? FeelValue.From(months)
            : null,
            _ => null,
        };
}
