using System.Globalization;
using System.Xml.Linq;
using Reserve.Engine.Bpmn.Model;
using static Reserve.Engine.Bpmn.Xml.BpmnNames;

namespace Reserve.Engine.Bpmn.Xml;

/// <summary>Turns the XML tree into records: root elements, pools, correlation; flows are in the other parts of this class.</summary>
internal sealed partial class ModelReader(XDocument document)
{
    private readonly List<BpmnDiagnostic> diagnostics = [];
    private readonly List<RefusedElement> refused = [];
    private readonly Dictionary<string, XElement> byId = new(StringComparer.Ordinal);
    private readonly XElement root = document.Root!;

    public BpmnReadResult Read()
    {
        IndexIds();
        var processes = new List<BpmnProcess>();
        var globalTasks = new List<ActivityTask>();
        foreach (var element in root.Elements())
        {
            if (element.Name.Namespace != BpmnNames.Model)
                continue;
            switch (element.Name.LocalName)
            {
                case "process":
                    processes.Add(ReadProcess(element));
                    break;
                case "globalTask" or "globalUserTask" or "globalManualTask" or "globalScriptTask" or "globalBusinessRuleTask":
                    globalTasks.Add(ReadGlobalTask(element));
                    break;
                case var name when Choreography.Contains(name):
                    refused.Add(new RefusedElement(null, name, IdOf(element), "хореографии не исполняются", element.Line()));
                    break;
            }
        }

        var file = new BpmnFile
        {
            Document = document,
            TargetNamespace = (string?)root.Attribute("targetNamespace") ?? "",
            Processes = processes,
            GlobalTasks = globalTasks,
            Messages = [.. Roots("message", null)],
            Signals = [.. Roots("signal", null)],
            Errors = [.. Roots("error", "errorCode")],
            Escalations = [.. Roots("escalation", "escalationCode")],
            Participants =
            [
                .. root.Elements(BpmnNames.Model + "collaboration").Elements(BpmnNames.Model + "participant").Select(ReadParticipant),
            ],
            CorrelationProperties = [.. root.Elements(BpmnNames.Model + "correlationProperty").Select(ReadCorrelationProperty)],
            CorrelationKeys = [.. root.Descendants(BpmnNames.Model + "correlationKey").Select(ReadCorrelationKey)],
            Refused = refused,
        };
        return new BpmnReadResult(file, [.. diagnostics.OrderBy(found => found.Line)]);
    }

    private void IndexIds()
    {
        foreach (var element in root.DescendantsAndSelf())
        {
            if (element.Name.Namespace != BpmnNames.Model || (string?)element.Attribute("id") is not { Length: > 0 } id)
                continue;
            if (!byId.TryAdd(id, element))
                Error("duplicate-id", id, element, $"Идентификатор «{id}» уже занят в строке {byId[id].Line()}");
        }
    }

    private IEnumerable<RootItem> Roots(string name, string? code) =>
        root.Elements(BpmnNames.Model + name)
            .Select(element => new RootItem(
                IdOf(element),
                (string?)element.Attribute("name"),
                code is null ? null
                    : (string?)element.Attribute(code) is { Length: > 0 } text ? text
                    : null,
                element.Line()
            ));

    private Participant ReadParticipant(XElement element)
    {
        var process = Ref(element, "processRef");
        // A reference into another namespace is a process of an imported file.
        if (process is not null && !byId.ContainsKey(process))
            Warn("dangling-reference", IdOf(element), element, $"Участник ссылается на процесс «{process}», которого нет в файле");
        return new Participant(IdOf(element), NameOf(element), process, element.Line());
    }

    private static CorrelationProperty ReadCorrelationProperty(XElement element) =>
        new(
            IdOf(element),
            NameOf(element),
            element
                .Elements(BpmnNames.Model + "correlationPropertyRetrievalExpression")
                .Where(retrieval => retrieval.Attribute("messageRef") is not null)
                .GroupBy(retrieval => Local((string)retrieval.Attribute("messageRef")!), StringComparer.Ordinal)
                .ToDictionary(
                    group => group.Key,
                    group => group.First().Element(BpmnNames.Model + "messagePath")?.Value.Trim() ?? "",
                    StringComparer.Ordinal
                ),
            element.Line()
        );

    private static CorrelationKey ReadCorrelationKey(XElement element) =>
        new(
            IdOf(element),
            NameOf(element),
            [.. element.Elements(BpmnNames.Model + "correlationPropertyRef").Select(reference => Local(reference.Value.Trim()))],
            element.Line()
        );

    private BpmnProcess ReadProcess(XElement element)
    {
        var id = IdOf(element);
        if (id.Length == 0)
            Error("missing-id", "", element, "У процесса нет идентификатора");
        var scope = ReadScope(element, 1, id);
        return new BpmnProcess
        {
            Id = id,
            Name = NameOf(element),
            IsExecutable = Bool(element, "isExecutable"),
            Line = element.Line(),
            Nodes = scope.Nodes,
            Flows = scope.Flows,
            DataObjects = scope.Data,
            Associations = scope.Associations,
            Lanes = [.. element.Elements(BpmnNames.Model + "laneSet").SelectMany(ReadLanes)],
            CorrelationSubscriptions =
            [
                .. element
                    .Elements(BpmnNames.Model + "correlationSubscription")
                    .Select(subscription => new CorrelationSubscription(
                        IdOf(subscription),
                        Ref(subscription, "correlationKeyRef") ?? "",
                        subscription
                            .Elements(BpmnNames.Model + "correlationPropertyBinding")
                            .GroupBy(binding => Ref(binding, "correlationPropertyRef") ?? "", StringComparer.Ordinal)
                            .ToDictionary(
                                group => group.Key,
                                group => group.First().Element(BpmnNames.Model + "dataPath")?.Value.Trim() ?? "",
                                StringComparer.Ordinal
                            ),
                        subscription.Line()
                    )),
            ],
        };
    }

    private IEnumerable<Lane> ReadLanes(XElement set) =>
        set.Elements(BpmnNames.Model + "lane")
            .SelectMany(lane =>
            {
                var refs = lane.Elements(BpmnNames.Model + "flowNodeRef").Select(node => Local(node.Value.Trim())).ToList();
                foreach (var missing in refs.Where(node => !byId.ContainsKey(node)))
                    Warn("dangling-reference", IdOf(lane), lane, $"Дорожка ссылается на элемент «{missing}», которого нет в файле");
                return lane.Elements(BpmnNames.Model + "childLaneSet")
                    .SelectMany(ReadLanes)
                    .Prepend(new Lane(IdOf(lane), NameOf(lane), refs, lane.Line()));
            });

    /// <summary>The referred id, without its prefix, of an attribute; null when the attribute is absent.</summary>
    private static string? Ref(XElement element, string attribute) =>
        (string?)element.Attribute(attribute) is { } text ? Local(text.Trim()) : null;

    private static string Local(string qualified) =>
        qualified.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? qualified[(colon + 1)..] : qualified;

    private static string IdOf(XElement element) => (string?)element.Attribute("id") ?? "";

    private static string NameOf(XElement element) => (string?)element.Attribute("name") ?? "";

    private bool? Bool(XElement element, string attribute)
    {
        switch (((string?)element.Attribute(attribute))?.Trim())
        {
            case null:
                return null;
            case "true" or "1":
                return true;
            case "false" or "0":
                return false;
            case var other:
                Error("bad-value", IdOf(element), element, $"Значение «{other}» признака {attribute}: ожидалось true или false");
                return null;
        }
    }

    private int Number(XElement element, string attribute, int otherwise)
    {
        if ((string?)element.Attribute(attribute) is not { } text)
            return otherwise;
        if (int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            return value;
        Error("bad-value", IdOf(element), element, $"Значение «{text}» признака {attribute}: ожидалось целое число");
        return otherwise;
    }

    private static Expression? ExpressionOf(XElement? element) =>
        element is null ? null : new Expression(element.Value.Trim(), (string?)element.Attribute("language"), element.Line());

    private void Error(string code, string id, XElement place, string message) =>
        diagnostics.Add(new BpmnDiagnostic(code, BpmnSeverity.Error, id, place.Line(), message));

    private void Warn(string code, string id, XElement place, string message) =>
        diagnostics.Add(new BpmnDiagnostic(code, BpmnSeverity.Warning, id, place.Line(), message));
}
