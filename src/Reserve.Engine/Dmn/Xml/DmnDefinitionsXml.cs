using System.Xml.Linq;
using Reserve.Engine.Dmn.Model;

namespace Reserve.Engine.Dmn.Xml;

/// <summary>Reads the root element of a DMN file and the elements of its requirement graph.</summary>
internal sealed class DmnDefinitionsXml(List<DmnDiagnostic> diagnostics)
{
    private readonly DmnExpressionXml expressions = new(diagnostics);

    public DmnDefinitions? Read(XElement root)
    {
        if (root.Name.LocalName != "definitions" || !DmnXml.Versions.ContainsKey(root.Name.NamespaceName))
        {
            diagnostics.Add(
                DmnDiagnostic.Error(
                    "namespace",
                    $"корневой элемент {root.Name.LocalName} из пространства имён «{root.Name.NamespaceName}»: ожидался "
                        + "definitions DMN 1.2–1.5",
                    $"the root element is {root.Name.LocalName} of '{root.Name.NamespaceName}': expected definitions of DMN 1.2 to 1.5",
                    root.Place()
                )
            );
            return null;
        }

        return new DmnDefinitions(
            root.Name(),
            root.Text("namespace")?.Trim() ?? "",
            [.. Children(root, "import").Select(Import)],
            [.. Children(root, "itemDefinition").Select(ItemDefinition)],
            [
                .. Children(root, "inputData")
                    .Select(element => new DmnInputData(Id(element), element.Name(), Variable(element), element.Place())
                    {
                        Description = Description(element),
                    }),
            ],
            [.. Children(root, "decision").Select(Decision)],
            [.. Children(root, "businessKnowledgeModel").Select(KnowledgeModel)],
            [.. Children(root, "decisionService").Select(Service)],
            root.Place()
        )
        {
            Description = Description(root),
        };
    }

    private static IEnumerable<XElement> Children(XElement element, string name) => element.Elements(element.Name.Namespace + name);

    private static string? Description(XElement element) =>
        Children(element, "description").Select(child => child.Value.Trim()).FirstOrDefault(text => text.Length > 0);

    private static string Id(XElement element) => element.Text("id") ?? "";

    private static DmnImport Import(XElement element) =>
        new(
            element.Name(),
            element.Text("namespace")?.Trim() ?? "",
            element.Text("importType")?.Trim() ?? "",
            element.Text("locationURI"),
            element.Place()
        );

    /// <summary>The variable; when the file has none, one of the element's own name.</summary>
    private static DmnVariable Variable(XElement element)
    {
        var variable = Children(element, "variable").Select(DmnExpressionXml.Variable).FirstOrDefault();
        return variable is null ? new DmnVariable(element.Name(), null, element.Place())
            : variable.Name.Length == 0 ? variable with { Name = element.Name() }
            : variable;
    }

    private DmnDecision Decision(XElement element) =>
        new(
            Id(element),
            element.Name(),
            Variable(element),
            element.Element(element.Name.Namespace + "question")?.Value,
            Requirements(element),
            expressions.Child(element),
            element.Place()
        )
        {
            Description = Description(element),
        };

    private DmnKnowledgeModel KnowledgeModel(XElement element) =>
        new(
            Id(element),
            element.Name(),
            Variable(element),
            Requirements(element),
            Children(element, "encapsulatedLogic").Select(expressions.Function).FirstOrDefault(),
            element.Place()
        )
        {
            Description = Description(element),
        };

    private DmnDecisionService Service(XElement element) =>
        new(
            Id(element),
            element.Name(),
            Variable(element),
            References(element, "outputDecision", DmnReferenceKind.Decision),
            References(element, "encapsulatedDecision", DmnReferenceKind.Decision),
            References(element, "inputDecision", DmnReferenceKind.Decision),
            References(element, "inputData", DmnReferenceKind.Input),
            element.Place()
        )
        {
            Description = Description(element),
        };

    private List<DmnReference> Requirements(XElement element) =>
        [
            .. Children(element, "informationRequirement")
                .SelectMany(requirement => References(requirement, "requiredInput", DmnReferenceKind.Input)),
            .. Children(element, "informationRequirement")
                .SelectMany(requirement => References(requirement, "requiredDecision", DmnReferenceKind.Decision)),
            .. Children(element, "knowledgeRequirement")
                .SelectMany(requirement => References(requirement, "requiredKnowledge", DmnReferenceKind.Knowledge)),
        ];

    private List<DmnReference> References(XElement element, string name, DmnReferenceKind kind)
    {
        var references = new List<DmnReference>();
        foreach (var child in Children(element, name))
        {
            var href = child.Text("href")?.Trim() ?? "";
            var hash = href.LastIndexOf('#');
            if (href.Length == 0 || hash == href.Length - 1)
            {
                diagnostics.Add(
                    DmnDiagnostic.Error("href", $"ссылка «{href}» никуда не ведёт", $"the reference '{href}' leads nowhere", child.Place())
                );
                continue;
            }

            references.Add(
                hash < 0
                    ? new DmnReference(kind, null, href, child.Place())
                    : new DmnReference(kind, hash == 0 ? null : href[..hash], href[(hash + 1)..], child.Place())
            );
        }

        return references;
    }

    private DmnItemDefinition ItemDefinition(XElement element) =>
        new(
            element.Name(),
            DmnExpressionXml.TypeRef(element),
            element.Text("isCollection")?.Trim() is "true" or "1",
            [.. Children(element, "itemComponent").Select(ItemDefinition)],
            Tests(element, "allowedValues"),
            Tests(element, "typeConstraint"),
            Children(element, "functionItem")
                .Select(item => new DmnFunctionItem(
                    [.. Children(item, "parameters").Select(DmnExpressionXml.Variable)],
                    item.Text("outputTypeRef")
                ))
                .FirstOrDefault(),
            element.Place()
        );

    private static DmnText? Tests(XElement element, string name) =>
        element.Element(element.Name.Namespace + name)?.TextChild() is { } text && !string.IsNullOrWhiteSpace(text.Text) ? text : null;
}
