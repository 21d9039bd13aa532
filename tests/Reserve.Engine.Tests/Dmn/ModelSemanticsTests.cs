using Reserve.Engine.Dmn;
using Reserve.Engine.Feel;
using static Reserve.Engine.Tests.Dmn.DmnXmlText;

namespace Reserve.Engine.Tests.Dmn;

/// <summary>What the standard says of models beyond single expressions (DMN 1.5, chapters 6 to 8 and 10.4).</summary>
public sealed class ModelSemanticsTests
{
    private const string Types = """
        <itemDefinition name="tLevel"><typeRef>string</typeRef><allowedValues><text>"high", "low"</text></allowedValues></itemDefinition>
        <itemDefinition name="tLevels" isCollection="true"><typeRef>tLevel</typeRef></itemDefinition>
        <itemDefinition name="tOwn"><typeRef>tLevel</typeRef></itemDefinition>
        <itemDefinition name="tPeriod"><itemComponent name="first day"><typeRef>date</typeRef></itemComponent>
        <itemComponent name="last day"><typeRef>date</typeRef></itemComponent>
          <typeConstraint><text>?.first day &lt;= ?.last day</text></typeConstraint></itemDefinition>
        <itemDefinition name="tScale"><functionItem outputTypeRef="number">
        <parameters name="x" typeRef="number"/></functionItem></itemDefinition>
        """;

    [Theory]
    [InlineData("<for iteratorVariable=\"x\"><in>{0}</in><return>{1}</return></for>", "(1..4)", "x * 2", "[4, 6]")]
    [InlineData(
        "<for iteratorVariable=\"x\"><in>{0}</in><return>{1}</return></for>",
        "[@\"2026-01-30\"..@\"2026-02-01\"]",
        "x.day",
        "[30, 31, 1]"
    )]
    [InlineData("<for iteratorVariable=\"x\"><in>{0}</in><return>{1}</return></for>", "[\"a\"..\"c\"]", "x", "null")]
    [InlineData("<for iteratorVariable=\"x\"><in>{0}</in><return>{1}</return></for>", "null", "x", "null")]
    [InlineData("<for iteratorVariable=\"x\"><in>{0}</in><return>{1}</return></for>", "7", "x", "[7]")]
    [InlineData("<some iteratorVariable=\"x\"><in>{0}</in><satisfies>{1}</satisfies></some>", "[1..3]", "x = 2", "true")]
    [InlineData("<every iteratorVariable=\"x\"><in>{0}</in><satisfies>{1}</satisfies></every>", "[1, null]", "x > 0", "null")]
    [InlineData("<filter><in>{0}</in><match>{1}</match></filter>", "5", "item > 3", "[5]")]
    public void Boxed_iterators_run_over_what_the_loops_of_FEEL_run_over(string boxed, string over, string body, string expected) =>
        Assert.Equal(
            expected,
            Model(Decision("Р", string.Format(System.Globalization.CultureInfo.InvariantCulture, boxed, Literal(over), Literal(body))))
                .Value("Р")
        );

    [Theory]
    [InlineData("PRIORITY", "\"high\"")]
    [InlineData("OUTPUT ORDER", "[\"high\", \"low\"]")]
    public void Without_output_values_the_allowed_values_of_the_column_s_type_give_the_priority(string policy, string expected)
    {
        var output = Output().Replace("<output", "<output typeRef=\"tOwn\"", StringComparison.Ordinal);
        Assert.Equal(
            expected,
            Model(Types + Input("x") + Decision("Р", Table(policy, ["x"], [output], ["> 10", "\"low\""], ["> 20", "\"high\""]), ["x"]))
                .Value("Р", ("x", FeelValue.From(30)))
        );
    }

    [Theory]
    [InlineData("OUTPUT ORDER", "[{a: 1, b: \"q\"}, {a: 2, b: \"p\"}]")]
    [InlineData("RULE ORDER", "[{a: 2, b: \"p\"}, {a: 1, b: \"q\"}]")]
    [InlineData("COLLECT", "[{a: 2, b: \"p\"}, {a: 1, b: \"q\"}]")]
    public void Several_outputs_give_a_context_for_each_rule(string policy, string expected) =>
        Assert.Equal(
            expected,
            Model(
                    Input("x")
                        + Decision(
                            "Р",
                            Table(
                                policy,
                                ["x"],
                                [Output("a", "1, 2"), Output("b", "\"p\", \"q\"")],
                                ["-", "2", "\"p\""],
                                ["-", "1", "\"q\""]
                            ),
                            ["x"]
                        )
                )
                .Value("Р", ("x", FeelValue.From(0)))
        );

    [Theory]
    [InlineData("COLLECT<", "@\"2026-01-01\"")]
    [InlineData("COLLECT>", "@\"2026-03-01\"")]
    public void Collect_takes_the_least_or_the_greatest_of_whatever_has_an_order(string policy, string expected) =>
        Assert.Equal(
            expected,
            Model(Input("x") + Decision("Р", Table(policy, ["x"], [Output()], ["-", "@\"2026-03-01\""], ["-", "@\"2026-01-01\""]), ["x"]))
                .Value("Р", ("x", FeelValue.From(0)))
        );

    [Theory]
    [InlineData("tLevel", "\"high\"", "\"high\"")]
    [InlineData("tLevel", "\"mid\"", "null")]
    [InlineData("tLevels", "\"low\"", "[\"low\"]")]
    [InlineData("tLevels", "[\"low\", \"mid\"]", "null")]
    [InlineData(
        "tPeriod",
        "{first day: @\"2026-01-01\", last day: @\"2026-02-01\"}",
        "{first day: @\"2026-01-01\", last day: @\"2026-02-01\"}"
    )]
    [InlineData("tPeriod", "{first day: @\"2026-03-01\", last day: @\"2026-02-01\"}", "null")]
    [InlineData("date and time", "@\"2026-01-01\"", "@\"2026-01-01T00:00:00Z\"")]
    [InlineData("number", "[5]", "5")]
    [InlineData("date", "\"2026-01-01\"", "null")]
    public void Inputs_are_fitted_to_their_types(string type, string value, string expected) =>
        Assert.Equal(
            expected,
            Model(Types + Input("x", type) + Decision("Р", Literal("x"), ["x"])).Value("Р", ("x", Feel.Formula.Result(value).Value))
        );

    [Theory]
    [InlineData("function(x) x * 2", "6")]
    [InlineData("function(x: number) x * 2", "6")]
    [InlineData("function(x: string) x", "null")]
    [InlineData("function(x: number) \"а\"", "null")]
    [InlineData("5", "null")]
    public void A_function_type_binds_a_variable(string function, string expected) =>
        Assert.Equal(
            expected,
            Model(
                    Types
                        + Decision("масштаб", Literal(function), type: "tScale")
                        + Decision("Р", Literal("масштаб(3)"), decisions: ["масштаб"])
                )
                .Value("Р")
        );

    [Fact]
    public void A_service_is_called_by_position_and_by_name_and_boxed()
    {
        var model = Model(
            Input("a")
                + Decision("Б", Literal("100"))
                + Decision("В", Literal("a - Б"), ["a"], ["Б"])
                + """
                <decisionService name="С" id="k_С"><variable name="С"/><outputDecision href="#d_В"/>
                <inputDecision href="#d_Б"/><inputData href="#i_a"/></decisionService>
                """
                + Decision("по месту", Literal("С(5, 2)"), knowledge: ["С"])
                + Decision("по имени", Literal("С(Б: 2, a: 5)"), knowledge: ["С"])
                + Decision("не то имя", Literal("С(Б: 2, b: 5)"), knowledge: ["С"])
                + Decision("мало", Literal("С(5)"), knowledge: ["С"])
                + Decision(
                    "рамкой",
                    $"<invocation>{Literal("С")}<binding><parameter name=\"Б\"/>{Literal("2")}</binding><binding><parameter "
                        + $"name=\"a\"/>{Literal("5")}</binding></invocation>",
                    knowledge: ["С"]
                )
        );
        Assert.Equal(
            ["3", "3", "null", "null", "3"],
            new[] { "по месту", "по имени", "не то имя", "мало", "рамкой" }.Select(name => model.Value(name))
        );
    }

    [Fact]
    public void Names_of_a_nested_context_hide_those_outside_and_end_with_it() =>
        Assert.Equal(
            "{a: 1, b: {a: 2, c: 2}, d: 1}",
            Model(
                    Decision(
                        "Р",
                        $"<context>{Entry("a", "1")}<contextEntry><variable name=\"b\"/>"
                            + $"<context>{Entry("a", "2")}{Entry("c", "a")}</context></contextEntry>{Entry("d", "a")}</context>"
                    )
                )
                .Value("Р")
        );

    [Fact]
    public void Models_import_models_that_import_others()
    {
        var deep = Other("urn:3", Input("x") + Decision("X", Literal("x + 1"), ["x"]));
        var middle = Other(
            "urn:2",
            $"<import name=\"глубже\" namespace=\"urn:3\" importType=\"{Namespace}\"/>" + Requires("Y", "urn:3#d_X", "глубже.X * 10")
        );
        var read = DmnReader.Read(
            Definitions(
                $"<import name=\"м\" namespace=\"urn:2\" importType=\"{Namespace}\"/><import name=\"г\" namespace=\"urn:3\" "
                    + $"importType=\"{Namespace}\"/>"
                    + Requires("Р", "urn:2#d_Y", "м.Y + г.X")
                        .Replace(
                            "<literal",
                            "<informationRequirement><requiredDecision href=\"urn:3#d_X\"/></informationRequirement><literal",
                            StringComparison.Ordinal
                        )
            ),
            middle,
            deep
        );
        Assert.Empty(read.Diagnostics);
        Assert.Equal("66", read.Model!.Value("Р", ("x", FeelValue.From(5))));
    }

    private static Reserve.Engine.Dmn.Model.DmnDefinitions Other(string ns, string content)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Definitions(content, ns: ns)));
        return DmnReader.ReadDefinitions(stream).Definitions!;
    }

    private static string Requires(string name, string decision, string text) =>
        Decision(name, $"<informationRequirement><requiredDecision href=\"{decision}\"/></informationRequirement>{Literal(text)}");

    private static string Entry(string name, string text) => $"<contextEntry><variable name=\"{name}\"/>{Literal(text)}</contextEntry>";
}
