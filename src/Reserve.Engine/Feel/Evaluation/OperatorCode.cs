namespace Reserve.Engine.Feel.Evaluation;

internal sealed class AddCode(int at, Code left, Code right) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var a = left.Run(ref frame);
        var b = right.Run(ref frame);
        if (a.IsNumber && b.IsNumber)
        {
            var sum = a.Number + b.Number;
            if (!sum.IsInvalid)
                return FeelValue.From(sum);
        }

        return Arithmetic.Add(a, b, At, frame.State);
    }
}

internal sealed class SubtractCode(int at, Code left, Code right) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var a = left.Run(ref frame);
        var b = right.Run(ref frame);
        if (a.IsNumber && b.IsNumber)
        {
            var difference = a.Number - b.Number;
            if (!difference.IsInvalid)
                return FeelValue.From(difference);
        }

        return Arithmetic.Subtract(a, b, At, frame.State);
    }
}

internal sealed class MultiplyCode(int at, Code left, Code right) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var a = left.Run(ref frame);
        var b = right.Run(ref frame);
        if (a.IsNumber && b.IsNumber)
        {
            var product = a.Number * b.Number;
            if (!product.IsInvalid)
                return FeelValue.From(product);
        }

        return Arithmetic.Multiply(a, b, At, frame.State);
    }
}

internal sealed class DivideCode(int at, Code left, Code right) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var a = left.Run(ref frame);
        var b = right.Run(ref frame);
        if (a.IsNumber && b.IsNumber)
        {
            var quotient = a.Number / b.Number;
            if (!quotient.IsInvalid)
                return FeelValue.From(quotient);
        }

        return Arithmetic.Divide(a, b, At, frame.State);
    }
}

internal sealed class PowerCode(int at, Code left, Code right) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var a = left.Run(ref frame);
        return Arithmetic.Power(a, right.Run(ref frame), At, frame.State);
    }
}

internal sealed class NegateCode(int at, Code operand) : Code(at)
{
    public override FeelValue Run(ref Frame frame) => Arithmetic.Negate(operand.Run(ref frame), At, frame.State);
}

internal sealed class EqualCode(int at, Code left, Code right, bool not) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var a = left.Run(ref frame);
        var b = right.Run(ref frame);
        if (a.Reference is FeelList or FeelContext && !frame.State.Walk(At, Math.Min(a.Weight, b.Weight)))
            return default;
        if (Comparison.Equal(a, b) is { } equal)
            return FeelValue.From(equal != not);
        return frame.State.Fail(At, $"сравнение значений разного вида: {Kinds.Name(a)} и {Kinds.Name(b)}");
    }
}

internal enum OrderSign
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

internal sealed class OrderCode(int at, OrderSign sign, Code left, Code right) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var a = left.Run(ref frame);
        var b = right.Run(ref frame);
        return FeelValue.From(Holds(sign, a, b, At, frame.State));
    }

    public static bool? Holds(OrderSign sign, FeelValue a, FeelValue b, int at, FeelState state)
    {
        if (Comparison.Order(a, b) is { } order)
        {
            return sign switch
            {
                OrderSign.Less => order < 0,
                OrderSign.LessOrEqual => order <= 0,
                OrderSign.Greater => order > 0,
                _ => order >= 0,
            };
        }

        state.Warn(at, $"нельзя сравнить по порядку: {Kinds.Name(a)} и {Kinds.Name(b)}");
        return null;
    }
}

/// <summary>Three-valued conjunction and disjunction; what is no boolean counts as unknown (DMN 1.5, table 50).</summary>
internal sealed class LogicCode(int at, bool and, Code left, Code right) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var a = left.Run(ref frame);
        if (a.AsBoolean() == !and)
            return a;
        var b = right.Run(ref frame);
        if (b.AsBoolean() == !and)
            return b;
        if (a.AsBoolean() is not null && b.AsBoolean() is not null)
            return FeelValue.From(and);
        Check(a, frame.State);
        Check(b, frame.State);
        return default;
    }

    private void Check(FeelValue value, FeelState state)
    {
        if (!value.IsNull && value.AsBoolean() is null)
            state.Warn(At, $"«{(and ? "and" : "or")}» для значения вида {Kinds.Name(value)}");
    }
}

internal sealed class BetweenCode(int at, Code value, Code low, Code high) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var v = value.Run(ref frame);
        var a = OrderCode.Holds(OrderSign.GreaterOrEqual, v, low.Run(ref frame), At, frame.State);
        var b = OrderCode.Holds(OrderSign.LessOrEqual, v, high.Run(ref frame), At, frame.State);
        return FeelValue.From(
            a == false || b == false ? false
            : a is null || b is null ? null
            : true
        );
    }
}

internal sealed class IfCode(int at, Code condition, Code then, Code otherwise) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var test = condition.Run(ref frame);
        if (test.IsTrue)
            return then.Run(ref frame);
        if (!test.IsFalse && !test.IsNull)
            return frame.State.Fail(At, $"условие «if» не логическое, а {Kinds.Name(test)}");
        return otherwise.Run(ref frame);
    }
}

internal sealed class InstanceOfCode(int at, Code value, FeelType type) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var tested = value.Run(ref frame);
        return frame.State.Walk(At, tested.Weight) ? FeelValue.From(type.Contains(tested)) : default;
    }
}

/// <summary>A test against the value left of in, or against the input of a decision table.</summary>
internal abstract class TestCode(int at)
{
    public int At { get; } = at;

    public abstract bool? Holds(ref Frame frame, FeelValue value);
}

internal sealed class ComparisonTestCode(int at, OrderSign? sign, bool not, Code operand) : TestCode(at)
{
    public override bool? Holds(ref Frame frame, FeelValue value)
    {
        var other = operand.Run(ref frame);
        if (sign is { } order)
            return OrderCode.Holds(order, value, other, At, frame.State);
        if (value.Reference is FeelList or FeelContext && !frame.State.Walk(At, Math.Min(value.Weight, other.Weight)))
            return null;
        return Comparison.Equal(value, other) is { } equal ? equal != not : null;
    }
}

/// <summary>
/// A test that is an expression: its value is a range, a list, or something to be equal to; with ? in it, it is the condition itself.
/// </summary>
internal sealed class ExpressionTestCode(int at, Code expression, bool readsInput, bool unary) : TestCode(at)
{
    public override bool? Holds(ref Frame frame, FeelValue value)
    {
        var test = expression.Run(ref frame);
        if (readsInput && (test.AsBoolean() is not null || test.IsNull))
            return test.AsBoolean();
        var holds = Comparison.In(value, test, frame.State);
        if (unary && holds != true && test.AsBoolean() is { } condition && value.AsBoolean() is null)
            return condition;
        if (holds is null && !value.IsNull)
            frame.State.Warn(At, $"проверка «in» не определена для {Kinds.Name(value)} и {Kinds.Name(test)}");
        return holds;
    }
}

/// <summary>
/// A range written as a test: two comparisons (DMN 1.5, table 55), so that one whose ends stand the wrong way round holds nothing.
/// </summary>
internal sealed class RangeTestCode(int at, Code low, OrderSign lowSign, Code high, OrderSign highSign) : TestCode(at)
{
    public override bool? Holds(ref Frame frame, FeelValue value)
    {
        var above = OrderCode.Holds(lowSign, value, low.Run(ref frame), At, frame.State);
        var below = OrderCode.Holds(highSign, value, high.Run(ref frame), At, frame.State);
        return above == false || below == false ? false
            : above is null || below is null ? null
            : true;
    }
}

internal sealed class InCode(int at, Code value, TestCode[] tests) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var input = value.Run(ref frame);
        return FeelValue.From(UnaryTestsCode.Any(tests, ref frame, input));
    }
}

/// <summary>A cell of a decision table; the input stands in a slot of its own, named ?.</summary>
internal sealed class UnaryTestsCode(int at, int inputSlot, TestCode[] tests, bool negated) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        if (tests.Length == 0)
            return FeelValue.True;
        var input = inputSlot < frame.Globals.Length ? frame.Globals[inputSlot] : default;
        var any = Any(tests, ref frame, input);
        return FeelValue.From(negated ? !any : any);
    }

    public static bool? Any(TestCode[] tests, ref Frame frame, FeelValue input)
    {
        bool? any = false;
        foreach (var test in tests)
        {
            var holds = test.Holds(ref frame, input);
            if (holds == true)
                return true;
            if (holds is null)
                any = null;
        }

        return any;
    }
}
