using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using static Reserve.Documents.Tests.Templates.Template;

namespace Reserve.Documents.Tests.Templates;

public class ListNumberTests
{
    private const string Groups =
        """{"groups":[{"name":"А","items":["а1","а2"]},{"name":"Б","items":["б1"]},{"name":"В","items":["в1"]}]}""";

    private static string Item(string text, int list = 1, int level = 0, string style = "")
    {
        var look =
            style.Length > 0
                ? $"<w:pStyle w:val=\"{style}\"/>"
                : $"<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>";
        return $"<w:p><w:pPr>{look}</w:pPr>{Run(text)}</w:p>";
    }

    /// <summary>A document with two lists: 1 with two levels, 2 by the style "Punkt".</summary>
    private static byte[] Numbered(string body)
    {
        using var file = new MemoryStream();
        file.Write(Of(body));
        using (var document = WordprocessingDocument.Open(file, isEditable: true))
        {
            var main = document.MainDocumentPart!;
            main.AddNewPart<NumberingDefinitionsPart>("n1").Numbering = new Numbering(
                $"<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{Look(10)}{Look(20)}"
                    + "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"10\"/></w:num><w:num w:numId=\"2\">"
                    + "<w:abstractNumId w:val=\"20\"/></w:num>"
                    + "</w:numbering>"
            );
            main.AddNewPart<StyleDefinitionsPart>("s1").Styles = new Styles(
                "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
                    + "<w:style w:type=\"paragraph\" w:styleId=\"Base\">"
                    + "<w:name w:val=\"Base\"/><w:pPr><w:numPr><w:numId w:val=\"2\"/></w:numPr></w:pPr></w:style>"
                    + "<w:style w:type=\"paragraph\" w:styleId=\"Punkt\"><w:name w:val=\"Punkt\"/><w:basedOn w:val=\"Base\"/>"
                    + "</w:style></w:styles>"
            );
        }

        return file.ToArray();
    }

    private static string Look(int id) =>
        $"<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"multilevel\"/>"
        + string.Concat(
            Enumerable
                .Range(0, 2)
                .Select(level =>
                    $"<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>"
                    + $"<w:lvlText w:val=\"%{level + 1})\"/></w:lvl>"
                )
        )
        + "</w:abstractNum>";

    private static async Task<string> Printed(string body, string data)
    {
        var (file, problems) = Render(Numbered(body), data);
        Assert.Empty(problems);
        Assert.Empty(Errors(file));
        return (await Office.Read(new Dictionary<string, byte[]> { ["list.docx"] = file }))["list.docx"];
    }

    [Fact]
    public async Task A_list_within_an_outer_loop_begins_anew_in_each_turn() =>
        Assert.Equal(
            "А1)а12)а2Б1)б1В1)в1",
            await Printed(
                Paragraph("{#groups}")
                    + Paragraph("{name}")
                    + Paragraph("{#items}")
                    + Item("{.}")
                    + Paragraph("{/items}")
                    + Paragraph("{/groups}"),
                Groups
            )
        );

    [Fact]
    public async Task So_does_a_list_that_only_its_style_numbers() =>
        Assert.Equal(
            "А1)а12)а2Б1)б1В1)в1",
            await Printed(
                Paragraph("{#groups}")
                    + Paragraph("{name}")
                    + Paragraph("{#items}")
                    + Item("{.}", style: "Punkt")
                    + Paragraph("{/items}")
                    + Paragraph("{/groups}"),
                Groups
            )
        );

    [Fact]
    public async Task A_list_whose_items_are_the_turns_goes_on_and_its_inner_level_begins_anew_by_itself() =>
        Assert.Equal(
            "1)А1)а12)а22)Б1)б13)В1)в1",
            await Printed(
                Paragraph("{#groups}")
                    + Item("{name}")
                    + Paragraph("{#items}")
                    + Item("{.}", level: 1)
                    + Paragraph("{/items}")
                    + Paragraph("{/groups}"),
                Groups
            )
        );

    [Fact]
    public async Task A_condition_is_no_loop() =>
        Assert.Equal(
            "1)есть2)нет3)есть",
            await Printed(
                Paragraph("{#rows}")
                    + Paragraph("{#on}")
                    + Item("есть")
                    + Paragraph("{/on}")
                    + Paragraph("{^on}")
                    + Item("нет")
                    + Paragraph("{/on}")
                    + Paragraph("{/rows}"),
                """{"rows":[{"on":true},{"on":false},{"on":true}]}"""
            )
        );

    [Fact]
    public async Task A_fixed_list_in_a_loop_begins_anew() =>
        Assert.Equal(
            "А1)подать2)явитьсяБ1)подать2)явитьсяВ1)подать2)явиться",
            await Printed(Paragraph("{#groups}") + Paragraph("{name}") + Item("подать") + Item("явиться") + Paragraph("{/groups}"), Groups)
        );

    [Fact]
    public async Task A_list_that_begins_before_the_loop_goes_on() =>
        Assert.Equal(
            "1)начало2)А3)Б4)В",
            await Printed(Item("начало") + Paragraph("{#groups}") + Item("{name}") + Paragraph("{/groups}"), Groups)
        );
}
