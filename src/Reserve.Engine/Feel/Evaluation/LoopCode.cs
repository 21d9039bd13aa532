namespace Reserve.Engine.Feel.Evaluation;

/// <summary>One <c>name in …</c> of a loop.</summary>
internal sealed class IteratorCode(int at, int slot, Code first, Code? last)
{
    public int Slot { get; } = slot;

    /// <summary>What the loop runs over; null with a warning when it cannot.</summary>
    public FeelValue[]? Values(ref Frame frame)
    {
        var start = first.Run(ref frame);
        return last is null ? Of(start, at, frame.State) : Span(start, last.Run(ref frame), at, frame.State);
    }

    /// <summary>
    /// The elements of a list, the whole numbers or days of a range, or the value alone; null with a warning when there is nothing to run
    /// over.
    /// </summary>
    public static FeelValue[]? Of(FeelValue source, int at, FeelState state)
    {
        if (source.AsList() is FeelList list)
            return list.Items;
        if (source.AsRange() is { } range)
            return Span(range, at, state);
        if (!source.IsNull)
            return [source];
        state.Warn(at, "перебор по null");
        return null;
    }

    private static FeelValue[]? Span(FeelRange range, int at, FeelState state)
    {
        if (!range.HasLow || !range.HasHigh || range.Low.IsNull || range.High.IsNull)
        {
            state.Warn(at, "перебор по диапазону без границы");
            return null;
        }

        if (Span(range.Low, range.High, at, state) is not { } values)
            return null;
        var from = range.LowClosed ? 0 : 1;
        var to = values.Length - (range.HighClosed ? 0 : 1);
        return to <= from ? [] : values[from..to];
    }

    /// <summary>From one whole number or day to another, up or down.</summary>
    private static FeelValue[]? Span(FeelValue start, FeelValue end, int at, FeelState state)
    {
        if (start.IsNumber && end.IsNumber && start.Number.ToInt64() is { } from && end.Number.ToInt64() is { } to)
        {
            var numbers = Room((Int128)to - from, at, state);
            for (var i = 0; i < numbers?.Length; i++)
                numbers[i] = FeelValue.From(from <= to ? from + i : from - i);
            return numbers;
        }

        if (start.AsDate() is { } firstDay && end.AsDate() is { } lastDay)
        {
            var distance = lastDay.EpochDay - firstDay.EpochDay;
            var days = Room(distance, at, state);
            for (var i = 0; i < days?.Length; i++)
                days[i] = FeelValue.From(firstDay.AddDays(distance >= 0 ? i : -i));
            return days;
        }

        state.Warn(at, $"нельзя перебрать от {Kinds.Name(start)} до {Kinds.Name(end)}: нужны целые числа или даты");
        return null;
    }

    private static FeelValue[]? Room(Int128 distance, int at, FeelState state)
    {
        var count = Int128.Abs(distance) + 1;
        return state.AllowsCount(at, count > long.MaxValue ? long.MaxValue : (long)count) && state.Step(at, (int)count)
            ? new FeelValue[(int)count]
            : null;
    }
}

internal sealed class ForCode(int at, IteratorCode[] iterators, Code body, int partialSlot) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        var results = new List<FeelValue>();
        return Loop(ref frame, 0, results) ? FeelValue.List(new FeelList([.. results])) : default;
    }

    private bool Loop(ref Frame frame, int depth, List<FeelValue> results)
    {
        if (iterators[depth].Values(ref frame) is not { } values)
            return false;
        foreach (var value in values)
        {
            if (!frame.State.Step(At))
                return false;
            frame.Locals[iterators[depth].Slot] = value;
            if (depth + 1 < iterators.Length)
            {
                if (!Loop(ref frame, depth + 1, results))
                    return false;
                continue;
            }

            if (partialSlot >= 0)
            {
                if (!frame.State.Step(At, results.Count))
                    return false;
                frame.Locals[partialSlot] = FeelValue.List(results);
            }

            results.Add(body.Run(ref frame));
            if (!frame.State.AllowsCount(At, results.Count))
                return false;
        }

        return true;
    }
}

internal sealed class QuantifiedCode(int at, bool every, IteratorCode[] iterators, Code condition) : Code(at)
{
    public override FeelValue Run(ref Frame frame)
    {
        bool? result = every;
        return Loop(ref frame, 0, ref result) ? FeelValue.From(result) : default;
    }

    private bool Loop(ref Frame frame, int depth, ref bool? result)
    {
        if (iterators[depth].Values(ref frame) is not { } values)
            return false;
        foreach (var value in values)
        {
            if (!frame.State.Step(At))
                return false;
            frame.Locals[iterators[depth].Slot] = value;
            if (depth + 1 < iterators.Length)
            {
                if (!Loop(ref frame, depth + 1, ref result))
                    return false;
            }
            else
            {
                var test = condition.Run(ref frame);
                if (test.AsBoolean() is { } known)
                {
                    if (known != every)
                        result = known;
                }
                else if (test.IsNull)
                {
                    if (result == every)
                        result = null;
                }
                else
                {
                    frame.State.Warn(At, $"условие после «satisfies» не логическое, а {Kinds.Name(test)}");
                    result = null;
                    return false;
                }
            }

            if (result == !every)
                return true;
        }

        return true;
    }
}
