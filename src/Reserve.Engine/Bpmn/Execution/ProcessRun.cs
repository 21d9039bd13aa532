using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>What is active in a run.</summary>
/// <param name="ElementId">The element.</param>
/// <param name="Kind">For example <c>userTask</c>, <c>join</c>, <c>timer</c>, <c>incident</c>.</param>
/// <param name="WaitId">The wait to answer; 0 for a token at a join.</param>
/// <param name="Instance">The instance's id; 0 for a token at a join.</param>
public sealed record ActiveElement(string ElementId, string Kind, int WaitId, int Instance);

/// <summary>An open wait.</summary>
/// <param name="Id">The wait id.</param>
/// <param name="ElementId">The element that reacts.</param>
/// <param name="Kind">For example <c>userTask</c>, <c>timer</c>, <c>message</c>.</param>
/// <param name="Key">Message, signal or incident code.</param>
/// <param name="DueAt">Of a timer.</param>
public sealed record OpenWait(int Id, string ElementId, string Kind, string? Key, DateTimeOffset? DueAt);

/// <summary>
/// The state of a run: scopes, tokens, variables, waits. Changed in place by <see cref="Interpreter"/>; not safe for several threads
/// at once. Between two steps no token is on the way, so that <see cref="Serialize"/> holds everything.
/// </summary>
public sealed partial class ProcessRun
{
    internal const int RootId = 1;

    private ProcessRun(ProcessDefinition definition)
    {
        Definition = definition;
        Root = new Instance(RootId, definition.Nodes[0], Role.Scope, null);
    }

    /// <summary>The definition it runs by.</summary>
    public ProcessDefinition Definition { get; }

    /// <summary>Where it stands.</summary>
    public RunState State { get; internal set; }

    /// <summary>The process's variables.</summary>
    public FeelContext Variables => Root.Variables ?? FeelContext.Empty;

    /// <summary>Whether another run called it.</summary>
    public bool IsCalled { get; internal set; }

    /// <summary>How many incidents are open.</summary>
    public int Incidents => waits.Values.Count(wait => wait.Kind == WaitKind.Incident);

    internal Instance Root { get; }

    internal int LastId { get; set; } = RootId;

    /// <summary>Counts changes of variables.</summary>
    internal int DataVersion { get; set; } = 1;

    /// <summary>Counts whatever changes what an instance sees: variables and loop counters.</summary>
    internal int ContextVersion { get; set; } = 1;

    internal int ConditionalWaits { get; set; }

    /// <summary>Inclusive and complex joins where tokens wait or a reset is due.</summary>
    internal List<(Instance Scope, Node Join)> PendingJoins { get; } = [];

    private readonly Dictionary<int, Wait> waits = [];

    internal Dictionary<int, Wait> Waits => waits;

    /// <summary>A run that has not been started.</summary>
    public static ProcessRun Create(ProcessDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new ProcessRun(definition);
    }

    /// <summary>The open waits, oldest first.</summary>
    public IReadOnlyList<OpenWait> OpenWaits =>
        [
            .. waits
                .Values.OrderBy(wait => wait.Id)
                .Select(wait => new OpenWait(
                    wait.Id,
                    wait.Node.Id,
                    NameOf(wait.Kind),
                    wait.Key,
                    wait.Kind == WaitKind.Timer ? wait.Schedule.DueAt : null
                )),
        ];

    /// <summary>The active leaves: waiting activities and events, tokens at joins, stuck tokens; oldest first within a scope.</summary>
    public IReadOnlyList<ActiveElement> ActiveElements
    {
        get
        {
            var found = new List<ActiveElement>();
            if (State == RunState.Active)
                Collect(Root, found);
            return found;
        }
    }

    /// <summary>The tokens, and the subprocesses that are open, as they lie in one another; what changes of a run name.</summary>
    public IReadOnlyList<Modification.RunToken> Tokens
    {
        get
        {
            var found = new List<Modification.RunToken>();
            if (State == RunState.Active)
                Modification.TokenList.Collect(Root, 0, found);
            return found;
        }
    }

    /// <summary>Activities of open ad-hoc subprocesses that may be picked now.</summary>
    public IReadOnlyList<string> EnabledAdHoc =>
        [
            .. waits
                .Values.Where(wait => wait.Kind == WaitKind.AdHoc && !(wait.Owner.Node.AdHocSequential && wait.Owner.Active > 0))
                .OrderBy(wait => wait.Id)
                .SelectMany(wait => wait.Owner.Node.AdHocActivities.Select(node => node.Id)),
        ];

    /// <summary>The ad-hoc subprocesses that wait for somebody to pick an activity, oldest first.</summary>
    public IReadOnlyList<OpenAdHoc> AdHocs =>
        [.. waits.Values.Where(wait => wait.Kind == WaitKind.AdHoc).OrderBy(wait => wait.Id).Select(OpenAdHoc.Of)];

    /// <summary>The variables visible at a wait, innermost first to be found; the process's when there is no such wait.</summary>
    public FeelContext VariablesAt(int waitId) => waits.TryGetValue(waitId, out var wait) ? Machine.Visible(this, wait.Owner) : Variables;

    internal static string NameOf(WaitKind kind) =>
        kind switch
        {
            WaitKind.UserTask => "userTask",
            WaitKind.Service => "service",
            WaitKind.Decision => "decision",
            WaitKind.Timer => "timer",
            WaitKind.Message => "message",
            WaitKind.Signal => "signal",
            WaitKind.Conditional => "conditional",
            WaitKind.Called => "call",
            WaitKind.Trigger => "trigger",
            WaitKind.AdHoc => "adHoc",
            WaitKind.Incident => "incident",
        };

    /// <summary>What a leaf waits for, and the wait to answer: an incident before all others.</summary>
    internal static (string Kind, int Wait) KindOf(Instance instance)
    {
        var own = instance.Waits;
        for (var wait = instance.Waits; wait is not null; wait = wait.Next)
        {
            if (wait.Kind == WaitKind.Incident || (wait.Node == instance.Node && own!.Kind != WaitKind.Incident && wait.Id < own.Id))
                own = wait;
        }

        return (
            instance.Role == Role.Gate ? "gateway"
            : own is null ? "activity"
            : NameOf(own.Kind),
            own?.Id ?? 0
        );
    }

    private static void Collect(Instance instance, List<ActiveElement> found)
    {
        if (instance.IsScope)
        {
            foreach (var join in instance.Joins is null ? [] : instance.Node.Children.Where(child => child.JoinBase >= 0))
            {
                var places = join.Kind is NodeKind.ParallelGateway or NodeKind.InclusiveGateway or NodeKind.ComplexGateway
                    ? join.Incoming.Length
                    : 1;
                for (var token = 0; token < instance.Joins.AsSpan(join.JoinBase, places).Sum(); token++)
                    found.Add(new ActiveElement(join.Id, "join", 0, 0));
            }
        }

        if (instance.Role is Role.Activity or Role.Gate or Role.Stuck)
        {
            var (kind, wait) = KindOf(instance);
            found.Add(new ActiveElement(instance.Node.Id, kind, wait, instance.Id));
        }
        else if (instance.Node.Kind == NodeKind.AdHocSubProcess && instance.Role == Role.Scope && instance.FirstChild is null)
        {
            found.Add(new ActiveElement(instance.Node.Id, "adHoc", instance.Waits?.Id ?? 0, instance.Id));
        }

        for (var child = instance.FirstChild; child is not null; child = child.Next)
            Collect(child, found);
    }
}

internal static class SpanSum
{
    public static int Sum(this Span<int> span)
    {
        var sum = 0;
        foreach (var value in span)
            sum += value;
        return sum;
    }
}
