using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Reserve.Documents.Papers;
using Reserve.Documents.Templates;
using Reserve.Documents.Tests.Templates;

namespace Reserve.Documents.Tests.Papers;

/// <summary>The shipped templates say what a paper must say.</summary>
public class PaperTests
{
    private const string Approval = "appointment-approval";
    private const string Cycle = "reserve-cycle";

    private static readonly Dictionary<string, byte[]> All = new()
    {
        ["brief.docx"] = Fill(Approval, "brief", Samples.Brief),
        ["brief-bare.docx"] = Fill(Approval, "brief", Bare),
        ["brief-changes.docx"] = Fill(Approval, "brief", Changed),
        ["dossier.docx"] = Fill(Approval, "dossier", Samples.Brief),
        ["dossier-bare.docx"] = Fill(Approval, "dossier", Bare),
        ["protocol.docx"] = Fill(Approval, "protocol", Samples.Protocol),
        ["extract.docx"] = Fill(Approval, "extract", Samples.Extract(2)),
        ["approve.docx"] = Fill(Approval, "decision", Samples.Decision(DecisionKind.Approve)),
        ["refuse.docx"] = Fill(Approval, "decision", Samples.Decision(DecisionKind.Refuse)),
        ["postpone.docx"] = Fill(Approval, "decision", Samples.Decision(DecisionKind.Postpone)),
        ["attestation.docx"] = Fill(Cycle, "attestation-protocol", Samples.Attestation),
        ["certificate.docx"] = Fill(Cycle, "certificate", Samples.Certificate),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static TheoryData<string> Shipped =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Repository.Root, "workflows"), "*.docx", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Repository.Root, file)),
        ];

    private static BriefRecord Bare =>
        new()
        {
            Head = Samples.Head("1"),
            FullName = "Кедрова",
            AsOf = Samples.Brief.AsOf,
            GeneratedAt = Samples.Brief.GeneratedAt,
        };

    private static BriefRecord Changed =>
        Samples.Brief with
        {
            Territory = Samples.Brief.Territory! with
            {
                Lines = [.. Samples.Brief.Territory.Lines.Select(line => line with { Change = 3.5m })],
            },
        };

    private static byte[] Fill(string process, string name, PaperRecord record, string ending = ".docx")
    {
        using var file = File.OpenRead(Path.Combine(Repository.Root, "workflows", process, "templates", name + ending));
        using var paper = new MemoryStream();
        Assert.Empty(OfficeTemplate.Open(file).Render(record.Data(), paper));
        return paper.ToArray();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_paper_is_a_valid_document(string name) => Valid(All[name]);

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_template_is_a_valid_document(string file) => Valid(File.ReadAllBytes(Path.Combine(Repository.Root, file)));

    private static void Valid(byte[] file)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
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
                $"по кандидату на должность «{brief.Position}» ({brief.Municipality})",
                "1. Сведения о кандидате",
                "Дата рождения",
                "5 марта 1984 г.",
                brief.Workplace,
                brief.PresentPosition,
                "Директор года; Учитель года – 2012",
                "2. Трудовая деятельность",
                .. brief.Career.SelectMany(step => (string[])[step.Organization, step.Position]),
                "20.08.2018 – н. в.",
                "01.09.2006 – 31.08.2012",
                "3. Образование",
                "учитель математики, 2006 г.",
                "Академия управления, магистр.",
                "4. Кадровый резерв",
                "Этап: Развитие.",
                "В резерве с 1 февраля 2025 г. по 1 февраля 2028 г.",
                "Зона: первоочерёдные кандидаты; балл – 92,51 из 100.",
                "5. Развитие и аттестация",
                .. brief.History,
                $"6. Мониторинг муниципального образования: {brief.Territory!.Name}",
                "за 2022 год",
                "43 муниципальных образований",
                .. brief.Territory.Lines.SelectMany(line =>
                    (string[])[line.Name, line.Band, $"{line.Percent} %", RussianText.Number(line.Mean!.Value)]
                ),
                "по 43 территориям.",
                "7. Заключение",
                .. brief.Conclusions,
                "8. Сведения, которых нет",
                "Проверки и нарушения: в систему не внесены.",
                "Динамика: загружен один год мониторинга.",
                "Приложение. Источники сведений",
                "База кадрового резерва (по состоянию на 22 ноября 2026 г.).",
                $"Мониторинг: {brief.Territory.Source} (по состоянию на 30 декабря 2022 г.).",
                "П. И. Осокин",
                "22.11.2026 в 10:05 (UTC+5)",
                "Лучшее в регионе",
                "Мотивирующий мониторинг, 2022 год, %",
            ]
        );
        // Lines of narrow cells stand between each other in the printed text.
        Holds(
            Written(All["brief.docx"]),
            [.. brief.Figures.SelectMany(figure => (string[])[figure.Name, figure.Value]), "не учтено; не учтено"]
        );
        Assert.DoesNotContain("Изменение", texts["brief.docx"], StringComparison.Ordinal);
        Holds(texts["brief-changes.docx"], ["Изменение", "+3,5"]);
        Holds(
            texts["brief-bare.docx"],
            [
                "по кандидату",
                "сведений о кандидате нет",
                "2. Кадровый резерв",
                "не состоит",
                "3. Мониторинг муниципального образования",
                "не загружены",
                "4. Сведения, которых нет",
                "Трудовая деятельность: в базе резерва и в базе руководителей записей нет.",
                "Показатели территории: данные мониторинга не загружены.",
                "Чисел с источником в справке нет.",
            ]
        );
        var dossier = Written(All["dossier.docx"]);
        Holds(
            dossier,
            [
                "СПРАВКА-ОБЪЕКТИВКА",
                brief.FullName,
                "Место для фотографии",
                "РАБОТА В ПРОШЛОМ",
                "сентябрь 2006 г.",
                "по настоящее время",
                "Учитель математики, МОУ «Гимназия № 1»",
            ]
        );
        // From the beginning on, as the form wants it; the present post stands in the head of the form too.
        Assert.True(
            dossier.IndexOf(Office.Joined("Учитель математики, МОУ"), StringComparison.Ordinal)
                < dossier.LastIndexOf(Office.Joined("Директор, МБОУ «СОШ № 7»"), StringComparison.Ordinal)
        );
        Holds(Written(All["dossier-bare.docx"]), ["Сведений о трудовой деятельности в базах нет.", "нет сведений", "не состоит"]);
        Holds(
            texts["protocol.docx"],
            [
                "ПРОТОКОЛ",
                "№ 5",
                "заседания экспертной комиссии по согласованию назначений",
                "О. С. Лаптева, Р. И. Мухин",
                "А. П. Дюжев",
                "А.-М. И. Кедрова",
                "4 члена комиссии из 7",
                "Кворум имеется",
                "1. О согласовании назначения: Кедрова Анна-Мария Ильинична, начальник управления образования, Кусинский МР",
                "2. О согласовании назначения: Лосев Пётр Андреевич, директор школы № 5, Миасский ГО",
                "СЛУШАЛИ:",
                "Сведения о кандидате доложил А. П. Дюжев.",
                "Дело № 74-19.",
                "ВЫСТУПИЛИ:",
                "Мухин Р. И.: программа развития проработана.",
                "Шубина В. П.: опыта управления мало.",
                "Не участвует в обсуждении и голосовании: Ярцев Илья Львович",
                "РЕШИЛИ:",
                "Согласовать назначение на должность: начальник управления образования.",
                "Рекомендовать стажировку в течение шести месяцев.",
                "Отложить рассмотрение до 20 декабря 2026 г.",
                "«за» – 2, «против» – 1, «воздержались» – 0",
                "«за» – 4",
                "Особое мнение (В. П. Шубина): считаю опыт управления недостаточным.",
            ]
        );
        // What was said stands there, not what was written before: opinions are papers of their own.
        Assert.DoesNotContain("заключение", texts["protocol.docx"], StringComparison.Ordinal);
        Holds(
            texts["extract.docx"],
            ["ВЫПИСКА ИЗ ПРОТОКОЛА", "2. О согласовании назначения: Лосев", "Отложить", "Выписка верна", "24 ноября 2026 г."]
        );
        Assert.DoesNotContain("начальник", texts["extract.docx"], StringComparison.Ordinal);
        Assert.DoesNotContain("ВЫСТУПИЛИ", texts["extract.docx"], StringComparison.Ordinal);
        Holds(
            texts["approve.docx"],
            ["РЕШЕНИЕ", "Согласовать назначение", "Пройти стажировку", "«за» – 3", "дело № 2026-0014", "№ ПР-2026-0018"]
        );
        Holds(
            texts["refuse.docx"],
            ["Отказать в согласовании", "Причины отказа (код ОП-2):", "Не представлена программа", "не препятствует повторному"]
        );
        Holds(texts["postpone.docx"], ["Отложить рассмотрение вопроса о назначении до 20 декабря 2026 г.: Кедрова", "Обоснование:"]);
        Holds(
            texts["attestation.docx"],
            [
                "заседания экспертной комиссии по итоговой аттестации",
                "Кворума нет",
                "Результат тестирования: 87,5 из 100",
                "не пройденной",
                "Итог: 48,33 %",
                "«за» – 1, «против» – 1",
                "Особое мнение (Р. И. Мухин)",
            ]
        );
        Assert.DoesNotContain("Секретарь:", texts["attestation.docx"], StringComparison.Ordinal);
        Holds(
            texts["certificate.docx"],
            [
                "УДОСТОВЕРЕНИЕ",
                "о повышении квалификации",
                Samples.Certificate.FullName,
                Samples.Certificate.Program,
                "48 часов",
                "с 1 октября 2026 г. по 10 ноября 2026 г.",
                Samples.Certificate.Head.Number,
                "оценка итоговой работы – 82,5 из 100 баллов",
                "прошла обучение по программе",
                "П. И. Осокин",
                "А. П. Дюжев",
                Samples.Certificate.Confirmation.ToString(),
            ]
        );
    }

    [Fact]
    public void The_deck_of_a_candidate_has_native_charts_and_no_slide_about_what_is_not_known()
    {
        var (whole, bare) = (Deck(PaperExamples.Brief), Deck(Bare));
        Assert.Equal((10, 2), (whole.Slides, whole.Charts));
        Assert.Contains(PaperExamples.Brief.FullName, whole.Text, StringComparison.Ordinal);
        Assert.Contains("Динамика итога с", whole.Text, StringComparison.Ordinal);
        Assert.Contains("Руководит сейчас: Агаповский муниципальный район", whole.Text, StringComparison.Ordinal);
        // Neither the territory's three slides nor that of the own one.
        Assert.Equal(6, bare.Slides);
        Assert.DoesNotContain("Динамика", bare.Text, StringComparison.Ordinal);
        Assert.Contains("Сведений о трудовой деятельности в базах нет.", bare.Text, StringComparison.Ordinal);
    }

    private static (int Slides, int Charts, string Text) Deck(BriefRecord brief)
    {
        var bytes = Fill(Approval, "candidate", brief, ".pptx");
        using var deck = PresentationDocument.Open(new MemoryStream(bytes), isEditable: false);
        Assert.Empty(
            new OpenXmlValidator(FileFormatVersions.Office2019)
                .Validate(deck)
                .Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}")
        );
        var presentation = deck.PresentationPart!;
        var shown = presentation
            .Presentation.SlideIdList!.Elements<DocumentFormat.OpenXml.Presentation.SlideId>()
            .Select(slide => (SlidePart)presentation.GetPartById(slide.RelationshipId!.Value!))
            .ToList();
        return (shown.Count, shown.Sum(slide => slide.ChartParts.Count()), string.Join('\n', shown.Select(slide => slide.Slide.InnerText)));
    }

    [Fact]
    public void The_chart_is_a_native_one_with_its_workbook()
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(All["brief.docx"]), isEditable: false);
        var chart = document.MainDocumentPart!.ChartParts.Single(part =>
            part.ChartSpace.Descendants<DocumentFormat.OpenXml.Drawing.Charts.BarChart>().Any()
        );
        // A comma also where the reader's own settings would write a point.
        Assert.All(
            chart.ChartSpace.Descendants<DocumentFormat.OpenXml.Drawing.Charts.DataLabels>(),
            labels =>
                Assert.Equal("[$-419]0.0", labels.GetFirstChild<DocumentFormat.OpenXml.Drawing.Charts.NumberingFormat>()!.FormatCode!.Value)
        );
        Assert.Equal(3, chart.ChartSpace.Descendants<DocumentFormat.OpenXml.Drawing.Charts.BarChartSeries>().Count());
        Assert.Equal(
            ["E8C32F", "E8C32F", "F0923E", "E8C32F"],
            chart
                .ChartSpace.Descendants<DocumentFormat.OpenXml.Drawing.Charts.DataPoint>()
                .Select(point => point.Descendants<DocumentFormat.OpenXml.Drawing.RgbColorModelHex>().First().Val!.Value)
        );
        Assert.Contains(
            "Создание условий: 61\u00A0%;",
            document
                .MainDocumentPart.Document.Descendants<DocumentFormat.OpenXml.Drawing.Wordprocessing.DocProperties>()
                .First()
                .Description!.Value,
            StringComparison.Ordinal
        );
        using var workbook = SpreadsheetDocument.Open(chart.EmbeddedPackagePart!.GetStream(), isEditable: false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(workbook).Select(error => error.Description));
        var cells = workbook.WorkbookPart!.WorksheetParts.Single().Worksheet.InnerText;
        Assert.Contains("Достижение результатов", cells, StringComparison.Ordinal);
        Assert.Contains("63.4", cells, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_brief_that_is_issued_again_marks_what_has_changed()
    {
        var former = Samples.Brief with { Head = Samples.Head("74-2026/0011") };
        var territory = Samples.Brief.Territory!;
        var now = BriefSources
            .Numbered(
                Samples.Brief with
                {
                    Workplace = "МБОУ «Гимназия № 2»",
                    Territory = territory with
                    {
                        Lines = [territory.Lines[0] with { Percent = 70 }, .. territory.Lines.Skip(1)],
                        Years = [new(2021, 55m, 9), new(2022, 63m, 6)],
                    },
                }
            )
            .ComparedWith(PaperRecord.Of<BriefRecord>(former.Data().GetRawText())!);
        Assert.Equal(
            ["Место работы", "Создание условий, Кусинский муниципальный район, 2022\u00A0год"],
            now.Former!.Changes.Take(2).Select(change => change.What)
        );
        // A figure that the former brief did not have is told as new, one that it had is not told again.
        Assert.Equal(["", ""], now.Former.Changes.Skip(2).Select(change => change.Was));
        var figure = Assert.Single(now.Figures, figure => figure.Was.Length > 0);
        Assert.Equal(("70\u00A0%", "61\u00A0%"), (figure.Value, figure.Was));
        Holds(Written(Fill(Approval, "brief", now)), ["70 % (было 61 %)"]);
        var text = (await Office.Read(new Dictionary<string, byte[]> { ["again.docx"] = Fill(Approval, "brief", now) }))["again.docx"];
        Holds(text, ["Изменения со времени справки № 74-2026/0011 от 22 ноября 2026 г.", "итог по годам", "с 2021 года"]);
    }

    [Fact]
    public void Every_figure_has_one_number_and_the_numbers_have_no_gaps()
    {
        var figures = PaperExamples.Brief.Figures;
        Assert.Equal(Enumerable.Range(1, figures.Count), figures.Select(figure => figure.Number));
        Assert.Equal(figures.Count, figures.Select(figure => figure.Key).Distinct().Count());
        var territory = PaperExamples.Brief.Territory!;
        Assert.Equal(territory.Total!.Refs.Percent, territory.Years.Single(year => year.Year == territory.Year).Refs.Percent);
        Assert.All(figures.Where(figure => figure.Year is not null), figure => Assert.NotEmpty(figure.Origin.Source));
    }

    [Fact]
    public void A_band_colours_its_cell() =>
        Assert.Equal(4, Template.Part(All["brief.docx"], "word/document.xml").Split("w:fill=\"FFF3B8\"").Length);

    [Fact]
    public void The_file_is_named_by_its_title() =>
        Assert.Contains("Справка № 74-2026/0012", Template.Part(All["brief.docx"], "docProps/core.xml"), StringComparison.Ordinal);

    [Fact]
    public void Margins_are_those_of_the_standard()
    {
        Assert.Equal((1134u, 567u, 1134, 1134), Margins("brief.docx"));
        Assert.Equal((1701u, 567u, 1134, 1134), Margins("protocol.docx"));
    }

    [Fact]
    public void The_same_record_gives_the_same_bytes() => Assert.Equal(All["brief.docx"], Fill(Approval, "brief", Samples.Brief));

    [Fact]
    public void Characters_which_XML_does_not_have_do_not_break_a_paper()
    {
        var file = Fill(Approval, "brief", Samples.Brief with { FullName = "А\u0001Б", Conclusions = ["\u0000"] });
        using var document = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
        Assert.Contains("АБ", document.MainDocumentPart!.Document.InnerText, StringComparison.Ordinal);
    }

    [Fact]
    public void An_extract_of_an_item_that_is_not_there_is_a_mistake() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Samples.Extract(3).Data());

    private static (uint Left, uint Right, int Top, int Bottom) Margins(string name)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(All[name]), isEditable: false);
        var margin = document.MainDocumentPart!.Document.Descendants<DocumentFormat.OpenXml.Wordprocessing.PageMargin>().Single();
        return (margin.Left!.Value, margin.Right!.Value, margin.Top!.Value, margin.Bottom!.Value);
    }

    private static string Written(byte[] file)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
        return Office.Joined(document.MainDocumentPart!.Document.InnerText);
    }

    private static void Holds(string printed, IEnumerable<string> texts)
    {
        var missing = texts.Where(text => !printed.Contains(Office.Joined(text), StringComparison.Ordinal)).ToList();
        Assert.True(missing.Count == 0, $"missing: {string.Join(" | ", missing)}\nin: {printed}");
    }
}
