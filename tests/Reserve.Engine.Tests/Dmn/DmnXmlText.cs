using System.Security;
using Reserve.Engine.Dmn;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Dmn;

/// <summary>Writes small DMN files for tests.</summary>
internal static class DmnXmlText
{
    public const string Namespace = "https://www.omg.org/spec/DMN/20230324/MODEL/";

    public static readonly FeelOptions Options = new(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.FromHours(3)));

    public static string Definitions(string content, string name = "Модель", string ns = "urn:test") =>
        $"""<definitions xmlns="{Namespace}" name="{name}" namespace="{ns}" id="m">{content}</definitions>""";

    public static string Input(string name, string? type = null) =>
        $"""<inputData name="{name}" id="i_{name}"><variable name="{name}"{(type is null ? "" : $" typeRef=\"{type}\"")}/></inputData>""";

    public static string Decision(
        string name,
        string logic,
        IEnumerable<string>? inputs = null,
        IEnumerable<string>? decisions = null,
        IEnumerable<string>? knowledge = null,
        string? type = null
    ) =>
        $"""
            <decision name="{name}" id="d_{name}"><variable name="{name}"{(type is null ? "" : $" typeRef=\"{type}\"")}/>
            {string.Concat(
                (inputs ?? []).Select(input => $"<informationRequirement><requiredInput href=\"#i_{input}\"/></informationRequirement>")
            )}
            {string.Concat(
                (decisions ?? []).Select(decision =>
                    $"<informationRequirement><requiredDecision href=\"#d_{decision}\"/></informationRequirement>"
                )
            )}
            {string.Concat(
                (knowledge ?? []).Select(function =>
                    $"<knowledgeRequirement><requiredKnowledge href=\"#k_{function}\"/></knowledgeRequirement>"
                )
            )}
            {logic}</decision>
            """;

    public static string Literal(string text, string? type = null) =>
        $"<literalExpression{(type is null ? "" : $" typeRef=\"{type}\"")}><text>{SecurityElement.Escape(text)}</text></literalExpression>";

    /// <summary>A table: the policy as an attribute text, columns, and rules as rows of cells, inputs first.</summary>
    public static string Table(string policy, string[] inputs, string[] outputs, params string[][] rules) =>
        $"""
            <decisionTable hitPolicy="{policy.Split('+', '#', '<', '>')[0]}"{Aggregation(policy)}>
            {string.Concat(
                inputs.Select(input => $"<input><inputExpression><text>{SecurityElement.Escape(input)}</text></inputExpression></input>")
            )}
            {string.Concat(outputs)}
            {string.Concat(
                rules.Select(
                    (rule, index) =>
                        $"<rule id=\"r{index + 1}\">"
                        + string.Concat(rule.Select((cell, column) => Cell(column < inputs.Length ? "inputEntry" : "outputEntry", cell)))
                        + "</rule>"
                )
            )}
            </decisionTable>
            """;

    public static string Output(string? name = null, string? values = null, string? otherwise = null) =>
        $"<output{(name is null ? "" : $" name=\"{name}\"")}>"
        + (values is null ? "" : $"<outputValues><text>{SecurityElement.Escape(values)}</text></outputValues>")
        + $"{(otherwise is null ? "" : Cell("defaultOutputEntry", otherwise))}</output>";

    public static DmnModel Model(string content)
    {
        var read = DmnReader.Read(Definitions(content));
        Assert.DoesNotContain(read.Diagnostics, diagnostic => diagnostic.Severity == DmnSeverity.Error);
        return read.Model!;
    }

    /// <summary>The value of a decision over the inputs, as a FEEL literal.</summary>
    public static string Value(this DmnModel model, string decision, params (string Name, FeelValue Value)[] inputs) =>
        model.Evaluate(decision, FeelContext.Of(inputs), Options).Value.ToString();

    private static string Cell(string element, string text) => $"<{element}><text>{SecurityElement.Escape(text)}</text></{element}>";

    private static string Aggregation(string policy) =>
        policy[^1] switch
        {
            '+' => " aggregation=\"SUM\"",
            '<' => " aggregation=\"MIN\"",
            '>' => " aggregation=\"MAX\"",
            '#' => " aggregation=\"COUNT\"",
            _ => "",
        };
}
