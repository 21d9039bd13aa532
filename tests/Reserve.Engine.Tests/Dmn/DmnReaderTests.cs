using Reserve.Engine.Dmn;
using Reserve.Engine.Feel;
using static Reserve.Engine.Tests.Dmn.DmnXmlText;

namespace Reserve.Engine.Tests.Dmn;

public sealed class DmnReaderTests
{
    [Theory]
    [InlineData("http://www.omg.org/spec/DMN/20180521/MODEL/")]
    [InlineData("https://www.omg.org/spec/DMN/20191111/MODEL/")]
    [InlineData("https://www.omg.org/spec/DMN/20211108/MODEL/")]
    [InlineData("https://www.omg.org/spec/DMN/20230324/MODEL/")]
    public void Versions_1_2_to_1_5_are_read(string ns)
    {
        var read = DmnReader.Read(Definitions(Decision("Р", Literal("1"))).Replace(Namespace, ns, StringComparison.Ordinal));
        Assert.True(read.Ok);
        Assert.Equal("1", read.Model!.Value("Р"));
    }

    [Theory]
    [InlineData(
        "<!DOCTYPE definitions [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><definitions "
            + "xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\">&e;</definitions>",
        "xml"
    )]
    [InlineData("<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"><decision name=\"a\">", "xml")]
    [InlineData("", "xml")]
    [InlineData("не XML", "xml")]
    [InlineData("<definitions xmlns=\"urn:other\"/>", "namespace")]
    [InlineData("<process xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\"/>", "namespace")]
    public void What_is_no_DMN_file_gives_a_finding_and_no_model(string xml, string code)
    {
        var read = DmnReader.Read(xml);
        Assert.Null(read.Model);
        Assert.Equal(code, Assert.Single(read.Diagnostics).Code);
    }

    [Fact]
    public void Elements_nested_too_deeply_are_refused()
    {
        var read = DmnReader.Read(
            Definitions(Decision("Р", string.Concat(Enumerable.Repeat("<list>", 3000)) + string.Concat(Enumerable.Repeat("</list>", 3000))))
        );
        Assert.Null(read.Model);
        Assert.Equal("xml", Assert.Single(read.Diagnostics).Code);
    }

    [Fact]
    public void Every_fault_is_reported_at_once_with_its_line()
    {
        var read = DmnReader.Read(
            Definitions(
                "\n"
                    + Decision("А", Literal("1 +"))
                    + "\n"
                    + Decision("Б", Literal("2"), ["нет"], type: "tНет")
                    + "\n"
                    + Decision("В", Literal("x +\n  * 2"))
            )
        );
        Assert.NotNull(read.Model);
        Assert.Contains(read.Diagnostics, diagnostic => diagnostic is { Code: "feel", Place.Name: "А", Place.Line: > 1 });
        Assert.Contains(read.Diagnostics, diagnostic => diagnostic is { Code: "unknown-reference", Place.Name: "Б" });
        Assert.Contains(read.Diagnostics, diagnostic => diagnostic is { Code: "unknown-type", Place.Name: "Б" });
        var last = Assert.Single(read.Diagnostics, diagnostic => diagnostic is { Code: "feel", Place.Name: "В" });
        Assert.Equal(3, last.Place.Column);
        Assert.Equal("2", read.Model!.Value("Б"));
        Assert.Equal("null", read.Model!.Value("А"));
    }

    [Fact]
    public void A_circle_of_decisions_is_an_error_and_evaluates_to_null()
    {
        var read = DmnReader.Read(
            Definitions(Decision("А", Literal("Б + 1"), decisions: ["Б"]) + Decision("Б", Literal("А + 1"), decisions: ["А"]))
        );
        var cycle = Assert.Single(read.Diagnostics, diagnostic => diagnostic.Code == "cycle");
        Assert.Contains("А → Б → А", cycle.Message, StringComparison.Ordinal);
        Assert.Equal("null", read.Model!.Value("А"));
    }

    [Fact]
    public void A_reference_to_an_element_of_the_wrong_kind_is_an_error()
    {
        var read = DmnReader.Read(
            Definitions(
                Decision("А", Literal("1"))
                    + Decision("Б", Literal("1"))
                        .Replace(
                            "<literal",
                            "<knowledgeRequirement><requiredKnowledge href=\"#d_А\"/></knowledgeRequirement><literal",
                            StringComparison.Ordinal
                        )
            )
        );
        Assert.Contains(read.Diagnostics, diagnostic => diagnostic.Code == "wrong-reference");
    }

    [Fact]
    public void An_expression_in_another_language_is_refused()
    {
        var read = DmnReader.Read(
            Definitions(
                Decision(
                    "А",
                    Literal("1")
                        .Replace(
                            "<literalExpression",
                            "<literalExpression expressionLanguage=\"http://www.ecma-international.org/javascript\"",
                            StringComparison.Ordinal
                        )
                )
            )
        );
        Assert.Contains(read.Diagnostics, diagnostic => diagnostic.Code == "language");
        Assert.Equal("null", read.Model!.Value("А"));
    }

    [Fact]
    public void A_long_chain_of_decisions_stops_at_the_limit_instead_of_the_stack()
    {
        const int Length = 3000;
        var read = DmnReader.Read(
            Definitions(
                Decision("d0", Literal("1"))
                    + string.Concat(
                        Enumerable.Range(1, Length).Select(i => Decision($"d{i}", Literal($"d{i - 1} + 1"), decisions: [$"d{i - 1}"]))
                    )
            )
        );
        Assert.Equal("101", read.Model!.Value("d100"));
        var result = read.Model!.Evaluate($"d{Length}", FeelContext.Empty, Options);
        Assert.True(result.Value.IsNull);
        Assert.Contains(result.Warnings, warning => warning.Message.Contains("вложен", StringComparison.Ordinal));
    }

    [Fact]
    public void Knowledge_that_calls_itself_for_ever_is_stopped()
    {
        var read = DmnReader.Read(
            Definitions(
                "<businessKnowledgeModel name=\"f\" id=\"k_f\"><variable name=\"f\"/><encapsulatedLogic><formalParameter "
                    + $"name=\"n\"/>{Literal("f(n + 1) + f(n + 2)")}</encapsulatedLogic></businessKnowledgeModel>"
                    + Decision("Р", Literal("f(1)"), knowledge: ["f"])
            )
        );
        var result = read.Model!.Evaluate("Р", FeelContext.Empty, Options with { Limits = FeelLimits.Default with { Steps = 20_000 } });
        Assert.True(result.Value.IsNull);
        Assert.NotEmpty(result.Warnings);
    }

    [Fact]
    public void An_unknown_decision_is_a_refusal_not_an_exception()
    {
        var result = Model(Decision("А", Literal("1"))).Evaluate("Нет", FeelContext.Empty, Options);
        Assert.False(result.IsKnown);
        Assert.True(result.Value.IsNull);
        Assert.Single(result.Warnings);
    }

    [Fact]
    public void A_decision_is_found_by_id_and_tells_its_inputs()
    {
        var model = Model(
            Input("a", "number") + Input("b") + Decision("А", Literal("a"), ["a"]) + Decision("Б", Literal("А + b"), ["b"], ["А"])
        );
        Assert.Equal("3", model.Value("d_Б", ("a", FeelValue.From(1)), ("b", FeelValue.From(2))));
        Assert.Equal(["b", "a"], model.InputsOf("Б").Select(input => input.Name));
    }

    [Fact]
    public void Inputs_in_JSON_become_dates_and_durations_where_their_types_say_so()
    {
        var model = Model(
            """
            <itemDefinition name="tЗаявка"><itemComponent name="подана"><typeRef>date</typeRef></itemComponent><itemComponent name="срок">
            <typeRef>days and time duration</typeRef></itemComponent></itemDefinition>
            """
                + Input("заявка", "tЗаявка")
                + Input("сроки", "string")
                + Decision("Р", Literal("заявка.подана + заявка.срок"), ["заявка", "сроки"])
        );
        using var json = System.Text.Json.JsonDocument.Parse("""{"заявка": {"подана": "2026-11-20", "срок": "P2D"}, "сроки": "P2D"}""");
        var inputs = model.ReadInputs(json.RootElement)!;
        Assert.Equal("@\"2026-11-22\"", model.Evaluate("Р", inputs, Options).Value.ToString());
        Assert.True(inputs.TryGet("сроки", out var text));
        Assert.Equal(FeelKind.String, text.Kind);
    }

    [Fact]
    public void Models_of_the_same_folder_are_imported()
    {
        var folder = Directory.CreateTempSubdirectory("reserve-dmn-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "общее.dmn"), Definitions(Decision("пять", Literal("5")), ns: "urn:other"));
            File.WriteAllText(Path.Combine(folder, "битое.dmn"), "<definitions");
            var path = Path.Combine(folder, "главное.dmn");
            File.WriteAllText(
                path,
                Definitions(
                    $"<import name=\"\" namespace=\"urn:other\" importType=\"{Namespace}\"/>"
                        + Decision("Р", Literal("пять * 2"))
                            .Replace(
                                "<literal",
                                "<informationRequirement><requiredDecision href=\"urn:other#d_пять\"/></informationRequirement><literal",
                                StringComparison.Ordinal
                            )
                )
            );
            var read = DmnReader.ReadFile(path);
            Assert.True(read.Ok);
            Assert.Equal("10", read.Model!.Value("Р"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void One_model_serves_many_threads()
    {
        var model = Model(
            Input("x", "number") + Decision("А", Literal("x * 2"), ["x"]) + Decision("Б", Literal("А + 1"), decisions: ["А"])
        );
        Parallel.For(
            0,
            2000,
            i => Assert.Equal(i * 2 + 1, model.Evaluate("Б", FeelContext.Of(("x", FeelValue.From(i))), Options).Value.AsInt64())
        );
    }
}
