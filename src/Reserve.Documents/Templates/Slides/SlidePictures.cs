using System.Globalization;

namespace Reserve.Documents.Templates;

/// <summary>Puts a picture in the place of each shape of a slide whose text is the tag of one.</summary>
internal static class SlidePictures
{
    private const string NotAlone = "картинка встаёт на место фигуры: в тексте фигуры не должно быть ничего, кроме тега";
    private const string Nowhere = "у фигуры нет своего места на слайде: сдвиньте её или измените её размер, и место запишется";

    /// <param name="markers">The tags of the slide.</param>
    /// <param name="slide">Its part.</param>
    /// <param name="package">The presentation.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static void Place(List<XmlMarker> markers, string slide, Package package, ICollection<TemplateProblem> problems)
    {
        foreach (var marker in markers.Where(marker => marker.Tag.Kind == TemplateTagKind.Picture).ToArray())
        {
            markers.Remove(marker);
            var shape = marker.Parent?.Around(branch => branch.LocalName == "sp");
            if (shape is null || !IsAlone(shape, marker))
            {
                problems.Add(marker.Tag.Problem(NotAlone));
                marker.Parent?.Remove(marker);
            }
            else if (Transform(shape, slide, package) is not { } transform || Box(transform) is not { } box)
            {
                problems.Add(marker.Tag.Problem(Nowhere));
                marker.Parent!.Remove(marker);
            }
            else
            {
                marker.Tag.Frame = (box, Turned(transform));
                var parent = shape.Parent!;
                var at = parent.Children.IndexOf(shape);
                parent.Remove(shape);
                parent.Insert(at, Picture(shape, marker.Tag));
            }
        }
    }

    private static bool IsAlone(XmlBranch shape, XmlMarker only) =>
        shape
            .Descendants()
            .Where(branch => branch.IsText)
            .SelectMany(branch => branch.Children)
            .All(item => item == only || (item is XmlLeaf leaf && string.IsNullOrWhiteSpace(leaf.Text)));

    /// <summary>The shape's own place, or that of the placeholder which it fills in the layout or in its master.</summary>
    private static XmlBranch? Transform(XmlBranch shape, string slide, Package package)
    {
        if (shape.Element("spPr")?.Element("xfrm") is { } own)
            return own;
        if (Placeholder(shape) is not { } filled || package.Linked(slide, "slideLayout") is not { } layout)
            return null;
        var inLayout = Filled(package.Tree(layout), other => (other.Attribute("idx") ?? "0") == (filled.Attribute("idx") ?? "0"));
        if (inLayout?.Element("spPr")?.Element("xfrm") is { } laidOut)
            return laidOut;
        var type = (inLayout is null ? filled : Placeholder(inLayout)!).Attribute("type") ?? "body";
        return package.Linked(layout, "slideMaster") is { } master
            ? Filled(package.Tree(master), other => (other.Attribute("type") ?? "body") == type)?.Element("spPr")?.Element("xfrm")
            : null;
    }

    private static XmlBranch? Filled(XmlBranch? root, Func<XmlBranch, bool> fits) =>
        root?.Descendants().FirstOrDefault(branch => branch.LocalName == "sp" && Placeholder(branch) is { } other && fits(other));

    private static XmlBranch? Placeholder(XmlBranch shape) => shape.Element("nvSpPr")?.Element("nvPr")?.Element("ph");

    private static PictureBox? Box(XmlBranch transform)
    {
        var (offset, extent) = (transform.Element("off"), transform.Element("ext"));
        return
            Number(offset, "x") is { } x
            && Number(offset, "y") is { } y
            && Number(extent, "cx") is > 0 and { } width
            && Number(extent, "cy") is > 0 and { } height
            ? new(x, y, width, height)
            : null;
    }

    private static string Turned(XmlBranch transform) => Number(transform, "rot") is { } angle and not 0 ? $" rot=\"{angle}\"" : "";

    private static long? Number(XmlBranch? branch, string name) =>
        long.TryParse(branch?.Attribute(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A picture with the number, the name and the description of the shape.</summary>
    private static XmlBranch Picture(XmlBranch shape, Tag tag)
    {
        var prefix = shape.Prefix;
        var picture = new XmlBranch(prefix + "pic", "pic", Vocabulary.Other) { Framed = tag };
        var unseen = Made("nvPicPr");
        if (shape.Element("nvSpPr")?.Element("cNvPr") is { } known)
            unseen.Add(known);
        unseen.Add(Made("cNvPicPr"));
        unseen.Add(Made("nvPr"));
        picture.Add(unseen);
        return picture;

        XmlBranch Made(string name) => new(prefix + name, name, Vocabulary.Other);
    }
}
