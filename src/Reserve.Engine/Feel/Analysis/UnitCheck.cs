using Reserve.Engine.Feel.Syntax;

namespace Reserve.Engine.Feel.Analysis;

/// <summary>Follows units through a tree. A plain number takes any unit in sums and comparisons, and none in products.</summary>
internal sealed class UnitCheck
{
    private readonly string text;
    private readonly IReadOnlyDictionary<string, FeelUnit> variables;
    private readonly List<FeelDiagnostic> problems = [];

    private UnitCheck(string text, IReadOnlyDictionary<string, FeelUnit> variables)
    {
        this.text = text;
        this.variables = variables;
    }

    public static FeelUnitReport Of(FeelNode node, string text, IReadOnlyDictionary<string, FeelUnit> variables)
    {
        var check = new UnitCheck(text, variables);
        var unit = check.Visit(node);
        return new FeelUnitReport(unit.Unit, check.problems);
    }

    private Found Visit(FeelNode node)
    {
        switch (node)
        {
            case LiteralNode { Value.IsNumber: true }:
                return new Found(FeelUnit.None, IsNumber: true);
            case NameNode name:
                return new Found(variables.GetValueOrDefault(name.Name));
            case NegateNode negate:
                return Visit(negate.Operand);
            case BinaryNode binary:
                return Binary(binary);
            case IfNode choice:
                Visit(choice.Condition);
                return Same(choice.At, Visit(choice.Then), Visit(choice.Else));
            case BetweenNode between:
                Same(between.At, Same(between.At, Visit(between.Value), Visit(between.Low)), Visit(between.High));
                return new Found(FeelUnit.None);
            case FilterNode filter:
                Visit(filter.Condition);
                return Visit(filter.Target);
            case ListNode { Items.Count: > 0 } list:
                return list.Items.Select(Visit).Aggregate((one, other) => Same(list.At, one, other));
            case CallNode { Callee: NameNode callee } call:
                return Call(callee.Name, call);
            default:
                foreach (var child in node.Children)
                    Visit(child);
                return default;
        }
    }

    private Found Binary(BinaryNode node)
    {
        var left = Visit(node.Left);
        var right = Visit(node.Right);
        switch (node.Operator)
        {
            case BinaryOperator.Add or BinaryOperator.Subtract:
                return Same(node.At, left, right);
            case BinaryOperator.Multiply:
                return left.Unit is null || right.Unit is null
                    ? default
                    : new Found(left.Unit.Times(right.Unit), left.IsNumber && right.IsNumber);
            case BinaryOperator.Divide:
                return left.Unit is null || right.Unit is null
                    ? default
                    : new Found(left.Unit.Over(right.Unit), left.IsNumber && right.IsNumber);
            case BinaryOperator.Power:
                return
                    left.Unit is not null
                    && node.Right is LiteralNode { Value.IsNumber: true } power
                    && power.Value.AsInt64() is { } exponent and >= -9 and <= 9
                    ? new Found(left.Unit.Power((int)exponent), left.IsNumber)
                    : default;
            case BinaryOperator.And or BinaryOperator.Or:
                return new Found(FeelUnit.None);
            default:
                Same(node.At, left, right);
                return new Found(FeelUnit.None);
        }
    }

    private Found Call(string name, CallNode call)
    {
        var units = call.Arguments.Select(Visit).ToList();
        switch (name)
        {
            case "sum" or "min" or "max" or "mean" or "median" or "mode" or "stddev" when units.Count > 0:
                return units.Aggregate((one, other) => Same(call.At, one, other));
            case "abs"
            or "floor"
            or "ceiling"
            or "decimal"
            or "round up"
            or "round down"
            or "round half up"
            or "round half down" when units.Count > 0:
                return units[0];
            case "modulo" when units.Count == 2:
                return Same(call.At, units[0], units[1]);
            case "count":
                return new Found(FeelUnit.None);
            default:
                return default;
        }
    }

    private Found Same(int at, Found left, Found right)
    {
        if (left.IsNumber)
            return right;
        if (right.IsNumber || right.Unit is null)
            return left;
        if (left.Unit is not null && !left.Unit.Equals(right.Unit))
        {
            var (line, column) = FeelParser.Place(text, at);
            problems.Add(
                new FeelDiagnostic(line, column, $"разные единицы: {left.Unit} и {right.Unit}", right.Unit.ToString(), left.Unit.ToString())
                {
                    Length = at < text.Length ? FeelParser.Found(text, at).Length : 0,
                }
            );
        }

        return left.Unit is null ? right : left;
    }

    private readonly record struct Found(FeelUnit? Unit, bool IsNumber = false);
}
