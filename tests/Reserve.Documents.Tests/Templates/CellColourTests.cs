using Reserve.Documents.Templates;
using static Reserve.Documents.Tests.Templates.Template;

namespace Reserve.Documents.Tests.Templates;

public class CellColourTests
{
    [Fact]
    public void A_cell_takes_the_colour_that_the_data_name()
    {
        var (file, problems) = Render(
            Of(Table(["{#rows}{name}", "{colour | фон}{band}{/rows}"])),
            """
            {"rows":[{"name":"А","colour":"yellow","band":"средний"},{"name":"Б","colour":null,"band":"нет"},
                     {"name":"В","colour":"#12ab34","band":"свой"}]}
            """
        );
        Assert.Empty(problems);
        Assert.Empty(Errors(file));
        Assert.Equal("[А][средний];[Б][нет];[В][свой];", TextOf(file));
        var text = Part(file, "word/document.xml");
        foreach (var fill in (string[])["FFF3B8", "auto", "12AB34"])
            Assert.Contains($"w:fill=\"{fill}\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Outside_of_a_table_there_is_nothing_to_colour() =>
        Assert.Contains(
            "только ячейку",
            Assert.Single(OfficeTemplate.Open(new MemoryStream(Of(Paragraph("{v | фон}")))).Problems).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_colour_that_is_none_is_told() =>
        Assert.Contains(
            "«синий»",
            Assert.Single(Render(Of(Table(["{v | фон}"])), """{"v":"синий"}""").Problems).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Rows_which_hold_only_the_ends_disappear() =>
        Assert.Equal(
            "[имя];[А да];[Б нет];",
            Text(
                Of(Table(["имя"], ["{#rows}"], ["{#on}{name} да{/on}{^on}{name} нет{/on}"], ["{/rows}"])),
                """{"rows":[{"name":"А","on":true},{"name":"Б","on":false}]}"""
            )
        );

    [Fact]
    public void The_description_of_a_drawing_and_the_title_of_the_file_hold_tags()
    {
        var drawing =
            "<w:p><w:r><w:drawing><wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\">"
            + "<wp:extent cx=\"1\" cy=\"1\"/><wp:docPr id=\"1\" name=\"x\" descr=\"Итог: {#rows}{.}; {/rows}\"/></wp:inline>"
            + "</w:drawing></w:r></w:p>";
        var (file, problems) = Render(
            With(
                With(Of(drawing), "docProps/core.xml", Core("Справка № {number}")),
                "[Content_Types].xml",
                Part(Of(drawing), "[Content_Types].xml")
                    .Replace(
                        "</Types>",
                        "<Override PartName=\"/docProps/core.xml\" "
                            + "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>",
                        StringComparison.Ordinal
                    )
            ),
            """{"number":"7 & 8","rows":["а","\"б\""]}"""
        );
        Assert.Empty(problems);
        Assert.Contains("descr=\"Итог: а; &quot;б&quot;; \"", Part(file, "word/document.xml"), StringComparison.Ordinal);
        Assert.Contains("Справка № 7 &amp; 8", Part(file, "docProps/core.xml"), StringComparison.Ordinal);
    }

    private static string Core(string title) =>
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
        + $"xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{title}</dc:title></cp:coreProperties>";
}
