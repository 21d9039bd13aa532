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

/// <summary>A boxed iterator (DMN 1.5, 10.2.2.11): <c>for</c> with <c>partial</c>, <c>some</c> and <c>every</c> in three-valued logic.</summary>
internal sealed class IteratorNode(DmnIteratorKind kind, string variable, BoxedNode list, BoxedNode body, bool readsPartial, FeelType type, DmnPlace place)
    : BoxedNode(type, place)
{
    protected override FeelValue Compute(in DmnFrame frame)
    {
        if (Items(list.Evaluate(frame), frame) is not { } items)
            return FeelValue.Null;
        return kind == DmnIteratorKind.For ? For(items, frame) : Quantify(items, frame);
    }

    private FeelValue For(IReadOnlyList<FeelValue> items, in DmnFrame frame)
    {
        var results = new List<FeelValue>(items.Count);
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
    private FeelValue Quantify(IReadOnlyList<FeelValue> items, in DmnFrame frame)
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

    private IReadOnlyList<FeelValue>? Items(FeelValue source, in DmnFrame frame)
    {
        if (source.AsList() is { } list)
            return list;
        if (source.AsRange() is { } range)
        {
            if (WholeNumbers(range, frame.Run.Limits.ListCount) is { } numbers)
                return numbers;
            frame.Run.Warn($"перебрать {DmnRun.Shorten(source)} нельзя", Place);
            return null;
        }

        if (!source.IsNull)
            return [source];
        frame.Run.Warn("перебирать нечего: вместо списка null", Place);
        return null;
    }

    private static List<FeelValue>? WholeNumbers(FeelRange range, int most)
    {
        if (range.Low.AsInt64() is not { } low || range.High.AsInt64() is not { } high || !range.HasLow || !range.HasHigh)
            return null;
        low += range.LowClosed ? 0 : 1;
        high -= range.HighClosed ? 0 : 1;
        if (high - low >= most)
            return null;
        var numbers = new List<FeelValue>();
        for (var number = low; number <= high; number++)
            numbers.Add(FeelValue.From(number));
        return numbers;
    }
}
