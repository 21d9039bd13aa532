using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Reserve.Documents.Papers;

/// <summary>The sheet of a paper; lengths in twentieths of a point (567 to a centimetre).</summary>
/// <param name="Landscape">Lying or standing A4.</param>
/// <param name="LongStorage">A left margin of 30 instead of 20 mm, for papers kept longer than ten years.</param>
/// <param name="Size">The text's size in half-points.</param>
internal sealed record PaperSheet(bool Landscape, bool LongStorage, int Size)
{
    // ГОСТ Р 7.0.97-2025: left 20 (30), right 10, top and bottom 20 mm.
    public const int Millimetre20 = 1134;
    private const int Millimetre10 = 567;
    private const int Millimetre30 = 1701;

    public int Width => Landscape ? 16838 : 11906;

    public int Height => Landscape ? 11906 : 16838;

    public int Left =>
        Landscape ? Millimetre20
        : LongStorage ? Millimetre30
        : Millimetre20;

    public int Right => Landscape ? Millimetre20 : Millimetre10;

    public int TextWidth => Width - Left - Right;
}

/// <summary>Builds a Word document from the top down.</summary>
internal sealed class PaperBuilder : IDisposable
{
    private readonly MemoryStream file = new();
    private readonly WordprocessingDocument document;
    private readonly MainDocumentPart main;
    private readonly Body body = new();
    private uint drawings;

    public PaperBuilder(PaperSheet sheet, string title, DateTimeOffset created)
    {
        Sheet = sheet;
        document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document);
        main = document.AddNewPart<MainDocumentPart>(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "document"
        );
        document
            .AddNewPart<CoreFilePropertiesPart>("application/vnd.openxmlformats-package.core-properties+xml", "properties")
            .FeedData(new MemoryStream(Properties(title, created)));
        main.Document = new Document(body);
        main.AddNewPart<StyleDefinitionsPart>("styles").Styles = new Styles(PaperStyles.Xml(sheet.Size));
        var settings = main.AddNewPart<DocumentSettingsPart>("settings");
        settings.Settings = new Settings(
            new DefaultTabStop { Val = 709 },
            new AutoHyphenation { Val = false },
            new Compatibility(
                new CompatibilitySetting
                {
                    Name = CompatSettingNameValues.CompatibilityMode,
                    Uri = "http://schemas.microsoft.com/office/word",
                    Val = "15",
                }
            )
        );
        var header = main.AddNewPart<HeaderPart>("pageNumber");
        header.Header = new Header(
            new Paragraph(Style(PaperStyles.PageNumber), new SimpleField(new Run(new Text("2"))) { Instruction = " PAGE " })
        );
    }

    public PaperSheet Sheet { get; }

    public Paragraph Add(string style, params OpenXmlElement[] runs)
    {
        var paragraph = new Paragraph(Style(style));
        paragraph.Append(runs);
        body.Append(paragraph);
        return paragraph;
    }

    public Paragraph Add(string style, string text) => Add(style, Words(text));

    public void Append(OpenXmlElement element) => body.Append(element);

    public static Run Words(string text, bool bold = false, bool italic = false, string? size = null)
    {
        var run = new Run();
        if (bold || italic || size is not null)
            run.RunProperties = new RunProperties();
        if (bold)
            run.RunProperties!.Append(new Bold(), new BoldComplexScript());
        if (italic)
            run.RunProperties!.Append(new Italic(), new ItalicComplexScript());
        if (size is not null)
            run.RunProperties!.Append(new FontSize { Val = size }, new FontSizeComplexScript { Val = size });
        var first = true;
        foreach (var line in XmlText.Clean(text).ReplaceLineEndings("\n").Split('\n'))
        {
            if (!first)
                run.Append(new Break());
            first = false;
            run.Append(new Text(line) { Space = SpaceProcessingModeValues.Preserve });
        }

        return run;
    }

    /// <summary>Issuer, title, and a line with date, place and number.</summary>
    public void Head(PaperHead head, string title, string subtitle)
    {
        foreach (var line in head.Organization)
            Add(PaperStyles.Organization, Words(line, bold: line == head.Organization[^1]));
        Add(PaperStyles.Title, title);
        if (subtitle.Length > 0)
            Add(PaperStyles.Subtitle, subtitle);
        var cells = new (string, JustificationValues)[]
        {
            (RussianText.Date(head.Date), JustificationValues.Left),
            (head.Place, JustificationValues.Center),
            ($"№ {head.Number}", JustificationValues.Right),
        };
        var third = Sheet.TextWidth / 3;
        var table = Grid([third, third, Sheet.TextWidth - (2 * third)], bordered: false);
        table.Append(
            new TableRow(
                cells.Select(
                    (cell, at) =>
                        PaperTables.Cell(
                            [new Paragraph(Style(PaperStyles.Plain, cell.Item2), Words(cell.Item1))],
                            at == 2 ? Sheet.TextWidth - (2 * third) : third
                        )
                )
            )
        );
        body.Append(table);
        Add(PaperStyles.Small, "");
    }

    public static ParagraphProperties Style(string style, JustificationValues? justification = null)
    {
        var properties = new ParagraphProperties { ParagraphStyleId = new ParagraphStyleId { Val = style } };
        if (justification is { } given)
            properties.Justification = new Justification { Val = given };
        return properties;
    }

    public static Table Grid(IReadOnlyList<int> widths, bool bordered)
    {
        var properties = new TableProperties(
            new TableWidth { Width = widths.Sum().ToString(CultureInfo.InvariantCulture), Type = TableWidthUnitValues.Dxa }
        );
        if (bordered)
            properties.Append(PaperTables.Borders());
        properties.Append(new TableLayout { Type = TableLayoutValues.Fixed });
        return new Table(
            properties,
            new TableGrid(widths.Select(width => new GridColumn { Width = width.ToString(CultureInfo.InvariantCulture) }))
        );
    }

    public void Table(IReadOnlyList<int> shares, IReadOnlyList<string>? head, IEnumerable<IReadOnlyList<PaperCell>> rows) =>
        body.Append(PaperTables.Of(Sheet.TextWidth, shares, head, rows));

    /// <summary>Posts at the left, room to sign, names at the right; a signature is not parted from its line.</summary>
    public void Signatures(IReadOnlyList<Signatory> signatories)
    {
        if (signatories.Count == 0)
            return;
        Add(PaperStyles.Plain, "");
        var widths = new[]
        {
            Sheet.TextWidth * 45 / 100,
            Sheet.TextWidth * 25 / 100,
            Sheet.TextWidth - (Sheet.TextWidth * 45 / 100) - (Sheet.TextWidth * 25 / 100),
        };
        var table = Grid(widths, bordered: false);
        foreach (var signatory in signatories)
        {
            var line = new TableCellProperties(
                new TableCellWidth { Width = widths[1].ToString(CultureInfo.InvariantCulture), Type = TableWidthUnitValues.Dxa },
                new TableCellBorders(new BottomBorder { Val = BorderValues.Single, Size = 4 })
            );
            table.Append(
                new TableRow(
                    new TableRowProperties(new CantSplit(), new TableRowHeight { Val = 620, HeightType = HeightRuleValues.AtLeast }),
                    PaperTables.Cell(
                        [new Paragraph(Style(PaperStyles.Plain), Words(signatory.Post))],
                        widths[0],
                        TableVerticalAlignmentValues.Bottom
                    ),
                    new TableCell(line, new Paragraph(Style(PaperStyles.Plain))),
                    PaperTables.Cell(
                        [
                            new Paragraph(
                                Style(PaperStyles.Plain, JustificationValues.Right),
                                Words(RussianText.InitialsFirst(signatory.FullName))
                            ),
                        ],
                        widths[2],
                        TableVerticalAlignmentValues.Bottom
                    )
                )
            );
        }

        body.Append(table);
        Add(PaperStyles.Small, "");
    }

    /// <summary>A picture in a run, its size in millimetres.</summary>
    public Run Picture(byte[] png, double width, double height, string description)
    {
        var number = ++drawings;
        var id = string.Create(CultureInfo.InvariantCulture, $"picture{number}");
        var part = main.AddNewPart<ImagePart>("image/png", id);
        part.FeedData(new MemoryStream(png));
        var (cx, cy) = ((long)(width * 36_000), (long)(height * 36_000));
        return new Run(new Drawing(PaperDrawings.Picture(id, number, cx, cy, description)));
    }

    /// <summary>A chart of its own paragraph with its numbers in an embedded workbook.</summary>
    public void Chart(PaperChart chart)
    {
        var number = ++drawings;
        var id = string.Create(CultureInfo.InvariantCulture, $"chart{number}");
        var part = main.AddNewPart<ChartPart>(id);
        const string WorkbookId = "workbook";
        var workbook = part.AddNewPart<EmbeddedPackagePart>(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            WorkbookId
        );
        workbook.FeedData(new MemoryStream(chart.Workbook()));
        part.ChartSpace = new DocumentFormat.OpenXml.Drawing.Charts.ChartSpace(chart.Xml(WorkbookId));
        var cx = Sheet.TextWidth * 635L;
        var paragraph = new Paragraph(
            Style(PaperStyles.Plain, JustificationValues.Center),
            new Run(new Drawing(PaperDrawings.Chart(id, number, cx, 75 * 36_000L, chart.Description)))
        );
        body.Append(paragraph);
    }

    /// <summary>The finished file. The same content gives the same bytes.</summary>
    /// <param name="borders">A frame around the sheet, whose content then stands in the middle.</param>
    public byte[] Finish(PageBorders? borders = null)
    {
        var section = new SectionProperties(
            new HeaderReference { Type = HeaderFooterValues.Default, Id = "pageNumber" },
            new PageSize
            {
                Width = (uint)Sheet.Width,
                Height = (uint)Sheet.Height,
                Orient = Sheet.Landscape ? PageOrientationValues.Landscape : PageOrientationValues.Portrait,
            },
            new PageMargin
            {
                Top = PaperSheet.Millimetre20,
                Bottom = PaperSheet.Millimetre20,
                Left = (uint)Sheet.Left,
                Right = (uint)Sheet.Right,
                Header = 567,
                Footer = 567,
                Gutter = 0,
            }
        );
        if (borders is not null)
            section.Append(borders, new VerticalTextAlignmentOnPage { Val = VerticalJustificationValues.Center });
        section.Append(new TitlePage());
        body.Append(section);
        main.Document.Save();
        document.Dispose();
        return Repacked();
    }

    private static byte[] Properties(string title, DateTimeOffset created)
    {
        XNamespace core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
        XNamespace dublin = "http://purl.org/dc/elements/1.1/";
        XNamespace terms = "http://purl.org/dc/terms/";
        XNamespace instance = "http://www.w3.org/2001/XMLSchema-instance";
        var moment = created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var root = new XElement(
            core + "coreProperties",
            new XAttribute(XNamespace.Xmlns + "dcterms", terms),
            new XAttribute(XNamespace.Xmlns + "xsi", instance),
            new XElement(dublin + "title", XmlText.Clean(title)),
            new XElement(dublin + "language", "ru-RU"),
            new XElement(terms + "created", new XAttribute(instance + "type", "dcterms:W3CDTF"), moment),
            new XElement(terms + "modified", new XAttribute(instance + "type", "dcterms:W3CDTF"), moment)
        );
        return Encoding.UTF8.GetBytes(root.ToString(SaveOptions.DisableFormatting));
    }

    public void Dispose()
    {
        document.Dispose();
        file.Dispose();
    }

    // The package writer stamps entries with the machine's clock.
    private byte[] Repacked()
    {
        using var result = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(file.ToArray()), ZipArchiveMode.Read))
        using (var to = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (
                var entry in from
                    .Entries.OrderBy(entry => entry.FullName == "[Content_Types].xml" ? 0 : 1)
                    .ThenBy(entry => entry.FullName, StringComparer.Ordinal)
            )
            {
                var copy = to.CreateEntry(entry.FullName);
                copy.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var source = entry.Open();
                using var target = copy.Open();
                source.CopyTo(target);
            }
        }

        return result.ToArray();
    }
}
