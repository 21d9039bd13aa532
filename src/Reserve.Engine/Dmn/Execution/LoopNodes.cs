using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>A boxed filter (DMN 1.5, 10.2.2.10): <c>item</c> and the entries of the item are in scope.</summary>
internal sealed class FilterNode(BoxedNode list, BoxedNode match, FeelType type, DmnPlace place) : BoxedNode(type, place)
{
    protected override FeelValue Compute(in DmnFrame frame)
    {
        var source = list.Evaluate(frame);
        if (source.IsNull)
            return frame.Run.Fail("фильтровать нечего: вместо списка null", Place);
        var items = source.AsList() ?? [source];
        var kept = new List<FeelValue>();
        foreach (var item in items)
        {
            if (!frame.Run.Step(Place))
                return FeelValue.Null;
            var inner = item.AsContext() is { } context ? new DmnFrame(frame.Variables.WithAll(context), frame.Run) : frame;
            var verdict = match.Evaluate(inner.With("item", item));
            if (verdict.IsTrue)
                kept.Add(item);
            else if (verdict.Kind is not (FeelKind.Boolean or FeelKind.Null))
                return frame.Run.Fail($"условие фильтра дало {DmnRun.Shorten(verdict)} вместо true или false", Place);
        }

        return FeelValue.List(kept);
    }
}

/// <summary>
/// A boxed iterator (DMN 1.5, 10.2.2.11): <c>for</c> with <c>partial</c>, <c>some</c> and <c>every</c> in three-valued logic.
/// </summary>
internal sealed class IteratorNode(
    DmnIteratorKind kind,
    string variable,
    BoxedNode list,
    BoxedNode body,
    bool readsPartial,
    FeelType type,
    DmnPlace place
) : BoxedNode(type, place)
{
    protected override FeelValue Compute(in DmnFrame frame)
    {
        if (frame.Run.Items(list.Evaluate(frame), Place) is not { } items)
            return FeelValue.Null;
        return kind == DmnIteratorKind.For ? For(items, frame) : Quantify(items, frame);
    }

    private FeelValue For(FeelValue[] items, in DmnFrame frame)
    {
        var results = new List<FeelValue>(items.Length);
        foreach (var item in items)
        {
            if (!frame.Run.Step(Place))
                return FeelValue.Null;
            var inner = frame.With(variable, item);
            results.Add(body.Evaluate(readsPartial ? inner.With("partial", FeelValue.List([.. results])) : inner));
        }

        return FeelValue.List(results);
    }

    /// <summary>some is a disjunction, every a conjunction, of the bodies; what is neither true, false nor null is an error.</summary>
    private FeelValue Quantify(FeelValue[] items, in DmnFrame frame)
    {
        var isSome = kind == DmnIteratorKind.Some;
        var unknown = false;
        foreach (var item in items)
        {
            if (!frame.Run.Step(Place))
                return FeelValue.Null;
            var value = body.Evaluate(frame.With(variable, item));
            if (isSome ? value.IsTrue : value.IsFalse)
                return value;
            if (value.IsNull)
                unknown = true;
            else if (value.Kind != FeelKind.Boolean)
                return frame.Run.Fail($"условие дало {DmnRun.Shorten(value)} вместо true или false", Place);
        }

        return unknown ? FeelValue.Null : FeelValue.From(!isSome);
    }
}
