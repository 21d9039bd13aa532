using System.Globalization;

namespace Reserve.Documents.Templates;

/// <summary>
/// Puts a filled workbook in order: rows get their numbers, and whatever refers to rows (formulas, tables, merged cells, charts, names)
/// follows them. Formulas stay alive: the values they had are dropped and whoever opens the file computes them.
/// </summary>
internal sealed class SheetFinish
{
    private readonly SheetBook book;
    private readonly Package template;
    private readonly Package filled;
    private readonly Dictionary<string, XmlBranch> sheets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SheetRows> rows = new(StringComparer.OrdinalIgnoreCase);

    private SheetFinish(SheetBook book, Package template, Package filled) =>
        (this.book, this.template, this.filled) = (book, template, filled);

    /// <summary>The parts that change (one with no bytes goes), and how a reference from outside changes.</summary>
    /// <param name="book">The workbook.</param>
    /// <param name="template">Its parts as they were.</param>
    /// <param name="filled">Its parts with the values.</param>
    /// <param name="pictures">Those that wait for the rows of their cells.</param>
    public static (Dictionary<string, byte[]> Changed, Func<string, string> Outer) Run(
        SheetBook book,
        Package template,
        Package filled,
        PictureShelf pictures
    )
    {
        var finish = new SheetFinish(book, template, filled);
        foreach (var sheet in book.Sheets)
            finish.Read(sheet);
        // What is referred to stays, so references are read before rows get their numbers.
        var references = new SheetLinks(book, filled, finish.sheets, finish.rows);
        references.Visit(keep: true);
        foreach (var sheet in book.Sheets)
            finish.Number(sheet);
        var changed = references.Visit(keep: false);
        finish.Recompute(changed);
        var shown = new SheetPictures(filled, pictures, changed);
        foreach (var (part, root) in finish.sheets)
        {
            shown.Place(part, root);
            changed[part] = PartCompiler.Bytes(root);
        }

        return (changed, references.Outer);
    }

    private void Read(SheetPart sheet)
    {
        if (filled.Tree(sheet.Part)?.Copy() is not { } root)
            return;
        sheets[sheet.Part] = root;
        var before = new SheetRows(RowsOf(template.Tree(sheet.Part)).Select(NumberOf));
        foreach (var row in RowsOf(root))
        {
            SharedFormulas.Expand(row, root);
            before.Add(NumberOf(row), NumberOf(row), SheetRows.LoopsOf(row));
        }

        rows[sheet.Name] = before;
    }

    private void Number(SheetPart sheet)
    {
        if (!sheets.TryGetValue(sheet.Part, out var root))
            return;
        var before = rows[sheet.Name];
        var after = new SheetRows(RowsOf(template.Tree(sheet.Part)).Select(NumberOf));
        Restore(root, template.Tree(sheet.Part), before.Kept);
        var vanished = before.Vanished.Where(row => !before.Kept.Contains(row)).ToHashSet();
        var (last, original) = (0, 0);
        foreach (var row in RowsOf(root))
        {
            var own = NumberOf(row);
            last += own > original ? own - original - vanished.Count(row => row > original && row < own) : 1;
            original = own;
            after.Add(own, last, SheetRows.LoopsOf(row));
            row.Set("r", last.ToString(CultureInfo.InvariantCulture));
            foreach (var cell in row.Elements.Where(cell => cell.IsCell))
                cell.Set("r", SheetAddress.Of(SheetAddress.Column(cell.Attribute("r")) ?? 1, last));
        }

        rows[sheet.Name] = after;
    }

    /// <summary>Puts an empty row where rows that something refers to have all vanished.</summary>
    private static void Restore(XmlBranch root, XmlBranch? template, IReadOnlySet<int> kept)
    {
        if (kept.Count == 0 || root.Element("sheetData") is not { } data)
            return;
        foreach (var row in RowsOf(template).Where(row => kept.Contains(NumberOf(row))).Select(row => row.Copy()))
        {
            foreach (var cell in row.Elements.Where(cell => cell.IsCell))
            {
                cell.Children.Clear();
                cell.Attributes.RemoveAll(pair => pair.Name == "t");
            }

            var at = data.Children.FindIndex(child => child is XmlBranch { IsRow: true } other && NumberOf(other) > NumberOf(row));
            data.Insert(at < 0 ? data.Children.Count : at, row);
        }
    }

    /// <summary>Whoever opens the workbook computes it anew; the order of an earlier computation is no longer true.</summary>
    private void Recompute(Dictionary<string, byte[]> changed)
    {
        var root = (
            changed.TryGetValue(book.Workbook, out var bytes) ? XmlTreeReader.Read(bytes, 256) : filled.Tree(book.Workbook)
        )!.Copy();
        if (root.Element("calcPr") is not { } calculation)
        {
            calculation = new(root.Prefix + "calcPr", "calcPr", Vocabulary.Sheet);
            // What stands before it (ECMA-376 part 1, 18.2.27).
            string[] before = ["sheets", "functionGroups", "externalReferences", "definedNames"];
            var at = root.Children.FindLastIndex(child => child is XmlBranch branch && before.Contains(branch.LocalName));
            root.Insert(at + 1, calculation);
        }

        calculation.Set("fullCalcOnLoad", "1");
        changed[book.Workbook] = PartCompiler.Bytes(root);
        if (filled.Linked(book.Workbook, "calcChain") is not { } chain)
            return;
        changed[chain] = [];
        var linksPart = PackageLinks.PartOf(book.Workbook);
        var links = filled.Tree(linksPart)!.Copy();
        links.Children.RemoveAll(child =>
            child is XmlBranch link && (link.Attribute("Type") ?? "").EndsWith("/calcChain", StringComparison.Ordinal)
        );
        changed[linksPart] = PartCompiler.Bytes(links);
        var types = filled.Tree(OfficeParts.ContentTypes)!.Copy();
        types.Children.RemoveAll(child => child is XmlBranch type && (type.Attribute("PartName") ?? "").TrimStart('/') == chain);
        changed[OfficeParts.ContentTypes] = PartCompiler.Bytes(types);
    }

    private static List<XmlBranch> RowsOf(XmlBranch? sheet) => [.. (sheet?.Element("sheetData")?.Elements ?? []).Where(row => row.IsRow)];

    private static int NumberOf(XmlBranch row) => SheetAddress.Row(row.Attribute("r")) ?? 1;
}

/// <summary>Formulas that share one text get one each: once rows have moved, a shared text no longer says what they mean.</summary>
internal static class SharedFormulas
{
    public static void Expand(XmlBranch row, XmlBranch sheet)
    {
        foreach (var cell in row.Elements.Where(cell => cell.IsCell))
        {
            if (cell.Element("f") is not { } formula || formula.Attribute("t") != "shared")
                continue;
            if (formula.InnerText.Length == 0 && Master(sheet, formula.Attribute("si")) is var (home, text))
            {
                var here = cell.Attribute("r");
                var (rows, columns) = (
                    (SheetAddress.Row(here) ?? 1) - (SheetAddress.Row(home) ?? 1),
                    (SheetAddress.Column(here) ?? 1) - (SheetAddress.Column(home) ?? 1)
                );
                formula.Add(new XmlLeaf(SheetFormula.Shifted(text, rows, columns)));
            }
        }
    }

    /// <summary>Forgets which formulas were shared, when all have a text.</summary>
    public static void Forget(XmlBranch formula)
    {
        if (formula.Attribute("t") == "shared")
            formula.Attributes.RemoveAll(pair => pair.Name is "t" or "si" or "ref");
    }

    private static (string Home, string Text)? Master(XmlBranch sheet, string? index)
    {
        foreach (var formula in sheet.Element("sheetData")!.Descendants())
            if (
                formula is { LocalName: "f", Vocabulary: Vocabulary.Sheet }
                && formula.Attribute("si") == index
                && formula.Attribute("ref") is not null
                && formula.InnerText.Length > 0
            )
                return (formula.Parent!.Attribute("r") ?? "A1", formula.InnerText);
        return null;
    }
}
