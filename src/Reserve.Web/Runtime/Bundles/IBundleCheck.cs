using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>A bundle as it would be published, and what has been found out about it.</summary>
/// <param name="Bundle">The files.</param>
/// <param name="Keys">The processes of its drawing.</param>
/// <param name="Processes">Those of them that could be compiled.</param>
/// <param name="Variables">What they set; null when the drawing cannot be read.</param>
internal sealed record CheckedBundle(
    ProcessBundle Bundle,
    IReadOnlyCollection<string> Keys,
    IReadOnlyList<CompiledProcess> Processes,
    BundleVariables? Variables
);

/// <summary>What a feature knows of a bundle's files, and the runtime does not.</summary>
internal interface IBundleCheck
{
    /// <summary>The findings about the files.</summary>
    IEnumerable<BpmnDiagnostic> Of(CheckedBundle bundle);
}
