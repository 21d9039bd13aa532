using System.Globalization;

namespace Reserve.Documents.Templates;

/// <summary>Anchors pictures at the cells of their tags, once the rows of a sheet have their numbers.</summary>
/// <param name="filled">The workbook's parts with the values.</param>
/// <param name="pictures">The pictures; a cell names one by its number.</param>
internal sealed class SheetPictures(FilledPackage filled, PictureShelf pictures)
{
    /// <summary>The attribute in which a printed cell names its picture; it is taken out again.</summary>
    public const string Number = "reserve-picture";

    private const string DrawingType = "application/vnd.openxmlformats-officedocument.drawing+xml";
    private const long EmuPerPoint = 12_700;

    /// <summary>The highest row that there is, in points (ECMA-376 part 1, 18.3.1.73).</summary>
    private const double HighestRow = 409;

    /// <summary>What stands behind the drawing of a sheet (ECMA-376 part 1, 18.3.1.99).</summary>
    private static readonly string[] Behind =
    [
        "legacyDrawing",
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    ];

    private int drawings = filled.HighestOfOurs;

    /// <summary>Places the pictures of a sheet.</summary>
    public void Place(string part, XmlBranch sheet)
    {
        var cells = (sheet.Element("sheetData")?.Descendants() ?? []).Where(cell => cell.Attribute(Number) is not null).ToList();
        if (cells.Count == 0)
            return;
        var (drawing, root) = Drawing(part, sheet);
        var id = root.Descendants().Select(each => each.LocalName == "cNvPr" ? Whole(each.Attribute("id")) : 0).DefaultIfEmpty().Max();
        var merged = (sheet.Element("mergeCells")?.Elements ?? []).Select(cell => cell.Attribute("ref")?.Split(':')[0]).ToHashSet();
        foreach (var cell in cells)
        {
            var png = pictures.Kept(Whole(cell.Attribute(Number)));
            cell.Attributes.RemoveAll(pair => pair.Name == Number);
            var address = cell.Attribute("r");
            // Who has merged cells for a picture has made room for it.
            if (!merged.Contains(address))
                Heighten(cell.Parent!, png);
            var anchor = PictureMarkup.Sheet(
                pictures.Put(drawing, png),
                png,
                ++id,
                SheetAddress.Column(address) ?? 1,
                SheetAddress.Row(address) ?? 1
            );
            root.Add(XmlTreeReader.Read(System.Text.Encoding.UTF8.GetBytes(anchor), depth: 16));
        }
    }

    private static void Heighten(XmlBranch row, Png png)
    {
        var needed = Math.Min(HighestRow, Math.Ceiling((double)png.Height / EmuPerPoint));
        if (double.TryParse(row.Attribute("ht"), NumberStyles.Float, CultureInfo.InvariantCulture, out var height) && height >= needed)
            return;
        row.Set("ht", needed.ToString(CultureInfo.InvariantCulture));
        row.Set("customHeight", "1");
    }

    /// <summary>The drawing of a sheet, which gets one when it has none.</summary>
    private (string Part, XmlBranch Root) Drawing(string sheet, XmlBranch root)
    {
        if (filled.Linked(sheet, "drawing") is { } known && filled.Change(known) is { } drawn)
            return (known, drawn);
        var part = string.Create(CultureInfo.InvariantCulture, $"xl/drawings/reserve-{++drawings}.xml");
        const string Id = "reserveDrawing";
        PackageLinks.Add(filled.ChangeLinks(sheet), Id, "drawing", part);
        var types = filled.Change(OfficeParts.ContentTypes)!;
        var type = new XmlBranch(types.Prefix + "Override", "Override", Vocabulary.Other);
        type.Set("PartName", "/" + part);
        type.Set("ContentType", DrawingType);
        types.Add(type);

        var shown = new XmlBranch(root.Prefix + "drawing", "drawing", Vocabulary.Sheet);
        shown.Set("xmlns:r", PackageLinks.Relationships);
        shown.Set("r:id", Id);
        var at = root.Children.FindIndex(child => child is XmlBranch branch && Behind.Contains(branch.LocalName));
        root.Insert(at < 0 ? root.Children.Count : at, shown);
        var empty = $"<xdr:wsDr xmlns:xdr=\"{PictureMarkup.SheetDrawing}\"/>";
        var made = XmlTreeReader.Read(System.Text.Encoding.UTF8.GetBytes(empty), depth: 8);
        filled.Put(part, new FilledPart.Grown(made));
        return (part, made);
    }

    private static int Whole(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
