using Reserve.Engine.Feel;
using Reserve.Engine.Feel.Analysis;

namespace Reserve.Engine.Tests.Feel;

/// <summary>What the text shows to be wrong before it is evaluated, and that an editor can underline it.</summary>
public sealed class CheckTests
{
    private static readonly string[] Names = ["возраст", "стаж работы", "Кандидаты", "f"];

    [Theory]
    [InlineData("возраст + стож работы", "1:11: нет переменной «стож работы»; есть «стаж работы»")]
    [InlineData("1 +\n  возрст * 2", "2:3: нет переменной «возрст»; есть «возраст»")]
    [InlineData("кандидаты", "1:1: нет переменной «кандидаты»; есть «Кандидаты»")]
    [InlineData("совсем другое", "1:1: нет переменной «совсем другое»")]
    [InlineData("for i in 1..3 return j", "1:22: нет переменной «j»")]
    [InlineData("{a: 1, b: a + в}", "1:15: нет переменной «в»")]
    [InlineData("[1, 2][itme > 1]", "1:8: нет переменной «itme»; есть «item»")]
    [InlineData("[{балл: 1}][бал > 1]", "1:13: нет переменной «бал»; есть «балл»")]
    [InlineData("cuont(Кандидаты)", "1:1: нет функции «cuont»; есть «count»")]
    [InlineData("string lenght(\"а\")", "1:1: нет функции «string lenght»; есть «string length»")]
    [InlineData("count(1, 2)", "1:1: нет вызова «count» с числом аргументов 2; есть count(list)")]
    [InlineData("date(2026, 1)", "1:1: нет вызова «date» с числом аргументов 2; есть date(from), date(year, month, day)")]
    [InlineData(
        "contains(string: \"а\", mach: \"б\")",
        "1:1: нет вызова «contains» с аргументами «string», «mach»; есть contains(string, match)"
    )]
    [InlineData("{g: function(x) x, h: g(1, 2)}", "1:23: функции «g» нужно аргументов: 1, дано: 2")]
    [InlineData("(function(x) x)()", "1:2: функции «function» нужно аргументов: 1, дано: 0")]
    [InlineData("возраст instance of numbr", "1:21: неизвестный тип «numbr»")]
    [InlineData("@\"вчера\"", "1:1: за @ стоит не дата, не время и не длительность")]
    public void A_name_that_nobody_gives_or_a_call_that_no_form_takes_is_found(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(Check(text)).ToString());

    [Theory]
    [InlineData("возраст + стаж  работы")]
    [InlineData("f(1, 2, 3)")]
    [InlineData("for x in Кандидаты, y in x.оценки return x.имя + y + string(partial)")]
    [InlineData("some x in Кандидаты satisfies x > возраст")]
    [InlineData("Кандидаты[балл > 3 and item.имя = \"Анна\"]")]
    [InlineData("{n: 1, fact: function(n) if n = 0 then 1 else n * fact(n - 1), r: fact(n)}")]
    [InlineData("sort(Кандидаты, function(a, b) a < b)")]
    [InlineData("max(1, 2, 3) + sum([1])")]
    [InlineData("string join(list: [\"а\"], delimiter: \", \")")]
    [InlineData("(function(x) external {java: {class: \"a\"}})(1)")]
    public void Names_of_the_scope_and_of_the_expression_itself_are_known(string text) => Assert.Empty(Check(text));

    [Fact]
    public void In_a_cell_the_input_is_known() =>
        Assert.Empty(FeelCheck.Check(FeelExpression.ParseUnaryTests("< возраст, ? > 5", Names).Expression!, Names));

    [Fact]
    public void Several_findings_come_in_the_order_of_the_text() =>
        Assert.Equal(
            ["нету", "и этого", "cuont"],
            Check("нету + [и  этого, cuont(1)]").Select(finding => finding.Found.Replace("  ", " ", StringComparison.Ordinal))
        );

    [Fact]
    public void A_hundred_findings_are_enough() =>
        Assert.Equal(100, Check($"[{string.Join(", ", Enumerable.Range(0, 5_000).Select(i => $"нет{i}"))}]").Count);

    [Theory]
    [InlineData("нету +\n (и  этого * cuont(1)) - @\"x\"")]
    [InlineData("1 25")]
    [InlineData("f(1, 2 +, 3 *) + {a: , b: 2 ]}")]
    [InlineData("f(1, имя : 2)")]
    [InlineData("(1   🐎)")]
    [InlineData("if 1 then   ")]
    public void A_finding_stands_where_its_words_stand_in_the_text(string text)
    {
        var parsed = FeelExpression.Parse(text);
        var findings = parsed.Expression is { } expression ? FeelCheck.Check(expression, []) : parsed.Diagnostics;
        Assert.NotEmpty(findings);
        Assert.All(
            findings,
            finding =>
            {
                var line = text.Split('\n')[finding.Line - 1];
                Assert.Equal(finding.Length == 0 ? "" : finding.Found, line.Substring(finding.Column - 1, finding.Length));
            }
        );
    }

    private static IReadOnlyList<FeelDiagnostic> Check(string text)
    {
        var parsed = FeelExpression.Parse(text, Names);
        Assert.True(parsed.Ok, string.Join("; ", parsed.Diagnostics));
        return FeelCheck.Check(parsed.Expression!, Names);
    }
}
