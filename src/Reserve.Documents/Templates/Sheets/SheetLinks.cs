using System.Globalization;

namespace Reserve.Documents.Templates;

/// <summary>
/// Everything in a workbook that names rows. One visit asks that what is named stays, another gives it its new numbers.
/// </summary>
internal sealed class SheetLinks(
    SheetBook book,
    FilledPackage package,
    Dictionary<string, XmlBranch> sheets,
    Dictionary<string, SheetRows> rows
)
{
    private bool keep;

    /// <summary>Visits all.</summary>
    /// <param name="keep">Whether to ask that what is named stays, instead of giving it its new numbers.</param>
    public void Visit(bool keep)
    {
        this.keep = keep;
        foreach (var sheet in book.Sheets.Where(sheet => sheets.ContainsKey(sheet.Part)))
        {
            Formulas(sheet);
            Ranges(sheet);
            foreach (var link in package.Links(sheet.Part))
            {
                if (link.Type == "table")
                    Change(link.Target, root => Table(root, sheet.Name));
                else if (link.Type == "drawing")
                    Drawing(link.Target, sheet.Name);
                else if (link.Type == "comments")
                    Change(link.Target, root => Attributes(root, "comment", "ref", sheet.Name));
            }
        }

        if (package.Tree(book.Workbook)?.Element("definedNames") is not null)
            Change(book.Workbook, Names);
    }

    private void Formulas(SheetPart sheet)
    {
        foreach (var row in sheets[sheet.Part].Element("sheetData")?.Elements ?? [])
        {
            var loops = SheetRows.LoopsOf(row);
            foreach (var cell in row.Elements.Where(cell => cell.IsCell))
                if (cell.Element("f") is { } formula)
                    Formula(formula, cell, sheet.Name, loops);
            if (!keep)
                row.Attributes.RemoveAll(pair => pair.Name == SheetRows.Repetition);
        }
    }

    private void Formula(XmlBranch formula, XmlBranch cell, string sheet, (int, int)[] loops)
    {
        SetText(formula, Moved(formula.InnerText, sheet, loops));
        if (keep)
            return;
        SharedFormulas.Forget(formula);
        if (formula.Attribute("ref") is { } range)
            formula.Set("ref", Moved(range, sheet, loops));
        foreach (var value in cell.Elements.Where(element => element.LocalName == "v").ToArray())
            cell.Remove(value);
        cell.Attributes.RemoveAll(pair => pair.Name == "t");
    }

    /// <summary>Merged cells and links belong to each repetition; formats, checks and filters grow with it.</summary>
    private void Ranges(SheetPart sheet)
    {
        var root = sheets[sheet.Part];
        foreach (var element in root.Descendants().Where(element => element.Vocabulary == Vocabulary.Sheet).ToList())
        {
            switch (element.LocalName)
            {
                case "mergeCell" or "hyperlink":
                    Repeat(element, sheet.Name);
                    break;
                case "conditionalFormatting" or "dataValidation" when element.Attribute("sqref") is { } list && !keep:
                    Cover(element, list, sheet.Name);
                    break;
                case "autoFilter" or "dimension" or "sortState" or "sortCondition" when element.Attribute("ref") is { } range:
                    Set(element, "ref", Grown(range, sheet.Name));
                    break;
                case "formula" or "formula1" or "formula2":
                    SetText(element, Moved(element.InnerText, sheet.Name, []));
                    break;
                case "brk" when element.Parent?.LocalName == "rowBreaks" && SheetAddress.Row(element.Attribute("id")) is { } row && !keep:
                    element.Set("id", rows[sheet.Name].Span(row, []).Last.ToString(CultureInfo.InvariantCulture));
                    break;
            }
        }

        if (!keep && root.Element("mergeCells") is { } merged)
            merged.Set("count", merged.Elements.Count().ToString(CultureInfo.InvariantCulture));
    }

    private void Cover(XmlBranch element, string list, string sheet)
    {
        var vanished = rows[sheet].Vanished.ToHashSet();
        var ranges = list.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(range => !range.Split(':').All(end => SheetAddress.Row(end) is { } row && vanished.Contains(row)))
            .ToList();
        if (ranges.Count > 0)
        {
            element.Set("sqref", string.Join(' ', ranges.Select(range => Grown(range, sheet))));
            return;
        }

        var parent = element.Parent!;
        parent.Remove(element);
        parent.Attributes.RemoveAll(pair => pair.Name == "count");
        if (parent.LocalName == "dataValidations" && !parent.Elements.Any())
            parent.Parent!.Remove(parent);
    }

    private void Repeat(XmlBranch element, string sheet)
    {
        if (keep || element.Attribute("ref") is not { } range || SheetAddress.Row(range.Split(':')[0]) is not { } first)
            return;
        var at = element.Parent!.Children.IndexOf(element);
        var parent = element.Parent;
        parent.Remove(element);
        if (rows[sheet].Vanished.Contains(first))
            return;
        foreach (var (row, loops) in rows[sheet].Places(first))
        {
            var copy = element.Copy();
            copy.Set("ref", Moved(range, sheet, loops));
            parent.Insert(at++, copy);
        }
    }

    private void Table(XmlBranch root, string sheet)
    {
        foreach (var element in root.Descendants().Prepend(root).ToList())
        {
            if (element.LocalName is "table" or "autoFilter" or "sortState" or "sortCondition" && element.Attribute("ref") is { } range)
                Set(element, "ref", Grown(range, sheet));
            else if (element.LocalName is "calculatedColumnFormula" or "totalsRowFormula")
                SetText(element, Moved(element.InnerText, sheet, []));
        }
    }

    private void Drawing(string part, string sheet)
    {
        Change(
            part,
            root =>
            {
                foreach (var anchor in root.Descendants().Where(element => element.LocalName == "row").ToList())
                    if (!keep && int.TryParse(anchor.InnerText, NumberStyles.None, CultureInfo.InvariantCulture, out var row))
                        SetText(anchor, (rows[sheet].Span(row + 1, []).First - 1).ToString(CultureInfo.InvariantCulture));
            }
        );
        foreach (var link in package.Links(part).Where(link => link.Type == "chart"))
            Change(
                link.Target,
                root =>
                {
                    foreach (var formula in root.Descendants().Where(element => element.LocalName == "f").ToList())
                    {
                        SetText(formula, Moved(formula.InnerText, sheet, [], grow: true));
                        if (keep)
                            continue;
                        foreach (
                            var cache in formula
                                .Parent!.Elements.Where(child => child.LocalName.EndsWith("Cache", StringComparison.Ordinal))
                                .ToList()
                        )
                            formula.Parent.Remove(cache);
                    }
                }
            );
    }

    private void Names(XmlBranch workbook)
    {
        foreach (var name in workbook.Element("definedNames")?.Elements ?? [])
            SetText(name, Moved(name.InnerText, "", [], grow: true));
    }

    private void Attributes(XmlBranch root, string element, string attribute, string sheet)
    {
        foreach (var each in root.Descendants().Where(each => each.LocalName == element && each.Attribute(attribute) is not null).ToList())
            if (!keep)
                each.Set(attribute, Moved(each.Attribute(attribute)!, sheet, []));
    }

    /// <summary>What a reference from outside of the workbook, such as a chart's, has become.</summary>
    public string Outer(string formula) => Moved(formula, book.Sheets.Count > 0 ? book.Sheets[0].Name : "", [], grow: true);

    private string Grown(string range, string sheet) => Moved(range, sheet, [], grow: true);

    private string Moved(string formula, string sheet, (int Section, int Index)[] loops, bool grow = false) =>
        SheetFormula.Moved(
            formula,
            grow,
            reference =>
            {
                if (!rows.TryGetValue(reference.Sheet ?? sheet, out var map))
                    return (reference.First, reference.Last);
                if (keep)
                {
                    map.Keep(reference.First, reference.Last);
                    return (reference.First, reference.Last);
                }

                // A running total begins at the first repetition: its first row is absolute.
                var own = reference.Sheet is null || reference.Sheet == sheet ? loops : [];
                var (first, last) = map.Range(reference.First, reference.Last, own);
                if (reference is { FirstFixed: true } && reference.Sheet is null)
                    first = map.Span(reference.First, []).First;
                return (first, Math.Max(first, last));
            }
        );

    private void Change(string part, Action<XmlBranch> change)
    {
        if ((keep ? package.Tree(part) : package.Change(part)) is { } root)
            change(root);
    }

    private void Set(XmlBranch element, string attribute, string value)
    {
        if (!keep)
            element.Set(attribute, value);
    }

    private void SetText(XmlBranch element, string text)
    {
        if (keep)
            return;
        element.Children.Clear();
        element.Add(new XmlLeaf(text));
    }
}
