using Reserve.Engine.Dmn;
using Reserve.Engine.Feel;
using static Reserve.Engine.Tests.Dmn.DmnXmlText;

namespace Reserve.Engine.Tests.Dmn;

/// <summary>What other tools write and DMN does not mean so is mended or refused by name.</summary>
public sealed class RefusedByNameTests
{
    private static DmnReadResult Read(string content) => DmnReader.Read(Definitions(content));

    private static IReadOnlyList<DmnDiagnostic> Lint(DmnReadResult read) => [.. read.Diagnostics, .. DmnLint.Check(read.Model!)];

    [Fact]
    public void A_result_outside_the_output_values_is_null_with_the_reason_and_found_by_lint()
    {
        var table = Table("F", ["x"], [Output(values: "\"y\",\"n\"")], ["> 0", "\"maybe\""], ["-", "\"n\""]);
        var read = Read(Input("x", "number") + Decision("T", table, ["x"]));
        var found = Assert.Single(Lint(read), one => one.Code == "output-not-allowed");
        Assert.Equal(DmnSeverity.Error, found.Severity);
        Assert.Contains("maybe", found.Message, StringComparison.Ordinal);
        var result = read.Model!.Evaluate("T", FeelContext.Of(("x", FeelValue.From(1))), Options);
        Assert.True(result.Value.IsNull);
        Assert.Contains(result.Warnings, warning => warning.Message.Contains("не из допустимых", StringComparison.Ordinal));
        Assert.Equal("\"n\"", read.Model.Value("T", ("x", FeelValue.From(-1))));
    }

    [Fact]
    public void Computed_results_defaults_and_lists_of_hits_are_held_to_the_output_values_too()
    {
        var model = Model(
            Input("x")
                + Decision("Computed", Table("U", ["x"], [Output("o", "\"a\",\"b\"")], ["-", "x"]), ["x"])
                + Decision("All", Table("C", ["x"], [Output(values: "\"a\",\"b\"")], ["-", "x"], ["-", "\"a\""]), ["x"])
        );
        Assert.Equal("\"b\"", model.Value("Computed", ("x", FeelValue.From("b"))));
        Assert.Equal("null", model.Value("Computed", ("x", FeelValue.From("c"))));
        Assert.Equal("[null, \"a\"]", model.Value("All", ("x", FeelValue.From("c"))));
        var otherwise = Read(Input("x") + Decision("D", Table("U", ["x"], [Output(values: "1,2", otherwise: "3")], ["> 0", "1"]), ["x"]));
        Assert.Contains(Lint(otherwise), one => one.Code == "output-not-allowed");
        Assert.Equal("null", otherwise.Model!.Value("D", ("x", FeelValue.From(-1))));
    }

    [Theory]
    [InlineData("https://www.omg.org/spec/DMN/20240513/B-FEEL/", "B-FEEL")]
    [InlineData("http://www.w3.org/1999/XPath", "XPath")]
    [InlineData("juel", "juel")]
    public void Another_language_of_one_expression_or_of_the_file_is_refused_by_name(string language, string named)
    {
        var own = Read(
            Decision("D", $"<literalExpression expressionLanguage=\"{language}\"><text>1 + 1</text></literalExpression>")
                + Decision("E", Literal("2"))
        );
        Assert.Contains(named, Assert.Single(own.Diagnostics).Message, StringComparison.Ordinal);
        Assert.True(own.Model!.Evaluate("D", FeelContext.Empty, Options).Value.IsNull);
        Assert.Equal("2", own.Model.Value("E"));

        var whole = DmnReader.Read(
            Definitions(
                    Decision("D", Literal("\"a\" = 1"))
                        + Decision(
                            "F",
                            "<literalExpression expressionLanguage=\"https://www.omg.org/spec/DMN/20230324/FEEL/\">"
                                + "<text>3</text></literalExpression>"
                        )
                )
                .Replace("id=\"m\"", $"id=\"m\" expressionLanguage=\"{language}\"", StringComparison.Ordinal)
        );
        Assert.False(whole.Ok);
        Assert.Contains(named, Assert.Single(whole.Diagnostics).Message, StringComparison.Ordinal);
        Assert.Equal("3", whole.Model!.Value("F"));
    }

    [Fact]
    public void Types_and_undeclared_names_of_a_table_from_Camunda_7_are_read_and_told()
    {
        const string table = """
            <decisionTable><input><inputExpression typeRef="integer"><text>years</text></inputExpression></input>
            <input><inputExpression typeRef="string"><text>category</text></inputExpression></input><output name="fee" typeRef="double"/>
            <rule><inputEntry><text>&lt; 5</text></inputEntry><inputEntry><text></text></inputEntry><outputEntry>
            <text>1.5</text></outputEntry></rule>
            <rule><inputEntry><text>[5..20]</text></inputEntry><inputEntry><text>"highest"</text></inputEntry><outputEntry>
            <text>years / 2</text></outputEntry></rule></decisionTable>
            """;
        var read = Read(Decision("Fee", table));
        Assert.True(read.Ok, string.Join('\n', read.Diagnostics));
        Assert.Equal(["double", "integer"], Named("foreign-type"));
        Assert.Equal(["category", "years"], Named("undeclared-name"));
        Assert.Equal(["years", "category"], read.Model!.InputsOf("Fee").Select(input => input.Name));
        Assert.Equal("1.5", read.Model.Value("Fee", ("years", FeelValue.From(3))));
        Assert.Equal("4", read.Model.Value("Fee", ("years", FeelValue.From(8)), ("category", FeelValue.From("highest"))));

        IEnumerable<string> Named(string code) =>
            read.Diagnostics.Where(one => one.Code == code).Select(one => one.Message.Split('«', '»')[1]).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void A_mistyped_name_is_told_with_the_name_that_was_meant()
    {
        var read = Read(Input("стаж") + Decision("D", Literal("стажж + 1"), ["стаж"]));
        Assert.Contains("может быть, «стаж»", Assert.Single(read.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_declared_and_not_required_is_an_error()
    {
        var read = Read(Input("a") + Input("b") + Decision("D", Literal("a + b"), ["a"]));
        var found = Assert.Single(read.Diagnostics);
        Assert.Equal((DmnSeverity.Error, "not-required"), (found.Severity, found.Code));
        Assert.Contains("«b»", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_an_expression_makes_itself_are_not_undeclared()
    {
        var read = Read(
            Input("rows")
                + Decision(
                    "D",
                    Literal("for r in rows return if some x in [1] satisfies x = r.n then function(p) p + r.n else {k: 1, l: k}.l"),
                    ["rows"]
                )
                + Decision("E", Literal("count(rows[n > 1])"), ["rows"])
        );
        Assert.DoesNotContain(read.Diagnostics, one => one.Severity == DmnSeverity.Error);
        Assert.DoesNotContain(
            read.Diagnostics,
            one => one.Code == "undeclared-name" && !one.Message.Contains("«n»", StringComparison.Ordinal)
        );
    }
}
