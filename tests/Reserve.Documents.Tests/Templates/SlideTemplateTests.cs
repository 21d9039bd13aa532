using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Reserve.Documents.Templates;
using static Reserve.Documents.Tests.Templates.Template;

namespace Reserve.Documents.Tests.Templates;

public class SlideTemplateTests
{
    private const string Data = """
        {"title":"Итоги","people":[{"name":"Анна","tasks":["план","отчёт"],"rows":[1,2]},{"name":"Борис <Б>","tasks":[],"rows":[]},
         {"name":"Вера","tasks":["один"],"rows":[3]}],"none":[]}
        """;

    private static readonly Lazy<Task<byte[]>> Deck = new(() =>
        Slides(
            [Box(0, "Титул {title | прописные}")],
            [
                Box(0, "{#people}", "Карточка: {name}"),
                Box(5, "{#tasks}", "- {.}", "{/tasks}"),
                Table("{#rows}строка {.}", "{/rows}"),
                Box(12, "конец{/people}"),
            ],
            [Box(0, "{#none}"), Box(3, "не будет"), Box(6, "{/none}")],
            [Box(0, "Спасибо {{всем}}")]
        )
    );

    public static string Box(int top, params string[] lines) =>
        $"<draw:frame svg:x=\"1cm\" svg:y=\"{top}cm\" svg:width=\"20cm\" svg:height=\"2cm\"><draw:text-box>"
        + string.Concat(lines.Select(line => $"<text:p>{line}</text:p>"))
        + "</draw:text-box></draw:frame>";

    private static string Table(params string[] cells) =>
        "<draw:frame svg:x=\"1cm\" svg:y=\"8cm\" svg:width=\"20cm\" svg:height=\"2cm\"><table:table><table:table-column/>"
        + "<table:table-column/><table:table-row>"
        + string.Concat(cells.Select(cell => $"<table:table-cell><text:p>{cell}</text:p></table:table-cell>"))
        + "</table:table-row></table:table></draw:frame>";

    public static Task<byte[]> Slides(params string[][] slides) =>
        Office.Converted(
            "deck.fodp",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
                + "xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" "
                + "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
                + "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
                + "xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" office:version=\"1.3\" "
                + "office:mimetype=\"application/vnd.oasis.opendocument.presentation\"><office:body><office:presentation>"
                + string.Concat(slides.Select(slide => $"<draw:page>{string.Concat(slide)}</draw:page>"))
                + "</office:presentation></office:body></office:document>",
            "pptx"
        );

    public static string[] Errors(byte[] file)
    {
        using var document = PresentationDocument.Open(new MemoryStream(file), isEditable: false);
        return
        [
            .. new OpenXmlValidator(FileFormatVersions.Office2019)
                .Validate(document)
                .Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}"),
        ];
    }

    [Fact]
    public async Task Slides_repeat_between_the_shapes_that_open_and_close_a_section()
    {
        var template = await Deck.Value;
        var (file, problems) = Render(template, Data);
        Assert.Empty(problems);
        // What LibreOffice itself writes against the schema is not ours to mend.
        var known = Errors(template).Select(Description).ToHashSet();
        Assert.Empty(Errors(file).Select(Description).Except(known));
        using (var document = PresentationDocument.Open(new MemoryStream(file), isEditable: false))
            Assert.Equal(5, document.PresentationPart!.SlideParts.Count());
        Assert.Equal(
            "ТитулИТОГИКарточка:Анна-план-отчётстрока1строка2конецКарточка:Борис<Б>конецКарточка:Вера-одинстрока3конецСпасибо{всем}",
            (await Office.Read(new Dictionary<string, byte[]> { ["deck.pptx"] = file }))["deck.pptx"]
        );
    }

    public static string Description(string error) => error[(error.IndexOf(':', StringComparison.Ordinal) + 1)..];

    [Fact]
    public async Task The_same_data_give_the_same_slides()
    {
        var template = OfficeTemplate.Open(new MemoryStream(await Deck.Value));
        Assert.Equal(OfficeKind.Presentation, template.Kind);
        using var data = System.Text.Json.JsonDocument.Parse(Data);
        using var one = new MemoryStream();
        using var other = new MemoryStream();
        Assert.Empty(template.Render(data.RootElement, one));
        Assert.Empty(template.Render(data.RootElement, other));
        Assert.Equal(one.ToArray(), other.ToArray());
    }

    [Fact]
    public async Task Problems_name_the_slide_once()
    {
        var template = await Slides([Box(0, "{#people}{nmae}"), Box(5, "{/people}")], [Box(0, "{#open}"), Box(3, "{/other}")]);
        var (file, problems) = Render(template, Data);
        Assert.Empty(file);
        Assert.Equal(
            [
                "слайд 1, абзац 1: {nmae}: в данных нет «nmae»; похоже на «name»",
                "слайд 2, абзац 1: {#open}: раздел не закрыт: нет {/open}",
                "слайд 2, абзац 1: {/other}: закрывает раздел, который не открыт",
            ],
            problems.Select(problem => problem.ToString()[(problem.Part.Length + 2)..]).Order(StringComparer.Ordinal)
        );
        var repeated = await Slides([Box(0, "{#people}{nmae}"), Box(5, "{/people}")]);
        Assert.Contains("слайд 1", Assert.Single(Render(repeated, Data).Problems).Place, StringComparison.Ordinal);
    }
}
