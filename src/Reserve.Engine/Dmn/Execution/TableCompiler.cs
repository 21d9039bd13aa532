using Reserve.Engine.Dmn.Analysis;
using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn.Execution;

/// <summary>Compiles decision tables.</summary>
internal sealed class TableCompiler(BoxedCompiler boxed, List<DmnDiagnostic> diagnostics)
{
    public BoxedNode Compile(DmnDecisionTable table, FeelType type, BoxedScope scope)
    {
        if (
            table.Outputs.Count == 0
            || table.Rules.Any(rule => rule.Inputs.Count != table.Inputs.Count || rule.Outputs.Count != table.Outputs.Count)
        )
            return new BrokenNode("таблица решений составлена неверно", table.Place);
        if (table.Aggregation != DmnAggregation.None && (table.HitPolicy != DmnHitPolicy.Collect || table.Outputs.Count > 1))
        {
            diagnostics.Add(
                DmnDiagnostic.Error(
                    "aggregation",
                    "свёртка возможна только при политике C и одном столбце результата",
                    "an aggregation needs the hit policy C and a single output",
                    table.Place
                )
            );
            return new BrokenNode("свёртка возможна только при политике C и одном столбце результата", table.Place);
        }

        var inputs = table
            .Inputs.Select(input => new TableNode.Input(
                Label(input),
                boxed.Literal(input.Expression, boxed.Type(input.TypeRef, input.Place, scope), scope),
                input.Values is null ? null : DmnUnaryTests.Parse(input.Values, scope.Feel, diagnostics)
            ))
            .ToList();
        var outputs = table.Outputs.Select(output => Output(output, table, scope)).ToList();
        var rules = new List<TableNode.Rule>();
        foreach (var rule in table.Rules)
        {
            var tests = new DmnUnaryTests?[rule.Inputs.Count];
            for (var i = 0; i < tests.Length; i++)
            {
                if (IsAnything(rule.Inputs[i]))
                    continue;
                tests[i] = DmnUnaryTests.Parse(rule.Inputs[i], scope.Feel, diagnostics);
                if (tests[i] is { } parsed)
                    boxed.Names.Check(parsed.Expression, rule.Inputs[i], scope);
                if (tests[i] is null)
                    return new BrokenNode(
                        $"условие правила {rules.Count + 1} не разобрано: {rule.Inputs[i].Text.Trim()}",
                        rule.Inputs[i].Place
                    );
            }

            rules.Add(new TableNode.Rule(tests, [.. rule.Outputs.Select(entry => boxed.Literal(entry, FeelType.Any, scope))]));
        }

        var cells = table
            .Rules.Select(rule =>
                rule.Inputs.Select(cell => IsAnything(cell) ? new CellSet.Any() : CellReader.Read(cell.Text, scope.Feel)).ToArray()
            )
            .ToArray();
        return new TableNode(table, inputs, outputs, rules, new TableIndex(cells, table.Inputs.Count), type);
    }

    /// <summary>What a column is called: its label, else its expression.</summary>
    public static string Label(DmnTableInput input) =>
        string.IsNullOrWhiteSpace(input.Label) ? input.Expression.Text.Trim() : input.Label.Trim();

    /// <summary>A hyphen or an empty cell accepts everything.</summary>
    public static bool IsAnything(DmnText cell) => cell.Text.AsSpan().Trim() is "" or "-";

    private TableNode.Output Output(DmnTableOutput output, DmnDecisionTable table, BoxedScope scope)
    {
        // With one column the table's own type is that of the value, or of the list under hit policies with several hits: only a column's
        // type binds each cell.
        var listed = output.Values ?? boxed.AllowedValues(output.TypeRef ?? (table.Outputs.Count == 1 ? table.TypeRef : null), scope);
        var values = listed is null ? [] : Listed(listed, scope.Feel);
        if (values.Count == 0 && table.HitPolicy is DmnHitPolicy.Priority or DmnHitPolicy.OutputOrder)
        {
            diagnostics.Add(
                DmnDiagnostic.Warning(
                    "no-priorities",
                    $"у столбца «{output.Name ?? output.Label}» не перечислены значения: порядок приоритета неизвестен",
                    $"the output '{output.Name ?? output.Label}' lists no values: the order of priority is unknown",
                    output.Place
                )
            );
        }

        return new TableNode.Output(
            output.Name ?? "",
            boxed.Type(output.TypeRef, output.Place, scope),
            values,
            output.Values is null ? null : DmnUnaryTests.Parse(output.Values, scope.Feel, diagnostics),
            output.Default is null ? null : boxed.Literal(output.Default, FeelType.Any, scope)
        );
    }

    /// <summary>The listed values in order: a list of output values is read as a FEEL list.</summary>
    public static List<FeelValue> Listed(DmnText values, FeelScope scope) =>
        FeelExpression.Parse($"[{values.Text}]", scope).Expression is { } list
            ? [.. list.Evaluate(FeelContext.Empty, new FeelOptions(DateTimeOffset.UnixEpoch)).Value.AsList() ?? []]
            : [];
}
