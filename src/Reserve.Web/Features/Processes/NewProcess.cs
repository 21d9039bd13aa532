namespace Reserve.Web.Features.Processes;

/// <summary>The first drawing of a new process: a start, one task for the HR officer, an end.</summary>
internal static class NewProcess
{
    public static string Drawing(string key, string name) =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
            xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
            xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:elsa="https://elsaworkflows.io/schemas/bpmn/v1" id="Definitions_{key}"
            targetNamespace="urn:reserve:workflows">
              <bpmn:process id="{key}" name="{System.Security.SecurityElement.Escape(name)}" isExecutable="true">
                <bpmn:startEvent id="Start" name="Начало"><bpmn:outgoing>Flow_1</bpmn:outgoing></bpmn:startEvent>
                <bpmn:sequenceFlow id="Flow_1" sourceRef="Start" targetRef="Task_1" />
                <bpmn:userTask id="Task_1" name="Первая задача">
                  <bpmn:extensionElements>
                    <elsa:activityBinding activityType="Reserve.HumanTask">
                      <elsa:input name="role">
                        {"{"}"typeName":"String","expression":{"{"}"type":"Literal","value":"HrOfficer"{"}"}{"}"}
                      </elsa:input>
                    </elsa:activityBinding>
                  </bpmn:extensionElements>
                  <bpmn:incoming>Flow_1</bpmn:incoming><bpmn:outgoing>Flow_2</bpmn:outgoing>
                </bpmn:userTask>
                <bpmn:sequenceFlow id="Flow_2" sourceRef="Task_1" targetRef="End" />
                <bpmn:endEvent id="End" name="Конец"><bpmn:incoming>Flow_2</bpmn:incoming></bpmn:endEvent>
              </bpmn:process>
              <bpmndi:BPMNDiagram id="Diagram"><bpmndi:BPMNPlane id="Plane" bpmnElement="{key}">
                <bpmndi:BPMNShape id="Start_di" bpmnElement="Start"><dc:Bounds x="160" y="122" width="36" height="36" /></bpmndi:BPMNShape>
                <bpmndi:BPMNShape id="Task_1_di" bpmnElement="Task_1">
                <dc:Bounds x="260" y="100" width="120" height="80" /></bpmndi:BPMNShape>
                <bpmndi:BPMNShape id="End_di" bpmnElement="End"><dc:Bounds x="442" y="122" width="36" height="36" /></bpmndi:BPMNShape>
                <bpmndi:BPMNEdge id="Flow_1_di" bpmnElement="Flow_1"><di:waypoint x="196" y="140" />
                <di:waypoint x="260" y="140" /></bpmndi:BPMNEdge>
                <bpmndi:BPMNEdge id="Flow_2_di" bpmnElement="Flow_2"><di:waypoint x="380" y="140" />
                <di:waypoint x="442" y="140" /></bpmndi:BPMNEdge>
              </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
            </bpmn:definitions>
            """;
}
