using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Web.Runtime.Bundles;

/// <summary>What a feature knows of a bundle's files, and the runtime does not.</summary>
internal interface IBundleCheck
{
    /// <summary>The findings about the files.</summary>
    /// <param name="bundle">The files as they would be published.</param>
    /// <param name="keys">The processes of its drawing.</param>
    /// <param name="processes">Those of them that could be compiled.</param>
    IEnumerable<BpmnDiagnostic> Of(ProcessBundle bundle, IReadOnlyCollection<string> keys, IReadOnlyList<CompiledProcess> processes);
}
