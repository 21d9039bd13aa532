using Reserve.Documents.Templates;
using static Reserve.Documents.Tests.Templates.Template;

namespace Reserve.Documents.Tests.Templates;

public class DocxTemplateTests
{
    [Fact]
    public void A_value_takes_the_place_of_its_tag() =>
        Assert.Equal(
            "Кому: Иванов И. И., Челябинск!",
            Text(Of(Paragraph("Кому: {name}, {place.city}!")), new { name = "Иванов И. И.", place = new { city = "Челябинск" } })
        );

    [Fact]
    public void A_tag_cut_over_runs_takes_the_formatting_of_its_first_character()
    {
        var body =
            "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>А {na</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t>m</w:t></w:r>"
            + "<w:r><w:rPr><w:i/></w:rPr><w:t xml:space=\"preserve\">e} Я</w:t></w:r></w:p>";
        var (file, problems) = Render(Of(body), new { name = "Б" });
        Assert.Empty(problems);
        Assert.Equal("А Б Я", TextOf(file));
        Assert.Empty(Errors(file));
    }

    [Fact]
    public void Each_brace_may_stand_in_a_run_of_its_own() =>
        Assert.Equal("1, 2, ", Text(Of(Paragraph("{", "#", "rows", "}", "{", ".", "}", ", ", "{/", "rows", "}")), """{"rows":[1,2]}"""));

    [Theory]
    [InlineData("<>&\"'", "<>&\"'")]
    [InlineData("a\nb\r\nc\td", "a\nb\nc\td")]
    [InlineData("нуль\u0000и\u0001управляющие\uFFFE", "нульиуправляющие")]
    [InlineData("пара 😀", "пара 😀")]
    [InlineData("{name} и {#x}", "{name} и {#x}")]
    [InlineData("  края  ", "  края  ")]
    public void A_value_cannot_break_the_document(string value, string shown) =>
        Assert.Equal(shown, Text(Of(Paragraph("{name}")), new Dictionary<string, string> { ["name"] = value }));

    [Theory]
    [InlineData("12.50", "12.50")]
    [InlineData("1e3", "1e3")]
    [InlineData("true", "true")]
    [InlineData("null", "")]
    public void A_number_is_printed_as_written_and_null_as_nothing(string json, string shown) =>
        Assert.Equal($"[{shown}]", Text(Of(Paragraph("[{v}]")), $$"""{"v":{{json}}}"""));

    [Fact]
    public void Half_a_character_is_a_problem() =>
        Assert.Contains(
            "половина символа",
            Assert.Single(Render(Of(Paragraph("{v}")), """{"v":"\ud83d"}""").Problems).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_row_is_repeated_when_the_section_spans_its_cells() =>
        Assert.Equal(
            "[№][Имя];[1][А];[2][Б];",
            Text(Of(Table(["№", "Имя"], ["{#rows}{$number}", "{name}{/rows}"])), """{"rows":[{"name":"А"},{"name":"Б"}]}""")
        );

    [Fact]
    public void Several_rows_are_repeated_together() =>
        Assert.Equal(
            "[А];[а1];[Б];[б1];",
            Text(Of(Table(["{#rows}{name}"], ["{more}{/rows}"])), """{"rows":[{"name":"А","more":"а1"},{"name":"Б","more":"б1"}]}""")
        );

    [Fact]
    public void A_section_within_a_cell_stays_there() =>
        Assert.Equal("[А;Б;][Я];", Text(Of(Table(["{#rows}{.};{/rows}", "Я"])), """{"rows":["А","Б"]}"""));

    [Fact]
    public void Rows_may_hold_sections_of_their_own() =>
        Assert.Equal(
            "[А][1, 2, ];[Б][];",
            Text(
                Of(Table(["{#rows}{name}", "{#parts}{.}, {/parts}{/rows}"])),
                """{"rows":[{"name":"А","parts":[1,2]},{"name":"Б","parts":[]}]}"""
            )
        );

    [Fact]
    public void A_table_without_rows_disappears_and_its_cell_keeps_a_paragraph()
    {
        var inner = Table(["{#rows}{.}", "{/rows}"]);
        var body =
            "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>"
            + $"<w:tcPr/>{inner}{Paragraph("{#x}")}{Paragraph("{/x}")}</w:tc></w:tr></w:tbl>{Paragraph("конец")}";
        Assert.Equal("[];|конец", Text(Of(body), """{"rows":[]}"""));
    }

    [Fact]
    public void Paragraphs_which_hold_only_the_ends_disappear() =>
        Assert.Equal(
            "начало|А: 1|А: 2|Б: 3|конец",
            Text(
                Of(
                    Paragraph("начало")
                        + Paragraph("{#groups}")
                        + Paragraph("{#items}")
                        + Paragraph("{name}: {.}")
                        + Paragraph("{/items}")
                        + Paragraph("{/groups}")
                        + Paragraph("конец")
                ),
                """{"groups":[{"name":"А","items":[1,2]},{"name":"Б","items":[3]}]}"""
            )
        );

    [Fact]
    public void Several_ends_may_share_a_paragraph() =>
        Assert.Equal(
            "А1|А2|конец",
            Text(
                Of(Paragraph("{#groups} {#items}") + Paragraph("{name}{.}") + Paragraph("{/items}{/groups}") + Paragraph("конец")),
                """{"groups":[{"name":"А","items":[1,2]}]}"""
            )
        );

    [Fact]
    public void Text_beside_an_end_keeps_a_paragraph_of_its_own() =>
        Assert.Equal(
            "до|А|1|Б|2|после",
            Text(Of(Paragraph("до{#rows}{name}") + Paragraph("{v}{/rows}после")), """{"rows":[{"name":"А","v":1},{"name":"Б","v":2}]}""")
        );

    [Fact]
    public void A_table_between_paragraphs_is_repeated_with_them() =>
        Assert.Equal(
            "А|[1];|Б|[2];|",
            Text(
                Of(Paragraph("{#rows}") + Paragraph("{name}") + Table(["{v}"]) + Paragraph("{/rows}") + Paragraph("")),
                """{"rows":[{"name":"А","v":1},{"name":"Б","v":2}]}"""
            )
        );

    [Theory]
    [InlineData("true", "да")]
    [InlineData("false", "нет")]
    [InlineData("null", "нет")]
    [InlineData("0", "нет")]
    [InlineData("\"\"", "нет")]
    [InlineData("[]", "нет")]
    [InlineData("\"x\"", "да")]
    [InlineData("{}", "да")]
    [InlineData("[1]", "да")]
    public void A_condition_and_its_inverse_never_both_hold(string json, string shown) =>
        Assert.Equal(shown, Text(Of(Paragraph("{#flag}да{/flag}{^flag}нет{/}")), $$"""{"flag":{{json}}}"""));

    [Fact]
    public void A_condition_prints_once_and_does_not_enter_its_value() =>
        Assert.Equal(
            "Список внешнее: 1 2 ",
            Text(
                Of(Paragraph("{?rows}Список {name}: {#rows}{v} {/rows}{/rows}{?none}нет{/}{?who}{/who}")),
                """{"name":"внешнее","rows":[{"name":"а","v":1},{"name":"б","v":2}],"none":[],"who":{"name":"иное"}}"""
            )
        );

    [Fact]
    public void An_absent_section_is_no() => Assert.Equal("нет", Text(Of(Paragraph("{#flag}да{/flag}{^flag}нет{/flag}")), "{}"));

    [Fact]
    public void An_inner_name_hides_the_outer_one_and_outer_names_stay_in_reach() =>
        Assert.Equal(
            "А/общее Б/своё ",
            Text(Of(Paragraph("{#rows}{name}/{note} {/rows}")), """{"note":"общее","rows":[{"name":"А"},{"name":"Б","note":"своё"}]}""")
        );

    [Fact]
    public void Spaces_between_inline_sections_stay() =>
        Assert.Equal("А Б", Text(Of(Paragraph("{#a}А{/a}", " ", "{#b}Б{/b}")), """{"a":true,"b":true}"""));

    [Fact]
    public void A_key_that_is_no_path_is_found_literally() =>
        Assert.Equal("Ок", Text(Of(Paragraph("{дата рождения (полная)}")), """{"дата рождения (полная)":"Ок"}"""));

    [Fact]
    public void Headers_footnotes_and_text_boxes_are_filled()
    {
        var box =
            "<w:p><w:r><w:pict><v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\" style=\"width:100pt;height:50pt\">"
            + "<v:textbox><w:txbxContent>"
            + Paragraph("{#rows}")
            + Paragraph("в рамке {.}")
            + Paragraph("{/rows}")
            + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>";
        var (file, problems) = Render(
            Of(box, header: Paragraph("Шапка {name}"), footnote: Paragraph("Сноска {name}")),
            """{"name":"N","rows":[1,2]}"""
        );
        Assert.Empty(problems);
        Assert.Equal("в рамке 1в рамке 2", TextOf(file));
        Assert.Contains("Шапка N", TextOf(file, "word/header1.xml"), StringComparison.Ordinal);
        Assert.Contains("Сноска N", TextOf(file, "word/footnotes.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Bookmarks_in_a_repeated_paragraph_occur_once()
    {
        var body =
            Paragraph("{#rows}")
            + "<w:p><w:bookmarkStart w:id=\"0\" w:name=\"b\"/>"
            + Run("{.}")
            + "<w:bookmarkEnd w:id=\"0\"/></w:p>"
            + Paragraph("{/rows}");
        Assert.Equal("1|2", Text(Of(body), """{"rows":[1,2]}"""));
    }

    [Fact]
    public void A_section_break_survives_in_the_paragraph_that_only_closes()
    {
        var body =
            Paragraph("{#rows}")
            + Paragraph("{.}")
            + "<w:p><w:pPr><w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:pPr>"
            + Run("{/rows}")
            + "</w:p>"
            + Paragraph("конец");
        Assert.Equal("1|2||конец", Text(Of(body), """{"rows":[1,2]}"""));
    }

    [Fact]
    public void A_picture_is_put_in_with_its_size()
    {
        const string Dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
        var (file, problems) = Render(
            Of(Paragraph("{#rows}{%.}{/rows}"), header: Paragraph("{%logo}")),
            $$"""{"logo":{"png":"{{Dot}}","widthMm":20},"rows":["{{Dot}}","data:image/png;base64,{{Dot}}"]}"""
        );
        Assert.Empty(problems);
        Assert.Empty(Errors(file));
        using var document = DocumentFormat.OpenXml.Packaging.WordprocessingDocument.Open(new MemoryStream(file), false);
        Assert.Equal(2, document.MainDocumentPart!.ImageParts.Count());
        Assert.Single(document.MainDocumentPart.HeaderParts.Single().ImageParts);
    }

    [Fact]
    public void All_problems_are_told_with_their_places_and_nothing_is_written()
    {
        var template = Of(
            Paragraph("Имя: {nmae}") + Table(["№", "{#rows}{a"], ["{x}", "{/other}"]) + Paragraph("лишняя } скобка, {} и {@raw}"),
            header: Paragraph("{gone}")
        );
        var (file, problems) = Render(template, """{"name":"x","rows":[]}""");
        Assert.Empty(file);
        Assert.Equal(
            [
                "word/document.xml: абзац 1: {nmae}: в данных нет «nmae»; похоже на «name»",
                "word/document.xml: абзац 2: {@raw}: такой знак в начале тега не поддерживается (есть #, ?, ^, /, %)",
                "word/document.xml: абзац 2: {}: пустой тег",
                "word/document.xml: абзац 2: } скобка, {} и {@raw}: закрывающая скобка без открывающей",
                "word/document.xml: таблица 1, строка 1, ячейка 2, абзац 1: {#rows}: раздел не закрыт: нет {/rows}",
                "word/document.xml: таблица 1, строка 1, ячейка 2, абзац 1: {a: тег не закрыт: нет «}» в том же абзаце и той же строке",
                "word/document.xml: таблица 1, строка 2, ячейка 1, абзац 1: {x}: в данных нет «x»",
                "word/document.xml: таблица 1, строка 2, ячейка 2, абзац 1: {/other}: закрывает раздел, который не открыт",
                "word/header1.xml: абзац 1: {gone}: в данных нет «gone»",
            ],
            problems.Select(problem => problem.ToString()).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_name_missing_in_many_rows_is_told_once_with_the_first_row()
    {
        var (_, problems) = Render(Of(Paragraph("{#rows}{v}{/rows}")), """{"rows":[{"v":1},{},{}]}""");
        Assert.Contains("rows[1]", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_values_may_be_left_empty()
    {
        var (file, problems) = Render(Of(Paragraph("[{x}]")), "{}", new() { MissingValuesAreEmpty = true });
        Assert.Empty(problems);
        Assert.Equal("[]", TextOf(file));
    }

    [Fact]
    public void A_list_where_text_is_wanted_is_a_problem() =>
        Assert.Contains("список", Assert.Single(Render(Of(Paragraph("{v}")), """{"v":[1]}""").Problems).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("в таблице")]
    [InlineData("в надписи")]
    public void A_section_may_not_open_inside_and_close_outside(string where)
    {
        var inside =
            where == "в таблице"
                ? Table(["{#a}"])
                : "<w:p><w:r><w:pict><v:textbox xmlns:v=\"urn:schemas-microsoft-com:vml\">"
                    + $"<w:txbxContent>{Paragraph("{#a}")}</w:txbxContent></v:textbox></w:pict></w:r></w:p>";
        Assert.Single(Render(Of(inside + Paragraph("{/a}")), """{"a":[1]}""").Problems);
    }

    [Fact]
    public void Sections_that_cross_over_cells_are_a_problem() =>
        Assert.NotEmpty(Render(Of(Table(["{#a}1", "{/a}{#b}", "{/b}"])), """{"a":[1],"b":[1]}""").Problems);

    [Fact]
    public void An_expression_is_compiled_once_and_sees_the_scopes()
    {
        var compiled = new List<string>();
        var options = new TemplateOptions
        {
            Expressions = text =>
            {
                compiled.Add(text);
                return text.Contains("плохо", StringComparison.Ordinal)
                    ? new(null, "не разобрать")
                    : new(scopes => new(scopes[^1].GetProperty("v"), null), null);
            },
        };
        var (file, problems) = Render(Of(Paragraph("{#rows}{v + “}” + 1} {/rows}")), """{"rows":[{"v":1},{"v":2}]}""", options);
        Assert.Empty(problems);
        Assert.Equal("1 2 ", TextOf(file));
        Assert.Equal(["v + \"}\" + 1"], compiled);
        Assert.Single(Render(Of(Paragraph("{совсем (плохо}")), "{}", options).Problems);
    }

    [Fact]
    public void The_same_data_give_the_same_bytes()
    {
        var template = Of(Paragraph("{name}"));
        Assert.Equal(Render(template, """{"name":"А"}""").File, Render(template, """{"name":"А"}""").File);
    }
}
