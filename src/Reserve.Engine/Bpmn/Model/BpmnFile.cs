using System.Xml.Linq;

namespace Reserve.Engine.Bpmn.Model;

/// <summary>
/// A BPMN 2.0 file as read: the parts the engine knows, as records, over the XML tree that keeps everything else (diagram interchange,
/// vendor extensions).
/// </summary>
public sealed record BpmnFile
{
    /// <summary>The whole file; written back unchanged by <see cref="Xml.BpmnWriter"/>.</summary>
    public required XDocument Document { get; init; }

    /// <summary>The <c>targetNamespace</c> of <c>definitions</c>; empty when absent.</summary>
    public string TargetNamespace { get; init; } = "";

    /// <summary>The processes in file order.</summary>
    public IReadOnlyList<BpmnProcess> Processes { get; init; } = [];

    /// <summary>The messages in file order (8.4.11).</summary>
    public IReadOnlyList<RootItem> Messages { get; init; } = [];

    /// <summary>The signals in file order (10.5.5).</summary>
    public IReadOnlyList<RootItem> Signals { get; init; } = [];

    /// <summary>The errors in file order (8.4.6); <see cref="RootItem.Code"/> is the error code.</summary>
    public IReadOnlyList<RootItem> Errors { get; init; } = [];

    /// <summary>The escalations in file order (8.4.7); <see cref="RootItem.Code"/> is the escalation code.</summary>
    public IReadOnlyList<RootItem> Escalations { get; init; } = [];

    /// <summary>Global tasks, callable by a call activity (10.3.6).</summary>
    public IReadOnlyList<ActivityTask> GlobalTasks { get; init; } = [];

    /// <summary>The pools, and what process each stands for (9.3).</summary>
    public IReadOnlyList<Participant> Participants { get; init; } = [];

    /// <summary>Correlation properties (8.4.2): how a message's key is taken from its payload.</summary>
    public IReadOnlyList<CorrelationProperty> CorrelationProperties { get; init; } = [];

    /// <summary>Correlation keys: sets of correlation properties, by id.</summary>
    public IReadOnlyList<CorrelationKey> CorrelationKeys { get; init; } = [];

    /// <summary>
    /// BPMN elements of the file that are known to the schema but not executed anywhere, with the place and the reason; refused at
    /// deployment when a process uses them.
    /// </summary>
    public IReadOnlyList<RefusedElement> Refused { get; init; } = [];

    /// <summary>The process of this id, or null.</summary>
    public BpmnProcess? Process(string id) => Processes.FirstOrDefault(process => process.Id == id);
}

/// <summary>A message, signal, error or escalation.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name; null when absent.</param>
/// <param name="Code">The error or escalation code; null when absent.</param>
/// <param name="Line">The line in the file.</param>
public sealed record RootItem(string Id, string? Name, string? Code, int Line)
{
    /// <summary>What runs are matched by: the name, or the id when no name is given; empty when the name is given but blank.</summary>
    public string Key => Name is null ? Id : Name.Trim();
}

/// <summary>A pool of a collaboration.</summary>
public sealed record Participant(string Id, string Name, string? ProcessRef, int Line);

/// <summary>A correlation property and the FEEL text that takes it from each message, by message id.</summary>
public sealed record CorrelationProperty(string Id, string Name, IReadOnlyDictionary<string, string> MessagePaths, int Line);

/// <summary>A correlation key: the ids of its properties.</summary>
public sealed record CorrelationKey(string Id, string Name, IReadOnlyList<string> PropertyRefs, int Line);

/// <summary>A correlation subscription of a process: the key it belongs to and the FEEL text of each property's expected value.</summary>
public sealed record CorrelationSubscription(string Id, string KeyRef, IReadOnlyDictionary<string, string> Bindings, int Line);

/// <summary>An element of the BPMN schema that this engine does not execute.</summary>
/// <param name="ProcessId">The process that contains it, or null when it stands outside of any.</param>
/// <param name="ElementName">The local XML name.</param>
/// <param name="ElementId">The id; empty when absent.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Line">The line in the file.</param>
public sealed record RefusedElement(string? ProcessId, string ElementName, string ElementId, string Reason, int Line);

/// <summary>What processes and subprocesses have in common: a flow of nodes (10.2.1, FlowElementsContainer).</summary>
public interface IFlowScope
{
    /// <summary>The nodes in file order.</summary>
    IReadOnlyList<FlowNode> Nodes { get; }

    /// <summary>The sequence flows in file order.</summary>
    IReadOnlyList<SequenceFlow> Flows { get; }

    /// <summary>Data objects and properties: the variables that belong to this scope.</summary>
    IReadOnlyList<DataObject> DataObjects { get; }

    /// <summary>Associations; those from a compensation boundary event name its handler.</summary>
    IReadOnlyList<Association> Associations { get; }
}

/// <summary>A process (10.1).</summary>
public sealed record BpmnProcess : IFlowScope
{
    /// <summary>The id: the key under which it is deployed and called.</summary>
    public required string Id { get; init; }

    /// <summary>The name; empty when absent.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>isExecutable</c>; null when not given.</summary>
    public bool? IsExecutable { get; init; }

    /// <summary>The line in the file.</summary>
    public int Line { get; init; }

    /// <inheritdoc />
    public IReadOnlyList<FlowNode> Nodes { get; init; } = [];

    /// <inheritdoc />
    public IReadOnlyList<SequenceFlow> Flows { get; init; } = [];

    /// <inheritdoc />
    public IReadOnlyList<DataObject> DataObjects { get; init; } = [];

    /// <inheritdoc />
    public IReadOnlyList<Association> Associations { get; init; } = [];

    /// <summary>The lanes, nested ones after their parent (10.7).</summary>
    public IReadOnlyList<Lane> Lanes { get; init; } = [];

    /// <summary>The correlation subscriptions (8.4.2).</summary>
    public IReadOnlyList<CorrelationSubscription> CorrelationSubscriptions { get; init; } = [];
}

/// <summary>A lane and the ids of the nodes drawn in it.</summary>
public sealed record Lane(string Id, string Name, IReadOnlyList<string> NodeRefs, int Line);

/// <summary>A data object or property (10.3.1).</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The variable's name: the element's name, or its id when unnamed.</param>
/// <param name="References">Ids of data object references to it.</param>
/// <param name="IsCollection">Whether it is declared as a collection.</param>
/// <param name="Line">The line in the file.</param>
public sealed record DataObject(string Id, string Name, IReadOnlyList<string> References, bool IsCollection, int Line);

/// <summary>An association between two elements.</summary>
public sealed record Association(string Id, string SourceRef, string TargetRef, int Line);

/// <summary>A sequence flow (8.4.13).</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The label; empty when absent.</param>
/// <param name="SourceRef">Where it leaves.</param>
/// <param name="TargetRef">Where it leads.</param>
/// <param name="Condition">The condition, or null.</param>
/// <param name="Line">The line in the file.</param>
public sealed record SequenceFlow(string Id, string Name, string SourceRef, string TargetRef, Expression? Condition, int Line);

/// <summary>An expression of a BPMN file: FEEL text, with the language it declares.</summary>
/// <param name="Text">The text, trimmed.</param>
/// <param name="Language">The <c>language</c> attribute, or null; the file's <c>expressionLanguage</c> is not applied, for tools write it
/// without meaning it.</param>
/// <param name="Line">The line in the file.</param>
public sealed record Expression(string Text, string? Language, int Line);
