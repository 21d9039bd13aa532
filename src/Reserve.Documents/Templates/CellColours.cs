namespace Reserve.Documents.Templates;

/// <summary>Puts the colour of a tag into the properties of its cell.</summary>
internal static class CellColours
{
    // What stands before w:shd (ECMA-376 part 1, 17.4.66).
    private static readonly string[] Before = ["cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders"];

    public static void Place(IEnumerable<XmlMarker> markers, ICollection<TemplateProblem> problems)
    {
        foreach (var marker in markers.Where(marker => marker.Tag is { Kind: TemplateTagKind.Value, Formats.ColoursCell: true }))
        {
            if (marker.Parent?.Around(branch => branch is { IsCell: true, Vocabulary: Vocabulary.Word }) is not { } cell)
            {
                problems.Add(marker.Tag.Problem("залить можно только ячейку таблицы Word"));
                continue;
            }

            Shade(cell, marker.Tag);
        }
    }

    private static void Shade(XmlBranch cell, Tag tag)
    {
        var prefix = cell.Prefix;
        if (cell.Element("tcPr") is not { } properties)
        {
            properties = new(prefix + "tcPr", "tcPr", Vocabulary.Word);
            cell.Insert(0, properties);
        }

        foreach (var old in properties.Elements.Where(child => child.LocalName == "shd").ToArray())
            properties.Remove(old);
        var shade = new XmlBranch(prefix + "shd", "shd", Vocabulary.Word) { Computed = (prefix + "fill", new(Op.Text, Tag: tag)) };
        shade.Set(prefix + "val", "clear");
        shade.Set(prefix + "color", "auto");
        shade.Set(prefix + "fill", "auto");
        var at = properties.Children.FindLastIndex(child => child is XmlBranch branch && Before.Contains(branch.LocalName));
        properties.Insert(at + 1, shade);
    }
}
