namespace Reserve.Engine.Bpmn.Xml;

/// <summary>How bad a finding is.</summary>
public enum BpmnSeverity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>Legal but unwise; deployed all the same.</summary>
    Warning,

    /// <summary>Not deployed.</summary>
    Error,
}

/// <summary>A finding about a BPMN file.</summary>
/// <param name="Code">A stable code, for example <c>dangling-reference</c>.</param>
/// <param name="Severity">How bad.</param>
/// <param name="ElementId">The element's id; empty when the finding is about the file.</param>
/// <param name="Line">The line, from 1; 0 when unknown.</param>
/// <param name="Message">What is wrong, in Russian.</param>
public sealed record BpmnDiagnostic(string Code, BpmnSeverity Severity, string ElementId, int Line, string Message)
{
    /// <summary>For soundness findings: the ids of the nodes in the order that leads to the place.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];
}

/// <summary>What reading gave.</summary>
/// <param name="File">The file, or null when it is no BPMN at all.</param>
/// <param name="Diagnostics">Every finding, in file order.</param>
public sealed record BpmnReadResult(Model.BpmnFile? File, IReadOnlyList<BpmnDiagnostic> Diagnostics)
{
    /// <summary>Whether the file can be used: it was read, and nothing found is an error.</summary>
    public bool Ok => File is not null && !Diagnostics.Any(found => found.Severity == BpmnSeverity.Error);
}
