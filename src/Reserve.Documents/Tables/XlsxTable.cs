using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Reserve.Documents.Tables;

/// <summary>Writes a table as a workbook of one sheet (ECMA-376 part 1, 18), row by row, in constant memory.</summary>
public static class XlsxTable
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private static readonly (string Name, string Text)[] Frame =
    [
        (
            "[Content_Types].xml",
            """
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
            <Default Extension="xml" ContentType="application/xml"/>
            <Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
            <Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
            <Override PartName="/xl/worksheets/sheet1.xml"
            ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>
            """
        ),
        (
            "_rels/.rels",
            """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
            <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
            Target="xl/workbook.xml"/></Relationships>
            """
        ),
        (
            "xl/_rels/workbook.xml.rels",
            """
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
            <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
            Target="worksheets/sheet1.xml"/>
            <Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
            Target="styles.xml"/></Relationships>
            """
        ),
        // Cell formats: 0 plain, 1 heading (bold, wrapped), 2 date, 3 text (never reinterpreted when edited).
        (
            "xl/styles.xml",
            """
            <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/>
            <name val="Liberation Sans"/></font><font><b/><sz val="11"/><name val="Liberation Sans"/></font></fonts><fills count="2"><fill>
            <patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border>
            <left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1">
            <xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4">
            <xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
            <xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">
            <alignment vertical="center" wrapText="1"/></xf>
            <xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
            <xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>
            """
        ),
    ];

    /// <summary>Writes the workbook. Texts are inline strings, which a spreadsheet never evaluates.</summary>
    /// <param name="table">The table.</param>
    /// <param name="output">Where to; left open.</param>
    public static void Write(TableData table, Stream output)
    {
        using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, text) in Frame)
            Entry(zip, name, xml => xml.WriteRaw(text.Trim()));
        Entry(
            zip,
            "xl/workbook.xml",
            xml =>
            {
                xml.WriteStartElement("workbook", Main);
                xml.WriteStartElement("sheets", Main);
                xml.WriteStartElement("sheet", Main);
                xml.WriteAttributeString("name", SheetName(table.Name));
                xml.WriteAttributeString("sheetId", "1");
                xml.WriteAttributeString("r", "id", "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "rId1");
                xml.WriteEndElement();
                xml.WriteEndElement();
                xml.WriteEndElement();
            }
        );
        Entry(zip, "xl/worksheets/sheet1.xml", xml => Sheet(table, xml));
    }

    /// <summary>The table as the bytes of a workbook.</summary>
    /// <param name="table">The table.</param>
    public static byte[] ToBytes(TableData table)
    {
        using var output = new MemoryStream();
        Write(table, output);
        return output.ToArray();
    }

    private static void Sheet(TableData table, XmlWriter xml)
    {
        xml.WriteStartElement("worksheet", Main);
        xml.WriteRaw(
            """<sheetViews><sheetView workbookViewId="0">"""
                + """<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>"""
        );
        for (var at = 1; at <= table.Columns.Count; at++)
            xml.WriteRaw(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"<col min=\"{at}\" max=\"{at}\" width=\"{table.Columns[at - 1].WidthCharacters}\" customWidth=\"1\"/>"
                )
            );
        xml.WriteRaw("</cols>");
        xml.WriteStartElement("sheetData", Main);
        Row(xml, table.Columns.Select(column => (TableCell.Of(column.Heading), "1")));
        foreach (var row in table.Rows)
            Row(
                xml,
                row.Select(cell =>
                    (
                        cell,
                        cell switch
                        {
                            { Date: not null } => "2",
                            { Text: not null } => "3",
                            _ => "0",
                        }
                    )
                )
            );
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Row(XmlWriter xml, IEnumerable<(TableCell Cell, string Format)> cells)
    {
        xml.WriteStartElement("row", Main);
        foreach (var (cell, format) in cells)
        {
            xml.WriteStartElement("c", Main);
            xml.WriteAttributeString("s", format);
            if (cell.Text is { } text)
            {
                xml.WriteAttributeString("t", "inlineStr");
                xml.WriteStartElement("is", Main);
                xml.WriteStartElement("t", Main);
                xml.WriteAttributeString("xml", "space", null, "preserve");

                // 32 767 characters is the most that a cell holds.
                xml.WriteString(XmlText.Clean(text.Length > 32_767 ? text[..32_767] : text));
                xml.WriteEndElement();
                xml.WriteEndElement();
            }
            else if (cell.Number is { } number)
            {
                xml.WriteElementString("v", Main, number.ToString(CultureInfo.InvariantCulture));
            }
            else if (cell.Date is { } date)
            {
                // Days since 1899-12-30 (ECMA-376 part 1, 18.17.4.1).
                xml.WriteElementString(
                    "v",
                    Main,
                    (date.DayNumber - new DateOnly(1899, 12, 30).DayNumber).ToString(CultureInfo.InvariantCulture)
                );
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string SheetName(string name)
    {
        var clean = new string([.. XmlText.Clean(name).Where(c => !"[]:*?/\\'".Contains(c, StringComparison.Ordinal))]).Trim();
        return clean.Length == 0 ? "Лист" : clean[..Math.Min(31, clean.Length)];
    }

    private static void Entry(ZipArchive zip, string name, Action<XmlWriter> write)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var stream = entry.Open();
        using var xml = XmlWriter.Create(
            stream,
            new() { Encoding = new UTF8Encoding(false), ConformanceLevel = ConformanceLevel.Fragment }
        );
        xml.WriteRaw("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        write(xml);
    }
}
