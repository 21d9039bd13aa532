using System.Xml.Linq;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Interchange;

/// <summary>Expressions that stand in BPMN's own places: conditions, timers, numbers of times, called processes.</summary>
internal static class ForeignExpressions
{
    private static readonly HashSet<string> places = new(StringComparer.Ordinal)
    {
        "conditionExpression",
        "condition",
        "timeDuration",
        "timeDate",
        "timeCycle",
        "loopCardinality",
        "completionCondition",
        "loopCondition",
    };

    public static void Look(ForeignScan scan, XElement element)
    {
        if (places.Contains(element.Name.LocalName))
            Expression(scan, element);
        if (
            element.Name.LocalName == "callActivity"
            && element.Attribute("calledElement") is { } called
            && JuelExpression.Has(called.Value)
            && JuelExpression.ToFeel(called.Value) is { } feel
        )
            scan.OfferText(
                element,
                called,
                $"Имя вызываемого процесса «{called.Value}» станет выражением FEEL: {feel}.",
                () => called.Value = "=" + feel
            );
    }

    private static void Expression(ForeignScan scan, XElement place)
    {
        var text = place.Value.Trim();
        var feel =
            JuelExpression.Has(text) ? JuelExpression.ToFeel(text)
            : text.StartsWith('=') && FeelExpression.Parse(text[1..].Trim()).Expression is not null ? text[1..].Trim()
            : null;
        if (feel is null)
        {
            if (JuelExpression.Has(text))
                scan.Remark(place, $"Выражение «{text}» само не переводится: запишите его на FEEL.");
            return;
        }

        scan.OfferText(
            place,
            place,
            text.StartsWith('=')
                ? $"Выражение FEEL «{feel}» пишется у нас без знака «=»."
                : $"Выражение «{text}» станет выражением FEEL: {feel}.",
            () =>
            {
                place.Value = feel;
                place.Attribute("language")?.Remove();
            }
        );
    }
}
