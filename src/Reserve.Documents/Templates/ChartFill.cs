using System.Globalization;
using System.Text.RegularExpressions;

namespace Reserve.Documents.Templates;

/// <summary>Gives a chart the names, categories and numbers that its own workbook has come to hold (ECMA-376 part 1, 21.2).</summary>
internal sealed partial class ChartFill(SheetBook book, FilledPackage workbook, Func<string, string> moved)
{
    // What stands behind c:dPt in a series.
    private static readonly string[] BehindPoints = ["dLbls", "trendline", "errBars", "cat", "val", "shape", "extLst"];

    /// <summary>Colours strong enough for bars.</summary>
    private static readonly Dictionary<string, string> Colours = new(StringComparer.OrdinalIgnoreCase)
    {
        ["red"] = "D9534F",
        ["orange"] = "F0923E",
        ["yellow"] = "E8C32F",
        ["green"] = "4CAF50",
    };

    private readonly Dictionary<string, Dictionary<(int Column, int Row), XmlBranch>> cells = new(StringComparer.OrdinalIgnoreCase);

    public void Fill(XmlBranch chart)
    {
        foreach (var series in chart.Descendants().Where(element => element.LocalName == "ser").ToList())
        {
            foreach (var reference in series.Descendants().Where(element => element.LocalName is "strRef" or "numRef").ToList())
                Cache(reference);
            var values = series.Element("val") ?? series.Element("yVal");
            if (values is not null && !values.Descendants().Any(element => element.LocalName == "pt"))
                series.Parent!.Remove(series);
            else if (values?.Element("numRef")?.Element("f")?.InnerText is { } range)
                Points(series, range);
        }
    }

    private void Cache(XmlBranch reference)
    {
        if (reference.Element("f") is not { } formula)
            return;
        var range = moved(formula.InnerText);
        Text(formula, range);
        var found = Cells(range, columnsAside: 0);
        var prefix = reference.Prefix;
        var numbers = reference.LocalName == "numRef";
        if (numbers && reference.Parent!.LocalName is "cat" && found.Exists(cell => cell is not null && Number(cell) is null))
        {
            // Categories that were numbers by the look of an empty template.
            var words = new XmlBranch(prefix + "strRef", "strRef", Vocabulary.Other);
            words.Add(Leaf(prefix, "f", range));
            reference.Parent.Insert(reference.Parent.Children.IndexOf(reference), words);
            reference.Parent.Remove(reference);
            (reference, numbers) = (words, false);
        }

        var old = reference.Elements.FirstOrDefault(child => child.LocalName is "strCache" or "numCache");
        var format = old?.Element("formatCode")?.InnerText ?? "General";
        if (old is not null)
            reference.Remove(old);
        var cache = new XmlBranch(prefix + (numbers ? "numCache" : "strCache"), numbers ? "numCache" : "strCache", Vocabulary.Other);
        if (numbers)
            cache.Add(Leaf(prefix, "formatCode", format));
        cache.Add(Valued(prefix, "ptCount", found.Count));
        for (var at = 0; at < found.Count; at++)
        {
            if ((numbers ? Number(found[at]) : Words(found[at])) is not { } text)
                continue;
            var point = new XmlBranch(prefix + "pt", "pt", Vocabulary.Other);
            point.Set("idx", at.ToString(CultureInfo.InvariantCulture));
            point.Add(Leaf(prefix, "v", text));
            cache.Add(point);
        }

        reference.Insert(reference.Children.FindIndex(child => child is XmlBranch { LocalName: "f" }) + 1, cache);
    }

    /// <summary>A column to the right of a series whose heading is «цвет» gives the colour of each of its points.</summary>
    private void Points(XmlBranch series, string range)
    {
        var match = Range().Match(range);
        if (
            !match.Success
            || Words(CellsOf(match).GetValueOrDefault((SheetAddress.Column(match.Groups["c1"].Value) + 1 ?? 0, 1))) is not { } heading
            || !heading.Trim().Equals("цвет", StringComparison.OrdinalIgnoreCase)
        )
            return;
        series.Children.RemoveAll(child => child is XmlBranch { LocalName: "dPt" });
        var colours = Cells(range, columnsAside: 1);
        var place = series.Children.FindIndex(child => child is XmlBranch branch && BehindPoints.Contains(branch.LocalName));
        for (var at = 0; at < colours.Count; at++)
            if (Colour(Words(colours[at])) is { } colour)
                series.Insert(place++, Point(series, at, colour));
    }

    private static string? Colour(string? text) =>
        text is null ? null
        : Colours.TryGetValue(text, out var known) ? known
        : text.TrimStart('#') is { Length: 6 } given && given.All(char.IsAsciiHexDigit) ? given.ToUpperInvariant()
        : null;

    private static XmlBranch Point(XmlBranch series, int index, string colour)
    {
        const string Drawing = "http://schemas.openxmlformats.org/drawingml/2006/main";
        var prefix = series.Prefix;
        var point = new XmlBranch(prefix + "dPt", "dPt", Vocabulary.Other);
        point.Add(Valued(prefix, "idx", index));
        if (series.Element("invertIfNegative") is { } inverted)
            point.Add(inverted.Copy());
        point.Add(Valued(prefix, "bubble3D", 0));
        var look = series.Element("spPr")?.Copy() ?? new XmlBranch(prefix + "spPr", "spPr", Vocabulary.Other);
        look.Children.RemoveAll(child => child is XmlBranch branch && branch.LocalName.EndsWith("Fill", StringComparison.Ordinal));
        var fill = new XmlBranch("a:solidFill", "solidFill", Vocabulary.Drawing);
        fill.Set("xmlns:a", Drawing);
        var tone = new XmlBranch("a:srgbClr", "srgbClr", Vocabulary.Drawing);
        tone.Set("val", colour);
        fill.Add(tone);
        look.Insert(0, fill);
        point.Add(look);
        return point;
    }

    private List<XmlBranch?> Cells(string range, int columnsAside)
    {
        var match = Range().Match(range);
        var found = new List<XmlBranch?>();
        if (!match.Success)
            return found;
        var column = SheetAddress.Column(match.Groups["c1"].Value) ?? 1;
        var lastColumn = match.Groups["c2"].Success ? SheetAddress.Column(match.Groups["c2"].Value) ?? column : column;
        var row = int.Parse(match.Groups["r1"].Value, CultureInfo.InvariantCulture);
        var lastRow = match.Groups["r2"].Success ? int.Parse(match.Groups["r2"].Value, CultureInfo.InvariantCulture) : row;
        var all = CellsOf(match);
        for (var down = row; down <= Math.Min(lastRow, row + 10_000); down++)
        for (var across = column; across <= Math.Min(lastColumn, column + 100); across++)
            found.Add(all.GetValueOrDefault((across + columnsAside, down)));
        return found;
    }

    /// <summary>The cells of the sheet that a range names, of the first sheet when it names none.</summary>
    private Dictionary<(int Column, int Row), XmlBranch> CellsOf(Match range)
    {
        var name = range.Groups["sheet"].Value.Trim('\'', '!').TrimEnd('\'').Replace("''", "'", StringComparison.Ordinal);
        var sheet = book.Sheets.Find(each => each.Name == name) ?? book.Sheets.FirstOrDefault();
        if (sheet is null)
            return [];
        if (!cells.TryGetValue(sheet.Part, out var all))
        {
            cells.Add(sheet.Part, all = []);
            foreach (var cell in workbook.Tree(sheet.Part)?.Element("sheetData")?.Elements.SelectMany(line => line.Elements) ?? [])
                if (SheetAddress.Column(cell.Attribute("r")) is { } across && SheetAddress.Row(cell.Attribute("r")) is { } down)
                    all[(across, down)] = cell;
        }

        return all;
    }

    private static string? Number(XmlBranch? cell) => cell?.Attribute("t") is null or "n" ? cell?.Element("v")?.InnerText : null;

    private string? Words(XmlBranch? cell) =>
        cell?.Attribute("t") switch
        {
            "inlineStr" => cell.Element("is")?.InnerText,
            "s" => book.SharedText(cell.Element("v")?.InnerText),
            _ => cell?.Element("v")?.InnerText,
        };

    private static void Text(XmlBranch element, string text)
    {
        element.Children.Clear();
        element.Add(new XmlLeaf(text));
    }

    private static XmlBranch Leaf(string prefix, string name, string text)
    {
        var made = new XmlBranch(prefix + name, name, Vocabulary.Other);
        Text(made, text);
        return made;
    }

    private static XmlBranch Valued(string prefix, string name, int value)
    {
        var made = new XmlBranch(prefix + name, name, Vocabulary.Other);
        made.Set("val", value.ToString(CultureInfo.InvariantCulture));
        return made;
    }

    [GeneratedRegex(@"^(?<sheet>'(?:[^']|'')+'!|[^!]+!)?\$?(?<c1>[A-Z]{1,3})\$?(?<r1>\d{1,7})(?::\$?(?<c2>[A-Z]{1,3})\$?(?<r2>\d{1,7}))?$")]
    private static partial Regex Range();
}
