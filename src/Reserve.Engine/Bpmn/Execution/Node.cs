using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>What the machine does when a token comes to a node.</summary>
internal enum NodeKind : byte
{
    Process,
    StartEvent,
    EndEvent,
    CatchEvent,
    ThrowEvent,
    BoundaryEvent,
    ExclusiveGateway,
    ParallelGateway,
    InclusiveGateway,
    ComplexGateway,
    EventGateway,
    PassTask,
    UserTask,
    ServiceTask,
    DecisionTask,
    ScriptTask,
    SendTask,
    ReceiveTask,
    CallActivity,
    SubProcess,
    EventSubProcess,
    AdHocSubProcess,
}

/// <summary>A node as compiled: neighbours by reference, expressions parsed, join places numbered.</summary>
internal sealed class Node(int index, string id, NodeKind kind, FlowNode? source)
{
    public readonly int Index = index;
    public readonly string Id = id;
    public readonly NodeKind Kind = kind;

    /// <summary>The element; null for the process itself.</summary>
    public readonly FlowNode? Source = source;

    /// <summary>The process or subprocess around it; null for the process.</summary>
    public Node? Scope;
    public Flow[] Outgoing = [];
    public Flow[] Incoming = [];
    public Flow? Default;

    /// <summary>Whether leaving has to look at conditions; without, every outgoing flow gets a token.</summary>
    public bool Conditional;
    public EventSpec[] Events = [];
    public bool ParallelMultiple;

    /// <summary>Whether other tokens move first: a signal reaches whoever can listen at that moment.</summary>
    public bool Deferred;

    /// <summary>Whether a boundary event or the start of an event subprocess ends what it listens to.</summary>
    public bool Interrupting;

    // Activities.
    public Node? AttachedTo;
    public Node[] Boundaries = [];
    public int StartQuantity = 1;
    public int CompletionQuantity = 1;
    public LoopSpec? Loop;
    public BindingSpec? Binding;
    public DataSpec[] DataInputs = [];
    public DataSpec[] DataOutputs = [];
    public FeelExpression? Script;
    public string? MessageName;
    public FeelExpression? MessageKey;
    public string Called = "";
    public FeelExpression? CalledExpression;
    public bool IsForCompensation;
    public Node? CompensationHandler;

    // Joins: the first of this node's places in its scope's array.
    public int JoinBase = -1;
    public FeelExpression? Activation;

    /// <summary>
    /// For each incoming flow of an inclusive or complex join: by node index, whether a token there can still arrive on that flow without
    /// passing the join.
    /// </summary>
    public bool[][] Reach = [];

    /// <summary>The same, by sequence flows and links alone.</summary>
    public bool[][] ReachByFlow = [];

    // Scopes.
    public Node[] Children = [];
    public Node[] Starts = [];
    public Node[] EventSubProcesses = [];
    public int JoinPlaces;
    public string[] LocalData = [];
    public bool Transaction;
    public bool CompensationSubProcess;
    public Node[] AdHocActivities = [];
    public bool AdHocSequential;
    public bool AdHocCancelRemaining;
    public FeelExpression? AdHocCompletion;
    public Node? InstantiatingGateway;

    // History records of passing through in the process's own scope, made once.
    public RunEffect.History EnteredRoot = null!;
    public RunEffect.History CompletedRoot = null!;

    public bool IsScope => Kind is NodeKind.Process or NodeKind.SubProcess or NodeKind.EventSubProcess or NodeKind.AdHocSubProcess;

    public bool IsActivity => Kind >= NodeKind.PassTask;
}

/// <summary>A sequence flow as compiled.</summary>
internal sealed class Flow(int index, string id, Node source, Node target, int place, FeelExpression? condition)
{
    public readonly int Index = index;
    public readonly string Id = id;
    public readonly Node Source = source;
    public readonly Node Target = target;

    /// <summary>Its place among the target's incoming flows.</summary>
    public readonly int Place = place;
    public readonly FeelExpression? Condition = condition;
}

/// <summary>An event definition as compiled.</summary>
internal sealed class EventSpec
{
    public required EventKind Kind { get; init; }

    /// <summary>Message or signal name, error or escalation code; null catches every code.</summary>
    public string? Key { get; init; }

    public TimerSpec? Timer { get; init; }

    public FeelExpression? Condition { get; init; }

    /// <summary>The link's target or the compensated activity.</summary>
    public Node? Target { get; set; }

    public bool WaitForCompletion { get; init; } = true;

    /// <summary>The id of the message, for correlation.</summary>
    public FeelExpression? CorrelationKey { get; init; }

    /// <summary>Whether it is waited for, as a timer, message, signal or condition is; errors and the like are found when thrown.</summary>
    public bool IsAwaited => Kind is EventKind.Message or EventKind.Timer or EventKind.Signal or EventKind.Conditional;
}

/// <summary>A loop as compiled.</summary>
internal sealed class LoopSpec
{
    public bool Standard { get; init; }

    public bool TestBefore { get; init; }

    public FeelExpression? Condition { get; init; }

    public int Maximum { get; init; } = int.MaxValue;

    public bool Sequential { get; init; }

    public FeelExpression? Cardinality { get; init; }

    public FeelExpression? Collection { get; init; }

    public string? CollectionName { get; init; }

    public string? Item { get; init; }

    public string? OutputCollection { get; init; }

    public FeelExpression? OutputItem { get; init; }

    public string? OutputItemName { get; init; }

    public FeelExpression? Completion { get; init; }

    public MultiInstanceBehavior Behavior { get; init; }

    public EventSpec? BehaviorEvent { get; init; }

    public (FeelExpression Condition, EventSpec[] Events)[] Complex { get; init; } = [];
}

/// <summary>An input or output as compiled: an expression, or a constant.</summary>
internal sealed record DataSpec(string Name, FeelExpression? Expression, FeelValue Constant, string? Variable = null);

/// <summary>An activity binding as compiled.</summary>
internal sealed record BindingSpec(
    string ActivityType,
    DataSpec[] Inputs,
    DataSpec[] Outputs,
    bool AllInputs,
    bool AllOutputs,
    string? DecisionRef,
    string? Model,
    string? ResultVariable,
    FeelExpression? CorrelationKey,
    FeelValue CorrelationConstant,
    DataSpec? TimeToLive
);
