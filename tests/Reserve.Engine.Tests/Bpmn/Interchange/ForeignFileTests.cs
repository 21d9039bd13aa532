using System.Text.Json;
using System.Xml.Linq;
using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Interchange;
using Reserve.Engine.Bpmn.Lint;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Simulation;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Engine.Tests.Bpmn.Interchange;

/// <summary>Files of Camunda 7 and 8: what is offered, what it becomes, what stays.</summary>
public sealed class ForeignFileTests
{
    [Fact]
    public void A_users_task_of_camunda_becomes_a_human_task()
    {
        var file = Read(
            """
            <userTask id="t" name="Согласовать" camunda:assignee="${boss.id}" camunda:candidateGroups="managers"
              camunda:formKey="embedded:app:forms/leave.html" camunda:dueDate="P3D" camunda:priority="50"/>
            """
        );
        var offer = ForeignFile.Offer(file);
        Assert.Equal(
            ["camunda:assignee", "camunda:candidateGroups", "camunda:dueDate", "camunda:formKey"],
            offer.Proposals.Select(proposal => proposal.From)
        );
        Assert.All(offer.Proposals, proposal => Assert.Equal(("t", "Согласовать"), (proposal.ElementId, proposal.ElementName)));
        Assert.Equal([6, 6, 7, 7], offer.Proposals.Select(proposal => proposal.Line));
        var kept = Assert.Single(offer.Kept);
        Assert.Equal(("t", "camunda:priority"), (kept.ElementId, kept.From));

        var binding = Activity<ActivityTask>(ForeignFile.Apply(file), "t").Binding!;
        Assert.Equal("Reserve.HumanTask", binding.ActivityType);
        Assert.Equal(
            ["assignee=Feel boss.id", "role=Literal managers", "due=Literal P3D", "form=Literal leave"],
            binding.Inputs.Select(input => $"{input.Name}={input.ExpressionType} {input.Value}")
        );
    }

    [Fact]
    public void Only_what_was_chosen_is_converted_and_the_file_given_is_not_changed()
    {
        var file = Read("""<userTask id="t" camunda:assignee="a" camunda:candidateGroups="b"/>""");
        var before = BpmnWriter.Write(file);
        var chosen = ForeignFile
            .Offer(file)
            .Proposals.Where(proposal => proposal.From == "camunda:candidateGroups")
            .Select(proposal => proposal.Key);
        var made = ForeignFile.Apply(file, chosen.ToHashSet());
        Assert.Equal(["role"], Activity<ActivityTask>(made, "t").Binding!.Inputs.Select(input => input.Name));
        Assert.Contains("camunda:assignee=\"a\"", made, StringComparison.Ordinal);
        Assert.Equal(before, BpmnWriter.Write(file));
    }

    [Theory]
    [InlineData("${amount > 100 && !approved}", "amount > 100 and not(approved)")]
    [InlineData("#{zone == 'Risk' or empty zone}", """zone = "Risk" or (zone = null or zone = "" or zone = [])""")]
    [InlineData("=amount > 100", "amount > 100")]
    public void A_condition_becomes_feel(string drawn, string feel)
    {
        var file = Read(
            $"""
            <sequenceFlow id="f" sourceRef="s" targetRef="e">
            <conditionExpression language="juel">{new XText(drawn)}</conditionExpression></sequenceFlow>
            """
        );
        Assert.Equal("conditionExpression", Assert.Single(ForeignFile.Offer(file).Proposals).From);
        var condition = Process(ForeignFile.Apply(file)).Flows.Single(flow => flow.Id == "f").Condition!;
        Assert.Equal((feel, null), (condition.Text, condition.Language));
    }

    [Fact]
    public void A_condition_that_calls_a_bean_stays_and_is_told()
    {
        var file = Read(
            """
            <sequenceFlow id="f" sourceRef="s" targetRef="e">
            <conditionExpression>${order.check(x)}</conditionExpression></sequenceFlow>
            """
        );
        var offer = ForeignFile.Offer(file);
        Assert.Empty(offer.Proposals);
        Assert.Equal(("f", "conditionExpression"), (Assert.Single(offer.Kept).ElementId, offer.Kept[0].From));
        Assert.Contains("${order.check(x)}", ForeignFile.Apply(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_of_camunda_passes_its_data_and_a_decision_its_result()
    {
        var file = Read(
            """
            <callActivity id="c" calledElement="${which}"><extensionElements>
              <camunda:in source="order" target="id"/><camunda:in sourceExpression="${sum * 2}" target="double"/>
              <camunda:out variables="all"/><camunda:in businessKey="#{execution.processBusinessKey}"/>
            </extensionElements></callActivity>
            <businessRuleTask id="r" camunda:decisionRef="zone" camunda:resultVariable="z" camunda:mapDecisionResult="singleEntry"/>
            <boundaryEvent id="b" attachedToRef="c"><timerEventDefinition id="d">
            <timeDuration>${wait}</timeDuration></timerEventDefinition></boundaryEvent>
            """
        );
        Assert.Equal("camunda:in", Assert.Single(ForeignFile.Offer(file).Kept).From);
        var made = ForeignFile.Apply(file);
        var call = Activity<CallActivity>(made, "c");
        Assert.Equal("=which", call.CalledElement);
        Assert.Equal(["id=order", "double=sum * 2"], call.Binding!.Inputs.Select(input => $"{input.Name}={input.Value}"));
        Assert.Equal(["*"], call.Binding.Outputs.Select(output => output.Name));
        var decision = Activity<ActivityTask>(made, "r").Binding!;
        Assert.Equal(["decisionRef=zone", "resultVariable=z"], decision.Inputs.Select(input => $"{input.Name}={input.Value}"));
        Assert.Equal("wait", Process(made).Nodes.OfType<BoundaryEvent>().Single().Definitions.Single().Expression!.Text);
        Assert.Contains(ForeignFile.Offer(file).Proposals, proposal => proposal.From == "timeDuration" && proposal.ElementId == "b");
    }

    [Fact]
    public void A_file_of_camunda_8_becomes_ours()
    {
        var file = Read(
            """
            <userTask id="t"><extensionElements><zeebe:userTask/><zeebe:assignmentDefinition assignee="=boss" candidateGroups="hr"/>
              <zeebe:formDefinition formId="leave"/>
              <zeebe:taskSchedule dueDate="=now() + duration(&quot;P1D&quot;)"/></extensionElements></userTask>
            <serviceTask id="w"><extensionElements><zeebe:taskDefinition type="send-mail" retries="3"/><zeebe:ioMapping>
              <zeebe:input source="=order.id" target="order"/><zeebe:output source="=sent" target="result"/></zeebe:ioMapping>
              <zeebe:taskHeaders><zeebe:header key="a" value="b"/></zeebe:taskHeaders></extensionElements></serviceTask>
            <callActivity id="c"><extensionElements><zeebe:calledElement processId="other" propagateAllChildVariables="false"/>
              </extensionElements></callActivity>
            <userTask id="m"><multiInstanceLoopCharacteristics><extensionElements><zeebe:loopCharacteristics inputCollection="=people"
              inputElement="one" outputCollection="answers" outputElement="=answer"/></extensionElements>
              </multiInstanceLoopCharacteristics></userTask>
            <intermediateCatchEvent id="i"><messageEventDefinition messageRef="M"/></intermediateCatchEvent>
            """,
            """<message id="M" name="M"><extensionElements><zeebe:subscription correlationKey="=order.id"/></extensionElements></message>"""
        );
        Assert.Equal("zeebe:taskHeaders", Assert.Single(ForeignFile.Offer(file).Kept).From);
        var made = ForeignFile.Apply(file);
        Assert.DoesNotContain("<zeebe:", made.Replace("<zeebe:taskHeaders", "").Replace("<zeebe:header", ""), StringComparison.Ordinal);
        Assert.Equal(["assignee", "role", "form", "due"], Activity<ActivityTask>(made, "t").Binding!.Inputs.Select(input => input.Name));
        var work = Activity<ActivityTask>(made, "w").Binding!;
        Assert.Equal(("send-mail", "order.id", "sent"), (work.ActivityType, work.Inputs.Single().Value, work.Outputs.Single().Value));
        var call = Activity<CallActivity>(made, "c");
        Assert.Equal(("other", "*", 0), (call.CalledElement, call.Binding!.Inputs.Single().Name, call.Binding.Outputs.Count));
        var loop = Assert.IsType<MultiInstanceLoop>(Activity<ActivityTask>(made, "m").Loop);
        Assert.Equal(("people", "one", "answers", "answer"), (loop.Collection?.Text, loop.Item, loop.OutputCollection, loop.OutputItem));
        Assert.Equal("order.id", Process(made).Nodes.OfType<IntermediateCatchEvent>().Single().Binding!.Input("correlationKey")!.Value);
    }

    [Fact]
    public void A_collaboration_without_executable_process_asks_which_one()
    {
        var file = BpmnReader
            .Read(
                Xml(
                        """<startEvent id="s"/>""",
                        """<collaboration id="k"><participant id="q" name="Отдел" processRef="p"/></collaboration>"""
                    )
                    .Replace(" isExecutable=\"true\"", "", StringComparison.Ordinal)
            )
            .File!;
        Assert.Equal([new ExecutableCandidate("p", "Отдел")], ForeignFile.Offer(file).Executables);
        var read = new BpmnReadResult(file, []);
        Assert.Contains(BpmnLinter.Lint(read).Diagnostics, found => found.Code == "no-executable-process");
        var made = BpmnReader.Read(ForeignFile.Apply(file, executable: "p"));
        Assert.True(made.File!.Processes.Single().IsExecutable);
        Assert.Empty(ForeignFile.Offer(made.File).Executables);
        Assert.DoesNotContain(BpmnLinter.Lint(made).Diagnostics, found => found.Code == "no-executable-process");
    }

    [Fact]
    public void A_converted_process_runs()
    {
        var file = Read(
            """
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="t"/><userTask id="t" camunda:candidateGroups="hr"/>
            <sequenceFlow id="f2" sourceRef="t" targetRef="g"/><exclusiveGateway id="g" default="f4"/>
            <sequenceFlow id="f3" sourceRef="g" targetRef="yes"><conditionExpression>${ok == true}</conditionExpression></sequenceFlow>
            <sequenceFlow id="f4" sourceRef="g" targetRef="no"/><endEvent id="yes"/><endEvent id="no"/>
            """
        );
        var simulator = new Simulator(DateTimeOffset.UnixEpoch);
        simulator.Deploy(ProcessDefinition.Compile(BpmnReader.Read(ForeignFile.Apply(file)).File!).Definition!);
        var scenario = new Scenario(simulator);
        using var steps = JsonDocument.Parse(
            """
            [{"do": "start", "id": "p"}, {"do": "complete", "id": "t", "vars": {"ok": true}},
             {"do": "expect", "instances": 0, "completed": {"yes": 1}}]
            """
        );
        scenario.Play(steps.RootElement);
        Assert.Empty(scenario.Failures);
    }

    private static string Xml(string body, string roots = "") =>
        Game.Xml(body, roots)
            .Replace(
                "targetNamespace=",
                "xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\" xmlns:zeebe=\"http://camunda.org/schema/zeebe/1.0\" targetNamespace=",
                StringComparison.Ordinal
            );

    private static BpmnFile Read(string body, string roots = "") => BpmnReader.Read(Xml(body, roots)).File!;

    private static BpmnProcess Process(string xml) => BpmnReader.Read(xml).File!.Processes.Single();

    private static T Activity<T>(string xml, string id)
        where T : Activity => Process(xml).Nodes.OfType<T>().Single(node => node.Id == id);
}
