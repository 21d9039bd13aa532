using System.Xml.Linq;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Engine.Bpmn.Interchange;

/// <summary>Properties of Camunda 8.</summary>
internal static class ZeebeRules
{
    public static void Look(ForeignScan scan, XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "userTask":
                Person(scan, element);
                Mappings(scan, element, CamundaRules.HumanTask, withInputs: false);
                break;
            case "businessRuleTask" when One(element, "calledDecision") is { } decision:
                Rule(scan, element, decision);
                break;
            case "serviceTask" or "sendTask" or "scriptTask" or "businessRuleTask":
                Work(scan, element);
                Script(scan, element);
                break;
            case "intermediateThrowEvent" or "endEvent":
                // A job that sends the message there; here the message goes by itself.
                break;
            case "callActivity":
                Called(scan, element);
                break;
            case "multiInstanceLoopCharacteristics":
                Loop(scan, element);
                break;
            case "message":
                Subscription(scan, element);
                break;
        }
    }

    private static void Person(ForeignScan scan, XElement task)
    {
        if (One(task, "assignmentDefinition") is { } assignment)
        {
            var person = Value(assignment, "assignee");
            var groups =
                Value(assignment, "candidateGroups") is { } group && !group.Text.Contains(',', StringComparison.Ordinal) ? group : null;
            if (!ForeignScan.HasInput(task, "assignee") && !ForeignScan.HasInput(task, "role") && (person ?? groups) is not null)
                scan.Offer(
                    task,
                    assignment,
                    (person is null ? "" : $"Исполнитель {person} станет входом assignee; у нас это номер пользователя. ")
                        + (groups is null ? "" : $"Группа {groups} станет ролью: проверьте, что такая роль есть. ")
                        + (assignment.Attribute("candidateUsers") is null ? "" : "Список пользователей не переносится."),
                    () =>
                    {
                        if (person is not null)
                            CamundaRules.Put(task, CamundaRules.HumanTask, "assignee", person);
                        if (groups is not null)
                            CamundaRules.Put(task, CamundaRules.HumanTask, "role", groups);
                    }
                );
        }

        if (
            One(task, "formDefinition") is { } definition
            && ((string?)definition.Attribute("formId") ?? (string?)definition.Attribute("formKey")) is { } key
        )
            CamundaRules.Form(scan, task, definition, key);
        if (One(task, "taskSchedule") is { } schedule && Value(schedule, "dueDate") is { } due && !ForeignScan.HasInput(task, "due"))
            scan.Offer(task, schedule, $"Срок {due} станет входом due.", () => CamundaRules.Put(task, CamundaRules.HumanTask, "due", due));
        if (One(task, "userTask") is { } mark)
            scan.Offer(task, mark, "Отметка не нужна: у нас каждую пользовательскую задачу ведёт сама система.", () => { });
    }

    private static void Rule(ForeignScan scan, XElement task, XElement decision)
    {
        if (Value(decision, "decisionId") is not { IsFeel: false, Text.Length: > 0 } id || ForeignScan.HasInput(task, "decisionRef"))
            return;
        var result = Value(decision, "resultVariable");
        CamundaRules.Decide(scan, task, decision, id, result is { Text.Length: > 0 } ? result : null);
        Mappings(scan, task, CamundaRules.Decision, withInputs: true);
    }

    private static void Work(ForeignScan scan, XElement task)
    {
        if (
            One(task, "taskDefinition") is not { } work
            || Value(work, "type") is not { IsFeel: false, Text.Length: > 0 } type
            || ElsaDraft.Extension(task, BpmnNames.Elsa + "activityBinding") is not null
        )
            return;
        scan.Offer(
            task,
            work,
            $"Работа {type} станет действием с этим именем; пока такого действия нет, выберите другое.",
            () => ForeignScan.Bind(task, type.Text)
        );
        Mappings(scan, task, type.Text, withInputs: true);
    }

    private static void Script(ForeignScan scan, XElement task)
    {
        if (
            task.Name.LocalName != "scriptTask"
            || One(task, "script") is not { } script
            || ForeignScan.Feel((string?)script.Attribute("expression") ?? "") is not { IsFeel: true } feel
            || (string?)script.Attribute("resultVariable") is not { Length: > 0 } result
            || task.Element(BpmnNames.Model + "script") is not null
        )
            return;
        scan.Offer(
            task,
            script,
            $"Выражение {feel} станет сценарием на FEEL, его значение — переменной «{result}».",
            () =>
            {
                task.SetAttributeValue("scriptFormat", "feel");
                task.Add(new XElement(BpmnNames.Model + "script", $"{{ {result}: {feel.Text} }}"));
            }
        );
    }

    private static void Called(ForeignScan scan, XElement call)
    {
        if (One(call, "calledElement") is { } called && (string?)called.Attribute("processId") is { Length: > 0 } process)
        {
            var (given, taken) = (Tells(called, "propagateAllParentVariables"), Tells(called, "propagateAllChildVariables"));
            scan.Offer(
                call,
                called,
                $"Вызов «{process}» станет вызываемым процессом"
                    + (given ? "; ему передаются все переменные" : "")
                    + (taken ? "; обратно возвращаются все." : "."),
                () =>
                {
                    call.SetAttributeValue("calledElement", process.Trim());
                    if (given)
                        CamundaRules.Mapping(call, CamundaRules.Call, true, "*", new ForeignValue(false, ""));
                    if (taken)
                        CamundaRules.Mapping(call, CamundaRules.Call, false, "*", new ForeignValue(false, ""));
                }
            );
        }

        Mappings(scan, call, CamundaRules.Call, withInputs: true);

        static bool Tells(XElement called, string name) => (string?)called.Attribute(name) is not ("false" or "0");
    }

    private static void Mappings(ForeignScan scan, XElement task, string type, bool withInputs)
    {
        foreach (var holder in ForeignScan.ZeebeElements(task, "ioMapping"))
        {
            var all = holder.Elements().Where(one => one.Name.Namespace == ForeignScan.Zeebe).ToList();
            if (
                all.Count == 0
                || all.Exists(one =>
                    (one.Name.LocalName == "input" && !withInputs)
                    || Value(one, "source") is null
                    || !ForeignScan.IsName((string?)one.Attribute("target") ?? "")
                )
            )
                continue;
            scan.Offer(
                task,
                holder,
                $"Передача {string.Join(", ", all.Select(one => (string?)one.Attribute("target")))} станет входами и выходами действия.",
                () =>
                {
                    foreach (var one in all)
                        CamundaRules.Mapping(
                            task,
                            type,
                            one.Name.LocalName == "input",
                            (string)one.Attribute("target")!,
                            Value(one, "source")!
                        );
                }
            );
        }
    }

    private static void Loop(ForeignScan scan, XElement loop)
    {
        if (One(loop, "loopCharacteristics") is not { } characteristics || Value(characteristics, "inputCollection") is not { } collection)
            return;
        var output = Value(characteristics, "outputElement");
        if (output is { Text.Length: > 0 } && !ForeignScan.IsName(output.Text))
            return;
        scan.Offer(
            loop,
            characteristics,
            $"Перебор «{collection.Text}» станет списком нескольких исполнителей.",
            () =>
            {
                var made = new XElement(BpmnNames.Reserve + "multiInstance", new XAttribute("collection", collection.Text));
                made.SetAttributeValue("item", (string?)characteristics.Attribute("inputElement"));
                made.SetAttributeValue("outputCollection", (string?)characteristics.Attribute("outputCollection"));
                made.SetAttributeValue("outputItem", output?.Text);
                ElsaDraft.Extensions(loop).Add(made);
            }
        );
    }

    /// <summary>The key that a message is matched by stands there at the message, here at each who waits for it.</summary>
    private static void Subscription(ForeignScan scan, XElement message)
    {
        if (One(message, "subscription") is not { } subscription || Value(subscription, "correlationKey") is not { IsFeel: true } key)
            return;
        var id = ElsaDraft.IdOf(message);
        var waiting = message
            .Document!.Descendants()
            .Where(place =>
                place.Name.Namespace == BpmnNames.Model
                && ((string?)place.Attribute("messageRef") ?? "").Split(':')[^1] == id
                && place.Name.LocalName is "messageEventDefinition" or "receiveTask"
            )
            .Select(place => place.Name.LocalName == "receiveTask" ? place : place.Parent!)
            .Where(place => place.Name.LocalName is "receiveTask" or "intermediateCatchEvent" or "boundaryEvent" or "startEvent")
            .ToList();
        if (waiting.Count == 0)
            return;
        scan.Offer(
            message,
            subscription,
            $"Ключ {key} станет входом correlationKey там, где этого сообщения ждут ({waiting.Count}).",
            () =>
            {
                foreach (var place in waiting.Where(place => !ForeignScan.HasInput(place, "correlationKey")))
                    CamundaRules.Put(place, "Event", "correlationKey", key);
            }
        );
    }

    private static XElement? One(XElement element, string name) => ForeignScan.ZeebeElements(element, name).FirstOrDefault();

    private static ForeignValue? Value(XElement place, string attribute) =>
        (string?)place.Attribute(attribute) is { } text ? ForeignScan.Feel(text) : null;
}
