using Reserve.Documents.Templates;
using Reserve.Documents.Templates.Formats;
using static Reserve.Documents.Tests.Templates.Template;

namespace Reserve.Documents.Tests.Templates;

public class FormatTests
{
    private static string Printed(string tag, string json) => Text(Of(Paragraph(tag)), $$"""{"v":{{json}}}""").Replace('\u00A0', ' ');

    [Theory]
    [InlineData("{v | дата}", "\"2026-09-01\"", "01.09.2026")]
    [InlineData("{v|дата словами}", "\"2026-09-01\"", "1 сентября 2026 г.")]
    [InlineData("{v | дата словами}", "\"2026-09-01T23:30:00+05:00\"", "1 сентября 2026 г.")]
    [InlineData("{v | дата в кавычках}", "\"2026-09-01\"", "«01» сентября 2026 г.")]
    [InlineData("{v | месяц}", "\"2026-09-01\"", "сентябрь 2026 г.")]
    [InlineData("{v | год}", "\"2026-09-01\"", "2026")]
    [InlineData("{v | момент}", "\"2026-09-01T10:05:00+05:00\"", "01.09.2026 в 10:05 (UTC+5)")]
    [InlineData("{v | время}", "\"2026-09-01T10:05:00+05:00\"", "10:05")]
    [InlineData("{v | дата словами}", "null", "")]
    public void Dates_are_written(string tag, string json, string text) => Assert.Equal(text, Printed(tag, json));

    [Theory]
    [InlineData("{v | число}", "12345.5", "12 345,5")]
    [InlineData("{v | число: 2}", "12345.5", "12 345,50")]
    [InlineData("{v | число: 0}", "-0.5", "−1")]
    [InlineData("{v | со знаком}", "3.5", "+3,5")]
    [InlineData("{v | процент: 1}", "61", "61,0 %")]
    [InlineData("{v | число словами}", "0", "ноль")]
    [InlineData("{v | число словами: женский}", "-1022", "минус одна тысяча двадцать две")]
    [InlineData("{v | число словами: средний}", "1", "одно")]
    [InlineData("{v | число словами}", "2000000000013", "два триллиона тринадцать")]
    [InlineData("{v | счёт: час, часа, часов}", "48", "48 часов")]
    [InlineData("{v | слово: час, часа, часов}", "1", "час")]
    [InlineData("{v | рубли}", "1234.5", "1 234,50 руб.")]
    [InlineData("{v | рубли словами}", "1234.5", "одна тысяча двести тридцать четыре рубля 50 копеек")]
    [InlineData("{v | рубли словами}", "0.015", "ноль рублей 02 копейки")]
    [InlineData("{v | рубли полностью}", "-21.01", "−21 (минус двадцать один) рубль 01 копейка")]
    [InlineData("{v | рубли полностью | с прописной}", "5", "5 (пять) рублей 00 копеек")]
    public void Numbers_are_written(string tag, string json, string text) => Assert.Equal(text, Printed(tag, json));

    [Theory]
    [InlineData("{v | прописные}", "\"решение\"", "РЕШЕНИЕ")]
    [InlineData("{v | строчные | с прописной}", "\"РЕШЕНИЕ\"", "Решение")]
    [InlineData("{v | инициалы}", "\"Иванов Иван Иванович\"", "И. И. Иванов")]
    [InlineData("{v | фамилия и инициалы}", "\"Иванов Иван Иванович\"", "Иванов И. И.")]
    [InlineData("{v | инициалы | через: «, »}", "[\"Иванов Иван\",\"Петров Пётр\"]", "И. Иванов, П. Петров")]
    [InlineData("{v | через: \" | \"}", "[\"а\",null,1]", "а | 1")]
    [InlineData("{v | иначе: нет данных}", "null", "нет данных")]
    [InlineData("{v | процент | иначе: «нет, данных»}", "null", "нет, данных")]
    [InlineData("{w | иначе: —}", "1", "—")]
    [InlineData("{w.x.y | иначе: —}", "1", "—")]
    public void Texts_and_lists_are_written(string tag, string json, string text) => Assert.Equal(text, Printed(tag, json));

    [Theory]
    [InlineData("{v | лицо: дательный}", "\"Иванов Иван Иванович\"", "Иванову Ивану Ивановичу")]
    [InlineData("{v | лицо: творительный}", "\"Кедрова Анна Ильинична\"", "Кедровой Анной Ильиничной")]
    [InlineData("{v | лицо: родительный}", """{"surname":"Ким","firstName":"Саша","gender":"female"}""", "Ким Саши")]
    [InlineData("{v | инициалы: винительный}", "\"Иванов Иван Иванович\"", "И. И. Иванова")]
    [InlineData("{v | фамилия и инициалы: предложный}", "\"Иванов Иван Иванович\"", "Иванове И. И.")]
    [InlineData("{v | лицо: именительный}", "\"Иванов Иван Иванович\"", "Иванов Иван Иванович")]
    [InlineData("{v | должность: винительный}", "\"директор школы\"", "директора школы")]
    [InlineData("{v | должность: дательный | с прописной}", "\"начальник управления образования\"", "Начальнику управления образования")]
    [InlineData("{v | орган: родительный}", "\"Министерство образования и науки\"", "Министерства образования и науки")]
    [InlineData("{v | муниципалитет: предложный}", "\"Кусинский муниципальный район\"", "Кусинском муниципальном районе")]
    public void Names_decline(string tag, string json, string text) => Assert.Equal(text, Printed(tag, json));

    [Theory]
    [InlineData("{v | лицо}", "формату «лицо» нужно через запятую: падеж")]
    [InlineData(
        "{v | лицо: дательны}",
        "формат «лицо»: падеж: нет «дательны»; похоже на «дательный» (есть именительный, родительный, дательный, "
            + "винительный, творительный, предложный)"
    )]
    [InlineData("{v | дата словаме}", "нет формата «дата словаме»; похоже на «дата словами»")]
    [InlineData("{v | }", "после «|» нет названия формата")]
    [InlineData("{v | дата: 5}", "формат «дата» пишется без двоеточия")]
    [InlineData(
        "{v | счёт: час}",
        "формату «счёт» нужно через запятую: слово после 1 (голос), слово после 2 (голоса), слово после 5 (голосов)"
    )]
    [InlineData("{v | число: много}", "формат «число»: знаков после запятой: нужно целое число от 0 до 1000, а здесь «много»")]
    [InlineData(
        "{v | число словами: женскй}",
        "формат «число словами»: род: нет «женскй»; похоже на «женский» (есть мужской, женский, средний)"
    )]
    [InlineData("{#v | число}{/}", "у раздела не бывает формата")]
    [InlineData("{v | QR}", "этот формат даёт картинку: поставьте перед именем %")]
    [InlineData("{%v | число}", "этот формат не даёт картинки")]
    [InlineData("{ | число}", "перед «|» нет значения")]
    public void A_format_that_cannot_be_is_told_before_any_data(string tag, string message)
    {
        var problems = OfficeTemplate.Open(new MemoryStream(Of(Table([tag])))).Problems;
        var problem = problems[0];
        Assert.Equal(message, problem.Message);
        Assert.Equal(("таблица 1, строка 1, ячейка 1, абзац 1", "word/document.xml"), (problem.Place, problem.Part));
    }

    [Theory]
    [InlineData("{v | дата}", "\"завтра\"", "формат «дата»: ожидается дата вида 2026-09-01, а здесь «завтра»")]
    [InlineData("{v | дата}", "\"2026-02-30\"", "формат «дата»: ожидается дата вида 2026-09-01, а здесь «2026-02-30»")]
    [InlineData("{v | число}", "\"12\"", "формат «число»: ожидается число, а здесь «12»")]
    [InlineData("{v | счёт: а, б, в}", "1.5", "формат «счёт»: ожидается целое число меньше тысячи триллионов, а здесь «1.5»")]
    [InlineData("{v | через: -}", "\"а\"", "формат «через»: ожидается список, а здесь «а»")]
    [InlineData("{v | прописные}", "{}", "формат «прописные»: ожидается текст, а здесь «{}»")]
    [InlineData("{v | прописные}", "\"\\ud83d\"", "в тексте половина символа (одиночный суррогат)")]
    public void A_value_that_does_not_fit_its_format_is_told(string tag, string json, string message) =>
        Assert.Equal(message, Assert.Single(Render(Of(Paragraph(tag)), $$"""{"v":{{json}}}""").Problems).Message);

    [Fact]
    public void A_formula_takes_formats_too()
    {
        var options = new TemplateOptions
        {
            Expressions = text => new(_ => new(System.Text.Json.JsonSerializer.SerializeToElement(text), null), null),
        };
        var (file, problems) = Render(Of(Paragraph("{“а|б” + x | прописные}")), "{}", options);
        Assert.Empty(problems);
        Assert.Equal("\"А|Б\" + X", TextOf(file));
    }

    [Fact]
    public void A_missing_name_is_told_with_the_nearest_one() =>
        Assert.Equal(
            ["в данных нет «head.nubmer»; похоже на «number»", "в данных нет «fullNmae»; похоже на «fullName»"],
            Render(Of(Paragraph("{head.nubmer}{fullNmae}")), """{"fullName":"А","head":{"number":1}}""")
                .Problems.Select(each => each.Message)
        );

    [Fact]
    public void Doubled_braces_are_braces() =>
        Assert.Equal("{имя} А {А} {}}", Text(Of(Paragraph("{{имя}} {v} {", "{{v}}", "} {{}}}}")), """{"v":"А"}"""));

    [Fact]
    public void A_code_becomes_a_picture()
    {
        var (file, problems) = Render(Of(Paragraph("{%v | QR: 32}")), """{"v":"https://reserve.example/confirm/7K2M"}""");
        Assert.Empty(problems);
        Assert.Empty(Errors(file));
        Assert.Contains("1152000", Part(file, "word/document.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_format_stands_in_the_guide()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guide", "templates.md"));
        Assert.Empty(
            TemplateFormat.All.Where(format => !guide.Contains($"`{format.Name}`", StringComparison.Ordinal)).Select(format => format.Name)
        );
    }
}
