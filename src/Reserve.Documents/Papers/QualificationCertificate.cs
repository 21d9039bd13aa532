using DocumentFormat.OpenXml.Wordprocessing;
using QRCoder;

namespace Reserve.Documents.Papers;

/// <summary>A certificate on a lying sheet with a QR code that leads to its confirmation.</summary>
public static class QualificationCertificate
{
    /// <summary>Builds it.</summary>
    /// <param name="record">What it says.</param>
    /// <returns>A .docx file of one page; the same record gives the same bytes.</returns>
    public static byte[] Build(CertificateRecord record)
    {
        using var paper = new PaperBuilder(
            new(Landscape: true, LongStorage: false, Size: 28),
            $"{string.Join(' ', record.Title)} № {record.Head.Number}",
            MeetingProtocol.Day(record.Head.Date)
        );
        foreach (var line in record.Head.Organization)
            paper.Add(PaperStyles.Organization, line);
        for (var at = 0; at < record.Title.Count; at++)
            paper.Add(
                at == 0 ? PaperStyles.Title : PaperStyles.Subtitle,
                PaperBuilder.Words(record.Title[at], bold: at == 0, size: at == 0 ? "60" : "34")
            );
        paper.Add(PaperStyles.Subtitle, $"№ {record.Head.Number}");
        paper.Add(PaperStyles.Subtitle, "настоящим удостоверяется, что");
        paper.Add(PaperStyles.Title, PaperBuilder.Words(record.FullName, bold: true, size: "48"));
        foreach (var line in Lines(record))
            paper.Add(PaperStyles.Subtitle, line);
        paper.Add(PaperStyles.Subtitle, "");
        Foot(paper, record);
        return paper.Finish(Frame());
    }

    private static IEnumerable<string> Lines(CertificateRecord record)
    {
        var period = (record.From, record.To) switch
        {
            ({ } from, { } to) => $"с {RussianText.Date(from)} по {RussianText.Date(to)} ",
            (null, { } to) => $"{RussianText.Date(to)} ",
            ({ } from, null) => $"с {RussianText.Date(from)} ",
            _ => "",
        };
        var hours = record.Hours is { } count ? $" в объёме {RussianText.Count(count, "часа", "часов", "часов")}" : "";
        yield return $"{period}прошёл(-ла) обучение по программе\n«{record.Program}»{hours}";
        if (record.Result.Length > 0)
            yield return record.Result;
    }

    // Signatures at the left, the code at the right: a table without lines.
    private static void Foot(PaperBuilder paper, CertificateRecord record)
    {
        const int CodeWidth = 3000;
        var left = paper.Sheet.TextWidth - CodeWidth;
        var table = PaperBuilder.Grid([left, CodeWidth], bordered: false);
        var lines = new List<Paragraph>();
        foreach (var signatory in record.Signatures)
        {
            var paragraph = new Paragraph(
                new ParagraphProperties(
                    new ParagraphStyleId { Val = PaperStyles.Plain },
                    new Tabs(
                        new TabStop
                        {
                            Val = TabStopValues.Left,
                            Position = 4200,
                            Leader = TabStopLeaderCharValues.None,
                        },
                        new TabStop
                        {
                            Val = TabStopValues.Left,
                            Position = 7000,
                            Leader = TabStopLeaderCharValues.Underscore,
                        }
                    ),
                    new SpacingBetweenLines { Before = "240" }
                ),
                PaperBuilder.Words(signatory.Post),
                new Run(new TabChar()),
                new Run(new TabChar()),
                PaperBuilder.Words("  " + RussianText.InitialsFirst(signatory.FullName))
            );
            lines.Add(paragraph);
        }

        lines.Add(new Paragraph(PaperBuilder.Style(PaperStyles.Plain), PaperBuilder.Words("")));
        var issued =
            record.Head.Place.Length > 0
                ? $"{record.Head.Place}, {RussianText.Date(record.Head.Date)}"
                : RussianText.Date(record.Head.Date);
        lines.Add(new Paragraph(PaperBuilder.Style(PaperStyles.Plain), PaperBuilder.Words(issued)));
        Paragraph[] code =
        [
            new(
                PaperBuilder.Style(PaperStyles.Plain, JustificationValues.Center),
                paper.Picture(Code(record.Confirmation), 32, 32, "QR-код: адрес проверки подлинности")
            ),
            new(PaperBuilder.Style(PaperStyles.Small, JustificationValues.Center), PaperBuilder.Words("проверка подлинности")),
        ];
        table.Append(
            new TableRow(
                new TableRowProperties(new CantSplit()),
                PaperTables.Cell(lines, left, TableVerticalAlignmentValues.Bottom),
                PaperTables.Cell(code, CodeWidth, TableVerticalAlignmentValues.Bottom)
            )
        );
        paper.Append(table);
        paper.Add(PaperStyles.Small, $"Подлинность документа проверяется по адресу: {record.Confirmation}");
    }

    private static byte[] Code(Uri address)
    {
        using var data = QRCodeGenerator.GenerateQrCode(address.AbsoluteUri, QRCodeGenerator.ECCLevel.M);
        using var code = new PngByteQRCode(data);
        return code.GetGraphic(8);
    }

    private static PageBorders Frame() =>
        new(
            new TopBorder
            {
                Val = BorderValues.Double,
                Size = 12,
                Space = 24,
                Color = "1F4E79",
            },
            new LeftBorder
            {
                Val = BorderValues.Double,
                Size = 12,
                Space = 24,
                Color = "1F4E79",
            },
            new BottomBorder
            {
                Val = BorderValues.Double,
                Size = 12,
                Space = 24,
                Color = "1F4E79",
            },
            new RightBorder
            {
                Val = BorderValues.Double,
                Size = 12,
                Space = 24,
                Color = "1F4E79",
            }
        )
        {
            OffsetFrom = PageBorderOffsetValues.Page,
        };
}
