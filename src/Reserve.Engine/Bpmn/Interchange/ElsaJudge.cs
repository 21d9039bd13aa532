using System.Xml.Linq;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Engine.Bpmn.Interchange;

/// <summary>
/// Says of every element what Elsa makes of it, by the rules of its reader (what is left out, read as something plainer), its binder
/// and its graph (what is refused).
/// </summary>
internal sealed class ElsaJudge
{
    private const string LeftOut = "Elsa пропустит этот элемент и потоки с ним";

    private readonly ElsaDraft draft;
    private readonly HashSet<XElement> leftOut = [];

    private ElsaJudge(ElsaDraft draft) => this.draft = draft;

    public static void Report(ElsaDraft draft)
    {
        var judge = new ElsaJudge(draft);
        foreach (var scope in draft.Scopes)
            judge.Scope(scope);
    }

    private void Scope(XElement scope)
    {
        foreach (var node in scope.Elements().Where(element => element.Name.Namespace == BpmnNames.Model).ToList())
            Node(scope, node);
        if (!scope.Elements(BpmnNames.Model + "startEvent").Any() && scope.Elements().Any(IsFlowNode))
            draft.Note(ElsaFate.Refused, scope, "Нет начального события, а Elsa без него процесс не примет.");
        foreach (var node in scope.Elements().Where(IsFlowNode).Where(node => !leftOut.Contains(node)))
            Ends(scope, node);
    }

    /// <summary>What is wrong with a node only because of what was left out around it.</summary>
    private void Ends(XElement scope, XElement node)
    {
        var outgoing = ElsaDraft
            .Outgoing(node)
            .Where(flow => ElsaDraft.Node(scope, (string?)flow.Attribute("targetRef") ?? "") is { } target && !leftOut.Contains(target))
            .ToList();
        if ((string?)node.Attribute("default") is { } otherwise && !outgoing.Exists(flow => ElsaDraft.IdOf(flow) == otherwise))
            draft.Note(ElsaFate.Refused, node, "Поток по умолчанию ведёт к элементу, который Elsa пропускает.");
        var isCompensation = ElsaDraft.Definitions(node).Any(definition => definition.Name.LocalName == "compensateEventDefinition");
        if (node.Name.LocalName == "boundaryEvent" && !isCompensation && outgoing.Count == 0)
            draft.Note(ElsaFate.Refused, node, "Граничное событие никуда не ведёт, а Elsa требует исходящий поток.");
        if (node.Name.LocalName == "eventBasedGateway")
            Race(scope, node, outgoing);
        if (!draft.IsTold(node))
            draft.Note(ElsaFate.Kept, node, Kept(node));
    }

    private void Race(XElement scope, XElement gateway, List<XElement> outgoing)
    {
        if (outgoing.Count < 2)
            draft.Note(ElsaFate.Refused, gateway, "За шлюзом событий должно остаться хотя бы два события.");
        foreach (var target in outgoing.Select(flow => ElsaDraft.Node(scope, (string?)flow.Attribute("targetRef") ?? "")!))
        {
            if (target.Name.LocalName != "intermediateCatchEvent" || ElsaDraft.Incoming(target).Skip(1).Any())
                draft.Note(ElsaFate.Refused, target, "За шлюзом событий Elsa ждёт только события, у которых нет других входящих потоков.");
        }
    }

    private static string Kept(XElement node) =>
        ElsaDraft.Extension(node, BpmnNames.Elsa + "activityBinding") is { } binding
            ? $"Действие {(string?)binding.Attribute("activityType")} переносится со всеми входами ({binding.Elements().Count()})."
            : "Переносится как есть.";

    private void Node(XElement scope, XElement node)
    {
        switch (node.Name.LocalName)
        {
            case "startEvent":
                Start(scope, node);
                break;
            case "endEvent":
                End(scope, node);
                break;
            case "intermediateThrowEvent":
                Throw(node);
                break;
            case "intermediateCatchEvent" or "boundaryEvent":
                Catch(scope, node);
                break;
            case "complexGateway":
                Drop(node, $"Сложный шлюз: {LeftOut}.");
                break;
            case "adHocSubProcess":
                Drop(node, $"Подпроцесс «по обстоятельствам»: {LeftOut}.");
                break;
            case "subProcess" or "transaction":
                SubProcess(scope, node);
                break;
            case "callActivity":
                Call(node);
                break;
            default:
                Task(node);
                break;
        }
    }

    private void Task(XElement node)
    {
        if (draft.IsUnbound(node) && ElsaDraft.Extension(node, BpmnNames.Elsa + "activityBinding") is null)
            draft.Note(ElsaFate.Refused, node, "Задача без действия: Elsa требует действие для каждой задачи, в том числе для сценария.");
        if ((string?)node.Attribute("instantiate") is "true" or "1")
            draft.Note(ElsaFate.Lost, node, "Начинать процесс Elsa умеет только с начального события.");
    }

    private void Call(XElement node)
    {
        var called = ((string?)node.Attribute("calledElement") ?? "").Trim();
        if (called.Length == 0)
            draft.Note(ElsaFate.Refused, node, "Не сказано, какой процесс вызвать.");
        else if (called.StartsWith('='))
            draft.Note(ElsaFate.Lost, node, $"Имя вызываемого процесса «{called}» Elsa не вычисляет.");
        else
            draft.Note(
                ElsaFate.Lost,
                node,
                $"Вызов «{called}»: Elsa запустит определение с этим идентификатором и не передаст ему данных."
            );
    }

    private void SubProcess(XElement scope, XElement node)
    {
        if (!IsListener(node))
            return;
        if (IsListener(scope))
            draft.Note(ElsaFate.Refused, node, "Событийный подпроцесс внутри событийного Elsa не примет.");
        var starts = node.Elements(BpmnNames.Model + "startEvent").ToList();
        if (
            starts is not [var start]
            || ElsaDraft.Definitions(start).ToList() is not [var trigger]
            || !Starts(trigger, start, "escalation", "error")
        )
            Drop(
                node,
                "Событийный подпроцесс: Elsa пропустит его, если начало не сообщение, сигнал, постоянный срок, ошибка или эскалация."
            );
    }

    private void Start(XElement scope, XElement node)
    {
        var definitions = ElsaDraft.Definitions(node).ToList();
        if (definitions.Count == 0 || draft.IsTold(node))
            return;
        var isRead = definitions is [var only] && (IsListener(scope) ? Starts(only, node, "escalation", "error") : Starts(only, node));
        if (IsListener(scope) && !isRead)
            draft.Note(ElsaFate.Lost, node, "Такого начала Elsa не ждёт, и весь подпроцесс пропустит.");
        else if (!isRead || (!IsListener(scope) && scope.Name.LocalName != "process"))
            draft.Note(ElsaFate.Lost, node, "Такое начало Elsa прочитает как обычное.");
    }

    private bool Starts(XElement trigger, XElement start, params string[] more) =>
        trigger.Name.LocalName switch
        {
            "messageEventDefinition" or "signalEventDefinition" => draft.HasMessage(start),
            "timerEventDefinition" => ElsaTimers.IsProcessStart(start)
                ? trigger.Element(BpmnNames.Model + "timeCycle") is not null
                : trigger.Element(BpmnNames.Model + "timeDuration") is not null,
            var other => more.Contains(other.Replace("EventDefinition", "", StringComparison.Ordinal)),
        };

    private void End(XElement scope, XElement node)
    {
        foreach (var definition in ElsaDraft.Definitions(node))
        {
            var lost = definition.Name.LocalName switch
            {
                "errorEventDefinition" => "Конец с ошибкой Elsa читает как обычный: граничное событие снаружи не сработает.",
                "signalEventDefinition" => "Конец с сигналом Elsa читает как обычный: сигнал не уйдёт.",
                "messageEventDefinition" when !draft.HasMessage(node) => "У сообщения нет имени: Elsa прочитает обычный конец.",
                "cancelEventDefinition" when scope.Name.LocalName != "transaction" =>
                    "Отмена вне транзакции: Elsa прочитает обычный конец.",
                "escalationEventDefinition" when definition.Attribute("escalationRef") is null =>
                    "Не сказано, какая эскалация: Elsa прочитает обычный конец.",
                _ => null,
            };
            if (lost is not null)
                draft.Note(ElsaFate.Lost, node, lost);
        }
    }

    private void Throw(XElement node)
    {
        var definitions = ElsaDraft.Definitions(node).Select(definition => definition.Name.LocalName).ToList();
        if (definitions is not (["compensateEventDefinition"] or ["messageEventDefinition"] or ["escalationEventDefinition"]))
            Drop(node, $"Elsa посылает только сообщения, эскалации и компенсацию: {LeftOut}.");
        else if (definitions[0] == "messageEventDefinition" && !draft.HasMessage(node))
            Drop(node, $"У сообщения нет имени: {LeftOut}.");
        else if (definitions[0] == "escalationEventDefinition" && ElsaDraft.Definitions(node).Single().Attribute("escalationRef") is null)
            Drop(node, $"Не сказано, какая эскалация: {LeftOut}.");
    }

    private void Catch(XElement scope, XElement node)
    {
        var isBoundary = node.Name.LocalName == "boundaryEvent";
        var host = isBoundary ? ElsaDraft.Node(scope, (string?)node.Attribute("attachedToRef") ?? "") : null;
        if (isBoundary && (host is null || leftOut.Contains(host)))
        {
            Drop(node, $"Того, к чему прикреплено событие, в файле для Elsa нет: {LeftOut}.");
            return;
        }

        if (ElsaDraft.Definitions(node).ToList() is not [var definition])
        {
            Drop(node, $"Событие с несколькими условиями сразу: {LeftOut}.");
            return;
        }

        switch (definition.Name.LocalName)
        {
            case "timerEventDefinition":
                if (definition.Element(BpmnNames.Model + "timeDuration") is null)
                    Drop(node, draft.IsTold(node) ? null : $"Таймер без длительности: {LeftOut}.");
                break;
            case "messageEventDefinition" or "signalEventDefinition":
                if (!draft.HasMessage(node))
                    Drop(node, $"У сообщения или сигнала нет имени: {LeftOut}.");
                break;
            case "errorEventDefinition" when isBoundary:
                Error(scope, node, definition);
                break;
            case "escalationEventDefinition" when isBoundary:
                if (host!.Name.LocalName is not ("subProcess" or "transaction" or "callActivity"))
                    Drop(node, $"Задача эскалаций не посылает: {LeftOut}.");
                break;
            case "compensateEventDefinition" or "cancelEventDefinition" when isBoundary:
                break;
            default:
                Drop(node, $"Такого события Elsa не ждёт: {LeftOut}.");
                break;
        }
    }

    private void Error(XElement scope, XElement node, XElement definition)
    {
        var former = scope
            .Elements(BpmnNames.Model + "boundaryEvent")
            .TakeWhile(other => other != node)
            .Any(other =>
                (string?)other.Attribute("attachedToRef") == (string?)node.Attribute("attachedToRef")
                && ElsaDraft.Definitions(other).Any(one => one.Name.LocalName == "errorEventDefinition")
            );
        if (former)
            draft.Note(ElsaFate.Refused, node, "Второе событие ошибки у одной задачи: Elsa ловит все ошибки одним и второго не примет.");
        else if (definition.Attribute("errorRef") is not null)
            draft.Note(ElsaFate.Lost, node, "Код ошибки Elsa не сравнивает: событие сработает при любой ошибке.");
    }

    private void Drop(XElement node, string? message)
    {
        leftOut.Add(node);
        if (message is not null)
            draft.Note(ElsaFate.Lost, node, message);
    }

    private static bool IsListener(XElement scope) => (string?)scope.Attribute("triggeredByEvent") is "true" or "1";

    private static bool IsFlowNode(XElement element) =>
        element.Name.Namespace == BpmnNames.Model
        && (
            ElsaDraft.IsTask(element)
            || element.Name.LocalName is "callActivity" or "subProcess" or "transaction" or "adHocSubProcess"
            || element.Name.LocalName.EndsWith("Gateway", StringComparison.Ordinal)
            || element.Name.LocalName.EndsWith("Event", StringComparison.Ordinal)
        );
}
