using Reserve.Engine.Feel;
using Reserve.Engine.Feel.Analysis;

namespace Reserve.Engine.Tests.Feel;

/// <summary>The functions of FEEL that count working days.</summary>
public sealed class WorkingFunctionTests
{
    [Theory]
    [InlineData("""add working days(@"2026-03-02", 10)""", "@\"2026-03-17\"")]
    [InlineData("""add working days(date: @"2026-03-02", n: 10)""", "@\"2026-03-17\"")]
    [InlineData("""add working days(n: 1, date: @"2026-03-19", territory: "RU.02")""", "@\"2026-03-23\"")]
    [InlineData("""add working days(@"2026-03-19", 1, "RU.02.11")""", "@\"2026-03-23\"")]
    [InlineData("""add working days(@"2026-03-19", 1, null)""", "@\"2026-03-20\"")]
    [InlineData("""add working days(@"2026-03-17", -10)""", "@\"2026-03-02\"")]
    [InlineData("""add working days(@"2026-03-08", -1)""", "@\"2026-03-06\"")]
    [InlineData("""add working days(@"2026-03-08", 0)""", "@\"2026-03-08\"")]
    [InlineData("""add working days(@"2026-04-30T16:45:00+05:00", 1)""", "@\"2026-05-04T16:45:00+05:00\"")]
    [InlineData("""working days between(@"2026-03-02", @"2026-03-17")""", "10")]
    [InlineData("""working days between(from: @"2026-03-17", to: @"2026-03-02")""", "-10")]
    [InlineData("""working days between(@"2026-03-02", @"2026-03-02")""", "0")]
    [InlineData("""working days between(@"2026-03-02T23:00:00Z", @"2026-03-03T01:00:00Z")""", "1")]
    [InlineData("""is working day(@"2024-04-27")""", "true")]
    [InlineData("""is working day(@"2026-05-09")""", "false")]
    [InlineData("""is working day(date: @"2026-05-27", territory: "RU.16")""", "false")]
    [InlineData("""for d in @"2026-03-06"..@"2026-03-10" return is working day(d)""", "[true, false, false, false, true]")]
    [InlineData("""if working days between(@"2026-05-01", @"2026-05-12") between 5 and 6 then "да" else "нет" """, "\"да\"")]
    public void Working_days_are_counted_by_the_calendar(string text, string expected) => Assert.Equal(expected, Value(text).ToString());

    [Theory]
    [InlineData("""add working days(@"2027-12-20", 20)""", "add working days: нет производственного календаря на 2028 год")]
    [InlineData("""add working days(@"2022-01-05", -2)""", "add working days: нет производственного календаря на 2021 год")]
    [InlineData(
        """working days between(@"2019-01-01", @"2026-01-01")""",
        "working days between: нет производственного календаря на 2019 год"
    )]
    [InlineData("""is working day(@"2031-01-01")""", "is working day: нет производственного календаря на 2031 год")]
    [InlineData("""is working day(date(12000, 1, 1))""", "is working day: нет производственного календаря на 12000 год")]
    [InlineData("""is working day(@"2026-01-01", "KZ")""", "is working day: нет календаря для территории «KZ»")]
    [InlineData("""is working day("2026-01-01")""", "is working day: строка вместо даты")]
    [InlineData("""is working day(null)""", "is working day: аргумент «date» — null")]
    [InlineData("""add working days(@"2026-03-02", 1.5)""", "add working days: 1.5 — не целое число дней")]
    [InlineData("""add working days(@"2026-03-02")""", "add working days: неверное число или имена аргументов")]
    [InlineData("""add working days(@"2026-03-02", 1, 74)""", "add working days: аргумент «territory»: число не подходит к типу string")]
    public void What_cannot_be_counted_is_null_with_a_reason(string text, string reason)
    {
        var result = Result(text, Formula.Options);
        Assert.True(result.Value.IsNull);
        Assert.Equal(reason, Assert.Single(result.Warnings).Message);
    }

    [Fact]
    public void Without_a_calendar_nothing_is_guessed() =>
        Assert.Equal(
            "is working day: здесь нет производственного календаря",
            Assert.Single(Result("""is working day(@"2026-03-02")""", Formula.Options with { Calendar = null }).Warnings).Message
        );

    [Fact]
    public void The_territory_of_the_evaluation_is_meant_where_none_is_named()
    {
        var bashkortostan = Formula.Options with { Territory = "RU.02" };
        Assert.Equal("false", Result("""is working day(@"2026-05-27")""", bashkortostan).Value.ToString());
        Assert.Equal("true", Result("""is working day(@"2026-05-27", "RU.74")""", bashkortostan).Value.ToString());
    }

    [Fact]
    public void Editors_know_the_functions_and_their_types()
    {
        Assert.Equal(["from, to, territory?"], FeelCatalog.Functions.Single(function => function.Name == "working days between").Forms);
        Assert.Equal(FeelType.Number, Type("""working days between(@"2026-03-02", @"2026-03-17")"""));
        Assert.Equal(FeelType.Boolean, Type("""is working day(@"2026-03-02")"""));
    }

    private static FeelType Type(string text) => FeelExpression.Parse(text).Expression!.InferType();

    private static FeelValue Value(string text)
    {
        var result = Result(text, Formula.Options);
        Assert.Empty(result.Warnings);
        return result.Value;
    }

    private static FeelResult Result(string text, FeelOptions options)
    {
        var parsed = FeelExpression.Parse(text);
        Assert.True(parsed.Ok, string.Join("; ", parsed.Diagnostics));
        return parsed.Expression!.Evaluate(FeelContext.Empty, options);
    }
}
