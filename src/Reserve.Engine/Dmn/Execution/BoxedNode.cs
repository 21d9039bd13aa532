using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>A compiled boxed expression; immutable.</summary>
internal abstract class BoxedNode(FeelType type, DmnPlace place)
{
    protected DmnPlace Place { get; } = place;

    public FeelType Type { get; } = type;

    /// <summary>The value, fitted to the type which the expression declares; null with a warning where it does not fit.</summary>
    public FeelValue Evaluate(in DmnFrame frame) => frame.Run.Fit(Type, Compute(frame), Place);

    protected abstract FeelValue Compute(in DmnFrame frame);
}

/// <summary>A value known without evaluating.</summary>
internal sealed class ConstantNode(FeelValue value, FeelType type, DmnPlace place) : BoxedNode(type, place)
{
    public FeelValue Value { get; } = value;

    protected override FeelValue Compute(in DmnFrame frame) => Value;
}

/// <summary>The value of one variable.</summary>
internal sealed class VariableNode(string name, FeelType type, DmnPlace place) : BoxedNode(type, place)
{
    protected override FeelValue Compute(in DmnFrame frame) => frame.Variables.TryGet(name, out var value) ? value : FeelValue.Null;
}

/// <summary>An expression that cannot be evaluated: null, and the reason.</summary>
internal sealed class BrokenNode(string reason, DmnPlace place) : BoxedNode(FeelType.Any, place)
{
    protected override FeelValue Compute(in DmnFrame frame) => frame.Run.Fail(reason, Place);
}

/// <summary>A FEEL expression.</summary>
internal sealed class LiteralNode(FeelExpression expression, FeelType type, DmnPlace place) : BoxedNode(type, place)
{
    protected override FeelValue Compute(in DmnFrame frame) => frame.Run.Evaluate(expression, default, frame.Variables, Place);
}

/// <summary>A boxed context.</summary>
internal sealed class ContextNode(IReadOnlyList<ContextNode.Entry> entries, BoxedNode? result, FeelType type, DmnPlace place)
    : BoxedNode(type, place)
{
    protected override FeelValue Compute(in DmnFrame frame)
    {
        var variables = frame.Variables;
        var values = new KeyValuePair<string, FeelValue>[entries.Count];
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            var value = frame.Run.Fit(entry.Type, entry.Value.Evaluate(new DmnFrame(variables, frame.Run)), entry.Place);
            values[i] = KeyValuePair.Create(entry.Name, value);
            variables = variables.With(entry.Name, value);
        }

        return result is not null ? result.Evaluate(new DmnFrame(variables, frame.Run)) : FeelValue.Context(FeelContext.From(values));
    }

    /// <summary>A named entry.</summary>
    internal sealed record Entry(string Name, FeelType Type, BoxedNode Value, DmnPlace Place);
}

/// <summary>A boxed list, or the rows of a relation.</summary>
internal sealed class ListNode(IReadOnlyList<BoxedNode> items, FeelType type, DmnPlace place) : BoxedNode(type, place)
{
    protected override FeelValue Compute(in DmnFrame frame)
    {
        var values = new FeelValue[items.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = items[i].Evaluate(frame);
        return FeelValue.List(values);
    }
}

/// <summary>A row of a relation: its cells do not see each other.</summary>
internal sealed class RowNode(IReadOnlyList<ContextNode.Entry> cells, DmnPlace place) : BoxedNode(FeelType.Any, place)
{
    protected override FeelValue Compute(in DmnFrame frame)
    {
        var values = new KeyValuePair<string, FeelValue>[cells.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = KeyValuePair.Create(cells[i].Name, frame.Run.Fit(cells[i].Type, cells[i].Value.Evaluate(frame), cells[i].Place));
        return FeelValue.Context(FeelContext.From(values));
    }
}

/// <summary>A boxed conditional: false and null take the other branch (DMN 1.5, 10.2.2.9); what is no boolean at all is an error.</summary>
internal sealed class ConditionalNode(BoxedNode condition, BoxedNode then, BoxedNode otherwise, FeelType type, DmnPlace place)
    : BoxedNode(type, place)
{
    protected override FeelValue Compute(in DmnFrame frame)
    {
        var value = condition.Evaluate(frame);
        return value.IsTrue ? then.Evaluate(frame)
            : value.IsFalse || value.IsNull ? otherwise.Evaluate(frame)
            : frame.Run.Fail($"условие дало {DmnRun.Shorten(value)} вместо true или false", Place);
    }
}
