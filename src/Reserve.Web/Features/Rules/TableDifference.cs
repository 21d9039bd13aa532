using Reserve.Engine.Dmn.Model;
using Reserve.Web.Features.Processes;

namespace Reserve.Web.Features.Rules;

/// <summary>Which rules of a table differ, cell by cell.</summary>
internal static class TableDifference
{
    public static IReadOnlyList<RowDifference> Rows(DmnDecisionTable? was, DmnDecisionTable? now)
    {
        var (former, latter) = (Lines(was), Lines(now));
        var pairs = Pair(former, latter);
        var found = new List<RowDifference>();
        foreach (var line in latter)
        {
            if (!pairs.TryGetValue(line, out var before))
                found.Add(
                    new RowDifference(
                        DifferenceKind.Added,
                        null,
                        line.Number,
                        [.. line.Cells.Where(cell => cell.Text.Length > 0).Select(cell => new ChangedFact(cell.Column, null, cell.Text))]
                    )
                );
            else if (Cells(before, line) is { Count: > 0 } cells)
                found.Add(new RowDifference(DifferenceKind.Changed, before.Number, line.Number, cells));
        }
        found.AddRange(
            former
                .Where(line => !pairs.ContainsValue(line))
                .Select(line => new RowDifference(
                    DifferenceKind.Removed,
                    line.Number,
                    null,
                    [.. line.Cells.Where(cell => cell.Text.Length > 0).Select(cell => new ChangedFact(cell.Column, cell.Text, null))]
                ))
        );
        if (now is not null && OrderCounts(now))
        {
            // A rule that others were put before or after has moved only when it went past one that stayed.
            var places = pairs.OrderBy(pair => pair.Key.Number).Select(pair => pair.Value.Number).ToList();
            if (places.Zip(places.Skip(1)).Any(next => next.First > next.Second))
                found.Add(
                    new RowDifference(
                        DifferenceKind.Changed,
                        null,
                        null,
                        [new ChangedFact("порядок правил", string.Join(", ", places.Order()), string.Join(", ", places))]
                    )
                );
        }
        return found;
    }

    private static bool OrderCounts(DmnDecisionTable table) =>
        table.HitPolicy is DmnHitPolicy.First or DmnHitPolicy.RuleOrder
        || (table.HitPolicy == DmnHitPolicy.Collect && table.Aggregation == DmnAggregation.None);

    /// <summary>By id; then those that say the same; then those without an id that stand at the same place.</summary>
    private static Dictionary<Line, Line> Pair(List<Line> former, List<Line> latter)
    {
        var pairs = new Dictionary<Line, Line>();
        foreach (
            var fits in (Func<Line, Line, bool>[])
                [
                    (one, other) => one.Id is not null && one.Id == other.Id,
                    (one, other) => Cells(one, other).Count == 0,
                    (one, other) => one.Id is null && other.Id is null && one.Number == other.Number,
                ]
        )
        {
            foreach (var line in latter.Where(line => !pairs.ContainsKey(line)))
            {
                if (former.Find(before => !pairs.ContainsValue(before) && fits(before, line)) is { } found)
                    pairs.Add(line, found);
            }
        }
        return pairs;
    }

    private static List<ChangedFact> Cells(Line was, Line now) =>
        [
            .. now
                .Cells.Select(cell => new ChangedFact(
                    cell.Column,
                    was.Cells.FirstOrDefault(former => former.Key == cell.Key)?.Text,
                    cell.Text
                ))
                .Concat(
                    was.Cells.Where(cell => now.Cells.All(latter => latter.Key != cell.Key))
                        .Select(cell => new ChangedFact(cell.Column, cell.Text, null))
                )
                .Where(fact => (fact.Was ?? "") != (fact.Now ?? "")),
        ];

    private static List<Line> Lines(DmnDecisionTable? table) =>
        table is null
            ? []
            :
            [
                .. table.Rules.Select(
                    (rule, index) =>
                        new Line(
                            index + 1,
                            rule.Id,
                            [
                                .. table
                                    .Inputs.Zip(rule.Inputs)
                                    .Select(cell => new Cell(
                                        cell.First.Place.Id ?? RuleWords.Column(cell.First),
                                        RuleWords.Column(cell.First),
                                        Condition(cell.Second)
                                    )),
                                .. table
                                    .Outputs.Zip(rule.Outputs)
                                    .Select(cell => new Cell(
                                        cell.First.Place.Id ?? RuleWords.Column(cell.First, table),
                                        RuleWords.Column(cell.First, table),
                                        cell.Second.Text.Trim()
                                    )),
                                .. table
                                    .Annotations.Zip(rule.Annotations)
                                    .Select(cell => new Cell("annotation " + cell.First, cell.First, cell.Second.Trim())),
                            ]
                        )
                ),
            ];

    /// <summary>An empty condition and a dash mean the same.</summary>
    private static string Condition(DmnText text) => text.Text.Trim() is { Length: > 0 } written ? written : "-";

    private sealed record Cell(string Key, string Column, string Text);

    private sealed class Line(int number, string? id, IReadOnlyList<Cell> cells)
    {
        public int Number => number;

        public string? Id => id;

        public IReadOnlyList<Cell> Cells => cells;
    }
}
