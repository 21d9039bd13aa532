using System.Text;
using System.Text.Json;
using Reserve.Documents.Tables;
using Reserve.Documents.Templates;
using Reserve.Documents.Tests.Templates;
using Reserve.Fuzz;
using static Reserve.Documents.Tests.Templates.Template;

namespace Reserve.Documents.Tests;

/// <summary>Damaged templates and tables are read or refused; nothing throws, nothing grows without bound.</summary>
public sealed class FuzzTests
{
    private const string Data = """
        {"name":"Иванов","title":"Итоги","rows":[{"n":1,"t":"а"},{"n":2,"t":"б"}],"flag":true,"a":{"b":"в"}}
        """;

    private const string Slides = "application/vnd.openxmlformats-officedocument.presentationml.";

    private static readonly byte[][] Templates =
    [
        Of(Paragraph("Дело {name} и {a.b}") + Table(["{#rows}{n}", "{t}{/rows}"]), header: Paragraph("{name}")),
        Of(Paragraph("{#flag}", "есть {name}", "{/flag}{^flag}нет{/flag}"), footnote: Paragraph("{a.b}")),
        ChartFillTests.WithChart(["Показатель", "{name}"], ["{#rows}{t}", "{n | число}{/rows}"]),
        SheetTemplateTests.Workbook([
            ["{name}"],
            ["{#rows}{n}", "{t}", "=A2*2", "{/rows}"],
            ["=SUM(A2:A2)"],
        ]),
        Archive(
            (
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                    + $"<Override PartName=\"/ppt/p.xml\" ContentType=\"{Slides}presentation.main+xml\"/>"
                    + $"<Override PartName=\"/ppt/s.xml\" ContentType=\"{Slides}slide+xml\"/></Types>"
            ),
            ("ppt/p.xml", "<p><sldIdLst><sldId id=\"256\" r:id=\"r1\" xmlns:r=\"r\"/></sldIdLst></p>"),
            (
                "ppt/_rels/p.xml.rels",
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" "
                    + "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide\" "
                    + "Target=\"s.xml\"/></Relationships>"
            ),
            (
                "ppt/s.xml",
                "<p xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">"
                    + "<sp><txBody><a:p><a:r><a:t>{#rows}{n}</a:t></a:r></a:p>"
                    + "</txBody></sp><sp><txBody><a:p><a:r><a:t>{t}{/rows}</a:t></a:r></a:p></txBody></sp></p>"
            )
        ),
    ];

    private static readonly byte[] Csv = Encoding.UTF8.GetBytes(
        "Фамилия;Имя;Дата;Балл\n\"Иванов; \"\"старший\"\"\";Иван;26.11.2026;12,5\nПетров;Пётр;;\n"
    );

    private static readonly byte[] Workbook = XlsxTable.ToBytes(
        new TableData(
            "Лист",
            [new TableColumn("Фамилия"), new TableColumn("Дата"), new TableColumn("Балл")],
            [
                [TableCell.Of("Иванов"), TableCell.Of(new DateOnly(2026, 11, 26)), TableCell.Of(12.5m)],
                [TableCell.Of("Петров"), TableCell.Of((string?)null), TableCell.Of(1m)],
            ]
        )
    );

    [Theory]
    [InlineData("template", 1_000)]
    [InlineData("workbook", 2_000)]
    [InlineData("csv", 5_000)]
    public void Damaged_files_are_answered(string kind, int count) => Play(kind, 0, count);

    [Theory]
    [Trait("Category", "Endurance")]
    [InlineData("template", 50_000)]
    [InlineData("workbook", 100_000)]
    [InlineData("csv", 150_000)]
    public void Very_many_damaged_files_are_answered(string kind, int count) => Play(kind, 1_000_000, count);

    private static void Play(string kind, int first, int count)
    {
        using var data = JsonDocument.Parse(Data);
        Assert.All(
            Templates,
            template => Assert.Empty(OfficeTemplate.Open(new MemoryStream(template)).Render(data.RootElement, Stream.Null))
        );
        Assert.NotEmpty(TableFile.Read(Workbook, 100)!);
        Assert.NotEmpty(TableFile.Read(Csv, 100)!);
        Assert.Empty(
            kind switch
            {
                "template" => Fuzzing.Faults(seed => Archives.Changed(Templates[seed % Templates.Length], seed), first, count, Render),
                "workbook" => Fuzzing.Faults(seed => Archives.Changed(Workbook, seed), first, count, Table),
                _ => Fuzzing.Faults([Csv], first, count, Table),
            }
        );

        void Render(byte[] template) => OfficeTemplate.Open(new MemoryStream(template)).Render(data.RootElement, new MemoryStream());

        static void Table(byte[] file) => TableFile.Read(file, 1_000);
    }
}
