namespace Reserve.Engine.Bpmn.Model;

/// <summary>A node of a flow: event, activity or gateway (8.4.9).</summary>
public abstract record FlowNode
{
    /// <summary>The id; unique in the file.</summary>
    public required string Id { get; init; }

    /// <summary>The label; empty when absent.</summary>
    public string Name { get; init; } = "";

    /// <summary>The local XML name, for example <c>userTask</c>.</summary>
    public required string ElementName { get; init; }

    /// <summary>The line in the file.</summary>
    public int Line { get; init; }

    /// <summary>
    /// The activity binding of an activity or event, of a message event its correlation key, payload and variables; null for none.
    /// </summary>
    public ActivityBinding? Binding { get; init; }
}

/// <summary>The five gateways (10.6).</summary>
public enum GatewayKind
{
    /// <summary>One path, chosen by condition (10.6.2).</summary>
    Exclusive,

    /// <summary>All paths; joins by one token on each incoming flow (10.6.4).</summary>
    Parallel,

    /// <summary>Every path whose condition holds; joins what can still arrive (10.6.3).</summary>
    Inclusive,

    /// <summary>Joins by an activation condition (10.6.5).</summary>
    Complex,

    /// <summary>The path whose event comes first (10.6.6).</summary>
    EventBased,
}

/// <summary>A gateway.</summary>
public sealed record Gateway : FlowNode
{
    /// <summary>Which of the five.</summary>
    public required GatewayKind Kind { get; init; }

    /// <summary>The default flow's id, or null.</summary>
    public string? Default { get; init; }

    /// <summary>The activation condition of a complex gateway.</summary>
    public Expression? ActivationCondition { get; init; }

    /// <summary>Whether an event-based gateway starts a process.</summary>
    public bool Instantiate { get; init; }

    /// <summary>Whether a starting event-based gateway wants all of its events (<c>eventGatewayType="Parallel"</c>).</summary>
    public bool ParallelStart { get; init; }
}

/// <summary>What every activity has (10.3.1).</summary>
public abstract record Activity : FlowNode
{
    /// <summary>The default flow's id, or null.</summary>
    public string? Default { get; init; }

    /// <summary>Whether it is a compensation handler, outside the normal flow.</summary>
    public bool IsForCompensation { get; init; }

    /// <summary>Tokens that must arrive before it starts; 1 unless given.</summary>
    public int StartQuantity { get; init; } = 1;

    /// <summary>Tokens it puts on each outgoing flow; 1 unless given.</summary>
    public int CompletionQuantity { get; init; } = 1;

    /// <summary>Standard loop or multi-instance, or null.</summary>
    public LoopCharacteristics? Loop { get; init; }

    /// <summary>Data going in (10.4.2).</summary>
    public IReadOnlyList<DataAssociation> DataInputs { get; init; } = [];

    /// <summary>Data coming out.</summary>
    public IReadOnlyList<DataAssociation> DataOutputs { get; init; } = [];

    /// <summary>
    /// Names of the people or groups said by <c>potentialOwner</c>, <c>humanPerformer</c> or <c>performer</c>, as written.
    /// </summary>
    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>Properties: variables that belong to this activity (10.4.1).</summary>
    public IReadOnlyList<DataObject> Properties { get; init; } = [];
}

/// <summary>A data association resolved to variable names.</summary>
/// <param name="Source">The variable or parameter read; null when only assignments say it.</param>
/// <param name="Target">The variable or parameter written.</param>
/// <param name="Transformation">FEEL text that computes the value, or null for a copy.</param>
/// <param name="Line">The line in the file.</param>
public sealed record DataAssociation(string? Source, string Target, Expression? Transformation, int Line);

/// <summary>The kinds of tasks (10.3.3).</summary>
public enum TaskKind
{
    /// <summary>A task that says nothing about how it is done: passes at once unless bound.</summary>
    None,

    /// <summary>A person's work.</summary>
    User,

    /// <summary>Work outside of any system: passes at once.</summary>
    Manual,

    /// <summary>A call to the application.</summary>
    Service,

    /// <summary>A decision.</summary>
    BusinessRule,

    /// <summary>A FEEL script.</summary>
    Script,

    /// <summary>A message going out.</summary>
    Send,

    /// <summary>A message awaited.</summary>
    Receive,
}

/// <summary>A task.</summary>
public sealed record ActivityTask : Activity
{
    /// <summary>Which kind.</summary>
    public required TaskKind Kind { get; init; }

    /// <summary>The message of a send or receive task, by id; null when absent.</summary>
    public string? MessageRef { get; init; }

    /// <summary>Whether a receive task starts a process.</summary>
    public bool Instantiate { get; init; }

    /// <summary>The script's text and language.</summary>
    public Expression? Script { get; init; }
}

/// <summary>The kinds of subprocesses (10.3.5).</summary>
public enum SubProcessKind
{
    /// <summary>Part of the flow.</summary>
    Embedded,

    /// <summary>Started by an event while its scope lives.</summary>
    Event,

    /// <summary>With cancellation and compensation.</summary>
    Transaction,

    /// <summary>Its activities are picked by people.</summary>
    AdHoc,
}

/// <summary>A subprocess.</summary>
public sealed record SubProcess : Activity, IFlowScope
{
    /// <summary>Which kind.</summary>
    public required SubProcessKind Kind { get; init; }

    /// <inheritdoc />
    public IReadOnlyList<FlowNode> Nodes { get; init; } = [];

    /// <inheritdoc />
    public IReadOnlyList<SequenceFlow> Flows { get; init; } = [];

    /// <inheritdoc />
    public IReadOnlyList<DataObject> DataObjects { get; init; } = [];

    /// <inheritdoc />
    public IReadOnlyList<Association> Associations { get; init; } = [];

    /// <summary>Whether an ad-hoc subprocess lets only one activity run at a time.</summary>
    public bool IsSequential { get; init; }

    /// <summary>When an ad-hoc subprocess is done.</summary>
    public Expression? CompletionCondition { get; init; }

    /// <summary>Whether a done ad-hoc subprocess cancels what still runs in it.</summary>
    public bool CancelRemainingInstances { get; init; } = true;
}

/// <summary>A call activity (10.3.6).</summary>
public sealed record CallActivity : Activity
{
    /// <summary>
    /// The id of the called process or global task, without prefix, or FEEL text after <c>=</c> that gives it; empty when absent.
    /// </summary>
    public string CalledElement { get; init; } = "";
}

/// <summary>A standard loop or multi-instance (10.3.8).</summary>
public abstract record LoopCharacteristics
{
    /// <summary>The line in the file.</summary>
    public int Line { get; init; }
}

/// <summary>A standard loop: while the condition holds, tested before or after each round.</summary>
public sealed record StandardLoop : LoopCharacteristics
{
    /// <summary>Whether the condition is tested before the first round.</summary>
    public bool TestBefore { get; init; }

    /// <summary>The condition for another round; null means true.</summary>
    public Expression? Condition { get; init; }

    /// <summary>The greatest number of rounds, or null.</summary>
    public int? Maximum { get; init; }
}

/// <summary>Which events a multi-instance activity throws as its instances complete.</summary>
public enum MultiInstanceBehavior
{
    /// <summary>No event; a token when all are done (the default).</summary>
    All,

    /// <summary>An event at the first completion.</summary>
    One,

    /// <summary>An event at each completion.</summary>
    None,

    /// <summary>Events by the conditions of complex behaviour definitions.</summary>
    Complex,
}

/// <summary>Several instances of an activity.</summary>
public sealed record MultiInstanceLoop : LoopCharacteristics
{
    /// <summary>One after another instead of all at once.</summary>
    public bool IsSequential { get; init; }

    /// <summary>How many, or null.</summary>
    public Expression? Cardinality { get; init; }

    /// <summary>The collection: a variable's name or FEEL text, or null.</summary>
    public Expression? Collection { get; init; }

    /// <summary>The variable that holds the instance's item; null when not wanted.</summary>
    public string? Item { get; init; }

    /// <summary>The variable that receives the list of the results, or null.</summary>
    public string? OutputCollection { get; init; }

    /// <summary>The variable of an instance whose value goes to the output collection.</summary>
    public string? OutputItem { get; init; }

    /// <summary>When to stop early, evaluated after each completion.</summary>
    public Expression? CompletionCondition { get; init; }

    /// <summary>Which events are thrown.</summary>
    public MultiInstanceBehavior Behavior { get; init; }

    /// <summary>The event of behaviour One or None.</summary>
    public EventDefinition? BehaviorEvent { get; init; }

    /// <summary>The conditions and events of behaviour Complex.</summary>
    public IReadOnlyList<ComplexBehavior> ComplexBehaviors { get; init; } = [];
}

/// <summary>A complex behaviour definition: when it holds the remaining instances are cancelled and the event is thrown.</summary>
public sealed record ComplexBehavior(Expression Condition, IReadOnlyList<EventDefinition> Events);
