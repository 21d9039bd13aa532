using System.Xml.Linq;
using Reserve.Engine.Dmn.Model;

namespace Reserve.Engine.Dmn.Xml;

/// <summary>Reads decision tables from XML elements.</summary>
internal sealed class DmnTableXml(List<DmnDiagnostic> diagnostics)
{
    public DmnDecisionTable Read(XElement element, string? typeRef, DmnPlace place)
    {
        var xml = element.Name.Namespace;
        var inputs = element.Elements(xml + "input").Select(Input).ToList();
        var outputs = element.Elements(xml + "output").Select(Output).ToList();
        if (outputs.Count == 0)
            diagnostics.Add(
                DmnDiagnostic.Error("no-output", "в таблице решений нет столбца результата", "the decision table has no output", place)
            );
        if (outputs.Count > 1)
        {
            foreach (var output in outputs.Where(output => output.Name is null))
                diagnostics.Add(
                    DmnDiagnostic.Error(
                        "output-name",
                        "у каждого из нескольких столбцов результата должно быть имя",
                        "each of several outputs needs a name",
                        output.Place
                    )
                );
        }

        var annotations = element.Elements(xml + "annotation").Select(annotation => annotation.Name()).ToList();
        var rules = element.Elements(xml + "rule").Select((rule, index) => Rule(rule, index + 1, inputs.Count, outputs.Count)).ToList();
        return new DmnDecisionTable(
            HitPolicy(element, place),
            Aggregation(element, place),
            inputs,
            outputs,
            annotations,
            rules,
            element.Text("outputLabel"),
            typeRef,
            place
        );
    }

    private static DmnTableInput Input(XElement element)
    {
        var expression = element.Element(element.Name.Namespace + "inputExpression");
        var text = expression?.TextChild() ?? new DmnText(element.Text("label") ?? "", null, element.Place());
        return new DmnTableInput(
            element.Text("label"),
            text,
            expression is null ? null : DmnExpressionXml.TypeRef(expression),
            Child(element, "inputValues"),
            element.Place()
        );
    }

    private static DmnTableOutput Output(XElement element)
    {
        var name = element.Name();
        return new DmnTableOutput(
            name.Length == 0 ? null : name,
            element.Text("label"),
            DmnExpressionXml.TypeRef(element),
            Child(element, "outputValues"),
            Child(element, "defaultOutputEntry"),
            element.Place()
        );
    }

    private static DmnText? Child(XElement element, string name) =>
        element.Element(element.Name.Namespace + name)?.TextChild() is { } text && !string.IsNullOrWhiteSpace(text.Text) ? text : null;

    private DmnRule Rule(XElement element, int number, int inputs, int outputs)
    {
        var xml = element.Name.Namespace;
        var tests = element.Elements(xml + "inputEntry").Select(Entry).ToList();
        var results = element.Elements(xml + "outputEntry").Select(Entry).ToList();
        if (tests.Count != inputs || results.Count != outputs)
        {
            diagnostics.Add(
                DmnDiagnostic.Error(
                    "rule-cells",
                    $"в правиле {number} условий {tests.Count} и результатов {results.Count}, а столбцов {inputs} и {outputs}",
                    $"rule {number} has {tests.Count} conditions and {results.Count} results for {inputs} and {outputs} columns",
                    element.Place()
                )
            );
        }

        var annotations = element.Elements(xml + "annotationEntry").Select(entry => entry.TextChild()?.Text ?? "").ToList();
        return new DmnRule(element.Text("id"), tests, results, annotations, element.Place());
    }

    private static DmnText Entry(XElement element) => element.TextChild() ?? new DmnText("", null, element.Place());

    private DmnHitPolicy HitPolicy(XElement element, DmnPlace place)
    {
        var text = element.Text("hitPolicy");
        switch (text)
        {
            case null or "" or "UNIQUE" or "U":
                return DmnHitPolicy.Unique;
            case "ANY" or "A":
                return DmnHitPolicy.Any;
            case "PRIORITY" or "P":
                return DmnHitPolicy.Priority;
            case "FIRST" or "F":
                return DmnHitPolicy.First;
            case "RULE ORDER" or "R":
                return DmnHitPolicy.RuleOrder;
            case "OUTPUT ORDER" or "O":
                return DmnHitPolicy.OutputOrder;
            case "COLLECT" or "C":
                return DmnHitPolicy.Collect;
            default:
                diagnostics.Add(
                    DmnDiagnostic.Error("hit-policy", $"неизвестная политика срабатывания «{text}»", $"unknown hit policy '{text}'", place)
                );
                return DmnHitPolicy.Unique;
        }
    }

    private DmnAggregation Aggregation(XElement element, DmnPlace place)
    {
        var text = element.Text("aggregation");
        switch (text)
        {
            case null or "":
                return DmnAggregation.None;
            case "SUM":
                return DmnAggregation.Sum;
            case "MIN":
                return DmnAggregation.Min;
            case "MAX":
                return DmnAggregation.Max;
            case "COUNT":
                return DmnAggregation.Count;
            default:
                diagnostics.Add(
                    DmnDiagnostic.Error("aggregation", $"неизвестная свёртка «{text}»", $"unknown aggregation '{text}'", place)
                );
                return DmnAggregation.None;
        }
    }
}
