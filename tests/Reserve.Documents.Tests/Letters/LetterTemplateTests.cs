using System.Net;
using System.Text.Json;
using Reserve.Documents.Letters;
using Reserve.Documents.Templates;

namespace Reserve.Documents.Tests.Letters;

public sealed class LetterTemplateTests
{
    [Fact]
    public void A_letter_is_its_subject_its_text_and_the_same_as_HTML()
    {
        var letter = Written(
            """
            Тема: Дело № {number}: {verdict | строчные}

            Здравствуйте, **{name | лицо: дательный}**!

            Срок – *{deadline | дата словами}*.

            [Открыть дело]({page})
            """,
            new
            {
                number = "2026-0003",
                verdict = "СОГЛАСОВАНО",
                name = "Иванов Иван Иванович",
                deadline = "2026-09-01",
                page = "https://reserve.example/case/1?a=1&b=2",
            }
        );

        Assert.Equal("Дело № 2026-0003: согласовано", letter.Subject);
        Assert.Equal(
            """
            Здравствуйте, Иванову Ивану Ивановичу!

            Срок – 1 сентября 2026 г..

            Открыть дело: https://reserve.example/case/1?a=1&b=2

            """.ReplaceLineEndings("\n"),
            letter.Text.Replace('\u00A0', ' ')
        );
        Assert.Contains("<title>Дело № 2026-0003: согласовано</title>", letter.Html, StringComparison.Ordinal);
        Assert.Contains("<p>Здравствуйте, <strong>Иванову Ивану Ивановичу</strong>!</p>", letter.Html, StringComparison.Ordinal);
        Assert.Contains("<p>Срок – <em>1&#160;сентября", letter.Html, StringComparison.Ordinal);
        Assert.Contains(
            """<p><a href="https://reserve.example/case/1?a=1&amp;b=2">Открыть дело</a></p>""",
            letter.Html,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Lines_of_nothing_but_ends_of_sections_disappear_and_lists_stay_lists()
    {
        const string Source = """
            Тема: Замечания

            # Замечания

            {#defects}
            - {$number}: {.}
            {/defects}
            {?note}
            Основание: {note}
            {/}
            {^note}
            Оснований нет.
            {/}

            1. первое
            2. второе

            ---
            > сказано
            """;

        var many = Written(Source, new { defects = new[] { "нет паспорта", "нет\nсправки" }, note = "" });
        var none = Written(Source, new { defects = Array.Empty<string>(), note = "приказ" });

        Assert.Equal(
            "Замечания\n\n— 1: нет паспорта\n— 2: нет\n  справки\n  Оснований нет.\n\n1. первое\n2. второе\n\n--\n\n> сказано\n",
            many.Text
        );
        Assert.Contains("<ul>\n<li>1: нет паспорта</li>\n<li>2: нет<br>\nсправки", many.Html, StringComparison.Ordinal);
        Assert.Contains("<ol>\n<li>первое</li>\n<li>второе</li>\n</ol>\n<hr>\n<blockquote>", many.Html, StringComparison.Ordinal);
        Assert.StartsWith("Замечания\n\nОснование: приказ\n\n1. первое", none.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("**жирно** _курсив_ `код` ~~нет~~")]
    [InlineData("# заголовок\n- пункт\n1. пункт\n> цитата\n---")]
    [InlineData("[сюда](https://evil.example) ![картинка](https://evil.example/x.png) <https://evil.example>")]
    [InlineData("<script>alert(1)</script><img src=x onerror=alert(1)>&amp;&lt;")]
    [InlineData("{number} {{number}} {#defects}")]
    [InlineData("\u0001\u0002 \uE0000\uE001 \uE0005\uE001 | \\* \" ' <!-- -->")]
    public void A_value_is_text_and_never_markup(string hostile)
    {
        var letter = Written(
            "Тема: О {name}\n\nПро {name} сказано.\n\n- {name}\n\n[{name}](https://reserve.example/)",
            new { name = hostile }
        );

        Assert.DoesNotContain("<script", letter.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", letter.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<strong", letter.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<em", letter.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<h1", letter.Html, StringComparison.Ordinal);
        Assert.Equal(["https://reserve.example/"], Hrefs(letter.Html));
        // Control characters are in no text; everything else arrives as it was.
        var shown = hostile.Replace("\u0001\u0002", "", StringComparison.Ordinal);
        Assert.StartsWith($"Про {shown} сказано.", letter.Text, StringComparison.Ordinal);
        Assert.Contains(
            $"<p>Про {WebUtility.HtmlEncode(shown).Replace("\n", "<br>\n", StringComparison.Ordinal)} сказано.</p>",
            letter.Html,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("Иванов\r\nBcc: all@evil.example", "О Иванов Bcc: all@evil.example")]
    [InlineData("а\u2028б\tв\u0000г", "О а б вг")]
    public void A_value_adds_no_line_to_the_head(string hostile, string subject) =>
        Assert.Equal(subject, Written("Тема: О {name}\n\nТекст", new { name = hostile }).Subject);

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("/relative")]
    [InlineData("file:///etc/passwd")]
    public void A_link_leads_only_to_addresses_of_the_web_and_of_mail(string address)
    {
        var letter = Written("Тема: т\n\n[сюда]({page}), [туда](https://reserve.example/{page})", new { page = address });

        Assert.All(Hrefs(letter.Html), href => Assert.StartsWith("https://reserve.example/", href, StringComparison.Ordinal));
        Assert.StartsWith("сюда, туда: https://reserve.example/", letter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_each_with_its_line()
    {
        var problems = LetterTemplate
            .Open(
                """
                Здравствуйте!

                {#defects}
                {name | датта}
                {%photo} {>head}
                ![герб](https://reserve.example/x.png) [туда](javascript:alert(1)) [сюда](file)
                {unclosed
                {/другое}
                """
            )
            .Problems.Select(problem => problem.ToString())
            .ToList();

        Assert.Equal(
            [
                "строка 1: письмо начинается со строки «Тема: …»",
                "строка 4: {name | датта}: нет формата «датта»; похоже на «дата»",
                "строка 5: {>head}: вставок в письмах нет",
                "строка 7: {unclosed: тег не закрыт: нет «}» в той же строке",
                "строка 5: {%photo}: картинок в письмах нет",
                "строка 8: {/другое}: закрывает раздел, который не открыт",
                "строка 3: {#defects}: раздел не закрыт: нет {/defects}",
                "строка 6: картинок в письмах нет",
                "строка 6: ссылка «javascript:alert(1)» никуда не ведёт: нужен адрес http, https или mailto целиком",
                "строка 6: ссылка «file» никуда не ведёт: нужен адрес http, https или mailto целиком",
            ],
            problems
        );
    }

    [Fact]
    public void A_letter_needs_a_subject_and_a_text()
    {
        Assert.Equal(["строка 1: тема пуста", "строка 2: в письме нет текста"], Told("Тема:   \n\n  \n"));
        Assert.Equal(["строка 1: письмо начинается со строки «Тема: …»", "строка 1: в письме нет текста"], Told(""));
        var (letter, problems) = LetterTemplate.Open("Тема: {name}\n\nТекст").Write(Data(new { name = " \n " }));
        Assert.Null(letter);
        Assert.Equal("строка 1: тема вышла пустой", Assert.Single(problems).ToString());
    }

    [Fact]
    public void What_the_data_do_not_have_is_told_with_the_nearest_name()
    {
        var template = LetterTemplate.Open("Тема: {nubmer}\n\n{#defects}{txt}{/defects}{?noet}{note}{/}");
        var example = Data(
            new
            {
                number = "1",
                defects = new[] { new { text = "а" } },
                note = "б",
            }
        );

        Assert.Equal(
            [
                "строка 1: {nubmer}: в данных нет «nubmer»; похоже на «number»",
                "строка 3: {txt}: в данных нет «txt»; похоже на «text»",
                "строка 3: {?noet}: в данных нет «noet»; похоже на «note»",
                "строка 3: {txt}: в данных нет «txt»; похоже на «text» (здесь: defects[0])",
            ],
            template.Check(example).Select(problem => problem.ToString())
        );
        var (letter, problems) = template.Write(example);
        Assert.Null(letter);
        Assert.Equal(2, problems.Count);
    }

    [Fact]
    public void A_line_break_stays_one_and_four_blanks_are_no_code()
    {
        var letter = Written("Тема: т\n\nпервая\nвторая\n--\nподпись\n\n    отступ <b>не HTML</b> {{скобки}}", new { });

        Assert.Equal("первая\nвторая\n--\nподпись\n\nотступ <b>не HTML</b> {скобки}\n", letter.Text);
        Assert.Contains("<p>первая<br>\nвторая<br>\n--<br>\nподпись</p>", letter.Html, StringComparison.Ordinal);
        Assert.Contains("<p>отступ &lt;b&gt;не HTML&lt;/b&gt; {скобки}</p>", letter.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_subject_is_cut_and_a_huge_letter_refused()
    {
        var letter = Written("Тема: {name}\n\nТекст", new { name = new string('я', 500) });
        Assert.Equal(LetterTemplate.LongestSubject, letter.Subject.Length);
        Assert.EndsWith("…", letter.Subject, StringComparison.Ordinal);

        var (huge, problems) = LetterTemplate.Open("Тема: т\n\n{name}").Write(Data(new { name = new string('я', 600_000) }));
        Assert.Null(huge);
        Assert.Contains(problems, problem => problem.Message == "результат больше 1 МБ");
    }

    [Fact]
    public void What_is_no_name_is_an_expression_wherever_it_stands()
    {
        var options = new TemplateOptions
        {
            Expressions = text =>
                text == "count * 2 > 3"
                    ? new(_ => new(JsonSerializer.SerializeToElement(true), null), null)
                    : new(null, $"не выражение: {text}"),
        };

        Assert.Equal(
            "много\n",
            LetterTemplate.Open("Тема: т\n\n{?count * 2 > 3}много{/}", options).Write(Data(new { count = 2 })).Letter!.Text
        );
        Assert.Equal(
            "строка 3: {a + }: не выражение: a +",
            Assert.Single(LetterTemplate.Open("Тема: т\n\n{a + }", options).Problems).ToString()
        );
    }

    private static WrittenLetter Written(string source, object data)
    {
        var template = LetterTemplate.Open(source);
        var (letter, problems) = template.Write(Data(data));
        Assert.Empty(problems);
        return letter!;
    }

    private static string[] Told(string source) => [.. LetterTemplate.Open(source).Problems.Select(problem => problem.ToString())];

    private static JsonElement Data(object data) => JsonSerializer.SerializeToElement(data);

    private static IEnumerable<string> Hrefs(string html) =>
        html.Split("href=\"").Skip(1).Select(rest => WebUtility.HtmlDecode(rest[..rest.IndexOf('"', StringComparison.Ordinal)]));
}
