using System.Text.RegularExpressions;
using System.Xml.Linq;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Engine.Bpmn.Interchange;

/// <summary>Properties of Camunda 7 and its kin.</summary>
internal static partial class CamundaRules
{
    public const string HumanTask = "Reserve.HumanTask";
    public const string Decision = "Reserve.Decision";
    public const string Call = "call";

    public static void Look(ForeignScan scan, XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "userTask":
                Person(scan, element);
                break;
            case "businessRuleTask":
                Rule(scan, element);
                break;
            case "serviceTask" or "sendTask":
                Topic(scan, element);
                break;
            case "callActivity":
                Called(scan, element);
                break;
            case "multiInstanceLoopCharacteristics":
                Loop(scan, element);
                break;
        }
    }

    private static void Person(ForeignScan scan, XElement task)
    {
        Property(scan, task, "assignee", "assignee", "Исполнитель {0} станет входом assignee; у нас это номер пользователя.");
        if (ForeignScan.Camunda(task, "candidateGroups") is { } groups && !groups.Value.Contains(',', StringComparison.Ordinal))
            Property(scan, task, "candidateGroups", "role", "Группа {0} станет ролью: проверьте, что такая роль есть.");
        Property(scan, task, "dueDate", "due", "Срок {0} станет входом due.");
        if ((ForeignScan.Camunda(task, "formRef") ?? ForeignScan.Camunda(task, "formKey")) is { } form)
            Form(scan, task, form, form.Value, ForeignScan.Camunda(task, "formRefBinding"), ForeignScan.Camunda(task, "formRefVersion"));
    }

    /// <summary>Offers the file that a form's key names; nothing when no file can be called so, or the task has a form.</summary>
    public static void Form(ForeignScan scan, XElement task, XObject from, string key, params IEnumerable<XObject?> more)
    {
        if (FormOf(key) is { } form && !ForeignScan.HasInput(task, "form"))
            scan.Offer(
                task,
                from,
                $"Форма «{key}» станет формой «{form}»: файл forms/{form}.json должен быть в процессе.",
                () => Put(task, HumanTask, "form", new ForeignValue(false, form)),
                more
            );
    }

    /// <summary>The last part of a form's key, without folders and ending; null when no file can be called so.</summary>
    private static string? FormOf(string key)
    {
        var name = key[(key.LastIndexOfAny(['/', ':']) + 1)..].Trim();
        name = name.EndsWith(".html", StringComparison.Ordinal) || name.EndsWith(".form", StringComparison.Ordinal) ? name[..^5] : name;
        return FileName().IsMatch(name) ? name : null;
    }

    private static void Rule(ForeignScan scan, XElement task)
    {
        if (
            ForeignScan.Camunda(task, "decisionRef") is not { } decision
            || JuelExpression.Has(decision.Value)
            || ForeignScan.HasInput(task, "decisionRef")
        )
            return;
        var result = ForeignScan.Camunda(task, "resultVariable");
        Decide(
            scan,
            task,
            decision,
            new ForeignValue(false, decision.Value),
            result is null ? null : new ForeignValue(false, result.Value),
            result,
            ForeignScan.Camunda(task, "mapDecisionResult"),
            ForeignScan.Camunda(task, "decisionRefBinding")
        );
    }

    /// <summary>Offers our activity for a decision, and the variable that takes what it gives.</summary>
    public static void Decide(
        ForeignScan scan,
        XElement task,
        XObject from,
        ForeignValue decision,
        ForeignValue? result,
        params IEnumerable<XObject?> more
    ) =>
        scan.Offer(
            task,
            from,
            $"Решение {decision} станет действием {Decision}; добавьте его входы: наше решение видит только то, что ему передано.",
            () =>
            {
                Put(task, Decision, "decisionRef", decision);
                if (result is not null)
                    Put(task, Decision, "resultVariable", result);
            },
            more
        );

    /// <summary>An external task names its work; what does that work here is chosen afterwards.</summary>
    private static void Topic(ForeignScan scan, XElement task)
    {
        if (
            ForeignScan.Camunda(task, "topic") is not { } topic
            || JuelExpression.Has(topic.Value)
            || ElsaDraft.Extension(task, BpmnNames.Elsa + "activityBinding") is not null
        )
            return;
        scan.Offer(
            task,
            topic,
            $"Работа «{topic.Value}» станет действием с этим именем; пока такого действия нет, выберите другое.",
            () => ForeignScan.Bind(task, topic.Value.Trim()),
            ForeignScan.Camunda(task, "type")
        );
        foreach (var holder in ForeignScan.CamundaElements(task, "inputOutput"))
            Mappings(scan, task, holder, topic.Value.Trim());
    }

    private static void Mappings(ForeignScan scan, XElement task, XElement holder, string type)
    {
        var all = holder.Elements().ToList();
        if (all.Exists(one => one.HasElements || ElsaDraft.NameOf(one).Length == 0 || ForeignScan.Juel(one.Value) is null))
            return;
        scan.Offer(
            task,
            holder,
            $"Параметры {string.Join(", ", all.Select(ElsaDraft.NameOf))} станут входами и выходами действия.",
            () =>
            {
                foreach (var one in all)
                    Mapping(task, type, one.Name.LocalName == "inputParameter", ElsaDraft.NameOf(one), ForeignScan.Juel(one.Value)!);
            }
        );
    }

    private static void Called(ForeignScan scan, XElement call)
    {
        foreach (var mapping in ForeignScan.CamundaElements(call, "in").Concat(ForeignScan.CamundaElements(call, "out")))
        {
            var isInput = mapping.Name.LocalName == "in";
            var (target, source) = ((string?)mapping.Attribute("target"), (string?)mapping.Attribute("source"));
            var where = isInput ? "вызываемому процессу" : "обратно";
            if ((string?)mapping.Attribute("variables") == "all")
                scan.Offer(
                    call,
                    mapping,
                    $"Передача всех переменных {where} останется такой же.",
                    () => Mapping(call, Call, isInput, "*", new ForeignValue(false, ""))
                );
            else if (
                target is { Length: > 0 }
                && (
                    source is { Length: > 0 } ? new ForeignValue(true, source)
                    : (string?)mapping.Attribute("sourceExpression") is { } text ? ForeignScan.Juel(text)
                    : null
                )
                    is { } value
            )
                scan.Offer(
                    call,
                    mapping,
                    $"Передача «{target}» из {value} {where} станет {(isInput ? "входом" : "выходом")} вызова.",
                    () => Mapping(call, Call, isInput, target, value)
                );
        }
    }

    private static void Loop(ForeignScan scan, XElement loop)
    {
        if (
            ForeignScan.Camunda(loop, "collection") is not { } collection
            || (JuelExpression.Has(collection.Value) ? JuelExpression.ToFeel(collection.Value) : collection.Value.Trim()) is not { } feel
        )
            return;
        var item = ForeignScan.Camunda(loop, "elementVariable");
        scan.Offer(
            loop,
            collection,
            $"Перебор «{feel}» станет списком нескольких исполнителей.",
            () =>
            {
                var made = new XElement(BpmnNames.Reserve + "multiInstance", new XAttribute("collection", feel));
                made.SetAttributeValue("item", item?.Value.Trim());
                ElsaDraft.Extensions(loop).Add(made);
            },
            item
        );
    }

    private static void Property(ForeignScan scan, XElement task, string name, string input, string message)
    {
        if (
            ForeignScan.Camunda(task, name) is not { } from
            || ForeignScan.HasInput(task, input)
            || ForeignScan.Juel(from.Value) is not { Text.Length: > 0 } value
        )
            return;
        scan.Offer(
            task,
            from,
            string.Format(System.Globalization.CultureInfo.InvariantCulture, message, value),
            () => Put(task, HumanTask, input, value)
        );
    }

    public static void Put(XElement element, string type, string input, ForeignValue value) => Mapping(element, type, true, input, value);

    public static void Mapping(XElement element, string type, bool isInput, string name, ForeignValue value) =>
        ForeignScan
            .Bind(element, type)
            .Add(ForeignScan.Input(isInput ? BpmnNames.Elsa + "input" : BpmnNames.Reserve + "output", name, value));

    [GeneratedRegex("^[A-Za-z0-9_-]{1,100}$")]
    private static partial Regex FileName();
}
