using System.Globalization;
using System.Security;
using System.Text;
using Reserve.Documents.Tables;

namespace Reserve.Documents.Papers;

/// <summary>A row of a chart: its name and its numbers in the categories' order; null where there is none.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Values">The numbers.</param>
/// <param name="Colour">The colour of its bars, RRGGBB.</param>
/// <param name="PointColours">A colour per bar, where they differ.</param>
internal sealed record PaperSeries(string Name, IReadOnlyList<decimal?> Values, string Colour, IReadOnlyList<string?>? PointColours = null);

/// <summary>
/// A column chart in per cent (DrawingML, ECMA-376 part 1, 21.2), editable in a word processor through its embedded workbook.
/// </summary>
internal sealed record PaperChart(string Title, string Description, IReadOnlyList<string> Categories, IReadOnlyList<PaperSeries> Series)
{
    private const string SheetName = "Данные";

    /// <summary>Colours strong enough for bars.</summary>
    public static string Bar(BandColour colour) =>
        colour switch
        {
            BandColour.Red => "D9534F",
            BandColour.Orange => "F0923E",
            BandColour.Yellow => "E8C32F",
            BandColour.Green => "4CAF50",
            BandColour.None => "7A8CA5",
        };

    public byte[] Workbook() =>
        XlsxTable.ToBytes(
            new(
                SheetName,
                [new("Показатель", 36), .. Series.Select(series => new TableColumn(series.Name, 18))],
                Categories.Select(
                    (category, at) =>
                        (IReadOnlyList<TableCell>)[TableCell.Of(category), .. Series.Select(series => TableCell.Of(series.Values[at]))]
                )
            )
        );

    public string Xml(string workbookId)
    {
        var xml = new StringBuilder();
        xml.Append(
            """
            <c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
            xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
            xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><c:date1904 val="0"/><c:lang val="ru-RU"/>
            <c:roundedCorners val="0"/><c:chart>
            """
        );
        xml.Append(
            CultureInfo.InvariantCulture,
            $"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr>{Font(1100, bold: true)}</a:pPr><a:r><a:rPr lang=\"ru-RU\" "
                + $"sz=\"1100\" b=\"1\"/><a:t>{Escape(Title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>"
                + $"<c:autoTitleDeleted val=\"0\"/><c:plotArea><c:layout/><c:barChart><c:barDir val=\"col\"/><c:grouping "
                + $"val=\"clustered\"/><c:varyColors val=\"0\"/>"
        );
        for (var at = 0; at < Series.Count; at++)
            AppendSeries(xml, at);
        xml.Append("<c:gapWidth val=\"70\"/><c:overlap val=\"-5\"/><c:axId val=\"111\"/><c:axId val=\"222\"/></c:barChart>");
        xml.Append(
            CultureInfo.InvariantCulture,
            $"<c:catAx><c:axId val=\"111\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/>"
                + $"<c:axPos val=\"b\"/><c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/>"
                + $"<c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/>{Text(900)}<c:crossAx val=\"222\"/><c:crosses "
                + $"val=\"autoZero\"/><c:auto val=\"1\"/><c:lblAlgn val=\"ctr\"/><c:lblOffset val=\"100\"/><c:noMultiLvlLbl "
                + $"val=\"0\"/></c:catAx>"
        );
        xml.Append(
            CultureInfo.InvariantCulture,
            $"<c:valAx><c:axId val=\"222\"/><c:scaling><c:orientation val=\"minMax\"/><c:max val=\"100\"/><c:min "
                + $"val=\"0\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"l\"/><c:majorGridlines><c:spPr><a:ln w=\"6350\">"
                + $"<a:solidFill><a:srgbClr val=\"D9D9D9\"/></a:solidFill></a:ln></c:spPr></c:majorGridlines><c:numFmt "
                + $"formatCode=\"0&quot;%&quot;\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/>"
                + $"<c:tickLblPos val=\"nextTo\"/>{Text(900)}<c:crossAx val=\"111\"/><c:crosses val=\"autoZero\"/><c:crossBetween "
                + $"val=\"between\"/><c:majorUnit val=\"20\"/></c:valAx>"
        );
        xml.Append(
            CultureInfo.InvariantCulture,
            $"</c:plotArea><c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/>{Text(900)}</c:legend><c:plotVisOnly "
                + $"val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart><c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr><a:latin "
                + $"typeface=\"Liberation Serif\"/></a:defRPr></a:pPr><a:endParaRPr lang=\"ru-RU\"/></a:p></c:txPr><c:externalData "
                + $"r:id=\"{workbookId}\"><c:autoUpdate val=\"0\"/></c:externalData></c:chartSpace>"
        );
        return xml.ToString();
    }

    private void AppendSeries(StringBuilder xml, int index)
    {
        var series = Series[index];
        var column = (char)('B' + index);
        var last = Categories.Count + 1;
        xml.Append(
            CultureInfo.InvariantCulture,
            $"<c:ser><c:idx val=\"{index}\"/><c:order val=\"{index}\"/><c:tx><c:strRef><c:f>{SheetName}!${column}$1</c:f>"
                + $"<c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\">"
                + $"<c:v>{Escape(series.Name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>{Fill(series.Colour)}<c:invertIfNegative "
                + $"val=\"0\"/>"
        );
        for (var point = 0; point < Categories.Count; point++)
            if (series.PointColours?[point] is { } own)
                xml.Append(
                    CultureInfo.InvariantCulture,
                    $"<c:dPt><c:idx val=\"{point}\"/><c:invertIfNegative val=\"0\"/><c:bubble3D val=\"0\"/>{Fill(own)}</c:dPt>"
                );
        xml.Append(
            CultureInfo.InvariantCulture,
            $"<c:dLbls><c:numFmt formatCode=\"0.#\" sourceLinked=\"0\"/><c:spPr><a:noFill/><a:ln>"
                + $"<a:noFill/></a:ln></c:spPr>{Text(800)}<c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName "
                + $"val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/></c:dLbls>"
        );
        xml.Append(
            CultureInfo.InvariantCulture,
            $"<c:cat><c:strRef><c:f>{SheetName}!$A$2:$A${last}</c:f><c:strCache><c:ptCount val=\"{Categories.Count}\"/>"
        );
        for (var point = 0; point < Categories.Count; point++)
            xml.Append(CultureInfo.InvariantCulture, $"<c:pt idx=\"{point}\"><c:v>{Escape(Categories[point])}</c:v></c:pt>");
        xml.Append(
            CultureInfo.InvariantCulture,
            $"</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>{SheetName}!${column}$2:${column}${last}</c:f><c:numCache>"
                + $"<c:formatCode>General</c:formatCode><c:ptCount val=\"{Categories.Count}\"/>"
        );
        for (var point = 0; point < Categories.Count; point++)
            if (series.Values[point] is { } value)
                xml.Append(CultureInfo.InvariantCulture, $"<c:pt idx=\"{point}\"><c:v>{value}</c:v></c:pt>");
        xml.Append("</c:numCache></c:numRef></c:val></c:ser>");
    }

    private static string Fill(string colour) =>
        $"<c:spPr><a:solidFill><a:srgbClr val=\"{colour}\"/></a:solidFill><a:ln w=\"6350\"><a:solidFill><a:srgbClr "
        + "val=\"595959\"/></a:solidFill></a:ln></c:spPr>";

    private static string Text(int size) =>
        $"<c:txPr><a:bodyPr/><a:p><a:pPr>{Font(size, bold: false)}</a:pPr><a:endParaRPr lang=\"ru-RU\"/></a:p></c:txPr>";

    private static string Font(int size, bool bold) =>
        $"<a:defRPr sz=\"{size}\" b=\"{(bold ? 1 : 0)}\"><a:latin typeface=\"Liberation Serif\"/></a:defRPr>";

    private static string Escape(string text) => SecurityElement.Escape(XmlText.Clean(text));
}
