using Reserve.Engine.Dmn;
using Reserve.Engine.Feel;
using static Reserve.Engine.Tests.Dmn.DmnXmlText;

namespace Reserve.Engine.Tests.Dmn;

public sealed class HitPolicyTests
{
    [Theory]
    [InlineData(95, "\"приоритет\"")]
    [InlineData(90, "\"приоритет\"")]
    [InlineData(89.5, "\"запас\"")]
    [InlineData(10, "\"риск\"")]
    public void Unique_gives_the_only_matching_rule(double score, string expected) =>
        Assert.Equal(expected, Zones("UNIQUE").Value("Зона", ("балл", FeelValue.From((decimal)score))));

    [Fact]
    public void Unique_with_two_matching_rules_gives_null_and_names_them()
    {
        var model = Scored("UNIQUE", Output(), ["> 10", "1"], ["> 20", "2"]);
        var result = model.Evaluate("Р", FeelContext.Of(("x", FeelValue.From(30))), Options);
        Assert.True(result.Value.IsNull);
        Assert.Contains(result.Warnings, warning => warning.Message.Contains("1, 2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1", "1", "1")]
    [InlineData("1", "2", "null")]
    public void Any_needs_equal_outputs(string first, string second, string expected) =>
        Assert.Equal(expected, Scored("ANY", Output(), ["> 10", first], ["> 20", second]).Value("Р", ("x", FeelValue.From(30))));

    [Fact]
    public void First_gives_the_first_in_the_table() =>
        Assert.Equal(
            "\"b\"",
            Scored("FIRST", Output(), ["> 100", "\"a\""], ["> 10", "\"b\""], ["> 20", "\"c\""]).Value("Р", ("x", FeelValue.From(30)))
        );

    [Fact]
    public void Priority_follows_the_order_of_output_values() =>
        Assert.Equal(
            "\"high\"",
            Scored("PRIORITY", Output(values: "\"high\", \"low\""), ["> 10", "\"low\""], ["> 20", "\"high\""])
                .Value("Р", ("x", FeelValue.From(30)))
        );

    [Fact]
    public void Priority_of_several_outputs_is_compared_column_by_column()
    {
        var model = Model(
            Input("x")
                + Decision(
                    "Р",
                    Table(
                        "PRIORITY",
                        ["x"],
                        [Output("a", "1, 2"), Output("b", "\"p\", \"q\"")],
                        ["-", "1", "\"q\""],
                        ["-", "2", "\"p\""],
                        ["-", "1", "\"p\""]
                    ),
                    ["x"]
                )
        );
        Assert.Equal("{a: 1, b: \"p\"}", model.Value("Р", ("x", FeelValue.From(0))));
    }

    [Fact]
    public void Rule_order_lists_outputs_in_the_order_of_rules() =>
        Assert.Equal(
            "[\"low\", \"high\"]",
            Scored("RULE ORDER", Output(values: "\"high\", \"low\""), ["> 10", "\"low\""], ["> 20", "\"high\""])
                .Value("Р", ("x", FeelValue.From(30)))
        );

    [Fact]
    public void Output_order_lists_outputs_in_the_order_of_priority() =>
        Assert.Equal(
            "[\"high\", \"low\"]",
            Scored("OUTPUT ORDER", Output(values: "\"high\", \"low\""), ["> 10", "\"low\""], ["> 20", "\"high\""])
                .Value("Р", ("x", FeelValue.From(30)))
        );

    [Theory]
    [InlineData("COLLECT", "[3, 5, 5]")]
    [InlineData("COLLECT+", "13")]
    [InlineData("COLLECT<", "3")]
    [InlineData("COLLECT>", "5")]
    [InlineData("COLLECT#", "3")]
    public void Collect_puts_outputs_together(string policy, string expected) =>
        Assert.Equal(
            expected,
            Scored(policy, Output(), ["> 10", "3"], ["> 20", "5"], ["> 25", "5"], ["> 90", "100"]).Value("Р", ("x", FeelValue.From(30)))
        );

    [Theory]
    [InlineData("COLLECT", "[]")]
    [InlineData("COLLECT#", "0")]
    [InlineData("COLLECT+", "null")]
    [InlineData("RULE ORDER", "[]")]
    [InlineData("UNIQUE", "null")]
    [InlineData("FIRST", "null")]
    public void Without_a_matching_rule(string policy, string expected) =>
        Assert.Equal(expected, Scored(policy, Output(), ["> 10", "3"]).Value("Р", ("x", FeelValue.From(5))));

    [Fact]
    public void The_default_is_given_when_no_rule_matches()
    {
        var model = Model(
            Input("x")
                + Decision(
                    "Р",
                    Table("UNIQUE", ["x"], [Output("a", otherwise: "\"нет\""), Output("b", otherwise: "1 + 1")], ["> 10", "\"да\"", "1"]),
                    ["x"]
                )
        );
        Assert.Equal("{a: \"нет\", b: 2}", model.Value("Р", ("x", FeelValue.From(5))));
        Assert.Equal("{a: \"да\", b: 1}", model.Value("Р", ("x", FeelValue.From(15))));
    }

    [Fact]
    public void An_aggregation_over_several_outputs_is_an_error()
    {
        var read = DmnReader.Read(
            Definitions(Input("x") + Decision("Р", Table("COLLECT+", ["x"], [Output("a"), Output("b")], ["-", "1", "2"]), ["x"]))
        );
        Assert.Contains(read.Diagnostics, diagnostic => diagnostic.Code == "aggregation");
    }

    [Fact]
    public void An_input_outside_its_allowed_values_gives_null()
    {
        var table = Table("UNIQUE", ["x"], [Output()], ["-", "1"])
            .Replace("</inputExpression>", "</inputExpression><inputValues><text>[0..100]</text></inputValues>", StringComparison.Ordinal);
        var model = Model(Input("x") + Decision("Р", table, ["x"]));
        Assert.Equal("1", model.Value("Р", ("x", FeelValue.From(50))));
        var result = model.Evaluate("Р", FeelContext.Of(("x", FeelValue.From(500))), Options);
        Assert.True(result.Value.IsNull);
        Assert.Contains(result.Warnings, warning => warning.Message.Contains("допустимых", StringComparison.Ordinal));
    }

    [Fact]
    public void The_explanation_tells_the_rule_in_the_words_of_the_table()
    {
        var result = Zones("UNIQUE").Evaluate("Зона", FeelContext.Of(("балл", FeelValue.From(25))), Options);
        var table = Assert.Single(result.Explanation.Tables);
        Assert.Equal("U", table.HitPolicy);
        Assert.Equal([new ExplainedCell("балл", "25")], table.Inputs);
        var rule = Assert.Single(table.Rules);
        Assert.Equal(3, rule.Number);
        Assert.Equal("r3", rule.Id);
        Assert.Equal([new ExplainedCell("балл", "< 30")], rule.Conditions);
        Assert.Equal(["\"риск\""], table.Results);
        Assert.Equal("«Зона», правило 3: балл: < 30 → \"риск\"; здесь балл = 25.", result.Explanation.ToString());
        var json = System.Text.Json.JsonSerializer.Serialize(result.Explanation);
        Assert.Equal(
            json,
            System.Text.Json.JsonSerializer.Serialize(System.Text.Json.JsonSerializer.Deserialize<DecisionExplanation>(json))
        );
    }

    private static DmnModel Zones(string policy) =>
        Model(
            Input("балл", "number")
                + Decision(
                    "Зона",
                    Table(
                        policy,
                        ["балл"],
                        [Output(values: "\"приоритет\", \"запас\", \"риск\"")],
                        [">= 90", "\"приоритет\""],
                        ["[30..90)", "\"запас\""],
                        ["< 30", "\"риск\""]
                    ),
                    ["балл"]
                )
        );

    private static DmnModel Scored(string policy, string output, params string[][] rules) =>
        Model(Input("x") + Decision("Р", Table(policy, ["x"], [output], rules), ["x"]));
}
