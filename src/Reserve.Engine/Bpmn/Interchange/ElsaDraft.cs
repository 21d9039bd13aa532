using System.Xml.Linq;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Engine.Bpmn.Interchange;

/// <summary>The file being made for Elsa, and what is to be told of it.</summary>
internal sealed class ElsaDraft
{
    /// <summary>The namespace of Elsa's BPMN reader (package <c>Bpmn.Interchange</c>) for what the standard does not say.</summary>
    public static readonly XNamespace Valence = "https://bpmn.valenceworks.io/schema/bpmn";

    /// <summary>The elements that Elsa takes for work which an activity does.</summary>
    private static readonly HashSet<string> tasks = new(StringComparer.Ordinal)
    {
        "task",
        "userTask",
        "serviceTask",
        "scriptTask",
        "manualTask",
        "businessRuleTask",
        "sendTask",
        "receiveTask",
    };

    private readonly List<ElsaNote> notes = [];
    private readonly Dictionary<string, int> order = new(StringComparer.Ordinal);
    private readonly HashSet<string> messages;

    public ElsaDraft(XDocument document)
    {
        Document = document;
        Root = document.Root!;
        Declare("vw", Valence);
        Declare("reserve", BpmnNames.Reserve);
        messages =
        [
            .. Root.Elements(BpmnNames.Model + "message")
                .Concat(Root.Elements(BpmnNames.Model + "signal"))
                .Select(IdOf)
                .Where(id => id.Length > 0),
        ];
        foreach (var element in Root.Descendants())
            order.TryAdd(IdOf(element), order.Count);
    }

    public XDocument Document { get; }

    public XElement Root { get; }

    /// <summary>Processes and subprocesses, outer ones first.</summary>
    public IEnumerable<XElement> Scopes =>
        Root.Descendants()
            .Where(element =>
                element.Name.Namespace == BpmnNames.Model && element.Name.LocalName is "process" or "subProcess" or "transaction"
            );

    public static string IdOf(XElement element) => (string?)element.Attribute("id") ?? "";

    public static string NameOf(XElement element) => ((string?)element.Attribute("name") ?? "").Trim();

    public static string TitleOf(XElement element) => NameOf(element) is { Length: > 0 } name ? name : IdOf(element);

    public static bool IsTask(XElement element) => element.Name.Namespace == BpmnNames.Model && tasks.Contains(element.Name.LocalName);

    public static IEnumerable<XElement> Definitions(XElement happening) =>
        happening
            .Elements()
            .Where(child =>
                child.Name.Namespace == BpmnNames.Model && child.Name.LocalName.EndsWith("EventDefinition", StringComparison.Ordinal)
            );

    /// <summary>What a flow node in a scope sends out.</summary>
    public static IEnumerable<XElement> Outgoing(XElement node) => Flows(node.Parent!, "sourceRef", IdOf(node));

    public static IEnumerable<XElement> Incoming(XElement node) => Flows(node.Parent!, "targetRef", IdOf(node));

    public static XElement? Extension(XElement element, XName name) =>
        element.Element(BpmnNames.Model + "extensionElements")?.Element(name);

    /// <summary>The place for foreign elements, made where the schema wants it: after the documentation.</summary>
    public static XElement Extensions(XElement element)
    {
        if (element.Element(BpmnNames.Model + "extensionElements") is { } there)
            return there;
        var made = new XElement(BpmnNames.Model + "extensionElements");
        if (element.Elements(BpmnNames.Model + "documentation").LastOrDefault() is { } after)
            after.AddAfterSelf(made);
        else
            element.AddFirst(made);
        return made;
    }

    public static XElement? Node(XElement scope, string id) => scope.Elements().FirstOrDefault(element => IdOf(element) == id);

    /// <summary>
    /// Whether Elsa asks for an activity to do it: a task, other than one that sends or awaits a message that has a name.
    /// </summary>
    public bool IsUnbound(XElement element) => IsTask(element) && !HasMessage(element);

    public bool HasMessage(XElement element) =>
        (element.Name.LocalName is "sendTask" or "receiveTask" || Definitions(element).Any())
        && Definitions(element)
            .Append(element)
            .Any(place =>
                messages.Contains(((string?)place.Attribute("messageRef") ?? (string?)place.Attribute("signalRef") ?? "").Trim())
            );

    public void Note(ElsaFate fate, XElement element, string message) =>
        notes.Add(new ElsaNote(fate, IdOf(element), NameOf(element), message));

    public void Note(ElsaFate fate, string message) => notes.Add(new ElsaNote(fate, "", "", message));

    public bool IsTold(XElement element) => notes.Exists(note => note.ElementId == IdOf(element));

    public IReadOnlyList<ElsaNote> InFileOrder() =>
        [.. notes.Distinct().OrderBy(note => note.ElementId.Length == 0 ? -1 : order.GetValueOrDefault(note.ElementId, int.MaxValue))];

    private static IEnumerable<XElement> Flows(XElement scope, string end, string id) =>
        scope.Elements(BpmnNames.Model + "sequenceFlow").Where(flow => (string?)flow.Attribute(end) == id);

    private void Declare(string prefix, XNamespace name)
    {
        if (Root.GetPrefixOfNamespace(name) is null && Root.GetNamespaceOfPrefix(prefix) is null)
            Root.SetAttributeValue(XNamespace.Xmlns + prefix, name.NamespaceName);
    }
}
