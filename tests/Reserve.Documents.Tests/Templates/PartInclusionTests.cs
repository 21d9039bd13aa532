using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Reserve.Documents.Templates;
using static Reserve.Documents.Tests.Templates.Template;

namespace Reserve.Documents.Tests.Templates;

public class PartInclusionTests
{
    private const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private const string Dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static TemplateOptions With(params (string Name, byte[] File)[] parts) =>
        new() { Parts = name => Array.Find(parts, part => part.Name == name).File };

    [Fact]
    public void The_body_of_another_template_is_filled_where_it_is_included()
    {
        var head = Of(Paragraph("Кому: {name}") + Table(["{#rows}{.}", "{/rows}"]));
        var (file, problems) = Render(
            Of(Paragraph("начало") + Paragraph("{#people}") + Paragraph("{> шапка}") + Paragraph("{/people}") + Paragraph("конец")),
            """{"people":[{"name":"А","rows":[1,2]},{"name":"Б","rows":[3]}]}""",
            With(("шапка", head))
        );
        Assert.Empty(problems);
        Assert.Empty(Errors(file));
        Assert.Equal("начало|Кому: А|[1][];[2][];|Кому: Б|[3][];|конец", TextOf(file));
    }

    [Fact]
    public async Task Pictures_styles_lists_and_charts_come_with_it()
    {
        var picture = Render(Of(Paragraph("{%v}")), $$"""{"v":"{{Dot}}"}""").File;
        var (file, problems) = Render(
            Of(Paragraph("{>подпись}") + Paragraph("{>список}") + Paragraph("{>диаграмма}") + Paragraph("конец")),
            """{"items":["а","б"],"title":"Итоги","place":"Куса","lines":[{"name":"Условия","percent":61}]}""",
            With(
                ("подпись", picture),
                ("список", Numbered()),
                ("диаграмма", ChartFillTests.WithChart(["Показатель", "{place}"], ["{#lines}{name}", "{percent}{/lines}"]))
            )
        );
        Assert.Empty(problems);
        Assert.Empty(Errors(file));
        using (var document = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false))
        {
            var main = document.MainDocumentPart!;
            Assert.Single(main.ImageParts);
            Assert.Contains("61", Assert.Single(main.ChartParts).ChartSpace.InnerText, StringComparison.Ordinal);
            Assert.Contains("Punkt", main.StyleDefinitionsPart!.Styles!.OuterXml, StringComparison.Ordinal);
        }

        var printed = (await Office.Read(new Dictionary<string, byte[]> { ["parts.docx"] = file }))["parts.docx"];
        Assert.Contains("1)а2)б", printed, StringComparison.Ordinal);
        Assert.Contains("Итоги", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_included_is_told_with_its_place()
    {
        var options = With(("сама", Of(Paragraph("{>сама}"))), ("плохая", Of(Table(["{name", "{nmae}"]))), ("не файл", [1, 2, 3]));
        var (_, problems) = Render(
            Of(Paragraph("{>нет}") + Paragraph("и {>нет} тут") + Paragraph("{>сама}") + Paragraph("{>плохая}") + Paragraph("{>не файл}")),
            """{"name":"А"}""",
            options
        );
        Assert.Equal(
            [
                "word/document.xml: абзац 1: {>нет}: нет шаблона «нет»",
                "word/document.xml: абзац 1: {>сама}: вставка вставляет сама себя: сама → сама",
                "word/document.xml: абзац 5: {>не файл}: вставка не годится",
                "вставка «не файл»: это не файл .docx, .xlsx или .pptx (не архив ZIP)",
                "word/document.xml: абзац 2: {>нет}: вставка стоит в своём абзаце одна: в нём не должно быть ничего больше",
                "word/document.xml: вставка «плохая», таблица 1, строка 1, ячейка 1, абзац 1: {name: тег не закрыт: "
                    + "нет «}» в том же абзаце и той же строке",
                "word/document.xml: вставка «плохая», таблица 1, строка 1, ячейка 2, абзац 1: {nmae}: в данных нет «nmae»; "
                    + "похоже на «name»",
            ],
            problems.Select(problem => problem.ToString())
        );
    }

    [Fact]
    public void Without_other_templates_there_is_nothing_to_include() =>
        Assert.Contains("нечего", Assert.Single(Render(Of(Paragraph("{>нет}")), "{}").Problems).Message, StringComparison.Ordinal);

    private static byte[] Numbered()
    {
        using var file = new MemoryStream();
        file.Write(
            Of(Paragraph("{#items}") + $"<w:p><w:pPr><w:pStyle w:val=\"Punkt\"/></w:pPr>{Run("{.}")}</w:p>" + Paragraph("{/items}"))
        );
        using (var document = WordprocessingDocument.Open(file, isEditable: true))
        {
            var main = document.MainDocumentPart!;
            main.AddNewPart<NumberingDefinitionsPart>("n1").Numbering = new Numbering(
                $"<w:numbering xmlns:w=\"{Word}\"><w:abstractNum w:abstractNumId=\"4\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>"
                    + "<w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1)\"/></w:lvl></w:abstractNum>"
                    + "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"4\"/></w:num></w:numbering>"
            );
            main.AddNewPart<StyleDefinitionsPart>("s1").Styles = new Styles(
                $"<w:styles xmlns:w=\"{Word}\"><w:style w:type=\"paragraph\" w:styleId=\"Punkt\"><w:name w:val=\"Punkt\"/>"
                    + "<w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style></w:styles>"
            );
        }

        return file.ToArray();
    }
}
