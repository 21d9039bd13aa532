namespace Reserve.Engine.Dmn;

/// <summary>
/// Why a decision came out as it did, in the words of its tables; plain texts and lists, made to be stored as JSON and shown.
/// </summary>
/// <param name="Decision">Name of the decision.</param>
/// <param name="Value">Its value as a FEEL literal.</param>
/// <param name="Tables">The decision tables that took part, in the order of their evaluation.</param>
public sealed record DecisionExplanation(string Decision, string Value, IReadOnlyList<TableExplanation> Tables)
{
    /// <summary>One sentence for each rule used, in Russian.</summary>
    /// <returns>The sentences, one a line.</returns>
    public override string ToString() => string.Join(Environment.NewLine, Tables.SelectMany(table => table.Sentences()));
}

/// <summary>What a decision table did.</summary>
/// <param name="Table">Name of the decision, knowledge model or entry which the table stands in.</param>
/// <param name="TableId">The table's <c>id</c>, when it has one.</param>
/// <param name="HitPolicy">The hit policy with its aggregator, in one or two characters: U, A, P, F, R, O, C, C+, C&lt;, C&gt;, C#.</param>
/// <param name="Inputs">The columns with the values that were tested.</param>
/// <param name="Rules">The rules whose outputs were used, in the order of use; empty when none matched.</param>
/// <param name="IsDefault">Whether the default output was given because no rule matched.</param>
/// <param name="Results">The outputs given, as FEEL literals.</param>
public sealed record TableExplanation(
    string Table,
    string? TableId,
    string HitPolicy,
    IReadOnlyList<ExplainedCell> Inputs,
    IReadOnlyList<ExplainedRule> Rules,
    bool IsDefault,
    IReadOnlyList<string> Results
)
{
    internal IEnumerable<string> Sentences()
    {
        var inputs = string.Join(", ", Inputs.Select(input => $"{input.Column} = {input.Text}"));
        if (Rules.Count == 0)
            yield return $"«{Table}»: при {inputs} ни одно правило не "
                + $"сработало{(IsDefault ? $", взято значение по умолчанию {string.Join(", ", Results)}" : "")}.";
        for (var i = 0; i < Rules.Count; i++)
        {
            var rule = Rules[i];
            var conditions =
                rule.Conditions.Count == 0
                    ? "всегда"
                    : string.Join("; ", rule.Conditions.Select(condition => $"{condition.Column}: {condition.Text}"));
            var notes = rule.Annotations.Count == 0 ? "" : $" ({string.Join("; ", rule.Annotations.Select(note => note.Text))})";
            yield return $"«{Table}», правило {rule.Number}: {conditions} → "
                + $"{(i < Results.Count ? Results[i] : string.Join(", ", rule.Outputs.Select(output => output.Text)))}{notes}; "
                + $"здесь {inputs}.";
        }
    }
}

/// <summary>A rule that was used.</summary>
/// <param name="Number">Its number in the table, from 1.</param>
/// <param name="Id">Its <c>id</c>, when it has one.</param>
/// <param name="Conditions">Its conditions as written; columns it does not look at are left out.</param>
/// <param name="Outputs">Its outputs as written.</param>
/// <param name="Annotations">Its notes.</param>
public sealed record ExplainedRule(
    int Number,
    string? Id,
    IReadOnlyList<ExplainedCell> Conditions,
    IReadOnlyList<ExplainedCell> Outputs,
    IReadOnlyList<ExplainedCell> Annotations
);

/// <summary>A text under the heading of a column.</summary>
/// <param name="Column">The heading.</param>
/// <param name="Text">The text, or the value as a FEEL literal.</param>
public sealed record ExplainedCell(string Column, string Text);
