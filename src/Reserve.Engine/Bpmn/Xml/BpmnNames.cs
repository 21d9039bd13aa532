using System.Xml.Linq;

namespace Reserve.Engine.Bpmn.Xml;

/// <summary>The XML names of BPMN 2.0 and of the activity binding.</summary>
public static class BpmnNames
{
    /// <summary>The namespace of the BPMN 2.0 model.</summary>
    public static readonly XNamespace Model = "http://www.omg.org/spec/BPMN/20100524/MODEL";

    /// <summary>The namespace of the activity binding.</summary>
    public static readonly XNamespace Elsa = "https://elsaworkflows.io/schemas/bpmn/v1";

    /// <summary>The namespace of <c>xsi:type</c>.</summary>
    public static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>Elements of the schema that describe choreographies: kept in the file, refused at deployment.</summary>
    public static readonly IReadOnlySet<string> Choreography = new HashSet<string>(StringComparer.Ordinal)
    {
        "choreography",
        "globalChoreographyTask",
        "choreographyTask",
        "subChoreography",
        "callChoreography",
    };

    /// <summary>Elements of the schema that are read by their parent, or that describe without being executed: kept in the file.</summary>
    public static readonly IReadOnlySet<string> Descriptive = new HashSet<string>(StringComparer.Ordinal)
    {
        "documentation",
        "extensionElements",
        "extension",
        "import",
        "relationship",
        "source",
        "target",
        "category",
        "categoryValue",
        "group",
        "textAnnotation",
        "text",
        "auditing",
        "monitoring",
        "itemDefinition",
        "dataState",
        "dataStore",
        "partnerEntity",
        "partnerRole",
        "participantMultiplicity",
        "participantAssociation",
        "interface",
        "operation",
        "inMessageRef",
        "outMessageRef",
        "errorRef",
        "endPoint",
        "resource",
        "resourceParameter",
        "resourceParameterBinding",
        "messageFlow",
        "messageFlowAssociation",
        "conversation",
        "subConversation",
        "callConversation",
        "globalConversation",
        "conversationLink",
        "conversationAssociation",
        "conversationNode",
        "laneSet",
        "lane",
        "childLaneSet",
        "partitionElement",
        "flowNodeRef",
        "incoming",
        "outgoing",
        "supports",
        "rendering",
        "ioBinding",
        "outputSet",
        "inputSet",
        "dataInputRefs",
        "dataOutputRefs",
        "optionalInputRefs",
        "whileExecutingInputRefs",
        "outputSetRefs",
        "optionalOutputRefs",
        "whileExecutingOutputRefs",
        "inputSetRefs",
        "correlationPropertyRef",
        "categoryValueRef",
        "supportedInterfaceRef",
        "collaboration",
        "participant",
        "participantRef",
        "choreographyRef",
        "processRef",
        "innerConversationNodeRef",
        "outerConversationNodeRef",
        "innerMessageFlowRef",
        "outerMessageFlowRef",
        "innerParticipantRef",
        "outerParticipantRef",
        "messageFlowRef",
        "interfaceRef",
        "endPointRef",
    };

    /// <summary>The line of an element, from 1; 0 when unknown.</summary>
    public static int Line(this XObject node) => node is System.Xml.IXmlLineInfo info && info.HasLineInfo() ? info.LineNumber : 0;
}
