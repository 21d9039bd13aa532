using System.Text.Json.Nodes;
using System.Xml.Linq;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Interchange;

/// <summary>A value as another tool writes it, as an input of ours.</summary>
/// <param name="IsFeel">Whether the text is FEEL.</param>
/// <param name="Text">The FEEL text, or the text itself.</param>
internal sealed record ForeignValue(bool IsFeel, string Text)
{
    public override string ToString() => IsFeel ? Text : $"«{Text}»";
}

/// <summary>A proposal and what carries it out.</summary>
internal sealed record Conversion(ConversionProposal Proposal, Action Apply);

/// <summary>
/// Looks through a document for what other tools wrote into it. What a conversion takes up is marked; the rest is listed.
/// </summary>
internal sealed class ForeignScan
{
    public static readonly XNamespace Zeebe = "http://camunda.org/schema/zeebe/1.0";

    /// <summary>Engines that share the properties of Camunda 7.</summary>
    private static readonly Dictionary<XNamespace, string> prefixes = new()
    {
        ["http://camunda.org/schema/1.0/bpmn"] = "camunda",
        ["http://operaton.org/schema/1.0/bpmn"] = "operaton",
        ["http://flowable.org/bpmn"] = "flowable",
        ["http://activiti.org/bpmn"] = "activiti",
        [Zeebe] = "zeebe",
    };

    private static readonly Dictionary<XNamespace, string> shown = new(prefixes) { [BpmnNames.Reserve] = "reserve" };

    private readonly XElement root;
    private readonly List<Conversion> conversions = [];
    private readonly List<ForeignRemark> remarks = [];
    private readonly HashSet<XObject> used = [];

    private ForeignScan(XDocument document) => root = document.Root!;

    public IReadOnlyList<Conversion> Conversions => conversions;

    public static ForeignScan Of(XDocument document)
    {
        var scan = new ForeignScan(document);
        foreach (var element in scan.root.Descendants().Where(element => element.Name.Namespace == BpmnNames.Model).ToList())
        {
            OwnRules.Look(scan, element);
            CamundaRules.Look(scan, element);
            ZeebeRules.Look(scan, element);
            ForeignExpressions.Look(scan, element);
        }

        return scan;
    }

    /// <summary>The attribute of Camunda 7 or its kin, by local name.</summary>
    public static XAttribute? Camunda(XElement element, string name) =>
        element.Attributes().FirstOrDefault(attribute => attribute.Name.LocalName == name && IsCamunda(attribute.Name.Namespace));

    /// <summary>Extension elements of Camunda 7 or its kin, by local name.</summary>
    public static IEnumerable<XElement> CamundaElements(XElement element, string name) =>
        element
            .Elements(BpmnNames.Model + "extensionElements")
            .Elements()
            .Where(child => child.Name.LocalName == name && IsCamunda(child.Name.Namespace));

    public static IEnumerable<XElement> ZeebeElements(XElement element, string name) =>
        element.Elements(BpmnNames.Model + "extensionElements").Elements(Zeebe + name);

    /// <summary>What an attribute of Camunda 7 says; null when its expression says what FEEL cannot.</summary>
    public static ForeignValue? Juel(string text) =>
        !JuelExpression.Has(text) ? new ForeignValue(false, text.Trim())
        : JuelExpression.ToFeel(text) is { } feel ? new ForeignValue(true, feel)
        : null;

    /// <summary>What an attribute of Camunda 8 says: FEEL after an equals sign; null when that is not ours.</summary>
    public static ForeignValue? Feel(string text)
    {
        text = text.Trim();
        if (!text.StartsWith('='))
            return new ForeignValue(false, text);
        var feel = text[1..].Trim();
        return FeelExpression.Parse(feel).Expression is null ? null : new ForeignValue(true, feel);
    }

    public static bool IsName(string text) => FeelExpression.Parse(text).Expression is { FreeVariables: [var only] } && only == text.Trim();

    /// <summary>Offers a conversion.</summary>
    /// <param name="element">Whose it is.</param>
    /// <param name="from">What is converted; taken out of the file when it is.</param>
    /// <param name="message">What it becomes.</param>
    /// <param name="apply">Writes it.</param>
    /// <param name="more">What goes with it.</param>
    public void Offer(XElement element, XObject from, string message, Action apply, params IEnumerable<XObject?> more)
    {
        var all = more.OfType<XObject>().Prepend(from).ToList();
        used.UnionWith(all);
        OfferText(
            element,
            from,
            message,
            () =>
            {
                apply();
                foreach (var one in all)
                    Remove(one);
            }
        );
    }

    /// <summary>Offers a conversion of a text in its place.</summary>
    public void OfferText(XElement element, XObject place, string message, Action apply)
    {
        var owner = OwnerOf(element);
        var key =
            $"{ElsaDraft.IdOf(owner)}/{NameOf(place)}/{conversions.Count(known => known.Proposal.ElementId == ElsaDraft.IdOf(owner))}";
        conversions.Add(
            new Conversion(
                new ConversionProposal(key, ElsaDraft.IdOf(owner), ElsaDraft.NameOf(owner), LineOf(place, element), NameOf(place), message),
                apply
            )
        );
    }

    /// <summary>Tells of what stands in a place of BPMN's own and cannot be converted.</summary>
    public void Remark(XElement place, string message) =>
        remarks.Add(
            new ForeignRemark(ElsaDraft.IdOf(OwnerOf(place)), ElsaDraft.NameOf(OwnerOf(place)), place.Line(), place.Name.LocalName, message)
        );

    /// <summary>The element's binding, made when there is none; null when it has no kind of activity and none is given.</summary>
    public static XElement Bind(XElement element, string type)
    {
        var holder = ElsaDraft.Extensions(element);
        if (holder.Element(BpmnNames.Elsa + "activityBinding") is { } there)
            return there;
        var made = new XElement(BpmnNames.Elsa + "activityBinding", new XAttribute("activityType", type));
        holder.Add(made);
        return made;
    }

    public static bool HasInput(XElement element, string name) =>
        ElsaDraft
            .Extension(element, BpmnNames.Elsa + "activityBinding")
            ?.Elements(BpmnNames.Elsa + "input")
            .Any(input => string.Equals(ElsaDraft.NameOf(input), name, StringComparison.OrdinalIgnoreCase)) == true;

    public static XElement Input(XName element, string name, ForeignValue value)
    {
        var json = new JsonObject
        {
            ["typeName"] = value.IsFeel ? "Object" : "String",
            ["expression"] = new JsonObject { ["type"] = value.IsFeel ? "Feel" : "Literal", ["value"] = value.Text },
        };
        return new XElement(element, new XAttribute("name", name), json.ToJsonString(ElsaTimers.Json));
    }

    /// <summary>What no conversion took up, an element of BPMN a line.</summary>
    public IReadOnlyList<ForeignRemark> Kept() =>
        [
            .. root.DescendantsAndSelf()
                .Where(element => element.Name.Namespace == BpmnNames.Model)
                .Select(element => (Element: element, Foreign: Foreign(element).Where(item => !used.Contains(item)).ToList()))
                .Where(found => found.Foreign.Count > 0)
                .Select(found => new ForeignRemark(
                    ElsaDraft.IdOf(OwnerOf(found.Element)),
                    ElsaDraft.NameOf(OwnerOf(found.Element)),
                    LineOf(found.Foreign[0], found.Element),
                    string.Join(", ", found.Foreign.Select(NameOf).Distinct()),
                    Reason(found.Element, found.Foreign)
                ))
                .Concat(remarks)
                .OrderBy(remark => remark.Line),
        ];

    private static string Reason(XElement element, List<XObject> foreign) =>
        foreign.OfType<XElement>().FirstOrDefault(item => item.Name == Zeebe + "userTaskForm") is { } form
            ? $"Форма «{ElsaDraft.IdOf(form)}» лежит в самом рисунке: сохраните её содержимое как forms/{ElsaDraft.IdOf(form)}.json."
        : element.Name.LocalName is "serviceTask" or "sendTask"
        && foreign.OfType<XAttribute>().Any(item => item.Name.LocalName is "class" or "delegateExpression" or "expression")
            ? "Программа на Java: выберите для этой задачи действие; написанное остаётся в файле."
        : "Соответствия нет: остаётся в файле и не исполняется.";

    /// <summary>Attributes and extension elements of the tools known here.</summary>
    private static IEnumerable<XObject> Foreign(XElement element) =>
        element
            .Attributes()
            .Where(attribute => prefixes.ContainsKey(attribute.Name.Namespace))
            .Cast<XObject>()
            .Concat(
                element
                    .Elements(BpmnNames.Model + "extensionElements")
                    .Elements()
                    .Where(child => prefixes.ContainsKey(child.Name.Namespace))
            );

    private static bool IsCamunda(XNamespace name) => name != Zeebe && prefixes.ContainsKey(name);

    private static string NameOf(XObject item)
    {
        var name = item is XAttribute attribute ? attribute.Name : ((XElement)item).Name;
        return shown.TryGetValue(name.Namespace, out var prefix) ? $"{prefix}:{name.LocalName}" : name.LocalName;
    }

    /// <summary>The nearest element with an id: a timer's text belongs to its event.</summary>
    private static XElement OwnerOf(XElement element) =>
        element
            .AncestorsAndSelf()
            .FirstOrDefault(one =>
                ElsaDraft.IdOf(one).Length > 0 && !one.Name.LocalName.EndsWith("EventDefinition", StringComparison.Ordinal)
            )
        ?? element;

    private static int LineOf(XObject item, XElement element) => item.Line() is > 0 and var line ? line : element.Line();

    private static void Remove(XObject item)
    {
        if (item is XAttribute { Parent: not null } attribute)
            attribute.Remove();
        else if (item is XElement { Parent: not null } element)
            element.Remove();
    }
}
