using System.IO.Compression;
using Reserve.Documents.Templates;
using static Reserve.Documents.Tests.Templates.Template;

namespace Reserve.Documents.Tests.Templates;

public class TemplateSafetyTests
{
    private const string Types = """
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>
        <Override PartName="/word/document.xml"
        ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>
        """;

    private static readonly byte[] Plain = Of(Paragraph("{name}"));

    private static string Refusal(byte[] file, TemplateLimits? limits = null)
    {
        var (output, problems) = Render(file, """{"name":"x"}""", new() { Limits = limits ?? TemplateLimits.Default });
        Assert.Empty(output);
        return Assert.Single(problems).ToString();
    }

    [Fact]
    public void Bytes_that_are_no_archive_are_refused() =>
        Assert.Contains("не файл .docx", Refusal("привет"u8.ToArray()), StringComparison.Ordinal);

    [Fact]
    public void An_empty_file_is_refused() => Assert.Contains("не файл .docx", Refusal([]), StringComparison.Ordinal);

    [Fact]
    public void A_cut_archive_is_refused() => Assert.Contains("повреждён", Refusal(Plain[..(Plain.Length / 2)]), StringComparison.Ordinal);

    [Fact]
    public void Every_flipped_byte_gives_a_document_or_a_problem_never_an_exception()
    {
        for (var at = 0; at < Plain.Length; at++)
        {
            var broken = (byte[])Plain.Clone();
            broken[at] ^= 0x41;
            Render(broken, """{"name":"x"}""");
        }
    }

    [Fact]
    public void An_encrypted_document_is_refused() =>
        Assert.Contains("зашифрован", Refusal([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]), StringComparison.Ordinal);

    [Fact]
    public void An_archive_that_is_no_document_is_refused() =>
        Assert.Contains("не файл .docx", Refusal(Archive(("a.txt", "x"))), StringComparison.Ordinal);

    [Fact]
    public void A_package_of_another_kind_is_refused() =>
        Assert.Contains(
            "не документ Word",
            Refusal(
                Archive(
                    ("[Content_Types].xml", Types.Replace("wordprocessingml.document", "extended-properties", StringComparison.Ordinal)),
                    ("word/document.xml", "<a/>")
                )
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_document_with_macros_is_refused() =>
        Assert.Contains(
            "макросами",
            Refusal(
                Archive(
                    (
                        "[Content_Types].xml",
                        Types.Replace(
                            "openxmlformats-officedocument.wordprocessingml.document",
                            "ms-word.document.macroEnabled",
                            StringComparison.Ordinal
                        )
                    ),
                    ("word/document.xml", "<a/>")
                )
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_macro_project_under_a_plain_type_is_refused() =>
        Assert.Contains("макросами", Refusal(With(Plain, "word/vbaProject.bin", "x")), StringComparison.Ordinal);

    [Fact]
    public void A_bomb_is_refused_by_its_ratio() =>
        Assert.Contains(
            "сверх меры",
            Refusal(With(Plain, "word/media/a.bin", new string('a', 8 * 1024 * 1024)), new() { Ratio = 20 }),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_bomb_in_a_part_with_tags_is_refused() =>
        Assert.Contains(
            "сверх меры",
            Refusal(With(Plain, "word/document.xml", $"<a>{new string('a', 40 * 1024 * 1024)}</a>")),
            StringComparison.Ordinal
        );

    [Fact]
    public void Too_many_entries_are_refused() =>
        Assert.Contains(
            "больше 3 файлов",
            Refusal(Archive([.. Enumerable.Range(0, 5).Select(n => ($"f{n}", "x"))]), new() { Entries = 3 }),
            StringComparison.Ordinal
        );

    [Fact]
    public void Too_large_a_file_is_refused() =>
        Assert.Contains("файл больше", Refusal(Plain, new() { FileBytes = 100 }), StringComparison.Ordinal);

    [Theory]
    [InlineData("../evil.xml")]
    [InlineData("/abs.xml")]
    [InlineData("a\\b.xml")]
    public void A_name_that_leaves_the_archive_is_refused(string name) =>
        Assert.Contains("недопустимое", Refusal(With(Plain, name, "x")), StringComparison.Ordinal);

    [Fact]
    public void A_workbook_has_the_same_limits()
    {
        var workbook = SheetTemplateTests.Workbook([
            ["{name}"],
        ]);
        Assert.Contains("больше 3 файлов", Refusal(workbook, new() { Entries = 3 }), StringComparison.Ordinal);
        Assert.Contains(
            "DTD",
            Refusal(With(workbook, "xl/worksheets/sheet1.xml", "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "DTD",
            Refusal(With(workbook, "xl/sharedStrings.xml", "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_DTD_is_refused() =>
        Assert.Contains(
            "DTD",
            Refusal(With(Plain, "word/document.xml", "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>")),
            StringComparison.Ordinal
        );

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Contains(
            "неверный XML",
            Refusal(
                With(
                    Plain,
                    "word/document.xml",
                    string.Concat(Enumerable.Repeat("<a>", 5000)) + string.Concat(Enumerable.Repeat("</a>", 5000))
                )
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_picture_from_elsewhere_is_refused() =>
        Assert.Contains(
            "внешняя ссылка",
            Refusal(With(Plain, "word/_rels/document.xml.rels", Relationships("image"))),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_link_to_a_page_stays() =>
        Assert.Empty(Render(With(Plain, "word/_rels/document.xml.rels", Relationships("hyperlink")), """{"name":"x"}""").Problems);

    [Fact]
    public void A_template_elsewhere_is_cut_off()
    {
        var template = With(
            With(Plain, "word/_rels/settings.xml.rels", Relationships("attachedTemplate")),
            "word/settings.xml",
            "<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
                + "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:attachedTemplate "
                + "r:id=\"x\"/></w:settings>"
        );
        var (file, problems) = Render(template, """{"name":"x"}""");
        Assert.Empty(problems);
        using var zip = new ZipArchive(new MemoryStream(file));
        foreach (var name in (string[])["word/_rels/settings.xml.rels", "word/settings.xml"])
            using (var reader = new StreamReader(zip.GetEntry(name)!.Open()))
                Assert.DoesNotContain("attachedTemplate", reader.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_without_end_is_refused()
    {
        var rows = string.Join(',', Enumerable.Repeat("1", 2000));
        var (file, problems) = Render(
            Of(Paragraph("{#a}{#a}{#a}много{/a}{/a}{/a}")),
            $$"""{"a":[{{rows}}]}""",
            new() { Limits = new() { OutputBytes = 4 * 1024 * 1024 } }
        );
        Assert.Empty(file);
        Assert.Contains("результат больше", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    private static string Relationships(string kind) =>
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"x\" "
        + $"Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" "
        + "Target=\"http://example.test/x\" TargetMode=\"External\"/></Relationships>";
}
