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
    private readonly FilledPackage filled;
    private readonly Dictionary<string, XmlBranch> sheets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SheetRows> rows = new(StringComparer.OrdinalIgnoreCase);

    private SheetFinish(SheetBook book, Package template, FilledPackage filled) =>
        (this.book, this.template, this.filled) = (book, template, filled);

    /// <summary>Changes what has to follow; gives how a reference from outside changes.</summary>
    /// <param name="book">The workbook.</param>
    /// <param name="template">Its parts as they were.</param>
    /// <param name="filled">Its parts with the values.</param>
    /// <param name="pictures">Those that wait for the rows of their cells.</param>
    public static Func<string, string> Run(SheetBook book, Package template, FilledPackage filled, PictureShelf pictures)
    {
        var finish = new SheetFinish(book, template, filled);
        foreach (var sheet in book.Sheets)
            finish.Read(sheet);
        // What is referred to stays, so references are read before rows get their numbers.
        var references = new SheetLinks(book, filled, finish.sheets, finish.rows);
        references.Visit(keep: true);
        foreach (var sheet in book.Sheets)
            finish.Number(sheet);
        references.Visit(keep: false);
        var shown = new SheetPictures(filled, pictures);
        foreach (var (part, root) in finish.sheets)
            shown.Place(part, root);
        return references.Outer;
    }

    private void Read(SheetPart sheet)
    {
        if (filled.Change(sheet.Part) is not { } root)
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
