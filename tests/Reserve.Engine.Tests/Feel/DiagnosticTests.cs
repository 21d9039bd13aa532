using Reserve.Engine.Feel;

namespace Reserve.Engine.Tests.Feel;

/// <summary>What an author is told: faults of syntax with their place, and why a value is null.</summary>
public sealed class DiagnosticTests
{
    [Fact]
    public void A_fault_tells_line_column_what_was_found_and_what_was_expected()
    {
        var fault = Assert.Single(Formula.Faults("1 +\n (2 * 3"));
        Assert.Equal((2, 8), (fault.Line, fault.Column));
        Assert.Equal("конец текста", fault.Found);
        Assert.Equal(")", fault.Expected);
    }

    [Fact]
    public void Several_faults_are_told_at_once()
    {
        var faults = Formula.Faults("f(1, 2 +, 3 *) + {a: , b: 2 ]}");
        Assert.Equal([9, 14, 22, 29], faults.Select(fault => fault.Column));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 +")]
    [InlineData("if 1 then 2")]
    [InlineData("for x return 1")]
    [InlineData("\"не закрыта")]
    [InlineData("1 2")]
    [InlineData("[1, 2")]
    [InlineData("{a 1}")]
    [InlineData("1 /* не закрыт")]
    [InlineData("5x")]
    [InlineData("x instance of")]
    [InlineData("f(a: 1, 2)")]
    public void Wrong_text_is_a_diagnostic_and_never_an_exception(string text) => Assert.NotEmpty(Formula.Faults(text));

    [Theory]
    [InlineData("1 + \"а\"", "1:3: действие «+» не определено для число и строка")]
    [InlineData("1 +\n неизвестное", "2:2: переменная «неизвестное» не задана")]
    [InlineData("10 / 0", "1:4: деление на ноль")]
    [InlineData("date(\"вчера\")", "1:1: date: «вчера» — не дата")]
    [InlineData("abs(\"1\")", "1:1: abs: строка вместо числа или длительности")]
    [InlineData("sqrt(true)", "1:1: sqrt: аргумент «number»: логическое не подходит к типу number")]
    [InlineData("{a: 1}.b", "1:7: у значения вида контекст нет «b»")]
    [InlineData("[1][2]", "1:4: в списке из 1 элементов нет номера 2")]
    [InlineData("(function(x) external {})(1)", "1:2: внешние функции (Java, PMML) не выполняются")]
    public void A_null_says_why_and_where(string text, string expected)
    {
        var result = Formula.Result(text);
        Assert.True(result.Value.IsNull);
        Assert.Equal(expected, result.Warnings[0].ToString());
    }

    [Fact]
    public void A_value_without_trouble_has_no_warnings() => Assert.Empty(Formula.Result("for i in 1..3 return i ** 2").Warnings);

    [Fact]
    public void Warnings_are_counted_out_so_that_a_long_list_does_not_flood() =>
        Assert.Equal(100, Formula.Result("for i in 1..1000 return i + null").Warnings.Count);

    [Fact]
    public void A_host_function_that_warns_is_heard()
    {
        var function = FeelFunction.Create(
            "порог",
            [new FeelParameter("x", FeelType.Number)],
            (_, call) =>
            {
                call.Warn("нет порога");
                return FeelValue.Null;
            }
        );
        var result = FeelExpression
            .Parse("порог(5)", ["порог"])
            .Expression!.Evaluate(FeelContext.Of(("порог", FeelValue.From(function))), Formula.Options);
        Assert.Equal("1:1: нет порога", Assert.Single(result.Warnings).ToString());
    }
}
