using System.Xml.Linq;
using Reserve.Engine.Bpmn.Model;
using static Reserve.Engine.Bpmn.Xml.BpmnNames;

namespace Reserve.Engine.Bpmn.Xml;

/// <summary>Flows: nodes, sequence flows, activities, loops.</summary>
internal sealed partial class ModelReader
{
    private sealed record ScopeParts(List<FlowNode> Nodes, List<SequenceFlow> Flows, List<DataObject> Data, List<Association> Associations);

    private ScopeParts ReadScope(XElement scope, int depth, string processId)
    {
        var parts = new ScopeParts([], [], [], []);
        if (depth > BpmnReader.MaximumNesting)
        {
            Error("nested-too-deep", IdOf(scope), scope, $"Подпроцессы вложены глубже {BpmnReader.MaximumNesting} уровней");
            return parts;
        }

        foreach (var element in scope.Elements())
        {
            if (element.Name.Namespace != BpmnNames.Model)
                continue;
            if (ReadNode(element, depth, processId) is { } node)
            {
                if (node.Id.Length == 0)
                    Error("missing-id", "", element, $"У элемента <{element.Name.LocalName}> нет идентификатора");
                parts.Nodes.Add(node);
                continue;
            }

            switch (element.Name.LocalName)
            {
                case "sequenceFlow":
                    parts.Flows.Add(ReadFlow(element));
                    break;
                case "association":
                    parts.Associations.Add(
                        new Association(IdOf(element), Ref(element, "sourceRef") ?? "", Ref(element, "targetRef") ?? "", element.Line())
                    );
                    break;
                case "dataObject" or "property":
                    parts.Data.Add(ReadDataObject(element));
                    break;
                case var name when Choreography.Contains(name):
                    refused.Add(new RefusedElement(processId, name, IdOf(element), "хореографии не исполняются", element.Line()));
                    break;
            }
        }

        CheckReferences(parts, scope);
        return parts;
    }

    private void CheckReferences(ScopeParts parts, XElement scope)
    {
        var here = parts.Nodes.Select(node => node.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var flow in parts.Flows)
        {
            foreach (var (end, what) in new[] { (flow.SourceRef, "sourceRef"), (flow.TargetRef, "targetRef") })
            {
                if (here.Contains(end))
                    continue;
                diagnostics.Add(
                    byId.ContainsKey(end)
                        ? new BpmnDiagnostic(
                            "flow-crosses-scope",
                            BpmnSeverity.Error,
                            flow.Id,
                            flow.Line,
                            $"Поток «{flow.Id}» ({what}) ведёт к «{end}» за границей своего процесса или подпроцесса"
                        )
                        : new BpmnDiagnostic(
                            "dangling-reference",
                            BpmnSeverity.Error,
                            flow.Id,
                            flow.Line,
                            $"Поток «{flow.Id}» ({what}) ведёт к «{end}», которого нет в файле"
                        )
                );
            }
        }

        foreach (var node in parts.Nodes)
        {
            if (node is BoundaryEvent boundary && !here.Contains(boundary.AttachedTo))
                diagnostics.Add(
                    new BpmnDiagnostic(
                        "dangling-reference",
                        BpmnSeverity.Error,
                        node.Id,
                        node.Line,
                        $"Граничное событие «{node.Id}» прикреплено к «{boundary.AttachedTo}», которого нет рядом с ним"
                    )
                );
            var flow = node switch
            {
                Activity activity => activity.Default,
                Gateway gateway => gateway.Default,
                _ => null,
            };
            if (flow is not null && !parts.Flows.Any(candidate => candidate.Id == flow && candidate.SourceRef == node.Id))
                diagnostics.Add(
                    new BpmnDiagnostic(
                        "dangling-reference",
                        BpmnSeverity.Error,
                        node.Id,
                        node.Line,
                        $"Поток по умолчанию «{flow}» элемента «{node.Id}» не выходит из него"
                    )
                );
        }

        foreach (var association in parts.Associations)
        {
            if (!byId.ContainsKey(association.SourceRef) || !byId.ContainsKey(association.TargetRef))
                Warn("dangling-reference", association.Id, scope, $"Связь «{association.Id}» ссылается на элемент, которого нет в файле");
        }
    }

    private static SequenceFlow ReadFlow(XElement element)
    {
        var condition = element.Element(BpmnNames.Model + "conditionExpression");
        return new SequenceFlow(
            IdOf(element),
            NameOf(element),
            Ref(element, "sourceRef") ?? "",
            Ref(element, "targetRef") ?? "",
            condition is null || condition.Value.Trim().Length == 0 ? null : ExpressionOf(condition),
            element.Line()
        );
    }

    private DataObject ReadDataObject(XElement element)
    {
        var id = IdOf(element);
        var references = root.Descendants(BpmnNames.Model + "dataObjectReference")
            .Where(reference => Ref(reference, "dataObjectRef") == id)
            .ToList();
        return new DataObject(
            id,
            VariableName(id) ?? id,
            [.. references.Select(IdOf)],
            Bool(element, "isCollection") ?? false,
            element.Line()
        );
    }

    private FlowNode? ReadNode(XElement element, int depth, string processId)
    {
        var name = element.Name.LocalName;
        return name switch
        {
            "startEvent" or "endEvent" or "intermediateCatchEvent" or "intermediateThrowEvent" or "boundaryEvent" => ReadEvent(element),
            "exclusiveGateway" => ReadGateway(element, GatewayKind.Exclusive),
            "parallelGateway" => ReadGateway(element, GatewayKind.Parallel),
            "inclusiveGateway" => ReadGateway(element, GatewayKind.Inclusive),
            "complexGateway" => ReadGateway(element, GatewayKind.Complex),
            "eventBasedGateway" => ReadGateway(element, GatewayKind.EventBased),
            "subProcess" => ReadSubProcess(
                element,
                Bool(element, "triggeredByEvent") == true ? SubProcessKind.Event : SubProcessKind.Embedded,
                depth,
                processId
            ),
            "transaction" => ReadSubProcess(element, SubProcessKind.Transaction, depth, processId),
            "adHocSubProcess" => ReadSubProcess(element, SubProcessKind.AdHoc, depth, processId),
            "callActivity" => WithActivity(
                element,
                new CallActivity
                {
                    Id = IdOf(element),
                    ElementName = name,
                    CalledElement =
                        (string?)element.Attribute("calledElement") is { } called && called.StartsWith('=')
                            ? called
                            : Ref(element, "calledElement") ?? "",
                }
            ),
            "serviceTask" when WaitAsTask(element) is { } wait => wait,
            _ => TaskKindOf(name) is { } kind ? ReadTask(element, kind) : null,
        };
    }

    private static TaskKind? TaskKindOf(string name) =>
        name switch
        {
            "task" or "globalTask" => TaskKind.None,
            "userTask" or "globalUserTask" => TaskKind.User,
            "manualTask" or "globalManualTask" => TaskKind.Manual,
            "serviceTask" => TaskKind.Service,
            "businessRuleTask" or "globalBusinessRuleTask" => TaskKind.BusinessRule,
            "scriptTask" or "globalScriptTask" => TaskKind.Script,
            "sendTask" => TaskKind.Send,
            "receiveTask" => TaskKind.Receive,
            _ => null,
        };

    private Gateway ReadGateway(XElement element, GatewayKind kind) =>
        new()
        {
            Id = IdOf(element),
            Name = NameOf(element),
            ElementName = element.Name.LocalName,
            Line = element.Line(),
            Kind = kind,
            Default = Ref(element, "default"),
            ActivationCondition = ExpressionOf(element.Element(BpmnNames.Model + "activationCondition")),
            Instantiate = Bool(element, "instantiate") ?? false,
            ParallelStart = (string?)element.Attribute("eventGatewayType") == "Parallel",
        };

    private ActivityTask ReadGlobalTask(XElement element) => ReadTask(element, TaskKindOf(element.Name.LocalName)!.Value);

    private ActivityTask ReadTask(XElement element, TaskKind kind)
    {
        var message = Ref(element, "messageRef");
        if (message is null && Ref(element, "operationRef") is { } operation && byId.TryGetValue(operation, out var found))
            message = found.Element(BpmnNames.Model + "inMessageRef")?.Value.Trim() is { Length: > 0 } text ? Local(text) : null;
        if (kind is TaskKind.Send or TaskKind.Receive)
            CheckRef(element, message, "message");
        var script = element.Element(BpmnNames.Model + "script");
        return WithActivity(
            element,
            new ActivityTask
            {
                Id = IdOf(element),
                ElementName = element.Name.LocalName,
                Kind = kind,
                MessageRef = message,
                Instantiate = Bool(element, "instantiate") ?? false,
                Script = script is null
                    ? null
                    : new Expression(
                        script.Value.Trim(),
                        (string?)element.Attribute("scriptFormat") ?? (string?)element.Attribute("scriptLanguage"),
                        script.Line()
                    ),
            }
        );
    }

    private SubProcess ReadSubProcess(XElement element, SubProcessKind kind, int depth, string processId)
    {
        var scope = ReadScope(element, depth + 1, processId);
        return WithActivity(
            element,
            new SubProcess
            {
                Id = IdOf(element),
                ElementName = element.Name.LocalName,
                Kind = kind,
                Nodes = scope.Nodes,
                Flows = scope.Flows,
                DataObjects = scope.Data,
                Associations = scope.Associations,
                IsSequential = (string?)element.Attribute("ordering") == "Sequential",
                CompletionCondition = ExpressionOf(element.Element(BpmnNames.Model + "completionCondition")),
                CancelRemainingInstances = Bool(element, "cancelRemainingInstances") ?? true,
            }
        );
    }

    private T WithActivity<T>(XElement element, T activity)
        where T : Activity
    {
        var multiple = element.Element(BpmnNames.Model + "multiInstanceLoopCharacteristics");
        var standard = element.Element(BpmnNames.Model + "standardLoopCharacteristics");
        return activity with
        {
            Name = NameOf(element),
            Line = element.Line(),
            Default = Ref(element, "default"),
            IsForCompensation = Bool(element, "isForCompensation") ?? false,
            StartQuantity = Number(element, "startQuantity", 1),
            CompletionQuantity = Number(element, "completionQuantity", 1),
            Loop =
                multiple is not null ? ReadMultiInstance(multiple)
                : standard is not null ? ReadStandardLoop(standard)
                : null,
            Binding = ReadBinding(element),
            DataInputs = ReadDataAssociations(element, "dataInputAssociation"),
            DataOutputs = ReadDataAssociations(element, "dataOutputAssociation"),
            Properties = activity is SubProcess ? [] : [.. element.Elements(BpmnNames.Model + "property").Select(ReadDataObject)],
            Resources = [.. ReadResources(element)],
        };
    }

    private static IEnumerable<string> ReadResources(XElement element) =>
        element
            .Elements()
            .Where(child =>
                child.Name.Namespace == BpmnNames.Model
                && child.Name.LocalName is "potentialOwner" or "humanPerformer" or "performer" or "resourceRole"
            )
            .Select(role =>
                role.Element(BpmnNames.Model + "resourceAssignmentExpression")?.Value.Trim()
                ?? role.Element(BpmnNames.Model + "resourceRef")?.Value.Trim()
                ?? NameOf(role)
            );

    private StandardLoop ReadStandardLoop(XElement loop) =>
        new()
        {
            Line = loop.Line(),
            TestBefore = Bool(loop, "testBefore") ?? false,
            Condition = ExpressionOf(loop.Element(BpmnNames.Model + "loopCondition")),
            Maximum = loop.Attribute("loopMaximum") is null ? null : Number(loop, "loopMaximum", int.MaxValue),
        };

    private MultiInstanceLoop ReadMultiInstance(XElement loop)
    {
        var behavior = (string?)loop.Attribute("behavior") switch
        {
            null or "All" => MultiInstanceBehavior.All,
            "One" => MultiInstanceBehavior.One,
            "None" => MultiInstanceBehavior.None,
            "Complex" => MultiInstanceBehavior.Complex,
            _ => MultiInstanceBehavior.All,
        };
        var binding = Vendor(loop, BpmnNames.Reserve + "multiInstance") ?? Vendor(loop, Elsa + "multiInstance");
        var collection = loop.Element(BpmnNames.Model + "loopDataInputRef") is { } input
            ? new Expression(VariableName(Local(input.Value.Trim())) ?? input.Value.Trim(), "variable", input.Line())
            : null;
        return new MultiInstanceLoop
        {
            Line = loop.Line(),
            IsSequential = Bool(loop, "isSequential") ?? false,
            Cardinality = ExpressionOf(loop.Element(BpmnNames.Model + "loopCardinality")),
            Collection = (string?)binding?.Attribute("collection") is { } text ? new Expression(text, null, binding.Line()) : collection,
            Item = (string?)binding?.Attribute("item") ?? NameOrId(loop.Element(BpmnNames.Model + "inputDataItem")),
            OutputCollection =
                (string?)binding?.Attribute("outputCollection")
                ?? (
                    loop.Element(BpmnNames.Model + "loopDataOutputRef") is { } output
                        ? VariableName(Local(output.Value.Trim())) ?? output.Value.Trim()
                        : null
                ),
            OutputItem = (string?)binding?.Attribute("outputItem") ?? NameOrId(loop.Element(BpmnNames.Model + "outputDataItem")),
            CompletionCondition = ExpressionOf(loop.Element(BpmnNames.Model + "completionCondition")),
            Behavior = behavior,
            BehaviorEvent = behavior switch
            {
                MultiInstanceBehavior.One => ReferredDefinition(loop, Ref(loop, "oneBehaviorEventRef")),
                MultiInstanceBehavior.None => ReferredDefinition(loop, Ref(loop, "noneBehaviorEventRef")),
                _ => null,
            },
            ComplexBehaviors =
            [
                .. loop.Elements(BpmnNames.Model + "complexBehaviorDefinition")
                    .Select(definition => new ComplexBehavior(
                        ExpressionOf(definition.Element(BpmnNames.Model + "condition")) ?? new Expression("true", null, definition.Line()),
                        [.. definition.Elements(BpmnNames.Model + "event").SelectMany(ReadDefinitions)]
                    )),
            ],
        };
    }

    private static string? NameOrId(XElement? element) =>
        element is null ? null
        : NameOf(element) is { Length: > 0 } name ? name
        : IdOf(element) is { Length: > 0 } id ? id
        : null;

    private static XElement? Vendor(XElement element, XName name) => element.Element(BpmnNames.Model + "extensionElements")?.Element(name);
}
