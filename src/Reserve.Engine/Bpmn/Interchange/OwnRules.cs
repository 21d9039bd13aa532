using System.Xml.Linq;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Engine.Bpmn.Interchange;

/// <summary>
/// A file that was made for Elsa and comes back: what it holds of ours beside the constants is put in their place, so that the drawing
/// shows what is executed.
/// </summary>
internal static class OwnRules
{
    public static void Look(ForeignScan scan, XElement element)
    {
        if (ElsaDraft.Extension(element, BpmnNames.Reserve + "timer") is not { } ours)
            return;
        var kind = (string?)ours.Attribute("kind") is "timeDate" or "timeCycle" ? (string)ours.Attribute("kind")! : "timeDuration";
        if (ElsaDraft.Definitions(element).ToList() is [{ Name.LocalName: "timerEventDefinition" } timer])
            scan.Offer(
                element,
                ours,
                $"Для Elsa записан постоянный срок «{timer.Value.Trim()}»; вернётся «{ours.Value.Trim()}».",
                () => Put(timer, kind, ours.Value)
            );
        else if (element.Name.LocalName == "serviceTask")
            scan.Offer(
                element,
                ours,
                $"Задача, которой Elsa ждёт «{ours.Value.Trim()}», снова станет событием.",
                () =>
                {
                    element.Name = BpmnNames.Model + "intermediateCatchEvent";
                    var made = new XElement(BpmnNames.Model + "timerEventDefinition");
                    Put(made, kind, ours.Value);
                    element.Add(made);
                    ElsaTimers.Resize(element.Document!.Root!, ElsaDraft.IdOf(element), 36, 36);
                },
                ElsaDraft.Extension(element, BpmnNames.Elsa + "activityBinding")
            );
    }

    private static void Put(XElement timer, string kind, string text)
    {
        var old = timer.Elements().FirstOrDefault(child => child.Name.LocalName is "timeDuration" or "timeCycle" or "timeDate");
        var made = new XElement(BpmnNames.Model + kind, old?.Attributes(), text);
        if (old is not null)
            old.ReplaceWith(made);
        else
            timer.Add(made);
    }
}
