namespace Reserve.Engine.Feel.Evaluation;

internal sealed class ListCode(int at, Code[] items) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        if (!frame.State.AllowsCount(At, items.Length))
            return default;
        var values = new FeelValue[items.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = items[i].Run(ref frame);
        return FeelValue.List(new FeelList(values));
    }
}

internal sealed class ContextCode(int at, string[] names, Code[] values, int[] slots) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var entries = new KeyValuePair<string, FeelValue>[names.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            var value = values[i].Run(ref frame);
            if (value.AsFunction() is Closure closure)
                closure.Bind(slots[i], value);
            frame.Locals[slots[i]] = value;
            entries[i] = KeyValuePair.Create(names[i], value);
        }

        return FeelValue.Context(new FeelContext(entries));
    }
}

internal sealed class RangeCode(int at, Code low, bool lowClosed, Code high, bool highClosed) : Code(at)
{
    public override FeelValue Run(ref Frame frame) => Make(low.Run(ref frame), high.Run(ref frame), lowClosed, highClosed, At, frame.State);

    public static FeelValue Make(FeelValue low, FeelValue high, bool lowClosed, bool highClosed, int at, FeelState state)
    {
        if (low.IsNull || high.IsNull)
            return low.IsNull && high.IsNull ? state.Fail(at, "у диапазона нет границ") : Half(low, high, lowClosed, highClosed, at, state);
        if (Comparison.Order(low, high) is not { } order)
            return state.Fail(at, $"границы диапазона нельзя сравнить: {Kinds.Name(low)} и {Kinds.Name(high)}");
        return order > 0
            ? state.Fail(at, "нижняя граница диапазона больше верхней")
            : FeelValue.From(new FeelRange(low, lowClosed, high, highClosed));
    }

    /// <summary>
    /// A null end: the range holds nothing that could be told, yet its open form stands for an unbounded one when compared.
    /// </summary>
    private static FeelValue Half(FeelValue low, FeelValue high, bool lowClosed, bool highClosed, int at, FeelState state)
    {
        if ((low.IsNull && lowClosed) || (high.IsNull && highClosed))
            return state.Fail(at, "граница диапазона — null");
        return FeelValue.From(new FeelRange(low, lowClosed, high, highClosed));
    }
}

/// <summary>A comparison without its left side, as a value: a range without one end.</summary>
internal sealed class OpenRangeCode(int at, OrderSign? sign, bool not, Code operand) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var end = operand.Run(ref frame);
        if (not || end.IsNull || Comparison.Order(end, end) is null)
            return frame.State.Fail(At, "такая проверка не может быть диапазоном");
        return FeelValue.From(
            sign switch
            {
                OrderSign.Less => new FeelRange(default, false, end, false, HasLow: false),
                OrderSign.LessOrEqual => new FeelRange(default, false, end, true, HasLow: false),
                OrderSign.Greater => new FeelRange(end, false, default, false, HasHigh: false),
                OrderSign.GreaterOrEqual => new FeelRange(end, true, default, false, HasHigh: false),
                _ => new FeelRange(end, true, end, true),
            }
        );
    }
}

internal sealed class PathCode(int at, Code target, string name) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var value = target.Run(ref frame);
        if (value.AsList() is FeelList list)
            return OfList(list, frame.State);
        if (TryGet(value, out var entry))
            return entry;
        return frame.State.Fail(At, value.IsNull ? $"«{name}» у null" : $"у значения вида {Kinds.Name(value)} нет «{name}»");
    }

    private FeelValue OfList(FeelList list, FeelState state)
    {
        if (!state.Step(At, list.Count))
            return default;
        var values = new FeelValue[list.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (list[i].AsList() is FeelList inner)
                values[i] = state.Enter(At) ? Leave(OfList(inner, state), state) : default;
            else
                TryGet(list[i], out values[i]);
        }

        return FeelValue.List(new FeelList(values));
    }

    private static FeelValue Leave(FeelValue value, FeelState state)
    {
        state.Leave();
        return value;
    }

    private bool TryGet(FeelValue value, out FeelValue entry) =>
        value.AsContext() is { } context ? context.TryGet(name, out entry) : Properties.TryGet(value, name, out entry);
}

internal sealed class FilterCode(int at, Code target, Code condition, int itemSlot, bool always) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var value = target.Run(ref frame);
        var list = value.AsList() as FeelList ?? (value.IsNull ? FeelList.Empty : new FeelList([value]));
        if (always)
            return Index(list, condition.Run(ref frame), frame.State);
        var kept = new List<FeelValue>();
        for (var i = 0; i < list.Count; i++)
        {
            if (!frame.State.Step(At))
                return default;
            frame.Locals[itemSlot] = list[i];
            var test = condition.Run(ref frame);
            if (test.IsNumber)
                return Index(list, test, frame.State);
            if (test.IsTrue)
                kept.Add(list[i]);
            else if (!test.IsFalse && !test.IsNull)
                return frame.State.Fail(At, $"условие отбора не логическое, а {Kinds.Name(test)}");
        }

        if (list.Count == 0)
        {
            frame.Locals[itemSlot] = default;
            if (condition.Run(ref frame).IsNumber)
                return default;
        }

        return kept.Count == list.Count ? FeelValue.List(list) : FeelValue.List(new FeelList([.. kept]));
    }

    private FeelValue Index(FeelList list, FeelValue index, FeelState state)
    {
        if (index.AsInt64() is not { } position)
            return state.Fail(At, "номер элемента не целый");
        var place = position > 0 ? position - 1 : list.Count + position;
        if (position != 0 && place >= 0 && place < list.Count)
            return list[(int)place];
        return state.Fail(At, $"в списке из {list.Count} элементов нет номера {position}");
    }
}
