using Reserve.Engine.Dmn;
using Reserve.Engine.Feel;
using static Reserve.Engine.Tests.Dmn.DmnXmlText;

namespace Reserve.Engine.Tests.Dmn;

public sealed class BoxedExpressionTests
{
    [Fact]
    public void A_literal_reads_its_inputs() =>
        Assert.Equal(
            "3",
            Model(Input("a") + Input("b") + Decision("Р", Literal("a + b"), ["a", "b"]))
                .Value("Р", ("a", FeelValue.From(1)), ("b", FeelValue.From(2)))
        );

    [Fact]
    public void Names_may_have_spaces_and_signs() =>
        Assert.Equal(
            "6",
            Model(
                    Input("балл за экзамен")
                        + Input("стаж-лет")
                        + Decision("Р", Literal("балл за экзамен + стаж-лет"), ["балл за экзамен", "стаж-лет"])
                )
                .Value("Р", ("балл за экзамен", FeelValue.From(4)), ("стаж-лет", FeelValue.From(2)))
        );

    [Fact]
    public void A_context_is_a_value_of_its_entries_each_seeing_those_before() =>
        Assert.Equal("{a: 1, b: 3}", Alone($"<context>{Entry("a", Literal("1"))}{Entry("b", Literal("a + 2"))}</context>"));

    [Fact]
    public void A_context_with_a_nameless_entry_is_its_value() =>
        Assert.Equal("30", Alone($"<context>{Entry("a", Literal("10"))}<contextEntry>{Literal("a * 3")}</contextEntry></context>"));

    [Fact]
    public void A_list_and_a_relation()
    {
        Assert.Equal("[1, \"x\"]", Alone($"<list>{Literal("1")}{Literal("\"x\"")}</list>"));
        Assert.Equal(
            "[{a: 1, b: 2}, {a: 3, b: 4}]",
            Alone(
                "<relation><column name=\"a\"/><column name=\"b\"/>"
                    + $"<row>{Literal("1")}{Literal("2")}</row>"
                    + $"<row>{Literal("3")}{Literal("4")}</row></relation>"
            )
        );
    }

    [Theory]
    [InlineData("1 = 1", "\"да\"")]
    [InlineData("1 = 2", "\"нет\"")]
    [InlineData("null", "\"нет\"")]
    public void A_conditional(string condition, string expected) =>
        Assert.Equal(
            expected,
            Alone(
                $"<conditional><if>{Literal(condition)}</if><then>{Literal("\"да\"")}</then><else>{Literal("\"нет\"")}</else></conditional>"
            )
        );

    [Fact]
    public void A_filter_knows_item_and_its_entries()
    {
        Assert.Equal("[4, 5]", Alone($"<filter><in>{Literal("[1, 4, 5]")}</in><match>{Literal("item > 3")}</match></filter>"));
        Assert.Equal(
            "[{балл: 40}]",
            Alone($"<filter><in>{Literal("[{балл: 10}, {балл: 40}]")}</in><match>{Literal("балл > 30")}</match></filter>")
        );
    }

    [Fact]
    public void An_iterator_knows_what_it_has_made_so_far()
    {
        Assert.Equal(
            "[2, 4, 6]",
            Alone($"<for iteratorVariable=\"x\"><in>{Literal("[1, 2, 3]")}</in><return>{Literal("x * 2")}</return></for>")
        );
        Assert.Equal(
            "[1, 3, 7]",
            Alone(
                $"<for iteratorVariable=\"x\"><in>{Literal("[1, 2, 4]")}</in>"
                    + $"<return>{Literal("if count(partial) = 0 then x else x + partial[-1]")}</return></for>"
            )
        );
        Assert.Equal(
            "[1, 4, 9]",
            Alone($"<for iteratorVariable=\"x\"><in>{Literal("[1..3]")}</in><return>{Literal("x ** 2")}</return></for>")
        );
    }

    [Theory]
    [InlineData("some", "x > 2", "true")]
    [InlineData("some", "x > 9", "false")]
    [InlineData("every", "x > 0", "true")]
    [InlineData("every", "x > 1", "false")]
    public void Quantifiers(string kind, string condition, string expected) =>
        Assert.Equal(
            expected,
            Alone($"<{kind} iteratorVariable=\"x\"><in>{Literal("[1, 2, 3]")}</in><satisfies>{Literal(condition)}</satisfies></{kind}>")
        );

    [Fact]
    public void A_function_in_a_context_is_called_by_later_entries_and_by_itself() =>
        Assert.Equal(
            "120",
            Alone(
                $"""
                <context>{Entry(
                    "fact",
                    "<functionDefinition>"
                        + $"<formalParameter name=\"n\" typeRef=\"number\"/>"
 + $"{Literal("if n <= 1 then 1 else n * fact(n - 1)")}</functionDefinition>"
                )}
                <contextEntry>{Literal("fact(5)")}</contextEntry></context>
                """
            )
        );

    [Fact]
    public void Knowledge_is_called_by_position_by_name_and_boxed()
    {
        const string Bkm = "доля";
        var model = Model(
            Knowledge(Bkm, ["a", "b"], Literal("a / b"))
                + Decision("Р1", Literal("доля(1, 4)"), knowledge: [Bkm])
                + Decision("Р2", Literal("доля(b: 4, a: 2)"), knowledge: [Bkm])
                + Decision("Р3", $"<invocation>{Literal(Bkm)}{Binding("b", "4")}{Binding("a", "3")}</invocation>", knowledge: [Bkm])
                + Decision("Р4", $"<invocation>{Literal(Bkm)}{Binding("b", "4")}{Binding("c", "3")}</invocation>", knowledge: [Bkm])
        );
        Assert.Equal("0.25", model.Value("Р1"));
        Assert.Equal("0.5", model.Value("Р2"));
        Assert.Equal("0.75", model.Value("Р3"));
        Assert.Equal("null", model.Value("Р4"));
        Assert.Equal(
            "0.5",
            model.Invoke(Bkm, FeelContext.Of(("a", FeelValue.From(1)), ("b", FeelValue.From(2))), Options).Value.ToString()
        );
    }

    [Fact]
    public void A_built_in_function_can_be_called_boxed() =>
        Assert.Equal("\"БА\"", Alone($"<invocation>{Literal("upper case")}{Binding("string", "\"ба\"")}</invocation>"));

    [Fact]
    public void Java_functions_are_refused_with_the_reason()
    {
        var read = DmnReader.Read(
            Definitions(
                """
                <businessKnowledgeModel name="f" id="k_f"><variable name="f"/><encapsulatedLogic kind="Java"><formalParameter name="x"/>
                <context/></encapsulatedLogic></businessKnowledgeModel>
                """ + Decision("Р", Literal("f(1)"), knowledge: ["f"])
            )
        );
        Assert.Contains(read.Diagnostics, diagnostic => diagnostic.Code == "external-function");
        var result = read.Model!.Evaluate("Р", FeelContext.Empty, Options);
        Assert.True(result.Value.IsNull);
        Assert.Contains(result.Warnings, warning => warning.Message.Contains("Java", StringComparison.Ordinal));
    }

    [Fact]
    public void A_decision_service_sees_only_what_it_is_given()
    {
        var model = Model(
            Input("a")
                + Decision("Б", Literal("100"))
                + Decision("В", Literal("a + Б"), ["a"], ["Б"])
                + """
                <decisionService name="С" id="k_С"><variable name="С"/><outputDecision href="#d_В"/>
                <inputDecision href="#d_Б"/><inputData href="#i_a"/></decisionService>
                """
                + Decision(
                    "Р",
                    $"<context>{Entry("внутри", Literal("С(1, 2)"))}{Entry("снаружи", Literal("В"))}</context>",
                    decisions: ["В"],
                    knowledge: ["С"]
                )
        );
        Assert.Equal("{внутри: 3, снаружи: 105}", model.Value("Р", ("a", FeelValue.From(5))));
        Assert.Equal("7", model.Invoke("С", FeelContext.Of(("a", FeelValue.From(3)), ("Б", FeelValue.From(4))), Options).Value.ToString());
    }

    [Fact]
    public void A_value_that_does_not_fit_its_type_becomes_null_and_a_list_of_one_its_element()
    {
        Assert.Equal("null", Model(Decision("Р", Literal("1"), type: "string")).Value("Р"));
        Assert.Equal("1", Model(Decision("Р", Literal("[1]"), type: "number")).Value("Р"));
        Assert.Equal("null", Model(Decision("Р", Literal("\"x\"", "number"))).Value("Р"));
    }

    [Fact]
    public void Allowed_values_bind_each_item_and_a_type_constraint_the_whole()
    {
        const string Types = """
            <itemDefinition name="tScore"><typeRef>number</typeRef><allowedValues><text>[0..100]</text></allowedValues></itemDefinition>
            <itemDefinition name="tScores" isCollection="true"><typeRef>tScore</typeRef><typeConstraint>
            <text>count(?) &lt;= 2</text></typeConstraint></itemDefinition>
            <itemDefinition name="tCard"><itemComponent name="балл"><typeRef>tScore</typeRef></itemComponent></itemDefinition>
            """;
        Assert.Equal("100", Model(Types + Decision("Р", Literal("100"), type: "tScore")).Value("Р"));
        Assert.Equal("null", Model(Types + Decision("Р", Literal("101"), type: "tScore")).Value("Р"));
        Assert.Equal("[1, 2]", Model(Types + Decision("Р", Literal("[1, 2]"), type: "tScores")).Value("Р"));
        Assert.Equal("null", Model(Types + Decision("Р", Literal("[1, 2, 3]"), type: "tScores")).Value("Р"));
        Assert.Equal("null", Model(Types + Decision("Р", Literal("[1, 200]"), type: "tScores")).Value("Р"));
        Assert.Equal("{балл: 5}", Model(Types + Decision("Р", Literal("{балл: 5}"), type: "tCard")).Value("Р"));
        Assert.Equal("null", Model(Types + Decision("Р", Literal("{балл: 500}"), type: "tCard")).Value("Р"));
        Assert.Equal(
            "[true, false]",
            Model(Types + Decision("Р", Literal("[{балл: 5} instance of tCard, 5 instance of tCard]"))).Value("Р")
        );
    }

    [Fact]
    public void Elements_of_an_imported_model_are_used_under_the_name_of_the_import()
    {
        using var stream = new MemoryStream(
            System.Text.Encoding.UTF8.GetBytes(
                Definitions(
                    """
                    <itemDefinition name="tScore"><typeRef>number</typeRef><allowedValues>
                    <text>[0..100]</text></allowedValues></itemDefinition>
                    """
                        + Input("балл", "tScore")
                        + Decision("двойной балл", Literal("балл * 2"), ["балл"]).Replace("d_двойной балл", "d1", StringComparison.Ordinal)
                        + Knowledge("плюс один", ["x"], Literal("x + 1")).Replace("k_плюс один", "k1", StringComparison.Ordinal),
                    ns: "urn:other"
                )
            )
        );
        var other = DmnReader.ReadDefinitions(stream).Definitions!;
        var read = DmnReader.Read(
            Definitions(
                $"""
                <import name="общая модель" namespace="urn:other" importType="{Namespace}"/>
                <decision name="Р" id="d"><variable name="Р" typeRef="общая модель.tScore"/>
                <informationRequirement><requiredDecision href="urn:other#d1"/></informationRequirement>
                <knowledgeRequirement><requiredKnowledge href="urn:other#k1"/></knowledgeRequirement>
                {Literal("общая модель.плюс один(общая модель.двойной балл)")}</decision>
                """
            ),
            other
        );
        Assert.Empty(read.Diagnostics);
        Assert.Equal("21", read.Model!.Value("Р", ("балл", FeelValue.From(10))));
        Assert.Equal("null", read.Model!.Value("Р", ("балл", FeelValue.From(60))));
        Assert.Equal("5", read.Model!.Value("Р", ("{urn:other}балл", FeelValue.From(2))));
    }

    private static string Alone(string logic) => Model(Decision("Р", logic)).Value("Р");

    private static string Entry(string name, string value) => $"<contextEntry><variable name=\"{name}\"/>{value}</contextEntry>";

    private static string Binding(string name, string value) => $"<binding><parameter name=\"{name}\"/>{Literal(value)}</binding>";

    private static string Knowledge(string name, string[] parameters, string body) =>
        $"<businessKnowledgeModel name=\"{name}\" id=\"k_{name}\"><variable name=\"{name}\"/>"
        + "<encapsulatedLogic>"
        + string.Concat(parameters.Select(parameter => $"<formalParameter name=\"{parameter}\"/>"))
        + body
        + "</encapsulatedLogic></businessKnowledgeModel>";
}
