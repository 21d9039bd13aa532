using System.Text.Json;
using System.Xml.Linq;
using Reserve.Engine.Bpmn.Model;
using static Reserve.Engine.Bpmn.Xml.BpmnNames;

namespace Reserve.Engine.Bpmn.Xml;

/// <summary>Events, data associations, activity bindings.</summary>
internal sealed partial class ModelReader
{
    private Event ReadEvent(XElement element)
    {
        var name = element.Name.LocalName;
        Event read = name switch
        {
            "startEvent" => new StartEvent
            {
                Id = IdOf(element),
                ElementName = name,
                IsInterrupting = Bool(element, "isInterrupting") ?? true,
            },
            "endEvent" => new EndEvent { Id = IdOf(element), ElementName = name },
            "intermediateCatchEvent" => new IntermediateCatchEvent { Id = IdOf(element), ElementName = name },
            "intermediateThrowEvent" => new IntermediateThrowEvent { Id = IdOf(element), ElementName = name },
            _ => new BoundaryEvent
            {
                Id = IdOf(element),
                ElementName = name,
                AttachedTo = Ref(element, "attachedToRef") ?? "",
                CancelActivity = Bool(element, "cancelActivity") ?? true,
            },
        };
        return read with
        {
            Name = NameOf(element),
            Line = element.Line(),
            Definitions = [.. ReadDefinitions(element).Select(definition => OwnTimer(element, definition))],
            ParallelMultiple = Bool(element, "parallelMultiple") ?? false,
            Binding = ReadBinding(element),
            Data = [.. ReadDataAssociations(element, "dataInputAssociation"), .. ReadDataAssociations(element, "dataOutputAssociation")],
        };
    }

    private IEnumerable<EventDefinition> ReadDefinitions(XElement element)
    {
        foreach (var child in element.Elements())
        {
            if (child.Name.Namespace != BpmnNames.Model)
                continue;
            if (child.Name.LocalName == "eventDefinitionRef")
            {
                if (ReferredDefinition(element, Local(child.Value.Trim())) is { } referred)
                    yield return referred;
            }
            else if (ReadDefinition(child) is { } definition)
            {
                yield return definition;
            }
        }
    }

    private EventDefinition? ReferredDefinition(XElement place, string? id)
    {
        if (id is null)
            return null;
        if (byId.TryGetValue(id, out var found) && ReadDefinition(found) is { } definition)
            return definition;
        Error("dangling-reference", IdOf(place), place, $"Определение события «{id}» не найдено в файле");
        return null;
    }

    private EventDefinition? ReadDefinition(XElement element)
    {
        EventKind? kind = element.Name.LocalName switch
        {
            "messageEventDefinition" => EventKind.Message,
            "timerEventDefinition" => EventKind.Timer,
            "signalEventDefinition" => EventKind.Signal,
            "errorEventDefinition" => EventKind.Error,
            "escalationEventDefinition" => EventKind.Escalation,
            "compensateEventDefinition" => EventKind.Compensation,
            "cancelEventDefinition" => EventKind.Cancel,
            "conditionalEventDefinition" => EventKind.Conditional,
            "linkEventDefinition" => EventKind.Link,
            "terminateEventDefinition" => EventKind.Terminate,
            _ => null,
        };
        if (kind is null)
            return null;
        var definition = new EventDefinition
        {
            Kind = kind.Value,
            Id = IdOf(element),
            Line = element.Line(),
        };
        return kind switch
        {
            EventKind.Message => definition with
            {
                Ref = CheckRef(element, Ref(element, "messageRef") ?? OperationMessage(element), "message"),
            },
            EventKind.Signal => definition with { Ref = CheckRef(element, Ref(element, "signalRef"), "signal") },
            EventKind.Error => definition with { Ref = CheckRef(element, Ref(element, "errorRef"), "error") },
            EventKind.Escalation => definition with { Ref = CheckRef(element, Ref(element, "escalationRef"), "escalation") },
            EventKind.Compensation => definition with
            {
                Ref = CheckRef(element, Ref(element, "activityRef"), null),
                WaitForCompletion = Bool(element, "waitForCompletion") ?? true,
            },
            EventKind.Link => definition with { Ref = NameOf(element) },
            EventKind.Conditional => definition with { Expression = ExpressionOf(element.Element(BpmnNames.Model + "condition")) },
            EventKind.Timer => ReadTimer(element, definition),
            _ => definition,
        };
    }

    private static EventDefinition ReadTimer(XElement element, EventDefinition definition)
    {
        foreach (
            var (name, kind) in new[] { ("timeDate", TimerKind.Date), ("timeDuration", TimerKind.Duration), ("timeCycle", TimerKind.Cycle) }
        )
        {
            if (element.Element(BpmnNames.Model + name) is { } found)
                return definition with { TimerKind = kind, Expression = ExpressionOf(found) };
        }

        return definition;
    }

    /// <summary>
    /// A file made for Elsa holds a constant where a timer stands and what was drawn beside it, as <c>reserve:timer</c>: ours is preferred.
    /// </summary>
    private static EventDefinition OwnTimer(XElement element, EventDefinition definition) =>
        definition.Kind == EventKind.Timer && Vendor(element, BpmnNames.Reserve + "timer") is { } ours
            ? definition with
            {
                TimerKind = TimerKindOf(ours),
                Expression = ExpressionOf(ours),
            }
            : definition;

    private static TimerKind TimerKindOf(XElement ours) =>
        (string?)ours.Attribute("kind") switch
        {
            "timeDate" => TimerKind.Date,
            "timeCycle" => TimerKind.Cycle,
            _ => TimerKind.Duration,
        };

    /// <summary>A wait that a file made for Elsa holds as a task, for nothing else there can wait for a moment of the run.</summary>
    private static IntermediateCatchEvent? WaitAsTask(XElement element) =>
        Vendor(element, BpmnNames.Reserve + "timer") is { } ours
            ? new IntermediateCatchEvent
            {
                Id = IdOf(element),
                ElementName = "intermediateCatchEvent",
                Name = NameOf(element),
                Line = element.Line(),
                Definitions =
                [
                    new EventDefinition
                    {
                        Kind = EventKind.Timer,
                        TimerKind = TimerKindOf(ours),
                        Expression = ExpressionOf(ours),
                        Line = ours.Line(),
                    },
                ],
            }
            : null;

    /// <summary>The message of the operation that an event names instead of a message.</summary>
    private string? OperationMessage(XElement element)
    {
        var operation = element.Element(BpmnNames.Model + "operationRef")?.Value.Trim() ?? (string?)element.Attribute("operationRef");
        return
            operation is not null
            && byId.TryGetValue(Local(operation), out var found)
            && found.Element(BpmnNames.Model + "inMessageRef")?.Value.Trim() is { Length: > 0 } message
            ? Local(message)
            : null;
    }

    private string? CheckRef(XElement element, string? id, string? kind)
    {
        var owner = element.AncestorsAndSelf().Select(IdOf).FirstOrDefault(text => text.Length > 0) ?? "";
        if (kind == "error" && id is { Length: > 0 } && !byId.ContainsKey(id))
            // Many tools write the code itself instead of a reference.
            Warn("dangling-reference", owner, element, $"Ошибка «{id}» не объявлена в файле: сам идентификатор считается её кодом");
        else if (id is { Length: > 0 } && (!byId.TryGetValue(id, out var found) || (kind is not null && found.Name.LocalName != kind)))
            Error("dangling-reference", owner, element, $"Ссылка на «{id}» ({kind ?? "activity"}) никуда не ведёт");
        return string.IsNullOrEmpty(id) ? null : id;
    }

    /// <summary>The name under which the value of a data element is held as a variable.</summary>
    private string? VariableName(string id)
    {
        if (!byId.TryGetValue(id, out var element))
            return null;
        if (
            element.Name.LocalName == "dataObjectReference"
            && Ref(element, "dataObjectRef") is { } target
            && byId.TryGetValue(target, out var found)
        )
            element = found;
        if (NameOf(element) is { Length: > 0 } name)
            return name;
        return
            element.Name.LocalName == "dataObject"
            && root.Descendants(BpmnNames.Model + "dataObjectReference")
                .FirstOrDefault(reference => Ref(reference, "dataObjectRef") == IdOf(element) && NameOf(reference).Length > 0)
                is { } named
            ? NameOf(named)
            : IdOf(element);
    }

    private List<DataAssociation> ReadDataAssociations(XElement element, string name)
    {
        var read = new List<DataAssociation>();
        foreach (var association in element.Elements(BpmnNames.Model + name))
        {
            var assignments = association.Elements(BpmnNames.Model + "assignment").ToList();
            var source = association.Element(BpmnNames.Model + "sourceRef")?.Value.Trim() is { Length: > 0 } from
                ? Resolve(Local(from))
                : null;
            var target = association.Element(BpmnNames.Model + "targetRef")?.Value.Trim() is { Length: > 0 } to ? Resolve(Local(to)) : null;
            var transformation = ExpressionOf(association.Element(BpmnNames.Model + "transformation"));
            foreach (var assignment in assignments)
            {
                var assigned = assignment.Element(BpmnNames.Model + "to")?.Value.Trim();
                if (
                    ExpressionOf(assignment.Element(BpmnNames.Model + "from")) is { } value
                    && (Resolve(assigned ?? "") ?? target ?? assigned) is { Length: > 0 } place
                )
                    read.Add(new DataAssociation(source, place, value, assignment.Line()));
            }

            if (assignments.Count == 0 && target is not null)
                read.Add(new DataAssociation(source, target, transformation, association.Line()));

            string? Resolve(string id)
            {
                var variable = VariableName(id);
                if (variable is null && id.Length > 0 && assignments.Count == 0)
                    Warn("dangling-reference", IdOf(element), association, $"Связь данных ссылается на «{id}», которого нет в файле");
                return variable;
            }
        }

        return read;
    }

    private ActivityBinding? ReadBinding(XElement element)
    {
        // Where Elsa refuses a binding, on events and calls, a file made for it has ours.
        if ((Vendor(element, BpmnNames.Reserve + "activityBinding") ?? Vendor(element, Elsa + "activityBinding")) is not { } binding)
            return null;
        var type = (string?)binding.Attribute("activityType") ?? "";
        if (type.Length == 0)
            Error("bad-binding", IdOf(element), binding, "У привязки действия не указан activityType");
        return new ActivityBinding(
            type,
            ReadInputs(
                element,
                binding.Elements().Where(child => child.Name == Elsa + "input" || child.Name == BpmnNames.Reserve + "input")
            ),
            ReadInputs(
                element,
                binding.Elements().Where(child => child.Name == BpmnNames.Reserve + "output" || child.Name == Elsa + "output")
            ),
            binding.Line()
        );
    }

    private List<BindingInput> ReadInputs(XElement element, IEnumerable<XElement> written)
    {
        var inputs = new List<BindingInput>();
        foreach (var input in written)
        {
            var inputName = NameOf(input);
            if (inputName.Length == 0)
                Error("bad-binding", IdOf(element), input, "У входа привязки нет имени");
            try
            {
                using var json = JsonDocument.Parse(input.Value);
                var root = json.RootElement;
                var expression = root.GetProperty("expression");
                var value = expression.GetProperty("value");
                var type = expression.TryGetProperty("type", out var declared) ? declared.GetString() : "Literal";
                if (type is not ("Literal" or "Feel"))
                    Error(
                        "bad-binding",
                        IdOf(element),
                        input,
                        $"Вход «{inputName}»: вид выражения «{type}» не поддерживается, допустимы Literal и Feel"
                    );
                var isText = value.ValueKind == JsonValueKind.String;
                inputs.Add(
                    new BindingInput(
                        inputName,
                        root.TryGetProperty("typeName", out var typeName) ? typeName.GetString() ?? "" : "",
                        type == "Feel" ? BindingExpressionType.Feel : BindingExpressionType.Literal,
                        isText ? value.GetString()! : value.GetRawText(),
                        isText,
                        input.Line()
                    )
                );
            }
            catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                Error(
                    "bad-binding",
                    IdOf(element),
                    input,
                    $"Вход «{inputName}» записан неверно, ожидалось "
                        + $"{{\"typeName\":…,\"expression\":{{\"type\":…,\"value\":…}}}}: {problem.Message}"
                );
            }
        }

        return inputs;
    }
}
