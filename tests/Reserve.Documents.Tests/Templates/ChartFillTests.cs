using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Reserve.Documents.Tables;
using static Reserve.Documents.Tests.Templates.Template;
using Cell = Reserve.Documents.Tables.TableCell;

namespace Reserve.Documents.Tests.Templates;

public class ChartFillTests
{
    private const string Data = """
        {"title":"Итоги","place":"Кусинский МР",
         "lines":[{"name":"Условия","percent":61,"mean":63.4,"colour":"yellow"},{"name":"Итог","percent":null,"mean":50,"colour":"none"},
                  {"name":"Процессы","percent":58.5,"mean":51,"colour":"ABCDEF"}]}
        """;

    /// <summary>A document with a chart of three series whose workbook holds the given rows.</summary>
    public static byte[] WithChart(params string[][] rows)
    {
        using var file = new MemoryStream();
        file.Write(Of(""));
        using (var document = WordprocessingDocument.Open(file, isEditable: true))
        {
            var main = document.MainDocumentPart!;
            var chart = main.AddNewPart<ChartPart>("c1");
            chart
                .AddNewPart<EmbeddedPackagePart>("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "w1")
                .FeedData(
                    new MemoryStream(
                        XlsxTable.ToBytes(
                            new(
                                "Данные",
                                [.. rows[0].Select(name => new TableColumn(name))],
                                rows[1..].Select(row => row.Select(Cell.Of).ToList())
                            )
                        )
                    )
                );
            chart.ChartSpace = new DocumentFormat.OpenXml.Drawing.Charts.ChartSpace(Chart(rows[0].Length - 1));
            main.Document.Body!.Append(
                new Paragraph(
                    "<w:p xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:r><w:drawing>"
                        + "<wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\">"
                        + "<wp:extent cx=\"5400000\" cy=\"2700000\"/>"
                        + "<wp:docPr id=\"1\" name=\"Диаграмма 1\"/>"
                        + "<a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">"
                        + "<a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\">"
                        + "<c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" "
                        + "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:id=\"c1\"/>"
                        + "</a:graphicData></a:graphic>"
                        + "</wp:inline></w:drawing></w:r></w:p>"
                )
            );
        }

        return file.ToArray();
    }

    private static string Chart(int series) =>
        "<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" "
        + "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
        + "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><c:chart><c:title><c:tx><c:rich>"
        + "<a:bodyPr/><a:p><a:r>"
        + "<a:t>{title}</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart><c:barDir val=\"col\"/>"
        + string.Concat(
            Enumerable
                .Range(0, series)
                .Select(at => (At: at, Column: (char)('B' + at)))
                .Select(each =>
                    $"<c:ser><c:idx val=\"{each.At}\"/><c:order val=\"{each.At}\"/><c:tx><c:strRef>"
                    + $"<c:f>Данные!${each.Column}$1</c:f></c:strRef></c:tx>"
                    + "<c:cat><c:strRef><c:f>Данные!$A$2</c:f></c:strRef></c:cat>"
                    + $"<c:val><c:numRef><c:f>Данные!${each.Column}$2:${each.Column}$2</c:f></c:numRef></c:val></c:ser>"
                )
        )
        + "<c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart><c:catAx><c:axId val=\"1\"/><c:scaling/><c:delete val=\"0\"/>"
        + "<c:axPos val=\"b\"/>"
        + "<c:crossAx val=\"2\"/></c:catAx><c:valAx><c:axId val=\"2\"/><c:scaling/><c:delete val=\"0\"/><c:axPos val=\"l\"/>"
        + "<c:crossAx val=\"1\"/></c:valAx>"
        + "</c:plotArea><c:legend><c:legendPos val=\"b\"/></c:legend><c:plotVisOnly val=\"1\"/></c:chart>"
        + "<c:externalData r:id=\"w1\"/></c:chartSpace>";

    [Fact]
    public async Task A_chart_is_filled_from_its_own_workbook()
    {
        var (file, problems) = Render(
            WithChart(
                ["Показатель", "{place}", "Среднее", "Пусто"],
                ["{#lines}{name}", "{percent}", "{mean}", "{best | иначе: —}{/lines}"]
            ),
            Data
        );
        Assert.Empty(problems);
        Assert.Empty(Errors(file));
        using var document = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
        var part = Assert.Single(document.MainDocumentPart!.ChartParts);
        var series = part.ChartSpace.Descendants<DocumentFormat.OpenXml.Drawing.Charts.BarChartSeries>().ToList();
        Assert.Equal(2, series.Count);
        Assert.Contains("Данные!$B$2:$B$4", series[0].InnerText, StringComparison.Ordinal);
        Assert.Contains("Кусинский МР", series[0].InnerText, StringComparison.Ordinal);
        Assert.Equal(
            ["61", "58.5"],
            series[0].Descendants<DocumentFormat.OpenXml.Drawing.Charts.NumericPoint>().Select(point => point.InnerText)
        );
        using var workbook = SpreadsheetDocument.Open(part.EmbeddedPackagePart!.GetStream(), isEditable: false);
        Assert.Contains("Условия61", workbook.WorkbookPart!.WorksheetParts.Single().Worksheet.InnerText, StringComparison.Ordinal);
        var printed = (await Office.Read(new Dictionary<string, byte[]> { ["chart.docx"] = file }))["chart.docx"];
        foreach (var word in (string[])["Итоги", "КусинскийМР", "Среднее", "Условия", "Процессы"])
            Assert.Contains(word, printed, StringComparison.Ordinal);
        Assert.DoesNotContain("Пусто", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_named_colour_colours_the_points()
    {
        var (file, problems) = Render(
            WithChart(["Показатель", "{place}", "цвет"], ["{#lines}{name}", "{percent}", "{colour}{/lines}"]),
            Data
        );
        Assert.Empty(problems);
        Assert.Empty(Errors(file));
        using var document = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
        var points = document
            .MainDocumentPart!.ChartParts.Single()
            .ChartSpace.Descendants<DocumentFormat.OpenXml.Drawing.Charts.DataPoint>();
        Assert.Equal(
            [(0u, "E8C32F"), (2u, "ABCDEF")],
            points.Select(point =>
                (point.Index!.Val!.Value, point.Descendants<DocumentFormat.OpenXml.Drawing.RgbColorModelHex>().First().Val!.Value!)
            )
        );
    }

    [Fact]
    public void A_mistake_in_a_chart_is_told_with_its_cell()
    {
        var (_, problems) = Render(WithChart(["Показатель", "{plcae}"], ["{#lines}{name}", "{prcent}{/lines}"]), Data);
        Assert.Equal(
            [
                "лист «Данные», ячейка B1: {plcae}: в данных нет «plcae»; похоже на «place»",
                "лист «Данные», ячейка B2: {prcent}: в данных нет «prcent»; похоже на «percent» (здесь: lines[0])",
            ],
            problems.Select(problem => problem.ToString()[(problem.Part.Length + 2)..])
        );
        Assert.All(problems, problem => Assert.EndsWith("sheet1.xml", problem.Part, StringComparison.Ordinal));
    }
}
