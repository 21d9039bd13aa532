using Reserve.Engine.Dmn.Model;

namespace Reserve.Web.Features.Rules;

/// <summary>
/// An expression as named texts, so that two of them can be compared; the rules of a decision's own table are compared one by one instead.
/// </summary>
internal static class LogicFacts
{
    public static IEnumerable<(string What, string Text)> Of(DmnExpression? logic) =>
        logic switch
        {
            null => [],
            DmnDecisionTable table => [("вид", RuleWords.Kind(table)), .. Head(table)],
            DmnLiteral literal => [("вид", RuleWords.Kind(literal)), ("выражение", literal.Text.Text.Trim())],
            _ => [("вид", RuleWords.Kind(logic)), .. Inside(logic, "").Select(fact => (fact.What.Trim(), fact.Text))],
        };

    public static IEnumerable<(string What, string Text)> Of(DmnItemDefinition type, string path)
    {
        var own = path + (path.Length == 0 ? "" : type.Name + " ");
        return
        [
            .. type.TypeRef is { } of ? [(own + "тип", of + (type.IsCollection ? " (список)" : ""))] : Array.Empty<(string, string)>(),
            .. type.AllowedValues is { } values ? [(own + "допустимые значения", values.Text.Trim())] : Array.Empty<(string, string)>(),
            .. type.TypeConstraint is { } constraint ? [(own + "ограничение", constraint.Text.Trim())] : Array.Empty<(string, string)>(),
            .. type.Components.SelectMany(component => Of(component, own + "поле ")),
        ];
    }

    private static IEnumerable<(string What, string Text)> Head(DmnDecisionTable table) =>
        [
            ("при нескольких подходящих", RuleWords.Policy(table).Letter),
            .. table.Inputs.Select(input =>
                (
                    "столбец условия",
                    RuleWords.Column(input)
                        + Typed(input.TypeRef)
                        + Allowed(input.Values)
                        + (input.Label is null ? "" : " = " + input.Expression.Text.Trim())
                )
            ),
            .. table.Outputs.Select(output =>
                (
                    "столбец результата",
                    RuleWords.Column(output, table)
                        + (output.Label is null || output.Name is null ? "" : $" ({output.Name})")
                        + Typed(output.TypeRef)
                        + Allowed(output.Values)
                        + (output.Default is { } value ? ", по умолчанию " + value.Text.Trim() : "")
                )
            ),
            .. table.Annotations.Select(annotation => ("столбец пояснения", annotation)),
        ];

    private static string Typed(string? type) => type is null ? "" : ": " + type;

    private static string Allowed(DmnText? values) => values is null ? "" : " из " + values.Text.Trim();

    private static IEnumerable<(string What, string Text)> Inside(DmnExpression? expression, string path) =>
        expression switch
        {
            null => [],
            DmnLiteral literal => [(path.Length == 0 ? "выражение" : path, literal.Text.Text.Trim())],
            DmnDecisionTable table =>
            [
                .. Head(table).Select(fact => (path + fact.What, fact.Text)),
                .. table.Rules.Select(
                    (rule, index) =>
                        (
                            $"{path}правило {index + 1}",
                            string.Join(" | ", [.. rule.Inputs.Select(Text), "→", .. rule.Outputs.Select(Text), .. rule.Annotations])
                        )
                ),
            ],
            DmnContext context => context.Entries.SelectMany(entry => Inside(entry.Value, path + (entry.Variable?.Name ?? "итог") + " ")),
            DmnFunction function =>
            [
                (path + "параметры", string.Join(", ", function.Parameters.Select(parameter => parameter.Name + Typed(parameter.TypeRef)))),
                .. Inside(function.Body, path + "тело "),
            ],
            DmnInvocation call =>
            [
                .. Inside(call.Callee, path + "вызов "),
                .. call.Bindings.SelectMany(binding => Inside(binding.Value, $"{path}{binding.Parameter.Name} ")),
            ],
            DmnList list => list.Items.SelectMany((item, index) => Inside(item, $"{path}{index + 1} ")),
            DmnRelation relation => relation.Rows.SelectMany(
                (row, index) =>
                    row.SelectMany((cell, column) => Inside(cell, $"{path}строка {index + 1}, {relation.Columns[column].Name} "))
            ),
            DmnConditional choice =>
            [
                .. Inside(choice.If, path + "если "),
                .. Inside(choice.Then, path + "то "),
                .. Inside(choice.Else, path + "иначе "),
            ],
            DmnFilter filter => [.. Inside(filter.In, path + "из "), .. Inside(filter.Match, path + "условие ")],
            DmnIterator loop =>
            [
                (path + "перебор", $"{loop.Kind} {loop.Variable}"),
                .. Inside(loop.In, path + "из "),
                .. Inside(loop.Body, path + "тело "),
            ],
            _ => [],
        };

    private static string Text(DmnText cell) => cell.Text.Trim();
}
