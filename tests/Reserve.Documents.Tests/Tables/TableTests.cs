using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Reserve.Documents.Tables;

namespace Reserve.Documents.Tests.Tables;

public class TableTests
{
    private static readonly TableData Table = new(
        "Рейтинг: 2022/[1]",
        [new("Территория", 30), new("=Процент"), new("Дата")],
        [
            [TableCell.Of("=HYPERLINK(\"http://x\")"), TableCell.Of(-12.5m), TableCell.Of(new DateOnly(2026, 11, 22))],
            [TableCell.Of("а;б \"в\"\nг\u0001"), TableCell.Empty, TableCell.Of((string?)null)],
        ]
    );

    [Fact]
    public void A_text_is_never_a_formula_in_CSV()
    {
        using var output = new MemoryStream();
        CsvTable.Write(Table, output);
        var text = Encoding.UTF8.GetString(output.ToArray());
        Assert.Equal(
            "\uFEFFТерритория;'=Процент;Дата\r\n\"'=HYPERLINK(\"\"http://x\"\")\";-12,5;2026-11-22\r\n\"а;б \"\"в\"\"\nг\u0001\";;\r\n",
            text
        );
    }

    [Theory]
    [InlineData("+7 351", "'+7 351")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM", "'@SUM")]
    [InlineData("\tx", "'\tx")]
    [InlineData("Иванов", "Иванов")]
    [InlineData("a,b", "\"a,b\"")]
    public void A_dangerous_beginning_is_disarmed(string text, string written)
    {
        using var output = new MemoryStream();
        CsvTable.Write(
            new(
                "x",
                [new("h")],
                [
                    [TableCell.Of(text)],
                ]
            ),
            output,
            CsvTable.Plain
        );
        Assert.Equal($"h\r\n{written}\r\n", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void A_workbook_is_valid_and_holds_texts_as_texts_and_numbers_as_numbers()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(XlsxTable.ToBytes(Table)), isEditable: false);
        Assert.Empty(
            new OpenXmlValidator(FileFormatVersions.Office2019)
                .Validate(document)
                .Select(error => $"{error.Path?.XPath} {error.Description}")
        );
        Assert.Equal("Рейтинг 20221", document.WorkbookPart!.Workbook.Descendants<Sheet>().Single().Name!.Value);
        var cells = document.WorkbookPart.WorksheetParts.Single().Worksheet.Descendants<Cell>().ToList();
        Assert.DoesNotContain(cells, cell => cell.CellFormula is not null);
        Assert.Equal(CellValues.InlineString, cells[3].DataType!.Value);
        Assert.Equal("-12.5", cells[4].CellValue!.Text);
        Assert.Equal("46348", cells[5].CellValue!.Text);
    }

    [Fact]
    public async Task A_workbook_opens_in_an_office_program()
    {
        var text = (await Office.Read(new Dictionary<string, byte[]> { ["table.xlsx"] = XlsxTable.ToBytes(Table) }))["table.xlsx"];
        Assert.Contains("=HYPERLINK(\"http://x\")", text, StringComparison.Ordinal);
    }
}
