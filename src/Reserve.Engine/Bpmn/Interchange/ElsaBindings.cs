using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Reserve.Engine.Bpmn.Lint;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Engine.Bpmn.Interchange;

/// <summary>
/// Bindings: Elsa wants one on every task and refuses one anywhere else. Those of events, called processes and tasks that send or await a
/// message move to our namespace.
/// </summary>
internal static class ElsaBindings
{
    public static void Rewrite(ElsaDraft draft)
    {
        foreach (var binding in draft.Root.Descendants(BpmnNames.Elsa + "activityBinding").ToList())
        {
            if (binding.Parent?.Parent is not { } element || binding.Parent.Name != BpmnNames.Model + "extensionElements")
                continue;
            foreach (var output in binding.Elements(BpmnNames.Elsa + "output"))
                output.Name = BpmnNames.Reserve + "output";
            if (binding.Elements(BpmnNames.Reserve + "output").Any() && draft.IsUnbound(element))
                draft.Note(ElsaFate.Lost, element, "Какие переменные взять из ответа, Elsa не спросит: их записывает само действие.");
            if (draft.IsUnbound(element))
                Inputs(draft, element, binding);
            else
                Move(draft, element, binding);
        }
    }

    private static void Move(ElsaDraft draft, XElement element, XElement binding)
    {
        binding.Name = BpmnNames.Reserve + "activityBinding";
        foreach (var input in binding.Elements(BpmnNames.Elsa + "input"))
            input.Name = BpmnNames.Reserve + "input";
        var names = binding.Elements().Select(ElsaDraft.NameOf).Where(name => name.Length > 0).ToList();
        if (element.Name.LocalName == "callActivity")
            draft.Note(
                ElsaFate.Lost,
                element,
                $"Передача данных вызываемому процессу и обратно ({string.Join(", ", names)}): Elsa вызывает его без данных."
            );
        else if (element.Name.LocalName == "startEvent" && !ElsaDraft.Definitions(element).Any())
            draft.Note(ElsaFate.Lost, element, "Кто начинает процесс: Elsa этого не знает, там его начинает программа.");
        else
            draft.Note(
                ElsaFate.Lost,
                element,
                $"Ключ и содержание сообщения ({string.Join(", ", names)}): Elsa сопоставляет только по имени и данных не передаёт."
            );
    }

    private static void Inputs(ElsaDraft draft, XElement element, XElement binding)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var input in binding.Elements(BpmnNames.Elsa + "input"))
        {
            var name = ElsaDraft.NameOf(input);
            if (name.Length > 0 && char.IsUpper(name[0]))
            {
                var camel = BindingRules.CamelCase(name);
                input.SetAttributeValue("name", camel);
                draft.Note(ElsaFate.Rewritten, element, $"Вход «{name}» стал «{camel}»: имена входов Elsa пишет со строчной буквы.");
                name = camel;
            }

            if (name.Length == 0)
                draft.Note(ElsaFate.Refused, element, "У входа нет имени.");
            if (!seen.Add(name))
                draft.Note(ElsaFate.Refused, element, $"Вход «{name}» указан дважды.");
            if (name == "type")
                draft.Note(ElsaFate.Refused, element, "Имя входа «type» занято у Elsa видом действия: назовите вход иначе.");
            if (!Typed(input))
                draft.Note(ElsaFate.Refused, element, $"Вход «{name}» записан неверно.");
        }

        if (((string?)binding.Attribute("activityType") ?? "").Trim().Length == 0)
            draft.Note(ElsaFate.Refused, element, "У привязки не указан вид действия.");
    }

    /// <summary>Adds a missing <c>typeName</c>; false when the text is no input.</summary>
    private static bool Typed(XElement input)
    {
        try
        {
            if (JsonNode.Parse(input.Value) is not JsonObject written)
                return false;
            if (written["typeName"] is not null)
                return true;
            var typed = new JsonObject { ["typeName"] = "Object" };
            foreach (var (name, value) in written.Where(entry => entry.Key != "typeName"))
                typed[name] = value?.DeepClone();
            input.Value = typed.ToJsonString(ElsaTimers.Json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
