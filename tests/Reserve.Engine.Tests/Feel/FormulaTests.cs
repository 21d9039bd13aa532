using System.Text.Json;
using Reserve.Engine.Feel;
using Reserve.Engine.Feel.Analysis;

namespace Reserve.Engine.Tests.Feel;

/// <summary>The ways in which other parts use expressions: variables by place, JSON, analysis.</summary>
public sealed class FormulaTests
{
    [Fact]
    public void Variables_by_place_give_the_same_as_by_name()
    {
        var formula = FeelExpression.Parse("(b - a) * c", ["a", "b", "c"]).Expression!.Bind(["a", "b", "лишнее", "c"]);
        Assert.Equal(
            "20",
            formula.Evaluate([FeelValue.From(1), FeelValue.From(5), FeelValue.Null, FeelValue.From(5)], Formula.Options).ToString()
        );
    }

    [Fact]
    public void Plain_arithmetic_allocates_nothing()
    {
        var formula = FeelExpression.Parse("if c = 0 then 0 else (a + b) / c * 100 - a * 0.5").Expression!.Bind(["c", "a", "b"]);
        FeelValue[] values = [FeelValue.From(3), FeelValue.From(1.25m), FeelValue.From(2)];
        formula.Evaluate(values, Formula.Options);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            formula.Evaluate(values, Formula.Options);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Places_that_are_not_given_are_null()
    {
        var warnings = new List<FeelWarning>();
        Assert.True(
            FeelExpression.Parse("a + b").Expression!.Bind(["a", "b"]).Evaluate([FeelValue.From(1)], Formula.Options, warnings).IsNull
        );
        Assert.Single(warnings);
    }

    [Fact]
    public void One_expression_serves_many_threads()
    {
        var formula = FeelExpression.Parse("sum(for i in 1..n return i * i)").Expression!.Bind(["n"]);
        Parallel.For(
            0,
            200,
            n => Assert.Equal(n * (n + 1) * (2 * n + 1) / 6, n == 0 ? 0 : formula.Evaluate([FeelValue.From(n)], Formula.Options).AsInt64())
        );
    }

    [Theory]
    [InlineData("a + b * a", "a,b")]
    [InlineData("for i in xs return i + k", "xs,k")]
    [InlineData("школы[учеников > порог]", "школы")]
    [InlineData("{x: y, z: x + 1}", "y")]
    [InlineData("(function(a) a + b)(c)", "b,c")]
    [InlineData("sum(xs) + today().year", "xs")]
    public void The_variables_which_an_expression_reads_are_known(string text, string expected) =>
        Assert.Equal(expected, string.Join(',', FeelExpression.Parse(text).Expression!.FreeVariables));

    [Theory]
    [InlineData("a + 1", "number")]
    [InlineData("d - d", "days and time duration")]
    [InlineData("d + @\"P1M\"", "date")]
    [InlineData("a > 1 and b", "boolean")]
    [InlineData("[1, 2]", "list<number>")]
    [InlineData("for i in 1..3 return string(i)", "list<string>")]
    [InlineData("[{n: 1}][n > 0].n", "list<number>")]
    [InlineData("{n: 1, t: \"а\"}.t", "string")]
    [InlineData("if a > 1 then 1 else null", "number")]
    [InlineData("if a > 1 then 1 else \"а\"", "Any")]
    [InlineData("неизвестное", "Any")]
    [InlineData("round half up(a, 2)", "number")]
    public void The_type_of_a_result_is_known_where_the_text_tells_it(string text, string expected) =>
        Assert.Equal(
            expected,
            FeelExpression
                .Parse(text)
                .Expression!.InferType(
                    new Dictionary<string, FeelType>
                    {
                        ["a"] = FeelType.Number,
                        ["b"] = FeelType.Boolean,
                        ["d"] = FeelType.Date,
                    }
                )
                .ToString()
        );

    [Theory]
    [InlineData("учителя / ученики * 100", "чел/чел2", 0)]
    [InlineData("расходы / ученики", "руб/чел2", 0)]
    [InlineData("учителя + 1", "чел", 0)]
    [InlineData("round half up(sum(учителя, учителя), 0)", "чел", 0)]
    [InlineData("учителя + расходы", "чел", 1)]
    [InlineData("if учителя > расходы then учителя else расходы", "чел", 2)]
    [InlineData("неизвестное * учителя", null, 0)]
    public void Units_are_followed_through_a_formula(string text, string? unit, int problems)
    {
        var report = FeelExpression
            .Parse(text)
            .Expression!.CheckUnits(
                new Dictionary<string, FeelUnit>
                {
                    ["учителя"] = FeelUnit.Parse("чел"),
                    ["ученики"] = FeelUnit.Parse("чел2"),
                    ["расходы"] = FeelUnit.Parse("руб"),
                }
            );
        Assert.Equal(unit, report.Unit?.ToString());
        Assert.Equal(problems, report.Problems.Count);
    }

    [Fact]
    public void The_catalogue_names_every_function_with_its_parameters()
    {
        var substring = Assert.Single(FeelCatalog.Functions, function => function.Name == "substring");
        Assert.Equal("string, start position, length?", Assert.Single(substring.Forms));
        Assert.True(FeelCatalog.Functions.Count > 80);
    }

    [Theory]
    [InlineData("""{"имя":"Анна","n":1.50,"list":[true,null,"x"]}""", """{"имя":"Анна","n":1.5,"list":[true,null,"x"]}""")]
    [InlineData("12345678901234567890.123456789", "12345678901234567890.123456789")]
    public void Plain_json_is_read_and_written(string json, string expected)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal(expected, FeelJson.ToText(FeelJson.Read(document.RootElement)));
    }

    [Theory]
    [InlineData("@\"2024-01-01\"")]
    [InlineData("@\"10:00:00.5+05:00\"")]
    [InlineData("@\"2024-01-01T10:00:00@Europe/Moscow\"")]
    [InlineData("@\"P1DT2H\"")]
    [InlineData("@\"-P1Y2M\"")]
    [InlineData("[1..5)")]
    [InlineData("(>= @\"2024-01-01\")")]
    [InlineData("{\"$feel\": \"date\", value: [1, @\"P1D\", {a: null}]}")]
    [InlineData("1/3")]
    public void Exact_json_keeps_every_kind_of_value(string text)
    {
        var value = Formula.Result(text).Value;
        using var document = JsonDocument.Parse(FeelJson.ToExactText(value));
        Assert.Equal(value, FeelJson.ReadExact(document.RootElement));
    }
}
