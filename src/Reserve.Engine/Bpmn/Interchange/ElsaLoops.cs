using System.Globalization;
using System.Xml.Linq;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Interchange;

/// <summary>Loops: Elsa runs over a declared variable or a constant number of times.</summary>
internal static class ElsaLoops
{
    public static void Rewrite(ElsaDraft draft, BpmnFile file)
    {
        var loops = file
            .Processes.SelectMany(KnownValues.Activities)
            .Where(activity => activity.Loop is not null)
            .GroupBy(activity => activity.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().Loop!, StringComparer.Ordinal);
        foreach (
            var element in draft
                .Root.Descendants()
                .Where(element =>
                    element.Name == BpmnNames.Model + "multiInstanceLoopCharacteristics"
                    || element.Name == BpmnNames.Model + "standardLoopCharacteristics"
                )
                .ToList()
        )
        {
            if (loops.GetValueOrDefault(ElsaDraft.IdOf(element.Parent!)) is MultiInstanceLoop loop)
                MultiInstance(draft, element.Parent!, element, loop);
            else
                draft.Note(ElsaFate.Lost, element.Parent!, "Повторение по условию Elsa не знает: выполнится один раз.");
        }
    }

    private static void MultiInstance(ElsaDraft draft, XElement activity, XElement element, MultiInstanceLoop loop)
    {
        if (ElsaDraft.Extension(element, BpmnNames.Elsa + "multiInstance") is { } former)
            former.Name = BpmnNames.Reserve + "multiInstance";
        if (loop.Collection is { Text: var collection })
            Collection(draft, activity, element, loop, collection);
        else if (!int.TryParse(loop.Cardinality?.Text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var times) || times < 1)
            draft.Note(
                ElsaFate.Lost,
                activity,
                $"Число раз «{loop.Cardinality?.Text}» вычисляется, а Elsa берёт только число: выполнится один раз."
            );
        if (loop.CompletionCondition is { Text: var early })
            draft.Note(ElsaFate.Lost, activity, $"Условие «{early}», чтобы закончить раньше, Elsa не проверяет: ждёт всех.");
        if (loop.OutputCollection is { } output)
            draft.Note(ElsaFate.Lost, activity, $"Список результатов «{output}» Elsa не собирает: это делает само действие на сервере.");
        if (loop.Behavior != MultiInstanceBehavior.All)
            draft.Note(ElsaFate.Lost, activity, "События по ходу перебора Elsa не посылает.");
    }

    private static void Collection(ElsaDraft draft, XElement activity, XElement element, MultiInstanceLoop loop, string collection)
    {
        if (FeelExpression.Parse(collection).Expression is not { FreeVariables: [var only] } || only != collection)
        {
            draft.Note(
                ElsaFate.Lost,
                activity,
                $"Список «{collection}» — выражение, а Elsa перебирает только переменную: выполнится один раз."
            );
            return;
        }

        if (loop.Item == "loopIndex")
        {
            draft.Note(ElsaFate.Lost, activity, "Имя loopIndex занято у Elsa номером по порядку: назовите переменную элемента иначе.");
            return;
        }

        element.SetAttributeValue(ElsaDraft.Valence + "collection", collection);
        element.SetAttributeValue(ElsaDraft.Valence + "itemVariable", loop.Item);
        var container = ElsaDraft.Extensions(activity.Parent!);
        if (!container.Elements(ElsaDraft.Valence + "variable").Any(variable => (string?)variable.Attribute("name") == collection))
            container.Add(new XElement(ElsaDraft.Valence + "variable", new XAttribute("name", collection)));
        draft.Note(
            ElsaFate.Rewritten,
            activity,
            $"Перебор «{collection}» записан и так, как его читает Elsa (vw:collection); переменная объявлена у процесса."
        );
    }
}
