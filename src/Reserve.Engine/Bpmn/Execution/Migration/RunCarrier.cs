using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution.Migration;

/// <summary>
/// Builds a run's state anew for another version: every live instance, wait, token at a join, counter and compensation record goes to the
/// element that the mapping names, under the id that it had. Nothing is executed; what is new to wait for is listed in <see cref="Arms"/>.
/// </summary>
internal sealed partial class RunCarrier
{
    private readonly ProcessRun old;
    private readonly ProcessDefinition to;
    private readonly Dictionary<Node, Node?> map = [];
    private readonly Dictionary<(Instance Parent, Node Scope), Instance> added = [];
    private readonly Dictionary<(Instance Scope, Node Join), (Instance Scope, Node Join)> joins = [];
    private readonly HashSet<MigrationFinding> seen = [];

    private RunCarrier(ProcessRun old, ProcessDefinition to, IReadOnlyDictionary<string, string> mapping)
    {
        this.old = old;
        this.to = to;
        Run = ProcessRun.Create(to);
        map.Add(old.Definition.Nodes[0], to.Nodes[0]);
        foreach (var node in old.Definition.Nodes.Skip(1))
        {
            var target = mapping.TryGetValue(node.Id, out var id) ? to.Find(id) : null;
            map.Add(node, target);
            if (id is not null && target is null)
                Find(MigrationCode.NoSuchElement, node, id);
        }
    }

    public ProcessRun Run { get; }

    public List<MigrationFinding> Findings { get; } = [];

    /// <summary>What begins to be waited for, each with the instance that waits.</summary>
    public List<(Instance Owner, Node Node)> Arms { get; } = [];

    /// <summary>The subprocesses that are entered around what goes on, outermost first.</summary>
    public IEnumerable<Instance> Added => added.Values.OrderBy(instance => instance.Id);

    public static RunCarrier Carry(ProcessRun old, ProcessDefinition to, IReadOnlyDictionary<string, string> mapping)
    {
        var carrier = new RunCarrier(old, to, mapping);
        carrier.CarryRun();
        return carrier;
    }

    private void CarryRun()
    {
        if (old.State != RunState.Active)
        {
            Findings.Add(new MigrationFinding(MigrationCode.NotRunning, old.Definition.Id));
            return;
        }

        Run.State = old.State;
        Run.IsCalled = old.IsCalled;
        Run.LastId = old.LastId;
        Fill(old.Root, Run.Root);
        foreach (var pending in old.PendingJoins)
        {
            if (joins.TryGetValue(pending, out var now) && now.Join.Kind is NodeKind.InclusiveGateway or NodeKind.ComplexGateway)
                Run.PendingJoins.Add(now);
        }

        foreach (var scope in Added)
            ArmScope(scope, scope.Node.EventSubProcesses.SelectMany(StartsOf), scope.Node.Boundaries);
    }

    private void Find(MigrationCode code, Node node, string? target = null, IReadOnlyList<string>? details = null)
    {
        var finding = new MigrationFinding(code, node.Id, target, details);
        if (seen.Add(finding with { Details = null }))
            Findings.Add(finding);
    }

    /// <summary>What an instance holds, below the element that it now stands for.</summary>
    private void Fill(Instance from, Instance into)
    {
        into.Active = from.Active;
        into.Interrupted = from.Interrupted;
        into.Cancelling = from.Cancelling;
        into.Flag = from.Flag;
        into.Variables = Declared(into, from.Variables);
        if (from.Loop is { } loop)
            into.Loop = CarryLoop(loop, from.Node, into.Node);
        CarryWaits(from, into);
        Contents(from, into);
        if (into.Role is Role.Activity or Role.Scope or Role.Loop or Role.Gate)
            ArmNew(from, into);
    }

    private void Contents(Instance from, Instance into)
    {
        CarryLog(from, into);
        CarryJoins(from, into);
        for (var child = from.FirstChild; child is not null; child = child.Next)
            CarryChild(child, into);
    }

    private void CarryChild(Instance child, Instance into)
    {
        if (map[child.Node] is not { } target)
        {
            if (IsPlain(child.Node) && child.Role == Role.Scope && child.Parent!.IsScope)
                Dissolve(child, into);
            else
                Find(MigrationCode.Unmapped, child.Node);
            return;
        }

        if (Differs(child.Node, target) is { } code)
        {
            Find(code, child.Node, target.Id);
            return;
        }

        // A compensation that is under way stands in the scope that it compensates, whichever element threw it.
        var isThrower = child.Role == Role.Compensation && child.Flag;
        var host = !into.IsScope || isThrower ? into : Place(child.Node, target, into);
        if (host is null)
            return;
        var carried = new Instance(child.Id, target, child.Role, host);
        host.Add(carried);
        Move(into, host, child.Role == Role.Stuck ? Math.Max(1, child.Active) : 1);
        Fill(child, carried);
        if (
            target.Kind == NodeKind.CallActivity
            && (target.Called, target.CalledExpression?.Text) != (child.Node.Called, child.Node.CalledExpression?.Text)
        )
            Find(MigrationCode.CalledGoesOn, child.Node, target.Id);
    }

    private static MigrationCode? Differs(Node old, Node target) =>
        old.Kind != target.Kind || old.IsForCompensation != target.IsForCompensation ? MigrationCode.DifferentKind
        : old.Transaction != target.Transaction ? MigrationCode.TransactionDiffers
        : !ElementMapping.SameLoop(old.Loop, target.Loop) ? MigrationCode.LoopDiffers
        : old.Kind is NodeKind.CatchEvent or NodeKind.ReceiveTask && !ElementMapping.SameEvents(old, target) ? MigrationCode.EventDiffers
        : null;

    // Scopes that come and go.

    /// <summary>A subprocess that adds nothing but a border around a flow: it can be entered, or left out, around what goes on.</summary>
    private static bool IsPlain(Node node) =>
        node is { Kind: NodeKind.SubProcess, Loop: null, Transaction: false, IsForCompensation: false };

    /// <summary>The instance in which an element's tokens live: the one given, or one of the subprocesses below it that are new.</summary>
    private Instance? Place(Node node, Node target, Instance at)
    {
        var chain = new Stack<Node>();
        for (var scope = target.Scope; scope != at.Node; scope = scope.Scope)
        {
            if (scope is null || !IsPlain(scope))
            {
                Find(MigrationCode.OtherScope, node, target.Id);
                return null;
            }

            chain.Push(scope);
        }

        foreach (var scope in chain)
            at = Enter(at, scope);
        return at;
    }

    private Instance Enter(Instance parent, Node scope)
    {
        if (added.TryGetValue((parent, scope), out var known))
            return known;
        var instance = new Instance(++Run.LastId, scope, Role.Scope, parent);
        instance.Variables = Declared(instance, null);
        parent.Add(instance);
        parent.Active++;
        added.Add((parent, scope), instance);
        Findings.Add(new MigrationFinding(MigrationCode.ScopeAdded, scope.Id, scope.Id));
        return instance;
    }

    private void Dissolve(Instance scope, Instance into)
    {
        if (scope.Variables is { Count: > 0 } own && own.Entries.Any(entry => !entry.Value.IsNull))
        {
            Find(MigrationCode.LocalDataLost, scope.Node);
            return;
        }

        Find(MigrationCode.ScopeRemoved, scope.Node);
        for (var wait = scope.Waits; wait is not null; wait = wait.Next)
            Find(MigrationCode.EventDropped, wait.Node);
        into.Active += scope.Active - 1;
        Contents(scope, into);
    }

    /// <summary>Moves the units that hold a scope open along with what they stand for.</summary>
    private static void Move(Instance from, Instance to, int units)
    {
        if (from == to)
            return;
        from.Active -= units;
        to.Active += units;
    }

    // Data.

    private static FeelContext? Declared(Instance instance, FeelContext? given)
    {
        if (instance.Role is not (Role.Activity or Role.Scope))
            return given;
        foreach (var name in instance.Node.LocalData)
        {
            if (given is null || !given.TryGet(name, out _))
                given = (given ?? FeelContext.Empty).With(name, FeelValue.Null);
        }

        return given;
    }

    private LoopState CarryLoop(LoopState loop, Node old, Node target)
    {
        // A sequential loop still needs the list that it goes through; one over a number has none.
        if (target.Loop is { Standard: false, Sequential: true } next && loop.Started < loop.Total)
        {
            var needs = next.Collection is not null || next.CollectionName is not null;
            if (needs != loop.Items is not null)
                Find(MigrationCode.LoopDiffers, old, target.Id);
        }

        return new LoopState
        {
            Total = loop.Total,
            Started = loop.Started,
            Completed = loop.Completed,
            Terminated = loop.Terminated,
            Items = loop.Items,
            Results =
                target.Loop?.OutputCollection is null ? null
                : loop.Results is { } results ? [.. results]
                : new FeelValue[loop.Total],
        };
    }

    // Compensation.

    private void CarryLog(Instance from, Instance into)
    {
        if (from.Log is null)
            return;
        var entries = Entries(from.Log, into.IsScope ? into.Node : null);
        // What a subprocess that is left out owed, its surroundings owe.
        into.Log = into.Log is null ? entries : [.. into.Log, .. entries];
    }

    private List<CompensationEntry> Entries(List<CompensationEntry> log, Node? scope)
    {
        var entries = new List<CompensationEntry>();
        foreach (var entry in log)
        {
            if (map[entry.Node] is not { } target)
                Find(MigrationCode.UnmappedCompensation, entry.Node);
            else if (entry.Inner is null ? target.CompensationHandler is null : !target.IsScope)
                Find(MigrationCode.NoHandler, entry.Node, target.Id);
            else if (scope is not null && target.Scope != scope)
                Find(MigrationCode.OtherScope, entry.Node, target.Id);
            else
                entries.Add(
                    new CompensationEntry(target)
                    {
                        Count = entry.Count,
                        Inner = entry.Inner is null ? null : Entries(entry.Inner, target),
                        Variables = entry.Variables,
                        Unfinished = entry.Unfinished,
                    }
                );
        }

        return entries;
    }
}
