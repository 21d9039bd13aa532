using System.Runtime.InteropServices;
using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;
using Reserve.Engine.Feel.Evaluation;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>A compiled decision table (DMN 1.5, 8.2.10 and 10.3.2.10).</summary>
internal sealed class TableNode(
    DmnDecisionTable table,
    IReadOnlyList<TableNode.Input> inputs,
    IReadOnlyList<TableNode.Output> outputs,
    IReadOnlyList<TableNode.Rule> rules,
    TableIndex index,
    FeelType type
) : BoxedNode(type, table.Place)
{
    public DmnDecisionTable Table { get; } = table;

    protected override FeelValue Compute(in DmnFrame frame)
    {
        var values = new FeelValue[inputs.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = inputs[i].Expression.Evaluate(frame);
            if (inputs[i].Allowed is { } allowed && !values[i].IsNull && !allowed.Accepts(values[i], frame))
                return frame.Run.Fail(
                    $"значение {DmnRun.Shorten(values[i])} столбца «{inputs[i].Label}» не из допустимых: {allowed.Text.Text.Trim()}",
                    Place
                );
        }

        var matched = Match(values, frame);
        if (matched.Count == 0 && outputs.Any(output => output.Default is not null))
        {
            var byDefault = Combine(frame, null);
            frame.Run.Hit(new TableHit(Table, values, [], [byDefault]));
            return
                Table.HitPolicy is DmnHitPolicy.RuleOrder or DmnHitPolicy.OutputOrder
                || (Table.HitPolicy == DmnHitPolicy.Collect && Table.Aggregation == DmnAggregation.None)
                ? FeelValue.List(byDefault)
                : byDefault;
        }

        return Apply(matched, values, frame);
    }

    /// <summary>Numbers of the matching rules, from 0; for F only the first.</summary>
    private List<int> Match(FeelValue[] values, in DmnFrame frame)
    {
        Span<ulong> candidates = index.Words <= 32 ? stackalloc ulong[index.Words] : new ulong[index.Words];
        Span<bool> settled = values.Length <= 64 ? stackalloc bool[values.Length] : new bool[values.Length];
        var matched = new List<int>();
        if (!index.Find(values, candidates, settled))
            return matched;
        for (var rule = TableIndex.Take(candidates); rule >= 0; rule = TableIndex.Take(candidates))
        {
            if (!Matches(rule, values, settled, frame))
                continue;
            matched.Add(rule);
            if (Table.HitPolicy == DmnHitPolicy.First)
                break;
        }

        return matched;
    }

    /// <summary>Evaluates the cells of a rule which the index did not settle.</summary>
    private bool Matches(int rule, FeelValue[] values, ReadOnlySpan<bool> settled, in DmnFrame frame)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if ((!settled[i] || !index.Understands(i, rule)) && rules[rule].Tests[i] is { } test && !test.Accepts(values[i], frame))
                return false;
        }

        return true;
    }

    private FeelValue Apply(List<int> matched, FeelValue[] values, in DmnFrame frame)
    {
        switch (Table.HitPolicy)
        {
            case DmnHitPolicy.Unique when matched.Count > 1:
                frame.Run.Warn($"сработало несколько правил при политике U: {string.Join(", ", matched.Select(rule => rule + 1))}", Place);
                frame.Run.Hit(new TableHit(Table, values, [.. matched], []));
                return FeelValue.Null;
            case DmnHitPolicy.Unique or DmnHitPolicy.First or DmnHitPolicy.Any or DmnHitPolicy.Priority when matched.Count == 0:
                frame.Run.Hit(new TableHit(Table, values, [], []));
                return frame.Run.Fail("ни одно правило не сработало", Place);
        }

        var results = new FeelValue[matched.Count];
        for (var i = 0; i < results.Length; i++)
            results[i] = Combine(frame, rules[matched[i]]);
        switch (Table.HitPolicy)
        {
            case DmnHitPolicy.Any when results.Length > 1 && Differ(results, frame):
                frame.Run.Warn(
                    $"сработавшие правила {string.Join(", ", matched.Select(rule => rule + 1))} дали разное при политике A",
                    Place
                );
                frame.Run.Hit(new TableHit(Table, values, [.. matched], results));
                return FeelValue.Null;
            case DmnHitPolicy.Priority or DmnHitPolicy.OutputOrder:
                var order = Enumerable.Range(0, results.Length).OrderBy(i => Priority(results[i]), PriorityComparer.Instance).ToArray();
                results = [.. order.Select(i => results[i])];
                matched = [.. order.Select(i => matched[i])];
                break;
        }

        var used = Table.HitPolicy is DmnHitPolicy.Priority ? 1 : results.Length;
        frame.Run.Hit(new TableHit(Table, values, [.. CollectionsMarshal.AsSpan(matched)[..used]], results[..used]));
        return Table.HitPolicy switch
        {
            DmnHitPolicy.RuleOrder or DmnHitPolicy.OutputOrder => FeelValue.List(results),
            DmnHitPolicy.Collect => Aggregate(results, frame),
            _ => results[0],
        };
    }

    private bool Differ(FeelValue[] results, in DmnFrame frame)
    {
        foreach (var result in results)
        {
            if (!frame.Run.Walk(result, Place) || result != results[0])
                return true;
        }

        return false;
    }

    /// <summary>The outputs of a rule, or the defaults: the value itself when there is one column, else a context.</summary>
    private FeelValue Combine(in DmnFrame frame, Rule? rule)
    {
        if (outputs.Count == 1)
            return Cell(0, frame, rule);
        var entries = new KeyValuePair<string, FeelValue>[outputs.Count];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = KeyValuePair.Create(outputs[i].Name, Cell(i, frame, rule));
        return FeelValue.Context(FeelContext.From(entries));
    }

    private FeelValue Cell(int column, in DmnFrame frame, Rule? rule)
    {
        var output = outputs[column];
        var node = rule is null ? output.Default : rule.Results[column];
        if (node is null)
            return FeelValue.Null;
        var value = frame.Run.Fit(output.Type, node.Evaluate(frame), Place);
        // The values of a column are the only ones it may give (DMN 1.5, 8.2.4).
        if (value.IsNull || output.Allowed is not { } allowed || allowed.Accepts(value, frame))
            return value;
        return frame.Run.Fail(
            $"результат {DmnRun.Shorten(value)}{(output.Name.Length == 0 ? "" : $" столбца «{output.Name}»")} не из "
                + $"допустимых: {allowed.Text.Text.Trim()}",
            Place
        );
    }

    /// <summary>Places of the outputs in their columns' lists of values; what is not listed comes last.</summary>
    private int[] Priority(FeelValue result)
    {
        var places = new int[outputs.Count];
        for (var i = 0; i < places.Length; i++)
        {
            var value =
                outputs.Count == 1 ? result
                : result.AsContext() is { } context && context.TryGet(outputs[i].Name, out var part) ? part
                : FeelValue.Null;
            var place = -1;
            for (var j = 0; j < outputs[i].Priorities.Count && place < 0; j++)
            {
                if (outputs[i].Priorities[j] == value)
                    place = j;
            }

            places[i] = place < 0 ? int.MaxValue : place;
        }

        return places;
    }

    private FeelValue Aggregate(FeelValue[] results, in DmnFrame frame)
    {
        if (Table.Aggregation == DmnAggregation.None)
            return FeelValue.List(results);
        if (Table.Aggregation == DmnAggregation.Count)
            return FeelValue.From(results.Length);
        if (results.Length == 0)
            return frame.Run.Fail("ни одно правило не сработало", Place);

        return Table.Aggregation == DmnAggregation.Sum ? Sum(results, frame) : Extreme(results, frame);
    }

    private FeelValue Sum(FeelValue[] results, in DmnFrame frame)
    {
        var sum = FeelNumber.Zero;
        foreach (var result in results)
        {
            if (result.AsNumber() is not { } number)
                return frame.Run.Fail($"{DmnRun.Shorten(result)} нельзя сложить", Place);

            sum += number;
        }

        if (!sum.IsInvalid)
            return FeelValue.From(sum);
        return frame.Run.Fail("сумма слишком велика", Place);
    }

    private FeelValue Extreme(FeelValue[] results, in DmnFrame frame)
    {
        var best = results[0];
        foreach (var result in results)
        {
            if (Comparison.Order(result, best) is not { } order)
                return frame.Run.Fail($"{DmnRun.Shorten(result)} и {DmnRun.Shorten(best)} нельзя сравнить", Place);

            if (Table.Aggregation == DmnAggregation.Min ? order < 0 : order > 0)
                best = result;
        }

        return best;
    }

    /// <summary>An input column.</summary>
    internal sealed record Input(string Label, BoxedNode Expression, DmnUnaryTests? Allowed);

    /// <summary>
    /// An output column; <paramref name="Priorities"/> are its values in order of priority, <paramref name="Allowed"/> what it may give.
    /// </summary>
    internal sealed record Output(
        string Name,
        FeelType Type,
        IReadOnlyList<FeelValue> Priorities,
        DmnUnaryTests? Allowed,
        BoxedNode? Default
    );

    /// <summary>A rule; a missing test accepts everything.</summary>
    internal sealed record Rule(DmnUnaryTests?[] Tests, BoxedNode[] Results);

    private sealed class PriorityComparer : IComparer<int[]>
    {
        public static readonly PriorityComparer Instance = new();

        public int Compare(int[]? x, int[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}

/// <summary>What a decision table did: the input values, the rules used (from 0) and their results.</summary>
internal sealed record TableHit(DmnDecisionTable Table, FeelValue[] Inputs, int[] Rules, FeelValue[] Results);
