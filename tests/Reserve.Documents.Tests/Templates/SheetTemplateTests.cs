using System.Xml.Linq;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Reserve.Documents.Templates;
using static Reserve.Documents.Tests.Templates.Template;

namespace Reserve.Documents.Tests.Templates;

public class SheetTemplateTests
{
    private const string Data = """
        {"title":"Список","on":"2026-11-22","rows":[{"name":"Школа № 1","count":12,"price":1.5,"since":"2020-09-01","open":true},
         {"name":"Школа <2>","count":3,"price":10,"since":null,"open":false},
         {"name":"Школа 3","count":5,"price":2,"since":"2026-02-03T12:00:00","open":null}]}
        """;

    /// <summary>Cells with shared texts where they begin with a letter or a brace, formulas where they begin with "=".</summary>
    public static byte[] Workbook(string[][] rows, string extra = "", string names = "", params (string Name, string Text)[] files)
    {
        const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string Package = "http://schemas.openxmlformats.org/package/2006";
        const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        var texts = new List<string>();
        var lines = string.Concat(
            rows.Select((row, at) => $"<row r=\"{at + 1}\">{string.Concat(row.Select((text, column) => Cell(text, column, at + 1)))}</row>")
        );
        var table = files.Any(file => file.Name.Contains("table", StringComparison.Ordinal));
        return Archive([
            (
                "[Content_Types].xml",
                $"<Types xmlns=\"{Package}/content-types\">"
                    + $"<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{Type}.sheet.main+xml\"/>"
                    + $"<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{Type}.worksheet+xml\"/>"
                    + $"<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"{Type}.sharedStrings+xml\"/>"
                    + $"<Override PartName=\"/xl/styles.xml\" ContentType=\"{Type}.styles+xml\"/>"
                    + (table ? $"<Override PartName=\"/xl/tables/table1.xml\" ContentType=\"{Type}.table+xml\"/>" : "")
                    + "</Types>"
            ),
            ("_rels/.rels", Link("officeDocument", "xl/workbook.xml")),
            (
                "xl/_rels/workbook.xml.rels",
                $"<Relationships xmlns=\"{Package}/relationships\">"
                    + $"<Relationship Id=\"r1\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                    + $"<Relationship Id=\"r2\" Type=\"{Relations}/sharedStrings\" Target=\"sharedStrings.xml\"/>"
                    + $"<Relationship Id=\"r3\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
            (
                "xl/workbook.xml",
                $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets><sheet name=\"Лист 1\" sheetId=\"1\" r:id=\"r1\"/>"
                    + $"</sheets>{names}</workbook>"
            ),
            (
                "xl/styles.xml",
                $"<styleSheet xmlns=\"{Main}\"><fonts count=\"1\"><font/></fonts><fills count=\"2\"><fill>"
                    + $"<patternFill patternType=\"none\"/></fill>"
                    + "<fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border/></borders>"
                    + "<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\"><xf/>"
                    + "<xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"
            ),
            (
                "xl/worksheets/sheet1.xml",
                $"<worksheet xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheetData>{lines}</sheetData>{extra}</worksheet>"
            ),
            ("xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\">{string.Concat(texts.Select(text => $"<si><t>{text}</t></si>"))}</sst>"),
            .. table ? [("xl/worksheets/_rels/sheet1.xml.rels", Link("table", "../tables/table1.xml"))] : Array.Empty<(string, string)>(),
            .. files,
        ]);

        static string Link(string type, string target) =>
            $"<Relationships xmlns=\"{Package}/relationships\">"
            + $"<Relationship Id=\"t1\" Type=\"{Relations}/{type}\" Target=\"{target}\"/></Relationships>";

        string Cell(string text, int column, int row)
        {
            var address = $"{(char)('A' + column)}{row}";
            var date = text.StartsWith('@');
            text = text.TrimStart('@');
            if (text.StartsWith('='))
                return $"<c r=\"{address}\"><f>{text[1..]}</f><v>7</v></c>";
            if (text.Length == 0)
                return "";
            texts.Add(text);
            return $"<c r=\"{address}\" t=\"s\"{(date ? " s=\"1\"" : "")}><v>{texts.Count - 1}</v></c>";
        }
    }

    private static readonly byte[] Plain = Workbook([
        ["{title} на {on | дата}"],
        ["Школа", "Число", "Цена", "Сумма", "С", "Открыта"],
        ["{#rows}{name}", "{count}", "{price}", "=B3*C3", "@{since}", "{open}{/rows}"],
        ["Итого", "=SUM(B3:B3)", "=AVERAGE(C3)", "=SUM(D3)", "", ""],
        ["Доля", "=B4/$B$4"],
    ]);

    public static byte[] Filled(byte[] template, string data)
    {
        var (file, problems) = Render(template, data);
        Assert.Empty(problems);
        using (var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false))
            Assert.Empty(
                new OpenXmlValidator(FileFormatVersions.Office2019)
                    .Validate(document)
                    .Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}")
            );
        return file;
    }

    private static string Cells(byte[] file) =>
        string.Join(
            '|',
            XDocument
                .Parse(Part(file, "xl/worksheets/sheet1.xml"))
                .Descendants()
                .Where(element => element.Name.LocalName == "c")
                .Select(cell => $"{cell.Attribute("r")!.Value}{Kind(cell)}{cell.Value}")
        );

    private static string Kind(XElement cell) =>
        cell.Elements().Any(element => element.Name.LocalName == "f")
            ? "="
            : cell.Attribute("t")?.Value switch
            {
                null => "#",
                "b" => "?",
                _ => ":",
            };

    [Fact]
    public async Task Rows_repeat_with_typed_cells_and_formulas_that_follow_them()
    {
        var file = Filled(Plain, Data);
        Assert.Equal(
            "A1:Список на 22.11.2026|A2:1|B2:2|C2:3|D2:4|E2:5|F2:6|"
                + "A3:Школа № 1|B3#12|C3#1.5|D3=B3*C3|E3#44075|F3?1|A4:Школа <2>|B4#3|C4#10|D4=B4*C4|E4#|F4?0|"
                + "A5:Школа 3|B5#5|C5#2|D5=B5*C5|E5#46056.5|F5#|A6:12|B6=SUM(B3:B5)|C6=AVERAGE(C3:C5)|D6=SUM(D3:D5)|A7:13|B7=B6/$B$6",
            Cells(file)
        );
        Assert.Contains("fullCalcOnLoad=\"1\"", Part(file, "xl/workbook.xml"), StringComparison.Ordinal);
        var printed = (await Office.Read(new Dictionary<string, byte[]> { ["sheet.xlsx"] = file }))["sheet.xlsx"];
        Assert.Contains("Итого204.558", printed.Replace(',', '.'), StringComparison.Ordinal);
        Assert.Contains("Школа<2>", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_list_leaves_one_empty_row_for_what_refers_to_it() =>
        Assert.EndsWith(
            "A3#|B3#|C3#|D3#|E3#|F3#|A4:12|B4=SUM(B3:B3)|C4=AVERAGE(C3)|D4=SUM(D3)|A5:13|B5=B4/$B$4",
            Cells(Filled(Plain, """{"title":"","on":null,"rows":[]}""")),
            StringComparison.Ordinal
        );

    [Fact]
    public void Groups_have_totals_of_their_own_and_a_running_total_begins_at_its_dollar() =>
        Assert.Equal(
            "A1:А|A2#1|B2=SUM(A$2:A2)|C2:|A3#2|B3=SUM(A$2:A3)|C3:|A4=SUM(A2:A3)|B4:|A5:Б|A6#5|B6=SUM(A$2:A6)|C6:|A7=SUM(A6:A6)|B7:|"
                + "A8=SUM(A2:A6)/2",
            Cells(
                Filled(
                    Workbook([
                        ["{#groups}{name}"],
                        ["{#items}{.}", "=SUM(A$2:A2)", "{/items}"],
                        ["=SUM(A2:A2)", "{/groups}"],
                        ["=SUM(A2:A2)/2"],
                    ]),
                    """{"groups":[{"name":"А","items":[1,2]},{"name":"Б","items":[5]}]}"""
                )
            )
        );

    [Fact]
    public void Tables_merged_cells_formats_and_names_grow_with_the_rows()
    {
        const string Table = """
            <table xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" id="1" name="T" displayName="T" ref="A1:B2">
            <autoFilter ref="A1:B2"/>
            <tableColumns count="2"><tableColumn id="1" name="Имя"/><tableColumn id="2" name="Число"/></tableColumns></table>
            """;
        var file = Filled(
            Workbook(
                [
                    ["Имя", "Число"],
                    ["{#rows}{name}", "{count}{/rows}"],
                    ["подвал"],
                ],
                "<mergeCells count=\"2\"><mergeCell ref=\"C2:D2\"/><mergeCell ref=\"A3:B3\"/></mergeCells>"
                    + "<conditionalFormatting sqref=\"B2\"><cfRule type=\"expression\" priority=\"1\">"
                    + "<formula>B2&gt;4</formula></cfRule></conditionalFormatting>"
                    + "<tableParts count=\"1\"><tablePart r:id=\"t1\"/></tableParts>",
                "<definedNames><definedName name=\"_xlnm.Print_Area\" localSheetId=\"0\">'Лист 1'!$A$1:$B$3</definedName></definedNames>",
                ("xl/tables/table1.xml", Table)
            ),
            Data
        );
        var sheet = Part(file, "xl/worksheets/sheet1.xml");
        foreach (var range in (string[])["C2:D2", "C3:D3", "C4:D4", "A5:B5"])
            Assert.Contains($"<mergeCell ref=\"{range}\"/>", sheet, StringComparison.Ordinal);
        Assert.Contains("count=\"4\"", sheet, StringComparison.Ordinal);
        Assert.Contains("sqref=\"B2:B4\"", sheet, StringComparison.Ordinal);
        Assert.Contains("ref=\"A1:B4\"", Part(file, "xl/tables/table1.xml"), StringComparison.Ordinal);
        Assert.Contains("'Лист 1'!$A$1:$B$5", Part(file, "xl/workbook.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_shared_formula_becomes_one_of_each_row()
    {
        var template = With(
            Workbook([
                ["{#rows}{count}", "", "{/rows}"],
                ["1", ""],
            ]),
            "xl/worksheets/sheet1.xml",
            Part(
                    Workbook([
                        ["{#rows}{count}", "", "{/rows}"],
                        ["1", ""],
                    ]),
                    "xl/worksheets/sheet1.xml"
                )
                .Replace(
                    "<c r=\"C1\"",
                    "<c r=\"B1\"><f t=\"shared\" ref=\"B1:B2\" si=\"0\">A1*2</f></c><c r=\"C1\"",
                    StringComparison.Ordinal
                )
                .Replace(
                    "</c></row></sheetData>",
                    "</c><c r=\"B2\"><f t=\"shared\" si=\"0\"/></c></row></sheetData>",
                    StringComparison.Ordinal
                )
        );
        Assert.Equal("A1#12|B1=A1*2|C1:|A2#3|B2=A2*2|C2:|A3#5|B3=A3*2|C3:|A4:2|B4=A4*2", Cells(Filled(template, Data)));
    }

    [Fact]
    public void Problems_name_the_sheet_and_the_cell()
    {
        var (file, problems) = Render(
            Workbook([
                ["{#rows}{nmae}", "{/rows}"],
                ["", "{/x}"],
                ["Фото {%v}"],
            ]),
            Data
        );
        Assert.Empty(file);
        Assert.Equal(
            [
                "xl/worksheets/sheet1.xml: лист «Лист 1», ячейка B2: {/x}: закрывает раздел, который не открыт",
                "xl/worksheets/sheet1.xml: лист «Лист 1», ячейка A3: {%v}: в ячейке с картинкой не должно быть ничего, кроме её тега",
                "xl/worksheets/sheet1.xml: лист «Лист 1», ячейка A1: {nmae}: в данных нет «nmae»; похоже на «name»",
                "xl/worksheets/sheet1.xml: лист «Лист 1», ячейка A3: {%v}: в данных нет «v»",
            ],
            problems.Select(problem => problem.ToString())
        );
    }

    [Fact]
    public void A_workbook_is_told_by_its_kind() => Assert.Equal(OfficeKind.Workbook, OfficeTemplate.Open(new MemoryStream(Plain)).Kind);

    [Theory]
    [InlineData("SUM(B3:B3)+Лист!B3&\"B3\"", "SUM(B13:B13)+Лист!B13&\"B3\"")]
    [InlineData("'Мой ''лист'''!$B$3+Table1[[#This Row],[B3]]", "'Мой ''лист'''!$B$13+Table1[[#This Row],[B3]]")]
    [InlineData("LOG10(3)+ABC3D+[1]Лист!B3", "LOG10(3)+ABC3D+[1]Лист!B3")]
    [InlineData("$1:$2", "$11:$12")]
    [InlineData("IF(A1>3,\"\"\"A1\"\"\",A1)", "IF(A11>3,\"\"\"A1\"\"\",A11)")]
    public void References_are_found_in_formulas(string formula, string moved) =>
        Assert.Equal(moved, SheetFormula.Moved(formula, grow: false, reference => (reference.First + 10, reference.Last + 10)));
}
