using Reserve.Engine.Dmn.Analysis;
using Reserve.Engine.Dmn.Execution;
using Reserve.Engine.Dmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Dmn;

/// <summary>
/// Looks for mistakes in decision tables without evaluating them: rules that overlap under U (and, with different outputs, under A), inputs
/// that no rule accepts, rules that never fire, cells of the wrong type. Cells are understood when they are made of literals (numbers,
/// strings, booleans, dates, durations), comparisons with them, ranges of them and <c>not</c>. What is not analysed is said: columns with
/// other cells take part only by their cells that accept everything; dates and times with a time of day are not ordered here; null inputs
/// are left out.
/// </summary>
public static class DmnLint
{
    private const int MaxFindings = 20;
    private const int MaxRules = 2000;

    /// <summary>Analyses all decision tables of a model.</summary>
    /// <param name="model">The model; imported models are not analysed.</param>
    /// <returns>Findings in the order of the file.</returns>
    public static IReadOnlyList<DmnDiagnostic> Check(DmnModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var diagnostics = new List<DmnDiagnostic>();
        var types = new DmnTypes(model.Program.Graph, []);
        IEnumerable<DmnExpression?> logic =
        [
            .. model.Definitions.Decisions.Select(decision => decision.Logic),
            .. model.Definitions.KnowledgeModels.Select(knowledge => knowledge.Logic),
        ];
        foreach (var table in logic.SelectMany(Tables))
            Check(model, table, types, diagnostics);
        return diagnostics;
    }

    private static IEnumerable<DmnDecisionTable> Tables(DmnExpression? expression) =>
        expression switch
        {
            DmnDecisionTable table => [table],
            DmnContext context => context.Entries.SelectMany(entry => Tables(entry.Value)),
            DmnFunction function => Tables(function.Body),
            DmnInvocation invocation => invocation.Bindings.SelectMany(binding => Tables(binding.Value)),
            DmnList list => list.Items.SelectMany(Tables),
            DmnRelation relation => relation.Rows.SelectMany(row => row.SelectMany(Tables)),
            DmnConditional conditional => new[] { conditional.If, conditional.Then, conditional.Else }.SelectMany(Tables),
            DmnFilter filter => new[] { filter.In, filter.Match }.SelectMany(Tables),
            DmnIterator iterator => new[] { iterator.In, iterator.Body }.SelectMany(Tables),
            _ => [],
        };

    private static void Check(DmnModel model, DmnDecisionTable table, DmnTypes types, List<DmnDiagnostic> diagnostics)
    {
        if (table.Rules.Any(rule => rule.Inputs.Count != table.Inputs.Count || rule.Outputs.Count != table.Outputs.Count))
            return;
        if (table.Rules.Count > MaxRules)
        {
            diagnostics.Add(
                DmnDiagnostic.Information(
                    "not-analysed",
                    $"таблица не анализируется: правил больше {MaxRules}",
                    $"the table is not analysed: more than {MaxRules} rules",
                    table.Place
                )
            );
            return;
        }

        var columns = table.Inputs.Select((input, index) => Column(model, table, input, index, types, diagnostics)).ToList();
        var grid = new TableGrid(columns, table.Rules.Count);
        foreach (var column in columns.Where(column => !column.IsAnalysed))
        {
            diagnostics.Add(
                DmnDiagnostic.Information(
                    "not-analysed",
                    $"столбец «{column.Label}» не анализируется: в нём не только литералы одного вида",
                    $"the column '{column.Label}' is not analysed: its cells are not all literals of one kind",
                    table.Place
                )
            );
        }

        CheckOutputs(model, table, types, diagnostics);
        CheckOverlaps(table, grid, diagnostics);
        CheckReach(table, grid, diagnostics);
        if (columns.TrueForAll(column => column.IsAnalysed))
            CheckGaps(table, grid, diagnostics);
    }

    private static TableColumn Column(
        DmnModel model,
        DmnDecisionTable table,
        DmnTableInput input,
        int index,
        DmnTypes types,
        List<DmnDiagnostic> diagnostics
    )
    {
        var label = TableCompiler.Label(input);
        var cells = table.Rules.Select(rule => Cell(rule.Inputs[index])).ToList();
        var allowed = input.Values ?? AllowedOf(model, input.TypeRef);
        var domain = allowed is null ? new CellSet.Any() : CellReader.Read(allowed.Text, FeelScope.Empty);
        var expected = KindOf(input.TypeRef is null ? null : types.Find(model.Definitions, input.TypeRef, constrained: false));
        for (var rule = 0; rule < cells.Count; rule++)
        {
            if (expected is { } kind && cells[rule].Kind is not (CellKind.None or CellKind.Mixed) && cells[rule].Kind != kind)
            {
                diagnostics.Add(
                    DmnDiagnostic.Error(
                        "cell-type",
                        $"правило {rule + 1}, столбец «{label}»: условие {table.Rules[rule].Inputs[index].Text.Trim()} не "
                            + $"подходит к типу {input.TypeRef}",
                        $"rule {rule + 1}, column '{label}': the condition {table.Rules[rule].Inputs[index].Text.Trim()} does "
                            + $"not fit the type {input.TypeRef}",
                        table.Rules[rule].Inputs[index].Place
                    )
                );
                cells[rule] = new CellSet.Opaque();
            }
        }

        return new TableColumn(
            label,
            cells,
            domain is CellSet.Opaque || (expected is { } of && domain.Kind != CellKind.None && domain.Kind != of)
                ? new CellSet.Any()
                : domain
        );
    }

    private static CellSet Cell(DmnText text) =>
        TableCompiler.IsAnything(text) ? new CellSet.Any() : CellReader.Read(text.Text, FeelScope.Empty);

    /// <summary>The allowed values of the input's own type, when it is defined in the model.</summary>
    private static DmnText? AllowedOf(DmnModel model, string? typeRef) =>
        model
            .Definitions.ItemDefinitions.FirstOrDefault(definition => definition.Name == typeRef && !definition.IsCollection)
            ?.AllowedValues;

    private static CellKind? KindOf(FeelType? type) =>
        type?.Kind switch
        {
            FeelTypeKind.Number => CellKind.Number,
            FeelTypeKind.String => CellKind.Text,
            FeelTypeKind.Boolean => CellKind.Boolean,
            FeelTypeKind.Date => CellKind.Date,
            FeelTypeKind.DaysAndTimeDuration => CellKind.Duration,
            FeelTypeKind.YearsAndMonthsDuration => CellKind.Months,
            _ => null,
        };

    /// <summary>Literal results that the column's values, or those of its type, do not allow: such a rule would give null.</summary>
    private static void CheckOutputs(DmnModel model, DmnDecisionTable table, DmnTypes types, List<DmnDiagnostic> diagnostics)
    {
        for (var column = 0; column < table.Outputs.Count; column++)
        {
            var output = table.Outputs[column];
            if (
                (output.Values ?? types.AllowedValues(model.Definitions, output.TypeRef)) is not { } values
                || DmnUnaryTests.Parse(values, FeelScope.Empty, []) is not { } allowed
            )
                continue;
            var label = output.Label ?? output.Name ?? "результат";
            for (var rule = 0; rule < table.Rules.Count; rule++)
                CheckOutput(table.Rules[rule].Outputs[column], $"правило {rule + 1}", $"rule {rule + 1}", label, allowed, diagnostics);
            if (output.Default is { } otherwise)
                CheckOutput(otherwise, "значение по умолчанию", "the default", label, allowed, diagnostics);
        }
    }

    private static void CheckOutput(
        DmnText cell,
        string where,
        string whereEnglish,
        string label,
        DmnUnaryTests allowed,
        List<DmnDiagnostic> diagnostics
    )
    {
        if (CellReader.Constant(cell.Text, FeelScope.Empty) is not { } value || allowed.Accepts(value))
            return;
        diagnostics.Add(
            DmnDiagnostic.Error(
                "output-not-allowed",
                $"{where}, столбец «{label}»: {cell.Text.Trim()} не из допустимых значений ({allowed.Text.Text.Trim()})",
                $"{whereEnglish}, column '{label}': {cell.Text.Trim()} is not among the output values ({allowed.Text.Text.Trim()})",
                cell.Place
            )
        );
    }

    private static void CheckOverlaps(DmnDecisionTable table, TableGrid grid, List<DmnDiagnostic> diagnostics)
    {
        if (table.HitPolicy is not (DmnHitPolicy.Unique or DmnHitPolicy.Any))
            return;
        var found = 0;
        for (var one = 0; one < table.Rules.Count; one++)
        {
            for (var other = one + 1; other < table.Rules.Count && found < MaxFindings; other++)
            {
                if (
                    (table.HitPolicy == DmnHitPolicy.Any && SameOutputs(table.Rules[one], table.Rules[other]))
                    || grid.Overlap(one, other) is not { } box
                )
                    continue;
                found++;
                diagnostics.Add(
                    DmnDiagnostic.Warning(
                        "rules-overlap",
                        $"правила {one + 1} и {other + 1} срабатывают "
                            + $"вместе{(table.HitPolicy == DmnHitPolicy.Any ? " и дают разное" : "")}: {grid.Describe(box)}",
                        $"rules {one + 1} and {other + 1} match "
                            + $"together{(table.HitPolicy == DmnHitPolicy.Any ? " and give different outputs" : "")}: "
                            + $"{grid.Describe(box)}",
                        table.Rules[other].Place
                    )
                );
            }
        }
    }

    private static bool SameOutputs(DmnRule one, DmnRule other) =>
        one.Outputs.Zip(other.Outputs).All(pair => pair.First.Text.Trim() == pair.Second.Text.Trim());

    private static void CheckReach(DmnDecisionTable table, TableGrid grid, List<DmnDiagnostic> diagnostics)
    {
        for (var rule = 0; rule < table.Rules.Count; rule++)
        {
            if (grid.IsEmpty(rule))
            {
                diagnostics.Add(
                    DmnDiagnostic.Warning(
                        "rule-unreachable",
                        $"правило {rule + 1} не сработает никогда: его условия не выполняются ни при каких допустимых значениях",
                        $"rule {rule + 1} never matches: its conditions hold for no allowed value",
                        table.Rules[rule].Place
                    )
                );
            }
            else if (Hiding(table, rule) is { Count: > 0 } others && grid.IsCovered(rule, others))
            {
                diagnostics.Add(
                    DmnDiagnostic.Warning(
                        "rule-unreachable",
                        $"правило {rule + 1} не сработает никогда: все его случаи забирают другие правила",
                        $"rule {rule + 1} is never used: other rules take all its cases",
                        table.Rules[rule].Place
                    )
                );
            }
        }
    }

    /// <summary>The rules which win over a rule wherever both match.</summary>
    private static List<int> Hiding(DmnDecisionTable table, int rule)
    {
        if (table.HitPolicy == DmnHitPolicy.First)
            return [.. Enumerable.Range(0, rule)];
        if (table.HitPolicy != DmnHitPolicy.Priority || table.Outputs is not [{ Values: { } values }])
            return [];
        var order = TableCompiler.Listed(values, FeelScope.Empty);
        var own = Place(rule);
        return own < 0 ? [] : [.. Enumerable.Range(0, table.Rules.Count).Where(other => Place(other) is >= 0 and var place && place < own)];

        int Place(int index) =>
            CellReader.Constant(table.Rules[index].Outputs[0].Text, FeelScope.Empty) is { } value ? order.IndexOf(value) : -1;
    }

    private static void CheckGaps(DmnDecisionTable table, TableGrid grid, List<DmnDiagnostic> diagnostics)
    {
        if (
            table.Outputs.Any(output => output.Default is not null)
            || table.HitPolicy is DmnHitPolicy.Collect or DmnHitPolicy.RuleOrder or DmnHitPolicy.OutputOrder
        )
            return;
        var gaps = grid.Gaps(MaxFindings);
        foreach (var gap in gaps)
        {
            diagnostics.Add(
                DmnDiagnostic.Warning(
                    "rules-gap",
                    $"ни одно правило не сработает при {grid.Describe(gap)}",
                    $"no rule matches {grid.Describe(gap)}",
                    table.Place
                )
            );
        }

        if (!grid.IsComplete)
            diagnostics.Add(
                DmnDiagnostic.Information(
                    "not-analysed",
                    "таблица слишком велика: пропуски найдены не все",
                    "the table is too large: not all gaps were found",
                    table.Place
                )
            );
    }
}
