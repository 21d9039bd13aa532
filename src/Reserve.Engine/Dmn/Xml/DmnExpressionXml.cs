using System.Xml.Linq;
using Reserve.Engine.Dmn.Model;

namespace Reserve.Engine.Dmn.Xml;

/// <summary>Reads boxed expressions from XML elements.</summary>
internal sealed class DmnExpressionXml(List<DmnDiagnostic> diagnostics)
{
    /// <summary>The first child that is an expression, or null.</summary>
    public DmnExpression? Child(XElement parent)
    {
        foreach (var element in parent.Elements())
        {
            if (element.Name.Namespace == parent.Name.Namespace && Read(element) is { } expression)
                return expression;
        }

        return null;
    }

    /// <summary>The expression that the element is, or null when it is none.</summary>
    public DmnExpression? Read(XElement element)
    {
        var typeRef = TypeRef(element);
        var place = element.Place();
        return element.Name.LocalName switch
        {
            "literalExpression" => Literal(element, typeRef, place),
            "decisionTable" => new DmnTableXml(diagnostics).Read(element, typeRef, place),
            "context" => new DmnContext([.. Children(element, "contextEntry").Select(Entry)], typeRef, place),
            "invocation" => new DmnInvocation(Child(element), [.. Children(element, "binding").Select(Binding)], typeRef, place),
            "functionDefinition" => Function(element),
            "relation" => Relation(element, typeRef, place),
            "list" => new DmnList(
                [.. element.Elements().Where(child => child.Name.Namespace == element.Name.Namespace).Select(Read).OfType<DmnExpression>()],
                typeRef,
                place
            ),
            "conditional" => new DmnConditional(Part(element, "if"), Part(element, "then"), Part(element, "else"), typeRef, place),
            "filter" => new DmnFilter(Part(element, "in"), Part(element, "match"), typeRef, place),
            "for" => Iterator(element, DmnIteratorKind.For, "return", typeRef, place),
            "some" => Iterator(element, DmnIteratorKind.Some, "satisfies", typeRef, place),
            "every" => Iterator(element, DmnIteratorKind.Every, "satisfies", typeRef, place),
            _ => null,
        };
    }

    public DmnFunction Function(XElement element)
    {
        var kind = element.Text("kind")?.ToUpperInvariant() switch
        {
            "JAVA" => DmnFunctionKind.Java,
            "PMML" => DmnFunctionKind.Pmml,
            _ => DmnFunctionKind.Feel,
        };
        return new DmnFunction(
            kind,
            [.. Children(element, "formalParameter").Select(Variable)],
            Child(element),
            TypeRef(element),
            element.Place()
        );
    }

    public static DmnVariable Variable(XElement element) => new(element.Name(), TypeRef(element), element.Place());

    /// <summary>The type named by an attribute or, in item definitions, by a child; a prefix of a built-in type is dropped.</summary>
    public static string? TypeRef(XElement element)
    {
        var text = DmnXml.Plain(element.Text("typeRef") ?? element.Element(element.Name.Namespace + "typeRef")?.Value);
        return text.Length == 0 ? null
            : text.StartsWith("feel:", StringComparison.Ordinal) ? text["feel:".Length..]
            : text;
    }

    private static IEnumerable<XElement> Children(XElement element, string name) => element.Elements(element.Name.Namespace + name);

    private static DmnLiteral Literal(XElement element, string? typeRef, DmnPlace place) =>
        new(element.TextChild() ?? new DmnText("", element.Language(), place), typeRef, place);

    private DmnContextEntry Entry(XElement element) => new(Children(element, "variable").Select(Variable).FirstOrDefault(), Child(element));

    private DmnBinding Binding(XElement element) =>
        new(Children(element, "parameter").Select(Variable).FirstOrDefault() ?? new DmnVariable("", null, element.Place()), Child(element));

    private DmnRelation Relation(XElement element, string? typeRef, DmnPlace place)
    {
        var columns = Children(element, "column").Select(Variable).ToList();
        var rows = new List<IReadOnlyList<DmnExpression?>>();
        foreach (var row in Children(element, "row"))
        {
            var cells = row.Elements()
                .Where(child => child.Name.Namespace == element.Name.Namespace)
                .Select(Read)
                .OfType<DmnExpression>()
                .ToList();
            if (cells.Count != columns.Count)
            {
                diagnostics.Add(
                    DmnDiagnostic.Error(
                        "relation-row",
                        $"в строке отношения ячеек {cells.Count}, а столбцов {columns.Count}",
                        $"the row has {cells.Count} cells for {columns.Count} columns",
                        row.Place()
                    )
                );
            }

            rows.Add(cells);
        }

        return new DmnRelation(columns, rows, typeRef, place);
    }

    private DmnExpression? Part(XElement element, string name)
    {
        var part = Children(element, name).FirstOrDefault();
        if (part is null)
        {
            diagnostics.Add(
                DmnDiagnostic.Error(
                    "part-missing",
                    $"в выражении нет обязательной части «{name}»",
                    $"the expression lacks its part '{name}'",
                    element.Place()
                )
            );
            return null;
        }

        var expression = Child(part);
        return expression is not null && expression.TypeRef is null && TypeRef(part) is { } typeRef
            ? expression with
            {
                TypeRef = typeRef,
            }
            : expression;
    }

    private DmnIterator Iterator(XElement element, DmnIteratorKind kind, string body, string? typeRef, DmnPlace place) =>
        new(kind, DmnXml.Plain(element.Text("iteratorVariable")), Part(element, "in"), Part(element, body), typeRef, place);
}
