using System.Xml.Linq;

namespace Reserve.Engine.Bpmn.Xml;

/// <summary>The XML names of BPMN 2.0 and of the activity binding.</summary>
public static class BpmnNames
{
    /// <summary>The namespace of the BPMN 2.0 model.</summary>
    public static readonly XNamespace Model = "http://www.omg.org/spec/BPMN/20100524/MODEL";

    /// <summary>The namespace of the activity binding.</summary>
    public static readonly XNamespace Elsa = "https://elsaworkflows.io/schemas/bpmn/v1";

    /// <summary>
    /// Our own namespace, for what Elsa's vocabulary does not know: <c>output</c> and <c>multiInstance</c> (files of before have them in
    /// Elsa's namespace; they are still read there), and what a file made for Elsa keeps of ours: <c>timer</c>, <c>activityBinding</c> and
    /// <c>input</c>.
    /// </summary>
    public static readonly XNamespace Reserve = "urn:reserve:bpmn";

    /// <summary>Elements of the schema that describe choreographies: kept in the file, refused at deployment.</summary>
    public static readonly IReadOnlySet<string> Choreography = new HashSet<string>(StringComparer.Ordinal)
    {
        "choreography",
        "globalChoreographyTask",
        "choreographyTask",
        "subChoreography",
        "callChoreography",
    };

    /// <summary>The line of an element, from 1; 0 when unknown.</summary>
    public static int Line(this XObject node) => node is System.Xml.IXmlLineInfo info && info.HasLineInfo() ? info.LineNumber : 0;

    /// <summary>The name that an author who mistyped one most likely meant: by letters added, left out, changed or swapped.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="candidates">The names that there are.</param>
    /// <returns>The nearest of them, or null when none is near.</returns>
    public static string? Nearest(string name, IEnumerable<string> candidates) => Feel.Analysis.NearestName.Of(name, candidates);
}
