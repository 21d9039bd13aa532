using System.Xml.Linq;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Engine.Tests.Bpmn;

public sealed class ReaderTests
{
    [Theory]
    [InlineData("<!DOCTYPE definitions [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><definitions/>", "not-xml")]
    [InlineData("<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\"><process id=\"p\">", "not-xml")]
    [InlineData("<definitions xmlns=\"http://example.org/other\"/>", "not-bpmn")]
    [InlineData("<html/>", "not-bpmn")]
    [InlineData("", "not-xml")]
    public void What_is_no_bpmn_gives_a_diagnostic_and_no_file(string xml, string code)
    {
        var read = BpmnReader.Read(xml);
        Assert.Null(read.File);
        Assert.Equal(code, Assert.Single(read.Diagnostics).Code);
    }

    [Fact]
    public void A_bad_file_gives_every_finding_at_once_with_its_line()
    {
        var read = BpmnReader.Read(
            Game.Xml(
                """
                <startEvent id="s"/>
                <sequenceFlow id="f1" sourceRef="s" targetRef="nowhere"/>
                <userTask id="s"/>
                <boundaryEvent id="b" attachedToRef="ghost"><messageEventDefinition messageRef="none"/></boundaryEvent>
                <exclusiveGateway id="g" default="f1"/>
                <task id="t" startQuantity="many"/>
                """
            )
        );
        var found = read.Diagnostics.Where(one => one.Severity == BpmnSeverity.Error).Select(one => (one.Code, one.Line)).ToList();
        Assert.Contains(("dangling-reference", 7), found);
        Assert.Contains(("duplicate-id", 8), found);
        Assert.Equal(2, found.Count(one => one == ("dangling-reference", 9)));
        Assert.Contains(("dangling-reference", 10), found);
        Assert.Contains(("bad-value", 11), found);
    }

    [Fact]
    public void Everything_foreign_is_written_back_as_it_was()
    {
        const string Xml = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- made elsewhere -->
            <d:definitions xmlns:d="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:v="http://vendor.example"
            xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" targetNamespace="t" v:mark="&#10;two&#9;lines">
              <d:process id="p"><d:extensionElements><v:thing a="1"><v:inner><![CDATA[<raw>]]></v:inner></v:thing></d:extensionElements>
              <d:task id="t" v:color="red"/></d:process>
              <di:BPMNDiagram id="g"><di:BPMNPlane id="l" bpmnElement="p"/></di:BPMNDiagram>
            </d:definitions>
            """;
        var written = BpmnWriter.Write(BpmnReader.Read(Xml).File!);
        Assert.True(
            XNode.DeepEquals(
                XDocument.Parse(Xml, LoadOptions.PreserveWhitespace).Root,
                XDocument.Parse(written, LoadOptions.PreserveWhitespace).Root
            ),
            written
        );
        Assert.Contains("<!-- made elsewhere -->", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a > ", "bad-expression")]
    [InlineData("", null)]
    public void Conditions_are_parsed_when_the_process_is_compiled(string condition, string? code)
    {
        var compiled = Game.Compile(
            $"""
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="g"/><exclusiveGateway id="g"/>
            <sequenceFlow id="f2" sourceRef="g" targetRef="a"><conditionExpression>{System.Security.SecurityElement.Escape(
                condition
            )}</conditionExpression></sequenceFlow><task id="a"/>
            """
        );
        Assert.Equal(code is null ? [] : [code], compiled.Diagnostics.Select(found => found.Code));
    }

    [Fact]
    public void Another_expression_language_is_refused_by_name()
    {
        var compiled = Game.Compile(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="a"/><task id="a"/>
            <sequenceFlow id="f2" sourceRef="a" targetRef="b">
            <conditionExpression language="http://www.w3.org/1999/XPath">x</conditionExpression></sequenceFlow><task id="b"/>
            """
        );
        Assert.Contains("XPath", Assert.Single(compiled.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_binding_that_is_not_json_names_its_input()
    {
        var read = BpmnReader.Read(
            Game.Xml(
                """
                <userTask id="a"><extensionElements><elsa:activityBinding activityType="X">
                <elsa:input name="title">oops</elsa:input></elsa:activityBinding></extensionElements></userTask>
                """
            )
        );
        Assert.Contains(
            read.Diagnostics,
            found => found is { Code: "bad-binding", ElementId: "a" } && found.Message.Contains("title", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("reserve")]
    [InlineData("elsa")]
    public void Outputs_and_multi_instance_are_read_in_our_namespace_and_as_they_were_spelt_before(string prefix)
    {
        var read = BpmnReader.Read(
            Game.Xml(
                $$$"""
                <callActivity id="a" calledElement="b"><extensionElements><elsa:activityBinding activityType="call">
                <{{{prefix}}}:output name="got">{"typeName":"Int32","expression":{"type":"Feel","value":"result"}}</{{{prefix}}}:output>
                </elsa:activityBinding></extensionElements><multiInstanceLoopCharacteristics><extensionElements>
                <{{{prefix}}}:multiInstance collection="people" item="person" outputCollection="answers" outputItem="got"/>
                </extensionElements></multiInstanceLoopCharacteristics></callActivity>
                """
            )
        );
        var call = Assert.IsType<CallActivity>(Assert.Single(Assert.Single(read.File!.Processes).Nodes));
        Assert.Equal("result", Assert.Single(call.Binding!.Outputs).Value);
        var loop = Assert.IsType<MultiInstanceLoop>(call.Loop);
        Assert.Equal(("people", "person", "answers", "got"), (loop.Collection?.Text, loop.Item, loop.OutputCollection, loop.OutputItem));
    }
}
