using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;
using QRCoder;
using static Reserve.Documents.Tests.Templates.Template;

namespace Reserve.Documents.Tests.Templates;

/// <summary>Pictures and QR codes on slides and in sheets: as the schema wants them, and as LibreOffice prints them.</summary>
public class PictureTests
{
    private static readonly string Data = JsonSerializer.Serialize(
        new
        {
            address = "https://reserve.example/papers/1",
            people = new object?[]
            {
                new { name = "Анна", photo = (object?)Photo("А") },
                new { name = "Борис", photo = (object?)null },
                new
                {
                    name = "Вера",
                    photo = (object?)
                        new
                        {
                            png = Photo("В"),
                            widthMm = 20,
                            heightMm = 25,
                        },
                },
            },
            stamp = new { png = Photo("stamp"), widthMm = 40 },
            nothing = (string?)null,
            wrong = "не картинка",
        }
    );

    /// <summary>A square PNG that differs from others.</summary>
    private static string Photo(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var code = new PngByteQRCode(data);
        return Convert.ToBase64String(code.GetGraphic(8));
    }

    [Fact]
    public async Task A_picture_takes_the_place_of_the_shape_whose_text_is_its_tag_on_each_printed_slide()
    {
        var template = await SlideTemplateTests.Slides(
            [SlideTemplateTests.Box(0, "Адрес"), SlideTemplateTests.Box(3, "{%address | QR: 32}"), SlideTemplateTests.Box(8, "{%nothing}")],
            [
                SlideTemplateTests.Box(0, "{#people}", "{name}"),
                SlideTemplateTests.Box(3, "{%photo}"),
                SlideTemplateTests.Box(8, "конец{/people}"),
            ]
        );
        var (file, problems) = Render(template, Data);
        Assert.Empty(problems);
        var known = SlideTemplateTests.Errors(template).Select(SlideTemplateTests.Description).ToHashSet();
        Assert.Empty(SlideTemplateTests.Errors(file).Select(SlideTemplateTests.Description).Except(known));
        using (var document = PresentationDocument.Open(new MemoryStream(file), isEditable: false))
            Assert.Equal([1, 1, 0, 1], document.PresentationPart!.SlideParts.OrderBy(Order).Select(slide => slide.ImageParts.Count()));
        // The box of the shape is 200 x 20 mm: a square picture is as high as it.
        Assert.Equal(["1: 32 x 32", "2: 20 x 20", "4: 20 x 25"], await Office.Pictures("slide-pictures.pptx", file));

        static int Order(SlidePart slide)
        {
            var presentation = slide.GetParentParts().OfType<PresentationPart>().Single();
            var id = presentation.GetIdOfPart(slide);
            return presentation
                .Presentation!.SlideIdList!.Elements<DocumentFormat.OpenXml.Presentation.SlideId>()
                .ToList()
                .FindIndex(entry => entry.RelationshipId == id);
        }
    }

    [Fact]
    public async Task A_picture_on_a_slide_stands_alone_in_its_shape()
    {
        var template = await SlideTemplateTests.Slides([
            SlideTemplateTests.Box(0, "Фото: {%stamp}"),
            SlideTemplateTests.Box(4, "{%wrong}"),
        ]);
        Assert.Equal(
            ["слайд 1, абзац 1: {%stamp}: картинка встаёт на место фигуры: в тексте фигуры не должно быть ничего, кроме тега"],
            Render(template, Data).Problems.Select(problem => problem.ToString()[(problem.Part.Length + 2)..])
        );
        var other = await SlideTemplateTests.Slides([SlideTemplateTests.Box(4, "{%wrong}")]);
        Assert.Contains("не картинка", Assert.Single(Render(other, Data).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_placeholder_without_a_place_of_its_own_takes_that_of_the_layout_or_of_the_master()
    {
        const string slide = "ppt/slides/slide1.xml";
        var template = await SlideTemplateTests.Slides([SlideTemplateTests.Box(3, "{%photo}")]);
        var layout = "ppt/slideLayouts/" + Regex.Match(Part(template, "ppt/slides/_rels/slide1.xml.rels"), "slideLayout[0-9]+.xml").Value;
        var shape = Regex.Replace(Part(template, slide), "(<p:sp>.*?<p:spPr>)<a:xfrm>.*?</a:xfrm>", "$1");
        var bare = With(
            template,
            slide,
            shape.Replace("<p:nvPr/></p:nvSpPr>", "<p:nvPr><p:ph type=\"pic\" idx=\"77\"/></p:nvPr></p:nvSpPr>", StringComparison.Ordinal)
        );
        var data = JsonSerializer.Serialize(new { photo = Photo("А") });
        Assert.StartsWith("у фигуры нет своего места", Assert.Single(Render(bare, data).Problems).Message, StringComparison.Ordinal);

        const string master = "ppt/slideMasters/slideMaster1.xml";
        Assert.Contains("<a:off x=\"100\" y=\"200\"/>", Placed(With(bare, master, WithShape(master, "type=\"pic\" idx=\"5\"", 100, 200))));
        var both = With(bare, layout, WithShape(layout, "type=\"pic\" idx=\"77\"", 300, 400));
        Assert.Contains("<a:off x=\"300\" y=\"400\"/>", Placed(both));

        string Placed(byte[] deck)
        {
            var (file, problems) = Render(deck, data);
            Assert.Empty(problems);
            return Part(file, slide);
        }

        string WithShape(string part, string placeholder, int x, int y) =>
            Part(bare, part)
                .Replace(
                    "</p:spTree>",
                    $"<p:sp><p:nvSpPr><p:cNvPr id=\"99\" name=\"\"/><p:cNvSpPr/><p:nvPr><p:ph {placeholder}/></p:nvPr></p:nvSpPr><p:spPr>"
                        + $"<a:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"7200\" cy=\"7200\"/></a:xfrm></p:spPr></p:sp></p:spTree>",
                    StringComparison.Ordinal
                );
    }

    [Fact]
    public async Task A_picture_in_a_sheet_is_anchored_at_the_cell_of_its_tag_and_its_row_is_as_high()
    {
        var template = SheetTemplateTests.Workbook([
            ["Люди", "{%address | QR: 32}"],
            ["{#people}{name}", "{%photo}{/people}"],
            ["Печать", "{%stamp}", "{%nothing}"],
        ]);
        var file = SheetTemplateTests.Filled(template, Data);
        Assert.Equal(
            ["1:0 1152000x1152000", "1:1", "1:3 720000x900000", "1:4 1440000x1440000"],
            Anchors(file, "reserve-1").Select(Natural)
        );
        var rows = XDocument.Parse(Part(file, "xl/worksheets/sheet1.xml")).Descendants().Where(row => row.Name.LocalName == "row").ToList();
        Assert.Equal(["91", "71", "114"], new[] { 0, 3, 4 }.Select(at => rows[at].Attribute("ht")!.Value));
        Assert.Null(rows[2].Attribute("ht"));
        Assert.DoesNotContain("reserve-picture", Part(file, "xl/worksheets/sheet1.xml"), StringComparison.Ordinal);
        var printed = await Office.Pictures("sheet-pictures.xlsx", file);
        Assert.Equal(4, printed.Length);
        Assert.Equal(["1: 32 x 32", "1: 20 x 25", "1: 40 x 40"], printed.Where((_, at) => at != 1));

        // The second has the size of its own points.
        static string Natural(string anchor) => anchor.StartsWith("1:1 ", StringComparison.Ordinal) ? "1:1" : anchor;
    }

    [Fact]
    public void A_sheet_that_has_a_drawing_keeps_it_and_gets_the_pictures_beside()
    {
        var once = SheetTemplateTests.Filled(
            SheetTemplateTests.Workbook([
                ["{%stamp}"],
                ["", "Итог"],
            ]),
            Data
        );
        // What was made is a template again, with another tag under its picture.
        var sheet = Part(once, "xl/worksheets/sheet1.xml");
        var template = With(
            once,
            "xl/worksheets/sheet1.xml",
            sheet.Replace(
                "</sheetData>",
                "<row r=\"3\"><c r=\"B3\" t=\"inlineStr\"><is><t>{%stamp}</t></is></c></row></sheetData>",
                StringComparison.Ordinal
            )
        );
        var file = SheetTemplateTests.Filled(template, Data);
        Assert.Equal(["0:0 1440000x1440000", "1:2 1440000x1440000"], Anchors(file, "reserve-1"));
    }

    [Fact]
    public void A_picture_in_a_sheet_stands_alone_in_its_cell()
    {
        var template = SheetTemplateTests.Workbook([
            ["Фото: {%stamp}"],
        ]);
        Assert.Equal("в ячейке с картинкой не должно быть ничего, кроме её тега", Assert.Single(Render(template, Data).Problems).Message);
    }

    private static string[] Anchors(byte[] file, string drawing)
    {
        XNamespace ns = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing";
        return
        [
            .. XDocument
                .Parse(Part(file, $"xl/drawings/{drawing}.xml"))
                .Root!.Elements(ns + "oneCellAnchor")
                .Select(anchor =>
                    $"{anchor.Element(ns + "from")!.Element(ns + "col")!.Value}:{anchor.Element(ns + "from")!.Element(ns + "row")!.Value} "
                    + $"{anchor.Element(ns + "ext")!.Attribute("cx")!.Value}x{anchor.Element(ns + "ext")!.Attribute("cy")!.Value}"
                ),
        ];
    }
}
