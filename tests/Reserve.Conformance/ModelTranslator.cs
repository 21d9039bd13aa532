using System.Text.Json;
using System.Xml.Linq;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Conformance;

/// <summary>
/// Turns what other engines' models say in their own vocabularies into what this engine reads: expressions, handlers, mappings. Only for
/// the suites.
/// </summary>
internal static class ModelTranslator
{
    /// <summary>What the harness does for a task that has a script or handler of another engine.</summary>
    public const string Handler = "conformance.handler";

    private static readonly XNamespace Model = BpmnNames.Model;
    private static readonly XNamespace Elsa = BpmnNames.Elsa;

    private static readonly string[] Expressions =
    [
        "conditionExpression",
        "condition",
        "loopCardinality",
        "loopCondition",
        "completionCondition",
        "activationCondition",
        "timeDuration",
        "timeCycle",
        "timeDate",
    ];

    /// <summary>Reads a file and compiles its processes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="scriptTokens">Whether script tasks hold the harness's tokens instead of scripts.</param>
    /// <param name="problems">Why the file is refused; empty when it is not.</param>
    public static List<ProcessDefinition> Load(string path, bool scriptTokens, out IReadOnlyList<string> problems)
    {
        XDocument document;
        try
        {
            document = XDocument.Load(path, LoadOptions.PreserveWhitespace);
        }
        catch (System.Xml.XmlException problem)
        {
            problems = [problem.Message];
            return [];
        }

        Translate(document, scriptTokens);
        var read = BpmnReader.Read(document.ToString(SaveOptions.DisableFormatting));
        var found = read.Diagnostics.Where(one => one.Severity == BpmnSeverity.Error).ToList();
        var definitions = new List<ProcessDefinition>();
        foreach (var process in read.File?.Processes.Where(process => process.Nodes.Count > 0) ?? [])
        {
            var compiled = ProcessDefinition.Compile(read.File!, process.Id);
            found.AddRange(compiled.Diagnostics.Where(one => one.Severity == BpmnSeverity.Error));
            if (compiled.Definition is not null)
                definitions.Add(compiled.Definition);
        }

        problems = [.. found.Select(one => $"{one.ElementId}: {one.Message}").Distinct()];
        return definitions;
    }

    private static void Translate(XDocument document, bool scriptTokens)
    {
        foreach (
            var element in document
                .Descendants()
                .Where(element => element.Name.Namespace == Model && Expressions.Contains(element.Name.LocalName))
        )
        {
            element.Attribute("language")?.Remove();
            if (
                element.Name.LocalName.StartsWith("time", StringComparison.Ordinal)
                && !element.Value.Contains("${", StringComparison.Ordinal)
            )
                continue;
            element.Value = ExpressionTranslator.ToFeel(element.Value);
        }

        foreach (
            var script in document
                .Descendants()
                .Where(element => element.Name == Model + "scriptTask" || element.Name == Model + "globalScriptTask")
                .ToList()
        )
            TranslateScript(script, scriptTokens);
        foreach (
            var task in document
                .Descendants()
                .Where(element =>
                    element.Name.Namespace == Model && element.Name.LocalName is "serviceTask" or "sendTask" or "businessRuleTask"
                )
                .ToList()
        )
            TranslateHandler(task);
        foreach (var call in document.Descendants(Model + "callActivity").ToList())
            TranslateMapping(call);
        foreach (var loop in document.Descendants(Model + "multiInstanceLoopCharacteristics").ToList())
            TranslateCollection(loop);
    }

    private static void TranslateScript(XElement task, bool scriptTokens)
    {
        var script = task.Element(Model + "script");
        if (script is null)
            return;
        var text = script.Value.Trim();
        if (scriptTokens)
        {
            script.Remove();
            Bind(task, Handler, [("script", text)], []);
            return;
        }

        var result = Vendor(task, "resultVariable");
        script.Value = result is null ? ExpressionTranslator.ScriptToFeel(text) : $"{{ {result}: {ExpressionTranslator.ToFeel(text)} }}";
        task.SetAttributeValue("scriptFormat", "feel");
    }

    private static void TranslateHandler(XElement task)
    {
        var inputs = new List<(string, string)>();
        var expressions = new List<(string, string)>();
        if (Vendor(task, "expression") is { } expression)
            expressions.Add(("value", ExpressionTranslator.ToFeel(expression)));
        if (Vendor(task, "resultVariable") is { } result)
            inputs.Add(("resultVariable", result));
        if (Vendor(task, "class") is { } handler)
            inputs.Add(("class", handler));
        foreach (var field in task.Descendants().Where(element => element.Name.LocalName == "field" && element.Name.Namespace != Model))
        {
            if ((string?)field.Attribute("name") is { } name)
                inputs.Add((name, (string?)field.Attribute("stringValue") ?? field.Value));
        }

        if (inputs.Count + expressions.Count > 0)
            Bind(task, Handler, inputs, expressions);
    }

    private static void TranslateMapping(XElement call)
    {
        if ((string?)call.Attribute("calledElement") is { } called && called.StartsWith("${", StringComparison.Ordinal))
            call.SetAttributeValue("calledElement", "=" + ExpressionTranslator.ToFeel(called));
        var binding = new XElement(Elsa + "activityBinding", new XAttribute("activityType", "call"));
        foreach (
            var mapping in call.Descendants().Where(element => element.Name.Namespace != Model && element.Name.LocalName is "in" or "out")
        )
        {
            if ((string?)mapping.Attribute("variables") == "all")
                binding.Add(Input(NameOf(mapping), "*", "Literal", ""));
            var source =
                (string?)mapping.Attribute("source")
                ?? ((string?)mapping.Attribute("sourceExpression") is { } text ? ExpressionTranslator.ToFeel(text) : null);
            if (source is not null && (string?)mapping.Attribute("target") is { } target)
                binding.Add(Input(NameOf(mapping), target, "Feel", source));
        }

        if (binding.HasElements)
            Extensions(call).Add(binding);
    }

    private static void TranslateCollection(XElement loop)
    {
        if (Vendor(loop, "collection") is not { } collection)
            return;
        var multiple = new XElement(
            BpmnNames.Reserve + "multiInstance",
            new XAttribute("collection", ExpressionTranslator.ToFeel(collection))
        );
        if (Vendor(loop, "elementVariable") is { } item)
            multiple.SetAttributeValue("item", item);
        Extensions(loop).Add(multiple);
    }

    private static void Bind(
        XElement task,
        string type,
        IEnumerable<(string Name, string Value)> literals,
        IEnumerable<(string Name, string Value)> expressions
    )
    {
        var binding = new XElement(Elsa + "activityBinding", new XAttribute("activityType", type));
        foreach (var (name, value) in literals)
            binding.Add(Input(Elsa + "input", name, "Literal", value));
        foreach (var (name, value) in expressions)
            binding.Add(Input(Elsa + "input", name, "Feel", value));
        Extensions(task).Add(binding);
    }

    private static XName NameOf(XElement mapping) => mapping.Name.LocalName == "in" ? Elsa + "input" : BpmnNames.Reserve + "output";

    private static XElement Input(XName element, string name, string type, string value) =>
        new(element, new XAttribute("name", name), JsonSerializer.Serialize(new { typeName = "String", expression = new { type, value } }));

    private static XElement Extensions(XElement element)
    {
        if (element.Element(Model + "extensionElements") is { } there)
            return there;
        var made = new XElement(Model + "extensionElements");
        element.AddFirst(made);
        return made;
    }

    /// <summary>An attribute of this local name in any vendor's namespace.</summary>
    private static string? Vendor(XElement element, string name) =>
        element
            .Attributes()
            .FirstOrDefault(attribute =>
                attribute.Name.LocalName == name && attribute.Name.NamespaceName.Length > 0 && attribute.Name.Namespace != Model
            )
            ?.Value;
}
