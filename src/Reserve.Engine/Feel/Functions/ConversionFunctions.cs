using Reserve.Engine.Feel.Evaluation;
using Reserve.Engine.Feel.Syntax;

namespace Reserve.Engine.Feel.Functions;

/// <summary>Conversion functions other than the temporal ones (DMN 1.5, 10.3.4.1).</summary>
internal static class ConversionFunctions
{
    public static IEnumerable<Builtin> All =>
        [
            new("number", ("from: string, grouping separator: string?, decimal separator: string?", Number)),
            new("string", ("from: any?", (a, s) => a[0].IsNull ? s.Fail("string: аргумент «from» — null") : Text(a[0], s))),
            new("range", ("from: string", Range)),
        ];

    private static FeelValue Text(FeelValue value, FeelState s)
    {
        var text = FeelText.Plain(value, s.Limits.StringLength);
        return s.AllowsLength(s.At, text.Length) ? FeelValue.From(text) : default;
    }

    private static FeelValue Number(FeelValue[] a, FeelState s)
    {
        var text = a[0].AsString()!;
        var grouping = a[1].AsString();
        var point = a[2].AsString() ?? ".";
        if (grouping is not (null or " " or "," or "."))
            return s.Fail("number: разделитель групп — пробел, запятая или точка");
        if (point is not ("," or "."))
            return s.Fail("number: десятичный знак — запятая или точка");
        if (grouping == point)
            return s.Fail("number: разделитель групп и десятичный знак совпадают");
        if (grouping is not null)
            text = text.Replace(grouping, "", StringComparison.Ordinal);
        if (point == ",")
        {
            if (text.Contains('.', StringComparison.Ordinal))
                return s.Fail($"number: «{a[0].AsString()}» — не число");
            text = text.Replace(',', '.');
        }

        return FeelNumber.TryParse(text, out var number) ? FeelValue.From(number) : s.Fail($"number: «{a[0].AsString()}» — не число");
    }

    /// <summary>A range from its literal; its ends are literals too (DMN 1.5, table 75).</summary>
    private static FeelValue Range(FeelValue[] a, FeelState s)
    {
        var text = a[0].AsString()!;
        var (node, _) = FeelParser.Parse(text.Trim(), FeelScope.Empty, unaryTests: false);
        if (node is not RangeNode range || !TryLiteral(range.Low, s, out var low) || !TryLiteral(range.High, s, out var high))
            return s.Fail($"range: «{text}» — не диапазон");
        if (low.IsNull || high.IsNull)
            return s.Fail("range: граница диапазона — null");
        return RangeCode.Make(low, high, range.LowClosed, range.HighClosed, s.At, s);
    }

    private static bool TryLiteral(FeelNode node, FeelState s, out FeelValue value)
    {
        value = default;
        switch (node)
        {
            case LiteralNode literal:
                value = literal.Value;
                return true;
            case NegateNode { Operand: LiteralNode operand }:
                value = Arithmetic.Negate(operand.Value, s.At, s);
                return !value.IsNull;
            case CallNode
            {
                Callee: NameNode { Name: "date" or "time" or "date and time" or "duration" } callee,
                Names: null,
                Arguments: [LiteralNode { Value.Kind: FeelKind.String } argument]
            }:
                value = Builtins.Find(callee.Name)!.Invoke([argument.Value], null, s.At, s);
                return !value.IsNull;
            default:
                return false;
        }
    }
}
