using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Reserve.Documents.Papers;

/// <summary>A cell of a paper's table.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Bold">Whether bold.</param>
/// <param name="Centred">Whether centred.</param>
/// <param name="Colour">The band behind the text.</param>
internal sealed record PaperCell(string Text, bool Bold = false, bool Centred = false, BandColour Colour = BandColour.None)
{
    public static implicit operator PaperCell(string text) => new(text);
}

/// <summary>Tables whose heading repeats on every page and whose rows are not torn.</summary>
internal static class PaperTables
{
    /// <summary>Light enough to be read on when printed grey; the words always stand in the cell.</summary>
    public static string? Fill(BandColour colour) =>
        colour switch
        {
            BandColour.Red => "F7C6C1",
            BandColour.Orange => "FCD9B0",
            BandColour.Yellow => "FFF3B8",
            BandColour.Green => "C9EAC6",
            BandColour.None => null,
        };

    public static TableBorders Borders() =>
        new(
            new TopBorder { Val = BorderValues.Single, Size = 4 },
            new LeftBorder { Val = BorderValues.Single, Size = 4 },
            new BottomBorder { Val = BorderValues.Single, Size = 4 },
            new RightBorder { Val = BorderValues.Single, Size = 4 },
            new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4 },
            new InsideVerticalBorder { Val = BorderValues.Single, Size = 4 }
        );

    public static Table Of(int width, IReadOnlyList<int> shares, IReadOnlyList<string>? head, IEnumerable<IReadOnlyList<PaperCell>> rows)
    {
        var whole = shares.Sum();
        var widths = shares.Select(share => width * share / whole).ToArray();
        widths[^1] += width - widths.Sum();
        var table = PaperBuilder.Grid(widths, bordered: true);
        if (head is not null)
        {
            table.Append(
                new TableRow([
                    new TableRowProperties(new CantSplit(), new TableHeader()),
                    .. head.Select(
                        (text, at) =>
                            (OpenXmlElement)Cell(
                                [new Paragraph(PaperBuilder.Style(PaperStyles.HeadCell), PaperBuilder.Words(text))],
                                widths[at],
                                TableVerticalAlignmentValues.Center,
                                "EDEDED"
                            )
                    ),
                ])
            );
        }

        foreach (var row in rows)
        {
            table.Append(
                new TableRow([
                    new TableRowProperties(new CantSplit()),
                    .. row.Select(
                        (cell, at) =>
                            (OpenXmlElement)Cell(
                                [
                                    new Paragraph(
                                        PaperBuilder.Style(PaperStyles.Cell, cell.Centred ? JustificationValues.Center : null),
                                        PaperBuilder.Words(cell.Text, cell.Bold)
                                    ),
                                ],
                                widths[at],
                                fill: Fill(cell.Colour)
                            )
                    ),
                ])
            );
        }

        return table;
    }

    public static TableCell Cell(
        IEnumerable<OpenXmlElement> content,
        int width,
        TableVerticalAlignmentValues? vertical = null,
        string? fill = null
    )
    {
        var properties = new TableCellProperties(
            new TableCellWidth { Width = width.ToString(CultureInfo.InvariantCulture), Type = TableWidthUnitValues.Dxa }
        );
        if (fill is not null)
            properties.Append(
                new Shading
                {
                    Val = ShadingPatternValues.Clear,
                    Color = "auto",
                    Fill = fill,
                }
            );
        if (vertical is { } alignment)
            properties.Append(new TableCellVerticalAlignment { Val = alignment });
        return new TableCell([properties, .. content]);
    }
}
