namespace Reserve.Engine.Bpmn.Execution.Modification;

/// <summary>Says whether changes can be made to where a run stands, all findings at once.</summary>
public static class RunModification
{
    /// <summary>Everything that stands in the way; empty when the changes can be made together.</summary>
    /// <param name="run">The run, between two steps.</param>
    /// <param name="changes">The changes, as <see cref="RunEvent.Modify"/> takes them.</param>
    public static IReadOnlyList<ChangeFinding> Check(ProcessRun run, IReadOnlyList<RunChange> changes)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(changes);
        return run.State == RunState.Active
            ? new ChangeCheck(run).Of(changes)
            : [new ChangeFinding(0, ChangeProblem.NotRunning, run.Definition.Id)];
    }

    /// <summary>
    /// Where a token would begin: the innermost open instance, and the subprocesses to enter from there, outermost first.
    /// </summary>
    internal static (Instance? Within, IReadOnlyList<Node> Enter, ChangeProblem? Problem) Find(
        ProcessRun run,
        Node node,
        int scope,
        Instance? from = null
    )
    {
        var chain = new Stack<Node>();
        for (var around = node.Scope; around is { Scope: not null }; around = around.Scope)
            chain.Push(around);
        var at = run.Root;
        while (chain.TryPeek(out var next))
        {
            var open = Open(at, next);
            var chosen =
                open.Count <= 1
                    ? open.FirstOrDefault()
                    : open.FirstOrDefault(instance => Holds(instance, scope))
                        ?? open.FirstOrDefault(instance => from is not null && Holds(instance, from.Id));
            if (open.Count > 1 && chosen is null)
                return (null, [], ChangeProblem.AmbiguousScope);
            if (chosen is null)
                break;
            at = chosen;
            chain.Pop();
        }

        return
            chain.All(CanEnter) && (node.Scope!.Kind != NodeKind.AdHocSubProcess || (node.Scope.AdHocActivities.Contains(node) && !at.Flag))
            ? (at, [.. chain], null)
            : (null, [], ChangeProblem.ScopeNotOpen);
    }

    private static bool CanEnter(Node scope) => scope is { Kind: NodeKind.SubProcess, Loop: null, IsForCompensation: false };

    /// <summary>The open instances of a subprocess below an instance, those of a repeated one included.</summary>
    private static List<Instance> Open(Instance at, Node scope)
    {
        var found = new List<Instance>();
        for (var child = at.FirstChild; child is not null; child = child.Next)
        {
            if (child.Node == scope && child is { Role: Role.Scope, Cancelling: false })
                found.Add(child);
            else if (child.Node == scope && child.Role == Role.Loop)
                found.AddRange(Open(child, scope));
        }

        return found;
    }

    /// <summary>Whether an instance is, or lies within, another.</summary>
    internal static bool Holds(Instance outer, int id)
    {
        if (outer.Id == id)
            return true;
        for (var child = outer.FirstChild; child is not null; child = child.Next)
        {
            if (Holds(child, id))
                return true;
        }

        return false;
    }

    /// <summary>The instance of an id; null when there is none.</summary>
    internal static Instance? ById(Instance at, int id)
    {
        if (at.Id == id)
            return at;
        for (var child = at.FirstChild; child is not null; child = child.Next)
        {
            if (ById(child, id) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>Whether a token may begin before an element.</summary>
    internal static bool MayBegin(Node node) =>
        node is { Kind: not (NodeKind.BoundaryEvent or NodeKind.EventSubProcess or NodeKind.Process), IsForCompensation: false }
        && !(node.Kind == NodeKind.StartEvent && node.Scope!.Kind == NodeKind.EventSubProcess);

    /// <summary>Whether a token may begin behind an element.</summary>
    internal static bool MayLeave(Node node) =>
        node.Outgoing.Length > 0 && node.Kind is not NodeKind.EventGateway && !node.IsForCompensation;

    /// <summary>How many units of its parent's count an instance holds.</summary>
    internal static int Units(Instance instance) => instance.Role == Role.Stuck ? Math.Max(1, instance.Active) : 1;

    /// <summary>The places of a scope's joins that one join's tokens wait in.</summary>
    internal static Span<int> Places(Instance scope, Node join) =>
        scope.Joins is null || join.JoinBase < 0
            ? []
            : scope.Joins.AsSpan(
                join.JoinBase,
                join.Kind is NodeKind.ParallelGateway or NodeKind.InclusiveGateway or NodeKind.ComplexGateway ? join.Incoming.Length : 1
            );
}
