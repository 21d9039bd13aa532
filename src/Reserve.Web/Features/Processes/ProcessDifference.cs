using System.Xml.Linq;

namespace Reserve.Web.Features.Processes;

public enum DifferenceKind
{
    Added,
    Removed,
    Changed,
}

/// <summary>One property that differs; null where the element did not have it.</summary>
public sealed record ChangedFact(string What, string? Was, string? Now);

public sealed record ElementDifference(
    DifferenceKind Kind,
    string ElementId,
    string ElementName,
    string Name,
    IReadOnlyList<ChangedFact> Facts
);

/// <summary>
/// What differs between two drawings in meaning: elements by their id, with names, bindings, conditions, timers, lanes.
/// Positions on the sheet are counted, not listed.
/// </summary>
public sealed record ProcessDifference(IReadOnlyList<ElementDifference> Elements, int Moved)
{
    private static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static readonly XNamespace Interchange = "http://www.omg.org/spec/BPMN/20100524/DI";

    /// <summary>Elements that are compared on their own; everything else belongs to the one that holds it.</summary>
    private static readonly HashSet<string> Own =
    [
        "process",
        "participant",
        "lane",
        "sequenceFlow",
        "messageFlow",
        "task",
        "userTask",
        "serviceTask",
        "businessRuleTask",
        "sendTask",
        "receiveTask",
        "manualTask",
        "scriptTask",
        "callActivity",
        "subProcess",
        "transaction",
        "adHocSubProcess",
        "startEvent",
        "endEvent",
        "boundaryEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "eventBasedGateway",
        "complexGateway",
        "message",
        "signal",
        "error",
        "escalation",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "textAnnotation",
        "association",
        "correlationProperty",
        "correlationKey",
    ];

    /// <summary>What follows from other elements, or only numbers things.</summary>
    private static readonly HashSet<string> Derived = ["incoming", "outgoing", "laneSet", "childLaneSet"];

    public static ProcessDifference Between(string was, string now)
    {
        var (before, after) = (XDocument.Parse(was), XDocument.Parse(now));
        var (old, fresh) = (ById(before), ById(after));
        var found = new List<ElementDifference>();
        foreach (var (id, element) in fresh)
        {
            if (!old.TryGetValue(id, out var former))
            {
                found.Add(
                    Of(DifferenceKind.Added, element, [.. Facts(element).Select(fact => new ChangedFact(fact.Key, null, fact.Value))])
                );
                continue;
            }
            var changed = Compare(Facts(former), Facts(element));
            if (changed.Count > 0)
                found.Add(Of(DifferenceKind.Changed, element, changed));
        }
        found.AddRange(old.Where(entry => !fresh.ContainsKey(entry.Key)).Select(entry => Of(DifferenceKind.Removed, entry.Value, [])));
        var (places, newPlaces) = (Places(before), Places(after));
        return new ProcessDifference(
            found,
            newPlaces.Count(place => places.TryGetValue(place.Key, out var former) && former != place.Value)
        );
    }

    private static Dictionary<string, XElement> ById(XDocument document) =>
        document
            .Descendants()
            .Where(element => element.Name.Namespace == Bpmn && Own.Contains(element.Name.LocalName) && element.Attribute("id") is not null)
            .GroupBy(element => element.Attribute("id")!.Value)
            .ToDictionary(group => group.Key, group => group.First());

    private static ElementDifference Of(DifferenceKind kind, XElement element, IReadOnlyList<ChangedFact> facts) =>
        new(kind, element.Attribute("id")!.Value, element.Name.LocalName, element.Attribute("name")?.Value ?? "", facts);

    private static List<ChangedFact> Compare(SortedDictionary<string, string> was, SortedDictionary<string, string> now) =>
        [
            .. was
                .Keys.Union(now.Keys)
                .Order(StringComparer.Ordinal)
                .Select(key => new ChangedFact(key, was.GetValueOrDefault(key), now.GetValueOrDefault(key)))
                .Where(fact => fact.Was != fact.Now),
        ];

    private static SortedDictionary<string, string> Facts(XElement element)
    {
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Collect(element, "", facts);
        return facts;
    }

    private static void Collect(XElement element, string path, SortedDictionary<string, string> facts)
    {
        foreach (
            var attribute in element
                .Attributes()
                .Where(attribute => !attribute.IsNamespaceDeclaration && attribute.Name.LocalName is not ("id" or "type"))
        )
        {
            if (path.Length == 0 || element.Name.LocalName is not ("input" or "output"))
                Put(facts, path + attribute.Name.LocalName, attribute.Value);
        }
        foreach (var child in element.Elements())
        {
            var name = child.Name.LocalName;
            if (Derived.Contains(name) || (child.Name.Namespace == Bpmn && Own.Contains(name)))
                continue;
            // Extension elements and bindings are a matter of the format, not of meaning.
            var label =
                name is "extensionElements" or "activityBinding" ? path
                : name is "input" or "output" ? $"{path}{name} {child.Attribute("name")?.Value} "
                : $"{path}{name} ";
            if (child.HasElements)
                Collect(child, label, facts);
            else
            {
                Collect(child, label, facts);
                var text = child.Value.Trim();
                if (text.Length > 0)
                    Put(facts, label.Trim(), text);
                else if (!child.HasAttributes)
                    Put(facts, label.Trim(), "да");
            }
        }
    }

    private static void Put(SortedDictionary<string, string> facts, string label, string text) =>
        facts[label] = facts.TryGetValue(label, out var present) ? present + ", " + text : text;

    private static Dictionary<string, string> Places(XDocument document) =>
        document
            .Descendants()
            .Where(shape =>
                shape.Name.Namespace == Interchange
                && shape.Attribute("bpmnElement") is not null
                && shape.Name.LocalName is "BPMNShape" or "BPMNEdge"
            )
            .GroupBy(shape => shape.Attribute("bpmnElement")!.Value)
            .ToDictionary(
                group => group.Key,
                group =>
                    string.Join(
                        ' ',
                        group
                            .First()
                            .Elements()
                            .Where(part => part.Name.LocalName is "Bounds" or "waypoint")
                            .SelectMany(part => part.Attributes())
                            .Select(attribute => attribute.Value)
                    )
            );
}
