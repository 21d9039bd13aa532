using System.Globalization;

namespace Reserve.Documents.Templates;

/// <summary>A sheet of a workbook: its name and its part.</summary>
internal sealed record SheetPart(string Name, string Part);

/// <summary>What a workbook says of its sheets and cells before it is filled.</summary>
internal sealed class SheetBook
{
    private readonly Package package;
    private readonly List<XmlBranch> strings = [];
    private readonly HashSet<int> dateStyles = [];
    private readonly DateOnly epoch;

    public SheetBook(Package package, string workbook)
    {
        this.package = package;
        Workbook = workbook;
        var root = package.Tree(workbook);
        var links = package.Links(workbook);
        foreach (var sheet in root?.Element("sheets")?.Elements ?? [])
        {
            var id = sheet.Attributes.Find(pair => pair.Name.EndsWith(":id", StringComparison.Ordinal)).Value;
            if (links.FirstOrDefault(link => link.Id == id && link.Type == "worksheet") is { Target.Length: > 0 } link)
                Sheets.Add(new(sheet.Attribute("name") ?? "", link.Target));
        }

        if (package.Linked(workbook, "sharedStrings") is { } shared && package.Tree(shared) is { } table)
            strings.AddRange(table.Elements.Where(element => element.LocalName == "si"));
        if (package.Linked(workbook, "styles") is { } styles && package.Tree(styles) is { } look)
            ReadStyles(look);
        // ECMA-376 part 1, 18.17.4.1: day 1 is 1 January 1900, and a day that never was stands before 1 March.
        epoch = root?.Element("workbookPr")?.Attribute("date1904") is "1" or "true" ? new(1904, 1, 1) : new(1899, 12, 30);
    }

    public string Workbook { get; }

    public List<SheetPart> Sheets { get; } = [];

    public SheetPart? Of(string part) => Sheets.Find(sheet => sheet.Part == part);

    /// <summary>Gives every row and cell its address, and each cell whose shared text has braces a text of its own.</summary>
    public void Prepare(XmlBranch sheet)
    {
        var data = sheet.Element("sheetData");
        var row = 0;
        foreach (var line in data?.Elements.Where(element => element.IsRow) ?? [])
        {
            row = SheetAddress.Row(line.Attribute("r")) ?? row + 1;
            line.Set("r", row.ToString(CultureInfo.InvariantCulture));
            line.Attributes.RemoveAll(pair => pair.Name is "spans" or SheetRows.Repetition);
            var column = 0;
            foreach (var cell in line.Elements.Where(element => element.IsCell))
            {
                column = SheetAddress.Column(cell.Attribute("r")) ?? column + 1;
                cell.Set("r", SheetAddress.Of(column, row));
                OwnText(cell);
            }
        }
    }

    /// <summary>Says of each value whether its cell shows dates.</summary>
    public void Dates(IEnumerable<XmlMarker> markers)
    {
        foreach (var marker in markers)
            if (
                marker.Parent?.Around(branch => branch.IsCell)?.Attribute("s") is { } text
                && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var style)
                && dateStyles.Contains(style)
            )
                marker.Tag.CellEpoch = epoch;
    }

    /// <summary>A shared text by its number as written; null when there is none.</summary>
    public string? SharedText(string? index) =>
        int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < strings.Count
            ? strings[at].InnerText
            : null;

    private void OwnText(XmlBranch cell)
    {
        if (
            cell.Attribute("t") != "s"
            || !int.TryParse(cell.Element("v")?.InnerText, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || index >= strings.Count
            || !strings[index].InnerText.AsSpan().ContainsAny('{', '}')
        )
            return;
        cell.Children.RemoveAll(child => child is XmlBranch { LocalName: "v" });
        cell.Set("t", "inlineStr");
        var text = new XmlBranch(cell.Prefix + "is", "is", Vocabulary.Sheet);
        foreach (var piece in strings[index].Elements.Where(element => element.LocalName is "t" or "r"))
            text.Add(Renamed(piece, cell.Prefix));
        cell.Add(text);
    }

    private static XmlBranch Renamed(XmlBranch branch, string prefix)
    {
        var copy = new XmlBranch(prefix + branch.LocalName, branch.LocalName, branch.Vocabulary);
        copy.Attributes.AddRange(branch.Attributes);
        foreach (var child in branch.Children)
            copy.Add(child is XmlBranch inner ? Renamed(inner, prefix) : new XmlLeaf(((XmlLeaf)child).Text));
        return copy;
    }

    private void ReadStyles(XmlBranch styles)
    {
        var own = (styles.Element("numFmts")?.Elements ?? [])
            .Where(format => IsDate(format.Attribute("formatCode") ?? ""))
            .Select(format => format.Attribute("numFmtId"))
            .ToHashSet();
        var index = 0;
        foreach (var format in styles.Element("cellXfs")?.Elements ?? [])
        {
            var id = format.Attribute("numFmtId");
            // ECMA-376 part 1, 18.8.30: the numbers of built-in formats.
            if (own.Contains(id) || (int.TryParse(id, out var number) && number is (>= 14 and <= 22) or (>= 45 and <= 47)))
                dateStyles.Add(index);
            index++;
        }
    }

    private static bool IsDate(string code)
    {
        var quoted = false;
        var bracketed = false;
        for (var at = 0; at < code.Length; at++)
        {
            switch (code[at])
            {
                case '"':
                    quoted = !quoted;
                    break;
                case '\\' or '_' or '*':
                    at++;
                    break;
                case '[':
                    bracketed = true;
                    break;
                case ']':
                    bracketed = false;
                    break;
                case 'd' or 'D' or 'm' or 'M' or 'y' or 'Y' or 'h' or 'H' or 's' or 'S' when !quoted && !bracketed:
                    return true;
            }
        }

        return false;
    }
}
