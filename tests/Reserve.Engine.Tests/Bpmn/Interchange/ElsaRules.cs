using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Engine.Tests.Bpmn.Interchange;

/// <summary>
/// The rules of Elsa's BPMN import (reader, binder and graph of the snapshot of August 2026) written down once more, apart from the export:
/// what it refuses, and what it leaves out or reads as something plainer.
/// </summary>
internal sealed class ElsaRules
{
    private static readonly XNamespace Model = BpmnNames.Model;
    private static readonly XNamespace Elsa = "https://elsaworkflows.io/schemas/bpmn/v1";
    private static readonly XNamespace Valence = "https://bpmn.valenceworks.io/schema/bpmn";
    private readonly Dictionary<string, string> names;

    private ElsaRules(XElement root)
    {
        names = root.Elements()
            .Where(element => element.Name == Model + "message" || element.Name == Model + "signal")
            .Where(element => !string.IsNullOrWhiteSpace((string?)element.Attribute("name")))
            .ToDictionary(element => (string)element.Attribute("id")!, element => (string)element.Attribute("name")!);
        foreach (var process in root.Elements(Model + "process"))
            Scope(process);
    }

    /// <summary>Why the import is refused, each with the element.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>Elements that are dropped or degraded.</summary>
    public HashSet<string> Lost { get; } = new(StringComparer.Ordinal);

    public static ElsaRules Of(string xml) => new(XDocument.Parse(xml).Root!);

    private static string Id(XElement element) => (string?)element.Attribute("id") ?? "";

    private static IEnumerable<XElement> Definitions(XElement element) =>
        element
            .Elements()
            .Where(child => child.Name.Namespace == Model && child.Name.LocalName.EndsWith("EventDefinition", StringComparison.Ordinal));

    private string? MessageOf(XElement element) =>
        names.GetValueOrDefault(((string?)element.Attribute("messageRef") ?? (string?)element.Attribute("signalRef") ?? "").Trim());

    private void Scope(XElement scope)
    {
        var kept = new Dictionary<string, XElement>(StringComparer.Ordinal);
        var unbound = new List<XElement>();
        foreach (var element in scope.Elements().Where(element => element.Name.Namespace == Model))
        {
            var isKept = element.Name.LocalName switch
            {
                "startEvent" => Start(element),
                "endEvent" => End(element),
                "intermediateThrowEvent" => Throw(element),
                "intermediateCatchEvent" => Catch(element),
                "boundaryEvent" => false,
                "exclusiveGateway" or "parallelGateway" or "inclusiveGateway" or "eventBasedGateway" => true,
                "subProcess" or "transaction" => SubProcess(element),
                "callActivity" => Call(element),
                "task"
                or "userTask"
                or "serviceTask"
                or "scriptTask"
                or "manualTask"
                or "businessRuleTask"
                or "sendTask"
                or "receiveTask" => Task(element, unbound),
                "complexGateway" or "adHocSubProcess" => Drop(element),
                _ => false,
            };
            if (isKept && !kept.TryAdd(Id(element), element))
                Refuse(element, "duplicate id");
        }

        foreach (var boundary in scope.Elements(Model + "boundaryEvent").Where(boundary => Boundary(boundary, kept)).ToList())
            kept.Add(Id(boundary), boundary);
        var flows = scope
            .Elements(Model + "sequenceFlow")
            .Where(flow => kept.ContainsKey(End(flow, "sourceRef")) && kept.ContainsKey(End(flow, "targetRef")))
            .ToList();
        foreach (var flow in flows.Where(flow => flow.Element(Model + "conditionExpression")?.Value.Trim() is { Length: > 0 }))
        {
            if (flow.Attribute(Valence + "conditionOutcome") is null)
                Lost.Add(Id(flow));
        }

        Bindings(kept.Values, unbound);
        Graph(kept, flows);
    }

    private void Bindings(IEnumerable<XElement> kept, List<XElement> unbound)
    {
        foreach (var element in kept.Where(element => element.Name.LocalName is not ("subProcess" or "transaction")))
        {
            var binding = element.Element(Model + "extensionElements")?.Element(Elsa + "activityBinding");
            if (unbound.Contains(element) && binding is null)
                Refuse(element, "nothing binds the task");
            if (!unbound.Contains(element) && binding is not null)
                Refuse(element, "a binding where none is read");
            if (binding is null || !unbound.Contains(element))
                continue;
            if (binding.Attribute("activityType") is null)
                Refuse(element, "no activityType");
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var input in binding.Elements(Elsa + "input"))
            {
                var name = (string?)input.Attribute("name");
                if (name is null or "type" || char.IsUpper(name[0]) || !seen.Add(name))
                    Refuse(element, $"input {name}");
                using var json = JsonDocument.Parse(input.Value);
                if (!json.RootElement.TryGetProperty("typeName", out _))
                    Refuse(element, $"input {name} has no typeName");
            }
        }
    }

    private void Graph(Dictionary<string, XElement> kept, List<XElement> flows)
    {
        if (kept.Count > 0 && !kept.Values.Any(element => element.Name.LocalName == "startEvent"))
            Refused.Add("a scope without start");
        var into = flows.ToLookup(flow => End(flow, "targetRef"));
        var from = flows.ToLookup(flow => End(flow, "sourceRef"));
        foreach (var (id, element) in kept)
        {
            var name = element.Name.LocalName;
            if ((name == "startEvent" || name == "boundaryEvent") && into[id].Any())
                Refuse(element, "flows into it");
            if (name == "endEvent" && from[id].Any())
                Refuse(element, "flows out of it");
            if ((string?)element.Attribute("default") is { } otherwise && from[id].All(flow => Id(flow) != otherwise))
                Refuse(element, "its default flow does not exist");
            if (name == "boundaryEvent" && !Is(element, "compensateEventDefinition") && !from[id].Any())
                Refuse(element, "a boundary that leads nowhere");
            if (
                name == "eventBasedGateway"
                && (from[id].Count() < 2 || from[id].Select(flow => kept[End(flow, "targetRef")]).Any(target => !IsAlone(target)))
            )
                Refuse(element, "not a race of events");
        }

        foreach (
            var host in kept
                .Values.Where(element => element.Name.LocalName == "boundaryEvent" && Is(element, "errorEventDefinition"))
                .GroupBy(boundary => (string?)boundary.Attribute("attachedToRef"))
                .Where(group => group.Count() > 1)
        )
            Refused.Add($"{host.Key}: two error boundaries");

        bool IsAlone(XElement target) => target.Name.LocalName == "intermediateCatchEvent" && into[Id(target)].Count() == 1;
    }

    private bool Task(XElement element, List<XElement> unbound)
    {
        var isMessage = element.Name.LocalName is "sendTask" or "receiveTask" && MessageOf(element) is not null;
        if (!isMessage)
            unbound.Add(element);
        Loop(element);
        return true;
    }

    private bool Call(XElement element)
    {
        if (string.IsNullOrWhiteSpace((string?)element.Attribute("calledElement")))
            Refuse(element, "calls nothing");
        Loop(element);
        return true;
    }

    private void Loop(XElement element)
    {
        if (element.Element(Model + "standardLoopCharacteristics") is not null)
            Lost.Add(Id(element));
        if (element.Element(Model + "multiInstanceLoopCharacteristics") is not { } loop)
            return;
        var declared = element.Parent!.Element(Model + "extensionElements")?.Elements(Valence + "variable").Attributes("name") ?? [];
        var isRead = (string?)loop.Attribute(Valence + "collection") is { } collection
            ? declared.Any(name => name.Value == collection) && (string?)loop.Attribute(Valence + "itemVariable") != "loopIndex"
            : int.TryParse(loop.Element(Model + "loopCardinality")?.Value, out var times) && times > 0;
        if (!isRead)
            Lost.Add(Id(element));
    }

    private bool SubProcess(XElement element)
    {
        if ((string?)element.Attribute("triggeredByEvent") == "true")
        {
            if (element.Elements(Model + "startEvent").ToList() is not [var start] || Definitions(start).Count() != 1 || !Start(start))
                return Drop(element);
            if (Lost.Contains(Id(start)))
                return Drop(element);
        }

        Loop(element);
        Scope(element);
        return true;
    }

    private bool Start(XElement element)
    {
        var isListener = (string?)element.Parent!.Attribute("triggeredByEvent") == "true";
        foreach (var definition in Definitions(element))
        {
            var isRead = definition.Name.LocalName switch
            {
                "messageEventDefinition" or "signalEventDefinition" => MessageOf(definition) is not null,
                "timerEventDefinition" => isListener ? Duration(element, definition) : definition.Element(Model + "timeCycle") is not null,
                "errorEventDefinition" or "escalationEventDefinition" => isListener,
                _ => false,
            };
            if (!isRead)
                Lost.Add(Id(element));
        }

        return true;
    }

    private bool End(XElement element)
    {
        if (
            Definitions(element)
                .Any(definition =>
                    definition.Name.LocalName is "errorEventDefinition" or "signalEventDefinition"
                    || (definition.Name.LocalName == "messageEventDefinition" && MessageOf(definition) is null)
                )
        )
            Lost.Add(Id(element));
        return true;
    }

    private bool Throw(XElement element) =>
        Definitions(element).ToList() is [var only]
            && (
                only.Name.LocalName == "compensateEventDefinition"
                || (only.Name.LocalName == "escalationEventDefinition" && only.Attribute("escalationRef") is not null)
                || (only.Name.LocalName == "messageEventDefinition" && MessageOf(only) is not null)
            )
        || Drop(element);

    private bool Catch(XElement element) =>
        Definitions(element).ToList() is [var only]
            && only.Name.LocalName switch
            {
                "messageEventDefinition" or "signalEventDefinition" => MessageOf(only) is not null,
                "timerEventDefinition" => Duration(element, only),
                _ => false,
            }
        || Drop(element);

    private bool Boundary(XElement element, Dictionary<string, XElement> kept)
    {
        if (!kept.TryGetValue((string?)element.Attribute("attachedToRef") ?? "", out var host))
            return Drop(element);
        return Definitions(element).ToList() is [var only]
                && only.Name.LocalName switch
                {
                    "messageEventDefinition" or "signalEventDefinition" => MessageOf(only) is not null,
                    "timerEventDefinition" => Duration(element, only),
                    "errorEventDefinition" or "compensateEventDefinition" or "cancelEventDefinition" => true,
                    "escalationEventDefinition" => host.Name.LocalName is "subProcess" or "callActivity",
                    _ => false,
                }
            || Drop(element);
    }

    /// <summary>A wait without a length is left out; one that is no constant is refused by the binder.</summary>
    private bool Duration(XElement element, XElement definition)
    {
        if (definition.Element(Model + "timeDuration")?.Value.Trim() is not { Length: > 0 } text)
            return false;
        try
        {
            XmlConvert.ToTimeSpan(text);
        }
        catch (FormatException)
        {
            Refuse(element, $"the duration {text}");
        }

        return true;
    }

    private static bool Is(XElement element, string definition) => Definitions(element).Any(one => one.Name.LocalName == definition);

    private static string End(XElement flow, string end) => (string?)flow.Attribute(end) ?? "";

    private bool Drop(XElement element)
    {
        Lost.Add(Id(element));
        return false;
    }

    private void Refuse(XElement element, string why)
    {
        if (!Refused.Contains($"{Id(element)}: {why}"))
            Refused.Add($"{Id(element)}: {why}");
    }
}
