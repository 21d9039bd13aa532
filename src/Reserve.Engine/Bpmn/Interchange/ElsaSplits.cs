using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Interchange;

/// <summary>
/// Elsa evaluates no conditions and asks a gateway nothing: after a task it follows the outcomes that the task's activity gives, by name.
/// So a choice right after a task becomes that task's own choice, and the conditions stay beside the outcomes for us.
/// </summary>
internal static class ElsaSplits
{
    public static void Rewrite(ElsaDraft draft)
    {
        foreach (var scope in draft.Scopes)
        {
            while (
                scope
                    .Elements()
                    .Where(element =>
                        element.Name == BpmnNames.Model + "exclusiveGateway" || element.Name == BpmnNames.Model + "inclusiveGateway"
                    )
                    .ToList()
                    .Exists(gateway => Move(draft, scope, gateway))
            ) { }

            foreach (var task in scope.Elements().Where(element => CanChoose(draft, element)).ToList())
                Name(draft, task);
            foreach (var flow in scope.Elements(BpmnNames.Model + "sequenceFlow"))
                Lost(draft, scope, flow);
        }
    }

    /// <summary>Whether what Elsa binds to the element may tell outcomes.</summary>
    private static bool CanChoose(ElsaDraft draft, XElement element) =>
        draft.IsUnbound(element)
        && ElsaDraft.Extension(element, BpmnNames.Elsa + "activityBinding") is not null
        && (string?)element.Attribute("isForCompensation") is not ("true" or "1")
        && element.Element(BpmnNames.Model + "multiInstanceLoopCharacteristics") is null
        && element.Element(BpmnNames.Model + "standardLoopCharacteristics") is null;

    private static bool Move(ElsaDraft draft, XElement scope, XElement gateway)
    {
        var outgoing = ElsaDraft.Outgoing(gateway).ToList();
        if (
            outgoing.Count < 2
            || ElsaDraft.Incoming(gateway).ToList() is not [var into]
            || ElsaDraft.Node(scope, (string?)into.Attribute("sourceRef") ?? "") is not { } task
            || !CanChoose(draft, task)
            || Condition(into) is not null
        )
            return false;
        var siblings = ElsaDraft.Outgoing(task).Where(flow => flow != into).ToList();
        if (
            siblings.Count > 0
            && ((string?)task.Attribute("default") != ElsaDraft.IdOf(into) || siblings.Exists(flow => Condition(flow) is null))
        )
            return false;
        var otherwise = (string?)gateway.Attribute("default");
        var chosen = outgoing.Where(flow => ElsaDraft.IdOf(flow) != otherwise).ToList();
        if (gateway.Name.LocalName == "exclusiveGateway" && chosen.Exists(flow => Condition(flow) is null))
            return false;

        var before = siblings.ConvertAll(flow => $"not(({Condition(flow)}) = true)");
        foreach (var flow in chosen.Where(flow => Condition(flow) is not null))
        {
            var own = Condition(flow)!;
            flow.SetAttributeValue(ElsaDraft.Valence + "conditionOutcome", OutcomeOf(gateway, flow, task, own));
            flow.Element(BpmnNames.Model + "conditionExpression")!.Value =
                before.Count == 0 ? own : string.Join(" and ", [.. before, $"({own})"]);
            if (gateway.Name.LocalName == "exclusiveGateway")
                before.Add($"not(({own}) = true)");
        }

        foreach (var flow in outgoing)
        {
            flow.SetAttributeValue("name", LabelOf(gateway, flow));
            flow.SetAttributeValue("sourceRef", ElsaDraft.IdOf(task));
        }

        task.SetAttributeValue("default", otherwise);
        task.Elements(BpmnNames.Model + "outgoing").Where(mark => mark.Value.Trim() == ElsaDraft.IdOf(into)).Remove();
        var marks = task.Elements()
            .LastOrDefault(child => child.Name == BpmnNames.Model + "incoming" || child.Name == BpmnNames.Model + "outgoing");
        foreach (var flow in outgoing.AsEnumerable().Reverse())
        {
            var mark = new XElement(BpmnNames.Model + "outgoing", ElsaDraft.IdOf(flow));
            if (marks is not null)
                marks.AddAfterSelf(mark);
            else
                ElsaDraft.Extensions(task).AddAfterSelf(mark);
        }

        draft.Note(ElsaFate.Rewritten, gateway, $"Выбор стал исходами задачи «{ElsaDraft.TitleOf(task)}», шлюза в файле нет.");
        Redraw(draft, gateway, into, outgoing, task);
        return true;
    }

    /// <summary>Conditions that were drawn on a task's own flows, and what the server's activity has to answer.</summary>
    private static void Name(ElsaDraft draft, XElement task)
    {
        var outgoing = ElsaDraft.Outgoing(task).ToList();
        foreach (var flow in outgoing.Where(flow => Condition(flow) is not null && Outcome(flow) is null))
            flow.SetAttributeValue(ElsaDraft.Valence + "conditionOutcome", OutcomeOf(null, flow, task, Condition(flow)!));
        foreach (var same in outgoing.Where(flow => Outcome(flow) is not null).GroupBy(Outcome, StringComparer.Ordinal))
        {
            foreach (var flow in same.Skip(1))
                flow.SetAttributeValue(ElsaDraft.Valence + "conditionOutcome", $"{Outcome(flow)} ({ElsaDraft.IdOf(flow)})");
        }

        var type = (string?)ElsaDraft.Extension(task, BpmnNames.Elsa + "activityBinding")!.Attribute("activityType");
        var outcomes = outgoing
            .Where(flow => Outcome(flow) is not null)
            .Select(flow => $"«{Outcome(flow)}», когда {Condition(flow)}")
            .ToList();
        if (outcomes.Count > 0)
            draft.Note(
                ElsaFate.Rewritten,
                task,
                $"Действие {type} на сервере Elsa должно кончаться исходом {string.Join("; ", outcomes)}"
                    + (task.Attribute("default") is null ? "." : "; при другом исходе процесс идёт потоком по умолчанию.")
            );
    }

    private static void Lost(ElsaDraft draft, XElement scope, XElement flow)
    {
        if (Condition(flow) is not { } condition || Outcome(flow) is not null)
            return;
        var source = ElsaDraft.Node(scope, (string?)flow.Attribute("sourceRef") ?? "");
        var chooses = source is { Name.LocalName: "exclusiveGateway" } && ElsaDraft.Outgoing(source).Skip(1).Any();
        draft.Note(
            ElsaFate.Lost,
            flow,
            !chooses ? $"Условие «{condition}» Elsa не проверяет и пойдёт всегда."
                : source!.Attribute("default") is null
                    ? $"Условие «{condition}» Elsa не проверяет, а потока по умолчанию нет: процесс остановится."
                : $"Условие «{condition}» Elsa не проверяет и всегда пойдёт потоком по умолчанию: перед шлюзом нет задачи с исходами."
        );
    }

    private static string? Condition(XElement flow) =>
        flow.Element(BpmnNames.Model + "conditionExpression")?.Value.Trim() is { Length: > 0 } text ? text : null;

    private static string? Outcome(XElement flow) => (string?)flow.Attribute(ElsaDraft.Valence + "conditionOutcome");

    private static string LabelOf(XElement gateway, XElement flow) =>
        $"{ElsaDraft.NameOf(gateway)} {ElsaDraft.NameOf(flow)}".Trim() is { Length: > 0 } label ? label : ElsaDraft.IdOf(flow);

    /// <summary>
    /// A choice of a person's own button is named by the button's value, which is the outcome of a human task; any other by its words
    /// on the drawing.
    /// </summary>
    private static string OutcomeOf(XElement? gateway, XElement flow, XElement task, string condition)
    {
        var binding = ElsaDraft.Extension(task, BpmnNames.Elsa + "activityBinding")!;
        if (
            FeelExpression.Parse(condition).Expression is { FreeVariables: [var variable] }
            && Literal(binding, "outcome") == variable
            && condition.Split('=') is [var left, var right]
            && left.Trim() == variable
            && right.Trim() is ['"', .. var value, '"']
            && !value.Contains('"', StringComparison.Ordinal)
        )
            return value;
        return gateway is not null ? LabelOf(gateway, flow)
            : ElsaDraft.NameOf(flow) is { Length: > 0 } name ? name
            : ElsaDraft.IdOf(flow);
    }

    private static string? Literal(XElement binding, string name)
    {
        var input = binding.Elements(BpmnNames.Elsa + "input").FirstOrDefault(input => ElsaDraft.NameOf(input) == name);
        try
        {
            return input is null ? null : JsonNode.Parse(input.Value)?["expression"]?["value"]?.ToString();
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Takes the gateway and the flow into it off the drawing; its own flows begin where that flow began.</summary>
    private static void Redraw(ElsaDraft draft, XElement gateway, XElement into, List<XElement> outgoing, XElement task)
    {
        var (gatewayId, intoId) = (ElsaDraft.IdOf(gateway), ElsaDraft.IdOf(into));
        var shapes = draft
            .Root.Descendants()
            .Where(element => element.Name.LocalName is "BPMNShape" or "BPMNEdge")
            .ToLookup(element => (string?)element.Attribute("bpmnElement") ?? "", StringComparer.Ordinal);
        var first = shapes[intoId].FirstOrDefault();
        foreach (var edge in outgoing.SelectMany(flow => shapes[ElsaDraft.IdOf(flow)]))
        {
            if (first is not null && Points(edge).FirstOrDefault() is { } start)
                start.AddBeforeSelf(Points(first).Select(point => new XElement(point)));
        }

        shapes[intoId].Concat(shapes[gatewayId]).Remove();
        draft.Root.Descendants(BpmnNames.Model + "flowNodeRef").Where(lane => lane.Value.Trim() == gatewayId).Remove();
        foreach (var end in draft.Root.Descendants(BpmnNames.Model + "association").Attributes().Where(end => end.Value == gatewayId))
            end.Value = ElsaDraft.IdOf(task);
        into.Remove();
        gateway.Remove();
    }

    private static IEnumerable<XElement> Points(XElement edge) => edge.Elements().Where(child => child.Name.LocalName == "waypoint");
}
