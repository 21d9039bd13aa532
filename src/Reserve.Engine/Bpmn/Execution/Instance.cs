using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>What an instance stands for.</summary>
internal enum Role : byte
{
    /// <summary>A waiting activity or catch event.</summary>
    Activity,

    /// <summary>The process, or a running subprocess of any kind.</summary>
    Scope,

    /// <summary>The frame around the rounds of a loop or the instances of a multi-instance.</summary>
    Loop,

    /// <summary>An event-based gateway waiting for its first event.</summary>
    Gate,

    /// <summary>A compensation throw that runs handlers one by one.</summary>
    Compensation,

    /// <summary>A finished subprocess brought back for its compensation.</summary>
    Restored,

    /// <summary>A token that cannot go on.</summary>
    Stuck,
}

/// <summary>What is waited for.</summary>
internal enum WaitKind : byte
{
    UserTask,
    Service,
    Decision,
    Timer,
    Message,
    Signal,
    Conditional,
    Called,
    Trigger,
    AdHoc,
    Incident,
}

/// <summary>A live activity, scope or frame of a run.</summary>
internal sealed class Instance(int id, Node node, Role role, Instance? parent)
{
    public readonly int Id = id;
    public readonly Node Node = node;
    public readonly Role Role = role;
    public readonly Instance? Parent = parent;
    public Instance? FirstChild;
    public Instance? LastChild;
    public Instance? Next;
    public Instance? Previous;
    public Wait? Waits;

    /// <summary>Tokens on the way or waiting at joins, plus children: what keeps the scope open.</summary>
    public int Active;

    /// <summary>Counts up when the tokens of the scope are dropped; tokens on the way carry the number they started with.</summary>
    public int Epoch;
    public bool Dead;

    /// <summary>An interrupting event subprocess has begun: no other one begins.</summary>
    public bool Interrupted;

    /// <summary>A transaction that is compensating before it leaves by its cancel event.</summary>
    public bool Cancelling;

    /// <summary>An ad-hoc subprocess that is done but lets running activities finish; a stuck token that failed on leaving.</summary>
    public bool Flag;

    /// <summary>Variables declared here; null when none.</summary>
    public FeelContext? Variables;

    /// <summary>All visible variables as last seen, and the version of the run's data it was made at.</summary>
    public FeelContext? Seen;
    public int SeenAt;

    /// <summary>Tokens waiting at joins, by place; null until one waits.</summary>
    public int[]? Joins;
    public LoopState? Loop;

    /// <summary>What of this scope can be compensated, in the order of completion.</summary>
    public List<CompensationEntry>? Log;

    public bool IsScope => Role is Role.Scope or Role.Restored;

    public void Add(Instance child)
    {
        child.Previous = LastChild;
        if (LastChild is null)
            FirstChild = child;
        else
            LastChild.Next = child;
        LastChild = child;
    }

    public void Remove(Instance child)
    {
        if (child.Previous is null)
            FirstChild = child.Next;
        else
            child.Previous.Next = child.Next;
        if (child.Next is null)
            LastChild = child.Previous;
        else
            child.Next.Previous = child.Previous;
        child.Previous = null;
        child.Next = null;
    }

    /// <summary>The scope whose flow this instance's node belongs to.</summary>
    public Instance FlowScope()
    {
        var scope = Parent!;
        while (!scope.IsScope)
            scope = scope.Parent!;
        return scope;
    }
}

/// <summary>Something that a run waits for.</summary>
internal sealed class Wait(int id, WaitKind kind, Instance owner, Node node, int definition)
{
    public readonly int Id = id;
    public readonly WaitKind Kind = kind;

    /// <summary>The instance that the wait lives and dies with.</summary>
    public readonly Instance Owner = owner;

    /// <summary>
    /// The element that reacts: the activity itself, a boundary event, an event after a gateway, or the start of an event subprocess.
    /// </summary>
    public readonly Node Node = node;

    /// <summary>Which of the element's event definitions.</summary>
    public readonly int Definition = definition;
    public Wait? Next;

    /// <summary>Of a timer: when it fires, and how often still (-1 without end).</summary>
    public TimerSchedule Schedule;

    /// <summary>Of a message or signal: the name. Of an incident: its code.</summary>
    public string? Key;

    /// <summary>Of a condition: whether it held when last looked at.</summary>
    public bool Held;

    public EventSpec? Spec => Definition < Node.Events.Length ? Node.Events[Definition] : null;
}

/// <summary>Where a loop or multi-instance stands.</summary>
internal sealed class LoopState
{
    /// <summary>How many instances there will be; for a standard loop the rounds begun.</summary>
    public int Total;
    public int Started;
    public int Completed;
    public int Terminated;
    public IReadOnlyList<FeelValue>? Items;
    public FeelValue[]? Results;
}

/// <summary>
/// Finished work that can be compensated: a number of completions of an activity with a handler, or a finished subprocess with what was
/// done in it.
/// </summary>
internal sealed class CompensationEntry(Node node)
{
    public readonly Node Node = node;
    public int Count = 1;
    public List<CompensationEntry>? Inner;
    public FeelContext? Variables;

    /// <summary>
    /// A subprocess that was cancelled before it finished: its own compensation event subprocess does not count, for that belongs to
    /// finished ones.
    /// </summary>
    public bool Unfinished;
}
