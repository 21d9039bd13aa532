using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Reserve.Documents.Papers;

namespace Reserve.Documents.Tests.Papers;

public class PaperTests
{
    private static readonly Dictionary<string, byte[]> All = new()
    {
        ["brief.docx"] = Brief.Build(Samples.Brief),
        ["brief-bare.docx"] = Brief.Build(
            new()
            {
                Head = Samples.Head("1"),
                FullName = "Кедрова",
                Person = [],
                GeneratedAt = Samples.Brief.GeneratedAt,
            }
        ),
        ["protocol.docx"] = MeetingProtocol.Build(Samples.Protocol),
        ["extract.docx"] = ProtocolExtract.Build(Extract(1)),
        ["approve.docx"] = Decision.Build(Samples.Decision(DecisionKind.Approve)),
        ["refuse.docx"] = Decision.Build(Samples.Decision(DecisionKind.Refuse)),
        ["postpone.docx"] = Decision.Build(Samples.Decision(DecisionKind.Postpone)),
        ["certificate.docx"] = QualificationCertificate.Build(Samples.Certificate),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    private static ExtractRecord Extract(params int[] items) =>
        new()
        {
            Head = Samples.Protocol.Head,
            Sitting = Samples.Protocol.Sitting,
            Chair = Samples.Protocol.Chair,
            Secretary = Samples.Protocol.Secretary,
            Present = Samples.Protocol.Present,
            Invited = Samples.Protocol.Invited,
            Members = 7,
            Quorum = 4,
            Items = Samples.Protocol.Items,
            ItemNumbers = items,
            ExtractDate = new(2026, 11, 24),
        };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_paper_is_a_valid_document(string name)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(All[name]), isEditable: false);
        foreach (var version in (FileFormatVersions[])[FileFormatVersions.Office2007, FileFormatVersions.Office2019])
            Assert.Empty(
                new OpenXmlValidator(version)
                    .Validate(document)
                    .Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}")
            );
    }

    [Fact]
    public async Task Every_text_of_the_input_is_in_the_printed_paper()
    {
        var texts = await Office.Read(All);
        var brief = Samples.Brief;
        Holds(
            texts["brief.docx"],
            [
                .. brief.Head.Organization,
                brief.Head.Number,
                "22 ноября 2026 г.",
                brief.Head.Place,
                brief.FullName,
                brief.ForPosition,
                .. brief.Person.SelectMany(fact => fact.Value.Split('\n').Append(fact.Label)),
                .. brief.Career.SelectMany(step => (string[])[step.Organization, step.Position]),
                "20.08.2018 – н. в.",
                "01.09.2006 – 31.08.2012",
                .. brief.Sections.SelectMany(section => section.Lines.Append(section.Title)),
                brief.Territory!.Territory,
                "43 муниципальных образований",
                .. brief.Territory.Lines.SelectMany(line =>
                    (string[])[line.Name, line.Band, $"{line.Percent} %", RussianText.Number(line.Mean!.Value)]
                ),
                .. brief.Territory.Notes,
                .. brief.Conclusions,
                .. brief.Sources.Select(source => source.Name),
                "30 декабря 2022 г.",
                "П. И. Осокин",
                "22.11.2026 в 10:05 (UTC+5)",
                "Лучшее в регионе",
                "Мотивирующий мониторинг, 2022 год, %",
            ]
        );
        Holds(texts["brief-bare.docx"], ["не загружены"]);
        var item = Samples.Protocol.Items[0];
        Holds(
            texts["protocol.docx"],
            [
                "ПРОТОКОЛ",
                "№ 5",
                Samples.Protocol.Sitting,
                "О. С. Лаптева",
                "А. П. Дюжев",
                "Р. И. Мухин",
                "А.-М. И. Кедрова",
                "4 члена комиссии из 7",
                "Кворум имеется",
                .. Samples.Protocol.Items.Select(each => each.Title),
                "СЛУШАЛИ:",
                "ВЫСТУПИЛИ:",
                "РЕШИЛИ:",
                .. item.Heard,
                .. item.Spoke,
                .. item.Resolved,
                .. item.Recused,
                item.Dissents[0].Text,
                "«за» – 2, «против» – 1, «воздержались» – 0",
                "«за» – 4",
            ]
        );
        Holds(texts["extract.docx"], ["ВЫПИСКА ИЗ ПРОТОКОЛА", item.Title, .. item.Resolved, "Выписка верна", "24 ноября 2026 г."]);
        Assert.DoesNotContain(Office.Joined(Samples.Protocol.Items[1].Title), texts["extract.docx"], StringComparison.Ordinal);
        Assert.DoesNotContain(Office.Joined(item.Spoke[0]), texts["extract.docx"], StringComparison.Ordinal);
        Holds(
            texts["approve.docx"],
            ["РЕШЕНИЕ", "Согласовать назначение", "Пройти стажировку", "«за» – 3", .. Samples.Decision(DecisionKind.Approve).Basis]
        );
        Holds(texts["refuse.docx"], ["Отказать в согласовании", "код ОП-2", "Не представлена программа", "не препятствует повторному"]);
        Holds(texts["postpone.docx"], ["Отложить рассмотрение", "20 декабря 2026 г."]);
        Holds(
            texts["certificate.docx"],
            [
                "УДОСТОВЕРЕНИЕ",
                Samples.Certificate.FullName,
                Samples.Certificate.Program,
                "48 часов",
                "с 1 октября 2026 г. по 10 ноября 2026 г.",
                Samples.Certificate.Head.Number,
                Samples.Certificate.Result,
                "П. И. Осокин",
                Samples.Certificate.Confirmation.ToString(),
            ]
        );
    }

    [Fact]
    public void The_chart_is_a_native_one_with_its_workbook()
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(All["brief.docx"]), isEditable: false);
        var chart = Assert.Single(document.MainDocumentPart!.ChartParts);
        using var workbook = SpreadsheetDocument.Open(chart.EmbeddedPackagePart!.GetStream(), isEditable: false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(workbook).Select(error => error.Description));
        var cells = workbook.WorkbookPart!.WorksheetParts.Single().Worksheet.InnerText;
        Assert.Contains("Достижение результатов", cells, StringComparison.Ordinal);
        Assert.Contains("63.4", cells, StringComparison.Ordinal);
    }

    [Fact]
    public void Margins_are_those_of_the_standard()
    {
        Assert.Equal((1134u, 567u, 1134, 1134), Margins("brief.docx"));
        Assert.Equal((1701u, 567u, 1134, 1134), Margins("protocol.docx"));
    }

    [Fact]
    public void The_same_record_gives_the_same_bytes() => Assert.Equal(All["brief.docx"], Brief.Build(Samples.Brief));

    [Fact]
    public void Characters_which_XML_does_not_have_do_not_break_a_paper()
    {
        var file = Brief.Build(Samples.Brief with { FullName = "А\u0001Б\uD83D", Conclusions = ["\u0000"] });
        using var document = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
        Assert.Contains("АБ", document.MainDocumentPart!.Document.InnerText, StringComparison.Ordinal);
    }

    [Fact]
    public void An_extract_of_an_item_that_is_not_there_is_a_mistake() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ProtocolExtract.Build(Extract(3)));

    private static (uint Left, uint Right, int Top, int Bottom) Margins(string name)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(All[name]), isEditable: false);
        var margin = document.MainDocumentPart!.Document.Descendants<DocumentFormat.OpenXml.Wordprocessing.PageMargin>().Single();
        return (margin.Left!.Value, margin.Right!.Value, margin.Top!.Value, margin.Bottom!.Value);
    }

    private static void Holds(string printed, IEnumerable<string> texts)
    {
        var missing = texts.Where(text => !printed.Contains(Office.Joined(text), StringComparison.Ordinal)).ToList();
        Assert.True(missing.Count == 0, $"missing: {string.Join(" | ", missing)}\nin: {printed}");
    }
}
