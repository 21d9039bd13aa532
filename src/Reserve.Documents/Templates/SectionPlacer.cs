namespace Reserve.Documents.Templates;

/// <summary>
/// Finds the two ends of each section and moves them to where repeating what lies between keeps the document well-formed:
/// around a table's rows, between paragraphs, between runs. Elements cut by a tag are split in two with the same properties.
/// </summary>
internal static class SectionPlacer
{
    public static void Place(List<XmlMarker> markers, ICollection<TemplateProblem> problems)
    {
        foreach (var (open, close) in Pair(markers, problems))
            Lift(open, close, problems);
    }

    /// <summary>The two ends of each section, in the order of their openings; what has no other end is dropped and told.</summary>
    public static List<(XmlMarker Open, XmlMarker Close)> Pair(List<XmlMarker> markers, ICollection<TemplateProblem> problems)
    {
        var pairs = new List<(XmlMarker, XmlMarker)>();
        var open = new Stack<XmlMarker>();
        foreach (var marker in markers)
        {
            switch (marker.Tag.Kind)
            {
                case var _ when marker.Tag.Opens:
                    open.Push(marker);
                    break;
                case TemplateTagKind.Close:
                    var name = marker.Tag.Expression;
                    if (name.Length > 0 && !open.Any(candidate => candidate.Tag.Expression == name))
                    {
                        problems.Add(marker.Tag.Problem("закрывает раздел, который не открыт"));
                        Drop(marker);
                        break;
                    }

                    if (open.Count == 0)
                    {
                        problems.Add(marker.Tag.Problem("закрывает раздел, который не открыт"));
                        Drop(marker);
                        break;
                    }

                    while (name.Length > 0 && open.Peek().Tag.Expression != name)
                        Unclosed(open.Pop(), problems);
                    var opening = open.Pop();
                    opening.Tag.End = marker;
                    pairs.Add((opening, marker));
                    break;
            }
        }

        foreach (var left in open.Reverse())
            Unclosed(left, problems);
        return [.. pairs.OrderBy(pair => pair.Item1.Tag.Order)];
    }

    private static void Unclosed(XmlMarker marker, ICollection<TemplateProblem> problems)
    {
        problems.Add(marker.Tag.Problem($"раздел не закрыт: нет {{/{marker.Tag.Expression}}}"));
        Drop(marker);
    }

    private static void Drop(XmlMarker marker) => marker.Parent?.Remove(marker);

    private static void Lift(XmlMarker open, XmlMarker close, ICollection<TemplateProblem> problems)
    {
        var common = CommonAncestor(open, close);
        var before = PathBelow(common, open);
        var after = PathBelow(common, close);
        var rows = before.Exists(IsCell) || after.Exists(IsCell);
        if (rows)
        {
            if (!before.Exists(IsCell) || !after.Exists(IsCell))
                Misplaced(open, close, "раздел открыт в таблице, а закрыт вне её (или наоборот)", problems);
            else
                AroundRows(common, before, after, open, close);
            return;
        }

        if (before.Exists(IsFrame) || after.Exists(IsFrame))
        {
            Misplaced(open, close, "раздел открыт и закрыт в разных надписях, сносках или полях", problems);
            return;
        }

        if (common.IsText && before.Count == 0 && after.Count == 0)
            return;
        Split(open, common);
        Split(close, common);
    }

    private static bool IsCell(XmlBranch branch) => branch.IsCell;

    private static bool IsFrame(XmlBranch branch) =>
        branch.LocalName
            is not ("p" or "is" or "r" or "t" or "hyperlink" or "ins" or "smartTag" or "sdt" or "sdtContent" or "moveTo" or "customXml")
        || branch.Vocabulary == Vocabulary.Other;

    private static void Misplaced(XmlMarker open, XmlMarker close, string message, ICollection<TemplateProblem> problems)
    {
        problems.Add(open.Tag.Problem($"{message}; конец: {close.Tag.Place}"));
        open.Tag.End = null;
        Drop(open);
        Drop(close);
    }

    private static XmlBranch CommonAncestor(XmlMarker one, XmlMarker other)
    {
        var above = new HashSet<XmlBranch>();
        for (var at = one.Parent; at is not null; at = at.Parent)
            above.Add(at);
        var common = other.Parent!;
        while (!above.Contains(common))
            common = common.Parent!;
        return common;
    }

    /// <summary>The elements between an ancestor and a marker, the uppermost first.</summary>
    private static List<XmlBranch> PathBelow(XmlBranch ancestor, XmlMarker marker)
    {
        var path = new List<XmlBranch>();
        for (var at = marker.Parent!; at != ancestor; at = at.Parent!)
            path.Add(at);
        path.Reverse();
        return path;
    }

    private static void AroundRows(XmlBranch common, List<XmlBranch> before, List<XmlBranch> after, XmlMarker open, XmlMarker close)
    {
        var (first, last) = (before[0], after[0]);
        for (var at = common; at is not null && !at.IsTable; at = at.Parent)
        {
            if (!at.IsRow)
                continue;
            (first, last) = (at, at);
            break;
        }

        Detach(open);
        Detach(close);
        first.Parent!.Insert(first.Parent.Children.IndexOf(first), open);
        last.Parent!.Insert(last.Parent.Children.IndexOf(last) + 1, close);
        if (first == last)
            return;
        foreach (var row in (XmlBranch[])[first, last])
            if (row.IsRow && row.Vocabulary != Vocabulary.Sheet && IsVoidRow(row))
                row.Parent!.Remove(row);
    }

    /// <summary>Whether a row held nothing but ends of sections.</summary>
    private static bool IsVoidRow(XmlBranch row) =>
        row
            .Elements.Where(cell => cell.IsCell)
            .All(cell => cell.Elements.All(inner => inner.LocalName == "tcPr" || (inner.IsParagraph && IsVoid(inner))));

    // The tag's own paragraph goes with it when nothing else is in it and the cell has another.
    public static void Detach(XmlMarker marker)
    {
        XmlItem at = marker;
        while (at is not XmlBranch { IsParagraph: true } && at.Parent is not null)
            at = at.Parent;
        Drop(marker);
        if (at is XmlBranch { Parent: { } cell } paragraph && IsVoid(paragraph) && cell.Elements.Count(child => child.IsParagraph) > 1)
            cell.Remove(paragraph);
    }

    /// <summary>Moves the marker up to be a child of <paramref name="until"/>, cutting what it stood in.</summary>
    private static void Split(XmlMarker marker, XmlBranch until)
    {
        while (marker.Parent is { } left && left != until)
        {
            var parent = left.Parent!;
            var at = left.Children.IndexOf(marker);
            var right = Shell(left);
            foreach (var item in left.Children.GetRange(at + 1, left.Children.Count - at - 1))
                right.Add(item);
            left.Children.RemoveRange(at, left.Children.Count - at);
            var place = parent.Children.IndexOf(left);
            parent.Insert(place + 1, marker);
            parent.Insert(place + 2, right);
            if (left.IsParagraph && MoveSectionBreak(left, right) && IsVoid(right) && !IsVoid(left))
                MoveSectionBreak(right, left);
            Discard(parent, right);
            Discard(parent, left);
        }
    }

    private static XmlBranch Shell(XmlBranch branch)
    {
        var shell = new XmlBranch(branch.Name, branch.LocalName, branch.Vocabulary) { Ordinal = branch.Ordinal };
        shell.Attributes.AddRange(
            branch.Attributes.Where(pair =>
                !pair.Name.EndsWith(":paraId", StringComparison.Ordinal) && !pair.Name.EndsWith(":textId", StringComparison.Ordinal)
            )
        );
        // What closes a paragraph of a slide stays with its last piece.
        foreach (var properties in branch.Elements.Where(child => child.IsProperties && child.LocalName != "endParaRPr"))
        {
            var copy = properties.Copy();
            copy.Children.RemoveAll(child =>
                child is XmlBranch { LocalName: "sectPr" } || (copy.LocalName == "sdtPr" && child is XmlBranch { LocalName: "id" })
            );
            shell.Add(copy);
        }

        return shell;
    }

    /// <summary>A section break belongs to the last piece of a paragraph.</summary>
    private static bool MoveSectionBreak(XmlBranch from, XmlBranch to)
    {
        var properties = from.Element("pPr");
        if (properties?.Element("sectPr") is not { } section || to.Element("pPr") is not { } target)
            return false;
        properties.Remove(section);
        target.Add(section);
        return true;
    }

    private static void Discard(XmlBranch parent, XmlBranch half)
    {
        if (!IsVoid(half, blanksCount: !half.IsParagraph))
            return;
        var at = parent.Children.IndexOf(half);
        parent.Remove(half);
        foreach (var bookmark in half.Elements.Where(IsBookmark).ToArray())
            parent.Insert(at++, bookmark);
    }

    private static bool IsBookmark(XmlBranch branch) =>
        branch.Vocabulary == Vocabulary.Word && branch.LocalName is "bookmarkStart" or "bookmarkEnd";

    /// <summary>Whether nothing that one could see or that matters to the document is left in a paragraph, a run or a text.</summary>
    private static bool IsVoid(XmlBranch branch, bool blanksCount = false)
    {
        if (branch.LocalName == "sdtContent")
            return false;
        foreach (var child in branch.Children)
        {
            switch (child)
            {
                case XmlMarker:
                    return false;
                case XmlLeaf leaf when branch.IsText:
                    if (blanksCount ? leaf.Text.Length > 0 : !string.IsNullOrWhiteSpace(leaf.Text))
                        return false;
                    break;
                case XmlBranch { IsProperties: true } properties:
                    if (properties.Element("sectPr") is not null)
                        return false;
                    break;
                case XmlBranch element
                    when element.LocalName is "proofErr" or "lastRenderedPageBreak" || (branch.IsParagraph && IsBookmark(element)):
                    break;
                case XmlBranch element when element.IsRun || element.IsText || element.LocalName is "hyperlink" or "smartTag" or "ins":
                    if (!IsVoid(element, blanksCount))
                        return false;
                    break;
                case XmlBranch:
                    return false;
            }
        }

        return true;
    }
}
