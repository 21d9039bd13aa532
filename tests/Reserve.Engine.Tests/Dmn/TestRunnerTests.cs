using Reserve.Engine.Dmn.Testing;
using static Reserve.Engine.Tests.Dmn.DmnXmlText;

namespace Reserve.Engine.Tests.Dmn;

/// <summary>
/// Test files in the format of the DMN TCK: everything that its schema allows is read, and nothing that is broken stops the run.
/// </summary>
public sealed class TestRunnerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dmn-tests").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("xsd:string", "да", "\"да\"")]
    [InlineData("xsd:string", " ", "\" \"")]
    [InlineData("xsd:string", "", "\"\"")]
    [InlineData("xsd:boolean", "true", "true")]
    [InlineData("xsd:boolean", "0", "false")]
    [InlineData("xsd:decimal", "+1.50", "1.5")]
    [InlineData("xs:double", "1.5E1", "15")]
    [InlineData("xsd:integer", "7", "7")]
    [InlineData("xsd:date", "2026-09-01", "@\"2026-09-01\"")]
    [InlineData("xsd:date", "2026-09-01+03:00", "@\"2026-09-01\"")]
    [InlineData("xsd:date", "-2026-09-01Z", "@\"-2026-09-01\"")]
    [InlineData("xsd:time", "10:00:00.5Z", "@\"10:00:00.5Z\"")]
    [InlineData("xsd:dateTime", "2026-09-01T10:00:00-05:00", "@\"2026-09-01T10:00:00-05:00\"")]
    [InlineData("xsd:duration", "P1Y2M", "@\"P1Y2M\"")]
    [InlineData("xsd:dayTimeDuration", "-PT0.5S", "@\"-PT0.5S\"")]
    [InlineData("xsd:double", "NaN", "null")]
    public void A_value_of_every_schema_type_is_input_and_expectation(string type, string text, string feel)
    {
        Model(Input("x") + Decision("та же", Literal("x"), ["x"]) + Decision("верна", Literal($"x = {feel}"), ["x"]));
        var value = $"<value xsi:type=\"{type}\">{text}</value>";
        Passes($"<inputNode name=\"x\">{value}</inputNode>{Result("та же", value)}{Result("верна", "<value>true</value>")}");
    }

    [Fact]
    public void Lists_components_and_nil_nest()
    {
        Model(Input("x") + Decision("Р", Literal("x"), ["x"]) + Decision("верно", Literal("x = {a: [1, null, []], b: {c: null}}"), ["x"]));
        const string value = """
            <component name="a"><list><item><value xsi:type="xsd:decimal">1</value></item><item><value xsi:nil="true"/></item><item>
            <list/></item></list></component>
            <component name="b"><component name="c" xsi:nil="true"/></component>
            <extensionElements><x xmlns="urn:tool"/></extensionElements>
            """;
        Passes(
            $"<inputNode name=\"x\">{value}</inputNode>{Result("Р", value)}"
                + $"{Result("верно", "<value xsi:type=\"xsd:boolean\">true</value>")}"
        );
    }

    [Fact]
    public void A_text_without_a_type_is_read_by_the_type_of_the_input_or_of_the_result()
    {
        Model(Input("n", "number") + Input("d", "date") + Decision("Р", Literal("d + duration(\"P1D\") * n"), ["n", "d"]));
        Passes(
            "<inputNode name=\"n\"><value>2</value></inputNode><inputNode name=\"d\">"
                + $"<value>2026-09-01</value></inputNode>{Result("Р", "<value>2026-09-03</value>")}"
        );
    }

    [Fact]
    public void Functions_and_services_are_called_by_their_names()
    {
        Model(
            Input("x")
                + Decision("A", Literal("x + 1"), ["x"])
                + Decision("B", Literal("x + 2"), ["x"])
                + "<businessKnowledgeModel name=\"F\" id=\"k_F\"><encapsulatedLogic><formalParameter "
                + $"name=\"x\"/>{Literal("x * 2")}</encapsulatedLogic></businessKnowledgeModel>"
                + Service("Одна", "A")
                + Service("Две", "A", "B")
        );
        const string input = "<inputNode name=\"x\"><value xsi:type=\"xsd:decimal\">5</value></inputNode>";
        Passes(input + Result("F", Number(10)), "type=\"bkm\" invocableName=\"F\"");
        Passes(input + Result("A", Number(6)), "type=\"decisionService\" invocableName=\"Одна\"");
        Passes(input + Result("A", Number(6)) + Result("B", Number(7)), "type=\"decisionService\" invocableName=\"Две\"");
        Passes(input + Result("B", Number(7)), "type=\"decisionService\" invocableName=\"Две\"");
        Passes(
            input + Result("Две", $"<component name=\"A\">{Number(6)}</component><component name=\"B\">{Number(7)}</component>"),
            "type=\"decisionService\" invocableName=\"Две\""
        );
    }

    [Fact]
    public void Where_an_error_is_expected_null_passes_and_a_value_does_not()
    {
        Model(Decision("Р", Literal("1 + \"а\"")) + Decision("С", Literal("1")));
        Passes(
            "<resultNode name=\"Р\" type=\"decision\" errorResult=\"true\" cast=\"x\"><expected><value "
                + "xsi:nil=\"true\"/></expected></resultNode>"
        );
        Fails("<resultNode name=\"С\" errorResult=\"true\"/>", "С expected null (error) got 1");
    }

    [Fact]
    public void An_expectation_that_cannot_be_read_fails_the_case()
    {
        Model(Decision("Р", Literal("null")));
        Fails(Result("Р", "<value xsi:type=\"xsd:date\">вчера</value>"), "'вчера' is no date");
    }

    [Theory]
    [InlineData("<modelName>модель.dmn</modelName>")]
    [InlineData("<modelName>other/path/модель.dmn</modelName>")]
    [InlineData("<modelName>.\\модель.dmn</modelName>")]
    [InlineData("")]
    [InlineData("<testCasesName>все</testCasesName><modelName>модель.dmn</modelName><labels><label>Уровень 3</label></labels>")]
    public void The_model_is_found_by_name_by_path_or_as_the_only_one(string head)
    {
        Model(Decision("Р", Literal("1")));
        Assert.All(Run(Result("Р", Number(1)), head: head), outcome => Assert.Empty(outcome.Failures));
    }

    [Theory]
    [InlineData("http://www.omg.org/spec/DMN/20160719/testcase")]
    [InlineData("http://www.omg.org/spec/DMN/20160719/testcase-v2")]
    [InlineData("")]
    public void The_namespace_of_the_file_does_not_matter(string ns)
    {
        Model(Decision("Р", Literal("1")));
        Assert.All(Run(Result("Р", Number(1)), ns: ns), outcome => Assert.Empty(outcome.Failures));
    }

    [Fact]
    public void A_missing_or_broken_model_fails_each_case_and_a_broken_test_file_is_told()
    {
        File.WriteAllText(Path.Combine(folder, "сломана.dmn"), "<definitions");
        File.WriteAllText(Path.Combine(folder, "0-test.xml"), "<testCases");
        File.WriteAllText(Path.Combine(folder, "чужой.xml"), "<project/>");
        var cases = Result("Р", Number(1)) + "</testCase><testCase id=\"ошибка\"><resultNode name=\"Р\" errorResult=\"true\"/>";
        Write("1-test.xml", cases, "", "<modelName>сломана.dmn</modelName>");
        Write("2-test.xml", cases, "", "<modelName>нет такой.dmn</modelName>");
        Assert.Equal(
            [("0-test.xml", false), ("1-test.xml", false), ("1-test.xml", true), ("2-test.xml", false), ("2-test.xml", true)],
            DmnTestRunner.Run(folder, Options).Select(outcome => (outcome.File, outcome.Passed))
        );
    }

    private static string Number(int number) => $"<value xsi:type=\"xsd:decimal\">{number}</value>";

    private static string Result(string name, string value) => $"<resultNode name=\"{name}\"><expected>{value}</expected></resultNode>";

    private static string Service(string name, params string[] outputs) =>
        $"<decisionService name=\"{name}\" "
        + $"id=\"s_{name}\">{string.Concat(outputs.Select(output => $"<outputDecision href=\"#d_{output}\"/>"))}<inputData "
        + "href=\"#i_x\"/></decisionService>";

    private void Model(string content) => File.WriteAllText(Path.Combine(folder, "модель.dmn"), Definitions(content));

    private void Passes(string content, string attributes = "") => Assert.Empty(Assert.Single(Run(content, attributes)).Failures);

    private void Fails(string content, string expected) =>
        Assert.Contains(Assert.Single(Run(content)).Failures, failure => failure.StartsWith(expected, StringComparison.Ordinal));

    private List<DmnTestOutcome> Run(
        string content,
        string attributes = "",
        string head = "<modelName>модель.dmn</modelName>",
        string ns = "http://www.omg.org/spec/DMN/20160719/testcase"
    )
    {
        Write("модель-test-01.xml", content, attributes, head, ns);
        return [.. DmnTestRunner.Run(folder, Options)];
    }

    private void Write(
        string file,
        string content,
        string attributes,
        string head,
        string ns = "http://www.omg.org/spec/DMN/20160719/testcase"
    ) =>
        File.WriteAllText(
            Path.Combine(folder, file),
            $"""
            <testCases xmlns="{ns}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
            xmlns:xs="http://www.w3.org/2001/XMLSchema">
            {head}<testCase id="001" name="случай" {attributes}><description>Случай</description>{content}</testCase></testCases>
            """
        );
}
