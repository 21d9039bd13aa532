using System.Globalization;

namespace Reserve.Documents.Templates;

/// <summary>Finds the numbered paragraphs within sections, so that the renderer can let each repeated list begin anew.</summary>
internal sealed class ListNumbers
{
    // What stands before w:numPr (ECMA-376 part 1, 17.3.1.26).
    private static readonly string[] Before = ["pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl"];

    private readonly Dictionary<string, (int List, int Level)> styles = new(StringComparer.Ordinal);

    /// <param name="styleSheet">The document's styles; null when it has none.</param>
    public ListNumbers(XmlBranch? styleSheet)
    {
        var all = (styleSheet?.Elements ?? [])
            .Where(style => style.LocalName == "style" && style.Attribute(style.Prefix + "styleId") is not null)
            .DistinctBy(style => style.Attribute(style.Prefix + "styleId"))
            .ToDictionary(style => style.Attribute(style.Prefix + "styleId")!, StringComparer.Ordinal);
        foreach (var id in all.Keys)
            if (OfStyle(id, all) is { } numbering)
                styles.Add(id, numbering);
    }

    /// <summary>Marks the numbers of those lists which stand in sections only.</summary>
    public void Place(XmlBranch root)
    {
        var (inside, outside) = (new List<(XmlBranch Paragraph, int List, int Level)>(), new HashSet<int>());
        var depth = 0;
        Walk(root, ref depth, inside, outside);
        for (var at = 0; at < inside.Count; at++)
        {
            var (paragraph, list, level) = inside[at];
            if (outside.Contains(list))
                continue;
            var number = Number(paragraph, list, level);
            number.Computed = (number.Prefix + "val", new(Op.List, list, level, at));
        }
    }

    private void Walk(XmlBranch branch, ref int depth, List<(XmlBranch, int, int)> inside, HashSet<int> outside)
    {
        if (branch is { IsParagraph: true, Vocabulary: Vocabulary.Word } && Of(branch) is var (list, level))
        {
            if (depth > 0)
                inside.Add((branch, list, level));
            else
                outside.Add(list);
        }

        foreach (var child in branch.Children)
        {
            if (child is XmlBranch inner)
                Walk(inner, ref depth, inside, outside);
            else if (child is XmlMarker marker)
                depth +=
                    marker.Tag.Opens ? 1
                    : marker.Tag.Kind == TemplateTagKind.Close ? -1
                    : 0;
        }
    }

    private (int List, int Level)? Of(XmlBranch paragraph)
    {
        var properties = paragraph.Element("pPr");
        if (properties?.Element("numPr") is { } own && Value(own.Element("numId")) is { } list)
            return list == 0 ? null : (list, Value(own.Element("ilvl")) ?? 0);
        var style = properties?.Element("pStyle") is { } named ? named.Attribute(named.Prefix + "val") : null;
        return style is not null && styles.TryGetValue(style, out var numbering) ? numbering : null;
    }

    private static (int, int)? OfStyle(string id, Dictionary<string, XmlBranch> all)
    {
        int? level = null;
        for (var steps = 0; steps < 20 && all.TryGetValue(id, out var style); steps++)
        {
            var numbering = style.Element("pPr")?.Element("numPr");
            level ??= Value(numbering?.Element("ilvl"));
            if (Value(numbering?.Element("numId")) is { } list)
                return list == 0 ? null : (list, level ?? 0);
            if (style.Element("basedOn") is not { } parent || parent.Attribute(parent.Prefix + "val") is not { } above)
                return null;
            id = above;
        }

        return null;
    }

    private static int? Value(XmlBranch? element) =>
        element is not null
        && int.TryParse(element.Attribute(element.Prefix + "val"), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    /// <summary>The element that names the paragraph's list, put there when only its style does.</summary>
    private static XmlBranch Number(XmlBranch paragraph, int list, int level)
    {
        var properties = paragraph.Element("pPr")!;
        if (properties.Element("numPr")?.Element("numId") is { } own)
            return own;
        foreach (var old in properties.Elements.Where(child => child.LocalName == "numPr").ToArray())
            properties.Remove(old);
        var numbering = Make(paragraph, "numPr", null);
        numbering.Add(Make(paragraph, "ilvl", level));
        var number = Make(paragraph, "numId", list);
        numbering.Add(number);
        var at = properties.Children.FindLastIndex(child => child is XmlBranch branch && Before.Contains(branch.LocalName));
        properties.Insert(at + 1, numbering);
        return number;
    }

    private static XmlBranch Make(XmlBranch like, string name, int? value)
    {
        var made = new XmlBranch(like.Prefix + name, name, Vocabulary.Word);
        if (value is { } given)
            made.Set(like.Prefix + "val", given.ToString(CultureInfo.InvariantCulture));
        return made;
    }
}
