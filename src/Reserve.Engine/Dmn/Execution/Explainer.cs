using Reserve.Engine.Dmn.Model;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>Writes what a decision table did in the words of the table.</summary>
internal static class Explainer
{
    public static TableExplanation Explain(TableHit hit)
    {
        var table = hit.Table;
        return new TableExplanation(
            table.Place.Name ?? "",
            table.Place.Id,
            Letter(table),
            [.. table.Inputs.Select((input, index) => new ExplainedCell(TableCompiler.Label(input), DmnRun.Shorten(hit.Inputs[index])))],
            [.. hit.Rules.Select(rule => Rule(table, rule))],
            hit.Rules.Length == 0 && hit.Results.Length > 0,
            [.. hit.Results.Select(DmnRun.Shorten)]
        );
    }

    private static ExplainedRule Rule(DmnDecisionTable table, int index)
    {
        var rule = table.Rules[index];
        return new ExplainedRule(
            index + 1,
            rule.Id,
            [
                .. table
                    .Inputs.Zip(rule.Inputs)
                    .Where(cell => !TableCompiler.IsAnything(cell.Second))
                    .Select(cell => new ExplainedCell(TableCompiler.Label(cell.First), cell.Second.Text.Trim())),
            ],
            [
                .. table
                    .Outputs.Zip(rule.Outputs)
                    .Select(cell => new ExplainedCell(
                        cell.First.Label ?? cell.First.Name ?? table.OutputLabel ?? "",
                        cell.Second.Text.Trim()
                    )),
            ],
            [
                .. rule
                    .Annotations.Select(
                        (text, column) => new ExplainedCell(column < table.Annotations.Count ? table.Annotations[column] : "", text.Trim())
                    )
                    .Where(note => note.Text.Length > 0),
            ]
        );
    }

    private static string Letter(DmnDecisionTable table) =>
        table.HitPolicy switch
        {
            DmnHitPolicy.Unique => "U",
            DmnHitPolicy.Any => "A",
            DmnHitPolicy.Priority => "P",
            DmnHitPolicy.First => "F",
            DmnHitPolicy.RuleOrder => "R",
            DmnHitPolicy.OutputOrder => "O",
            _ => table.Aggregation switch
            {
                DmnAggregation.Sum => "C+",
                DmnAggregation.Min => "C<",
                DmnAggregation.Max => "C>",
                DmnAggregation.Count => "C#",
                _ => "C",
            },
        };
}
