using Reserve.Engine.Feel.Evaluation;

namespace Reserve.Engine.Feel.Functions;

/// <summary>List functions (DMN 1.5, 10.3.4.4) and sort (10.3.4.8).</summary>
internal static class ListFunctions
{
    public static IEnumerable<Builtin> All =>
        [
            new(
                "list contains",
                ("list: list, element: any?", (a, s) => Find(a[0], a[1], s) is { } places ? FeelValue.From(places.Count > 0) : default)
            ),
            new("count", ("list: list", (a, _) => FeelValue.From(a[0].AsList()!.Count))),
            new("min", Gathered((list, s) => Extreme(list, -1, s))),
            new("max", Gathered((list, s) => Extreme(list, 1, s))),
            new("sum", Gathered(Sum)),
            new("mean", Gathered((list, s) => Numbers(list, s) is { Length: > 0 } numbers ? Mean(numbers, s) : default)),
            new("median", Gathered(Median)),
            new("stddev", Gathered(Deviation)),
            new("mode", Gathered(Mode)),
            new("product", Gathered(Product)),
            new("all", Gathered((list, s) => Truth(list, all: true, s))),
            new("any", Gathered((list, s) => Truth(list, all: false, s))),
            new(
                "sublist",
                ("list: list, start position: number", Sublist),
                ("list: list, start position: number, length: number", Sublist)
            ),
            new(
                "append",
                ("list: list, item*: any?", (a, s) => Made([.. a[0].AsList()!, .. a[1].AsList()!], s)),
                ("list: list, item: any?", (a, s) => Made([.. a[0].AsList()!, a[1]], s))
            ),
            new("concatenate", ("list*: list", (a, s) => Made([.. a[0].AsList()!.SelectMany(list => list.AsList()!)], s))),
            new("insert before", ("list: list, position: number, newItem: any?", InsertBefore)),
            new("remove", ("list: list, position: number", Remove)),
            new(
                "list replace",
                ("list: list, position: number, newItem: any?", ReplaceAt),
                ("list: list, match: function, newItem: any?", ReplaceWhere)
            ),
            new("reverse", ("list: list", (a, _) => FeelValue.List([.. a[0].AsList()!.Reverse()]))),
            new(
                "index of",
                (
                    "list: list, match: any?",
                    (a, s) =>
                        Find(a[0], a[1], s) is { } places ? FeelValue.List([.. places.Select(place => FeelValue.From(place))]) : default
                )
            ),
            new("union", ("list*: list", (a, s) => Distinct([.. a[0].AsList()!.SelectMany(list => list.AsList()!)], s))),
            new("distinct values", ("list: list", (a, s) => Distinct(a[0].AsList()!, s))),
            new("flatten", ("list: list", Flatten)),
            new("sort", ("list: list, precedes: function", Sort)),
        ];

    /// <summary>A list, or its elements as arguments.</summary>
    private static (string, BuiltinBody)[] Gathered(Func<IReadOnlyList<FeelValue>, FeelState, FeelValue> body) =>
        [
            ("list: list", (a, s) => body(a[0].AsList()!, s)),
            ("first: any?, second: any?, rest*: any?", (a, s) => body([a[0], a[1], .. a[2].AsList()!], s)),
            ("first: any?, second: any?", (a, s) => body(a, s)),
        ];

    private static FeelValue Made(FeelValue[] items, FeelState s) =>
        s.AllowsCount(s.At, items.Length) && s.Step(s.At, items.Length) ? FeelValue.List(new FeelList(items)) : default;

    private static FeelNumber[]? Numbers(IReadOnlyList<FeelValue> list, FeelState s)
    {
        var numbers = new FeelNumber[list.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!list[i].IsNumber)
            {
                s.Fail($"{Kinds.Name(list[i])} вместо числа в списке (элемент {i + 1})");
                return null;
            }

            numbers[i] = list[i].Number;
        }

        return s.Step(s.At, numbers.Length) ? numbers : null;
    }

    private static FeelValue Extreme(IReadOnlyList<FeelValue> list, int sign, FeelState s)
    {
        if (list.Count == 0)
            return default;
        var best = list[0];
        foreach (var item in list)
        {
            if (Comparison.Order(item, best) is not { } order)
                return s.Fail($"нельзя сравнить по порядку: {Kinds.Name(item)} и {Kinds.Name(best)}");
            if (order * sign > 0)
                best = item;
        }

        return best;
    }

    private static FeelValue Sum(IReadOnlyList<FeelValue> list, FeelState s)
    {
        if (list.Count == 0)
            return default;
        if (list[0].Kind is FeelKind.DaysAndTimeDuration or FeelKind.YearsAndMonthsDuration)
        {
            var total = list[0];
            for (var i = 1; i < list.Count && !total.IsNull; i++)
                total = Arithmetic.Add(total, list[i], s.At, s);
            return total;
        }

        return Numbers(list, s) is { } numbers ? Arithmetic.Number(Total(numbers), s.At, s) : default;
    }

    private static FeelNumber Total(FeelNumber[] numbers)
    {
        var total = FeelNumber.Zero;
        foreach (var number in numbers)
        {
            total += number;
            if (total.IsInvalid)
                break;
        }

        return total;
    }

    private static FeelValue Mean(FeelNumber[] numbers, FeelState s)
    {
        var total = Total(numbers);
        return total.IsInvalid
            ? Arithmetic.Number(total, s.At, s)
            : Arithmetic.Number(total / new FeelNumber((long)numbers.Length), s.At, s);
    }

    private static FeelValue Product(IReadOnlyList<FeelValue> list, FeelState s)
    {
        if (list.Count == 0 || Numbers(list, s) is not { } numbers)
            return default;
        var product = FeelNumber.One;
        foreach (var number in numbers)
        {
            product *= number;
            if (product.IsInvalid)
                break;
        }

        return Arithmetic.Number(product, s.At, s);
    }

    private static FeelValue Median(IReadOnlyList<FeelValue> list, FeelState s)
    {
        if (list.Count == 0 || Numbers(list, s) is not { } numbers)
            return default;
        Array.Sort(numbers);
        var middle = numbers.Length / 2;
        return numbers.Length % 2 != 0 ? FeelValue.From(numbers[middle]) : Mean([numbers[middle - 1], numbers[middle]], s);
    }

    private static FeelValue Deviation(IReadOnlyList<FeelValue> list, FeelState s)
    {
        if (Numbers(list, s) is not { } numbers)
            return default;
        if (numbers.Length < 2)
            return s.Fail("stddev: нужно не меньше двух чисел");
        var count = new FeelNumber((long)numbers.Length);
        var mean = Total(numbers);
        if (mean.IsInvalid)
            return Arithmetic.Number(mean, s.At, s);
        mean /= count;
        var squares = FeelNumber.Zero;
        foreach (var number in numbers)
        {
            var distance = number - mean;
            squares += distance * distance;
            if (squares.IsInvalid)
                return Arithmetic.Number(squares, s.At, s);
        }

        return (squares / (count - FeelNumber.One)).Sqrt() is { } root ? FeelValue.From(root) : default;
    }

    private static FeelValue Mode(IReadOnlyList<FeelValue> list, FeelState s)
    {
        if (Numbers(list, s) is not { } numbers)
            return default;
        var groups = numbers.GroupBy(number => number).Select(group => (group.Key, Count: group.Count())).ToList();
        var most = groups.Count == 0 ? 0 : groups.Max(group => group.Count);
        return FeelValue.List([.. groups.Where(group => group.Count == most).Select(group => group.Key).Order().Select(FeelValue.From)]);
    }

    private static FeelValue Truth(IReadOnlyList<FeelValue> list, bool all, FeelState s)
    {
        bool? result = all;
        foreach (var item in list)
        {
            if (!item.IsNull && item.AsBoolean() is null)
                return s.Fail($"{(all ? "all" : "any")}: {Kinds.Name(item)} вместо логического значения");
            if (item.AsBoolean() == !all)
                result = !all;
            else if (item.IsNull && result == all)
                result = null;
        }

        return FeelValue.From(result);
    }

    private static List<int>? Find(FeelValue list, FeelValue wanted, FeelState s)
    {
        var places = new List<int>();
        var place = 0;
        foreach (var item in list.AsList()!)
        {
            place++;
            if (!s.Step(s.At) || !s.Walk(s.At, Math.Min(item.Weight, wanted.Weight)))
                return null;
            if (Comparison.Equal(item, wanted) == true)
                places.Add(place);
        }

        return places;
    }

    /// <summary>The index from 0 of a position that counts from 1, or from the end with −1; −1 when there is none.</summary>
    private static int Place(FeelValue position, int count, FeelState s, string function)
    {
        var number = position.Number.Round(0, FeelRounding.Down).ToInt64() ?? 0;
        var place = number > 0 ? number - 1 : count + number;
        if (number != 0 && place >= 0 && place < count)
            return (int)place;
        s.Fail($"{function}: в списке из {count} элементов нет номера {position}");
        return -1;
    }

    private static FeelValue Sublist(FeelValue[] a, FeelState s)
    {
        var list = a[0].AsList()!;
        var start = Place(a[1], list.Count, s, "sublist");
        if (start < 0)
            return default;
        var count = list.Count - start;
        if (a.Length > 2)
        {
            if (a[2].Number.Round(0, FeelRounding.Down).ToInt64() is not { } wanted || wanted < 1 || wanted > count)
                return s.Fail($"sublist: с {a[1]} нет {a[2]} элементов");
            count = (int)wanted;
        }

        return FeelValue.List([.. list.Skip(start).Take(count)]);
    }

    private static FeelValue InsertBefore(FeelValue[] a, FeelState s)
    {
        var list = a[0].AsList()!;
        var place = Place(a[1], list.Count, s, "insert before");
        return place < 0 ? default : Made([.. list.Take(place), a[2], .. list.Skip(place)], s);
    }

    private static FeelValue Remove(FeelValue[] a, FeelState s)
    {
        var list = a[0].AsList()!;
        var place = Place(a[1], list.Count, s, "remove");
        return place < 0 ? default : FeelValue.List([.. list.Take(place), .. list.Skip(place + 1)]);
    }

    private static FeelValue ReplaceAt(FeelValue[] a, FeelState s)
    {
        var items = a[0].AsList()!.ToArray();
        var place = Place(a[1], items.Length, s, "list replace");
        if (place < 0)
            return default;
        items[place] = a[2];
        return FeelValue.List(items);
    }

    private static FeelValue ReplaceWhere(FeelValue[] a, FeelState s)
    {
        var items = a[0].AsList()!.ToArray();
        var at = s.At;
        for (var i = 0; i < items.Length; i++)
        {
            var test = Calls.Invoke(a[1].AsFunction()!, [items[i], a[2]], at, s);
            if (test.AsBoolean() is not { } matches)
                return s.Fail(at, "list replace: функция должна иметь два параметра и давать логическое значение");
            if (matches)
                items[i] = a[2];
        }

        return FeelValue.List(items);
    }

    private static FeelValue Distinct(IReadOnlyList<FeelValue> list, FeelState s)
    {
        var seen = new Dictionary<FeelValue, int>();
        var kept = new List<FeelValue>();
        foreach (var item in list)
        {
            if (!s.Step(s.At) || !s.Walk(s.At, item.Weight))
                return default;
            if (seen.TryAdd(Canonical(item), 0))
                kept.Add(item);
        }

        return FeelValue.List(kept);
    }

    /// <summary>Moments are equal when they are the same instant, whatever their offset.</summary>
    private static FeelValue Canonical(FeelValue value) =>
        value.Kind switch
        {
            FeelKind.DateTime when value.AsDateTime()!.Zone is not null => FeelValue.From(
                FeelDateTime.FromLocal(value.AsDateTime()!.UtcNanoseconds, FeelZone.Utc)
            ),
            FeelKind.Time when value.AsTime()!.OffsetSeconds is { } offset => FeelValue.From(
                FeelDateTime.FromLocal(value.AsTime()!.Nanoseconds - offset * FeelTime.NanosPerSecond, null)
            ),
            _ => value,
        };

    private static FeelValue Flatten(FeelValue[] a, FeelState s)
    {
        var flat = new List<FeelValue>();
        return Flatten(a[0].AsList()!, flat, s) ? FeelValue.List(flat) : default;
    }

    private static bool Flatten(IReadOnlyList<FeelValue> list, List<FeelValue> flat, FeelState s)
    {
        if (!s.Enter(s.At))
            return false;
        foreach (var item in list)
        {
            if (!s.Step(s.At))
                return false;
            if (item.AsList() is { } inner)
            {
                if (!Flatten(inner, flat, s))
                    return false;
            }
            else
            {
                flat.Add(item);
                if (!s.AllowsCount(s.At, flat.Count))
                    return false;
            }
        }

        s.Leave();
        return true;
    }

    private static FeelValue Sort(FeelValue[] a, FeelState s)
    {
        var items = a[0].AsList()!.ToArray();
        var precedes = a[1].AsFunction()!;
        var at = s.At;
        if (precedes is not Builtin && precedes.Parameters.Count != 2)
            return s.Fail(at, "sort: у функции должно быть два параметра");
        return MergeSort(items, new FeelValue[items.Length], 0, items.Length, precedes, at, s)
            ? FeelValue.List(new FeelList(items))
            : default;
    }

    /// <summary>A stable sort that stays sound whatever the function answers.</summary>
    private static bool MergeSort(FeelValue[] items, FeelValue[] room, int from, int to, FeelFunction precedes, int at, FeelState s)
    {
        if (to - from < 2)
            return true;
        var middle = (from + to) / 2;
        if (!MergeSort(items, room, from, middle, precedes, at, s) || !MergeSort(items, room, middle, to, precedes, at, s))
            return false;
        var left = from;
        var right = middle;
        for (var i = from; i < to; i++)
        {
            var takeRight = left >= middle;
            if (!takeRight && right < to)
            {
                var answer = Calls.Invoke(precedes, [items[right], items[left]], at, s);
                if (answer.AsBoolean() is not { } before)
                {
                    s.Fail(at, "sort: функция должна давать логическое значение");
                    return false;
                }

                takeRight = before;
            }

            room[i] = takeRight ? items[right++] : items[left++];
        }

        Array.Copy(room, from, items, from, to - from);
        return true;
    }
}
