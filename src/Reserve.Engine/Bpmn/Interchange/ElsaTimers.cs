using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Engine.Bpmn.Interchange;

/// <summary>
/// Elsa waits for a constant length and nothing else; a process may begin again and again by a constant cycle. Our own value stays beside
/// it as <c>reserve:timer</c>, which our reader prefers.
/// </summary>
internal static class ElsaTimers
{
    /// <summary>The activity that stands for a wait whose end only the run knows.</summary>
    public const string WaitActivity = "Reserve.WaitUntil";

    public static void Rewrite(ElsaDraft draft, KnownValues known)
    {
        foreach (var happening in draft.Root.Descendants().Where(element => element.Name.Namespace == BpmnNames.Model).ToList())
        {
            if (
                happening.Name.LocalName is "startEvent" or "intermediateCatchEvent" or "boundaryEvent"
                && ElsaDraft.Definitions(happening).ToList() is [{ Name.LocalName: "timerEventDefinition" } timer]
            )
                Rewrite(draft, happening, timer, known);
        }
    }

    /// <summary>Whether Elsa's reader and binder take this text of a wait.</summary>
    public static bool IsLength(string text)
    {
        try
        {
            XmlConvert.ToTimeSpan(text.Trim());
            return true;
        }
        catch (Exception problem) when (problem is FormatException or OverflowException)
        {
            return false;
        }
    }

    public static bool IsProcessStart(XElement happening) =>
        happening.Name.LocalName == "startEvent" && (string?)happening.Parent!.Attribute("triggeredByEvent") is not ("true" or "1");

    private static void Rewrite(ElsaDraft draft, XElement happening, XElement timer, KnownValues known)
    {
        var kind = timer.Elements().FirstOrDefault(child => child.Name.LocalName is "timeDuration" or "timeCycle" or "timeDate");
        if (kind is null)
            return;
        var text = kind.Value.Trim();
        if (IsProcessStart(happening))
            Start(draft, happening, timer, kind, known);
        else if (kind.Name.LocalName == "timeDate")
            Moment(draft, happening, timer, text);
        else if (kind.Name.LocalName == "timeCycle")
            Cycle(draft, happening, timer, known.Length(text, TimerKind.Cycle), text);
        else if (!IsLength(text))
            Length(draft, happening, timer, known.Length(text, TimerKind.Duration), text);
    }

    private static void Start(ElsaDraft draft, XElement happening, XElement timer, XElement kind, KnownValues known)
    {
        if (kind.Name.LocalName != "timeCycle")
        {
            draft.Note(
                ElsaFate.Lost,
                happening,
                "Начало по времени: Elsa начинает процесс сама только по повторяющемуся таймеру, этот придётся начинать вручную."
            );
            return;
        }

        var text = kind.Value.Trim();
        if (text.Length > 0 && text[0] is 'P' or 'R' && IsLength(text[(text.IndexOf('/', StringComparison.Ordinal) + 1)..]))
            return;
        if (known.Length(text, TimerKind.Cycle) is not { } length)
        {
            draft.Note(ElsaFate.Lost, happening, $"Начало по таймеру: «{text}» зависит от хода процесса, Elsa его не начнёт.");
            return;
        }

        Put(happening, timer, "timeCycle", "R/" + length.Constant, text);
        draft.Note(ElsaFate.Rewritten, happening, $"Повтор «{text}» записан постоянным: R/{length.Constant}.");
    }

    private static void Length(ElsaDraft draft, XElement happening, XElement timer, KnownLength? length, string text)
    {
        if (length is null)
        {
            if (CanBeTask(happening))
                ToTask(draft, happening, timer, text, "wait");
            else
                draft.Note(
                    ElsaFate.Refused,
                    happening,
                    $"Срок «{text}» зависит от хода процесса, а Elsa ждёт только постоянную длительность: задайте её на рисунке."
                );
            return;
        }

        Put(happening, timer, "timeDuration", length.Constant, text);
        draft.Note(
            length.DependsOnTheDay ? ElsaFate.Lost : ElsaFate.Rewritten,
            happening,
            length.DependsOnTheDay
                ? $"Срок «{text}» зависит от дня: записано, сколько он составляет в день выгрузки, — {length.Constant}."
                : $"Срок «{text}» записан постоянным по действующей таблице сроков: {length.Constant}."
        );
    }

    private static void Cycle(ElsaDraft draft, XElement happening, XElement timer, KnownLength? length, string text)
    {
        if (length is null)
        {
            draft.Note(ElsaFate.Lost, happening, $"Повтор «{text}» зависит от хода процесса: Elsa пропустит это событие и всё после него.");
            return;
        }

        Put(happening, timer, "timeDuration", length.Constant, text);
        draft.Note(ElsaFate.Lost, happening, $"Повтор «{text}»: в Elsa сработает один раз, через {length.Constant}.");
    }

    private static void Moment(ElsaDraft draft, XElement happening, XElement timer, string text)
    {
        if (CanBeTask(happening))
            ToTask(draft, happening, timer, text, "until");
        else
            draft.Note(ElsaFate.Lost, happening, $"Момент «{text}»: Elsa пропустит это событие и всё, что начинается с него.");
    }

    /// <summary>A gateway of events wants events behind it; anywhere else a wait may be an activity.</summary>
    private static bool CanBeTask(XElement happening) =>
        happening.Name.LocalName == "intermediateCatchEvent"
        && !ElsaDraft
            .Incoming(happening)
            .Any(flow =>
                ElsaDraft.Node(happening.Parent!, (string?)flow.Attribute("sourceRef") ?? "")?.Name.LocalName == "eventBasedGateway"
            );

    private static void ToTask(ElsaDraft draft, XElement happening, XElement timer, string text, string input)
    {
        var kept = Keep(happening, timer, text);
        timer.Remove();
        happening.Name = BpmnNames.Model + "serviceTask";
        var json = new System.Text.Json.Nodes.JsonObject
        {
            ["typeName"] = "Object",
            ["expression"] = new System.Text.Json.Nodes.JsonObject { ["type"] = "Feel", ["value"] = text.TrimStart('=').Trim() },
        };
        kept.AddAfterSelf(
            new XElement(
                BpmnNames.Elsa + "activityBinding",
                new XAttribute("activityType", WaitActivity),
                new XElement(BpmnNames.Elsa + "input", new XAttribute("name", input), json.ToJsonString(Json))
            )
        );
        Resize(draft.Root, ElsaDraft.IdOf(happening), 100, 80);
        draft.Note(
            ElsaFate.Rewritten,
            happening,
            $"Ожидание «{text}» стало задачей с действием {WaitActivity}: его вход «{input}» вычисляет сервер Elsa."
        );
    }

    public static readonly System.Text.Json.JsonSerializerOptions Json = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static void Put(XElement happening, XElement timer, string kind, string constant, string text)
    {
        Keep(happening, timer, text);
        var old = timer.Elements().First(child => child.Name.LocalName is "timeDuration" or "timeCycle");
        old.ReplaceWith(new XElement(BpmnNames.Model + kind, old.Attributes(), constant));
    }

    private static XElement Keep(XElement happening, XElement timer, string text)
    {
        var kind = timer.Elements().First(child => child.Name.LocalName is "timeDuration" or "timeCycle" or "timeDate").Name.LocalName;
        var kept = new XElement(BpmnNames.Reserve + "timer", new XAttribute("kind", kind), text);
        ElsaDraft.Extensions(happening).Add(kept);
        return kept;
    }

    /// <summary>An event is drawn as a circle, a task as a rectangle about the same middle.</summary>
    public static void Resize(XElement root, string id, double width, double height)
    {
        var bounds = root.Descendants()
            .FirstOrDefault(shape => shape.Name.LocalName == "BPMNShape" && (string?)shape.Attribute("bpmnElement") == id)
            ?.Elements()
            .FirstOrDefault(child => child.Name.LocalName == "Bounds");
        if (bounds is null)
            return;
        foreach (var (corner, side, size) in new[] { ("x", "width", width), ("y", "height", height) })
        {
            if (Number(bounds, corner) is not { } at || Number(bounds, side) is not { } length)
                continue;
            bounds.SetAttributeValue(corner, at + (length - size) / 2);
            bounds.SetAttributeValue(side, size);
        }
    }

    private static double? Number(XElement bounds, string name) =>
        double.TryParse((string?)bounds.Attribute(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
