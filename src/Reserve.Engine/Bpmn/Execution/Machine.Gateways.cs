using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>Gateways (13.4).</summary>
internal sealed partial class Machine
{
    private void LeaveExclusive(Instance scope, Node node)
    {
        var flows = node.Outgoing;
        if (flows.Length == 0)
        {
            Release(scope);
            return;
        }

        foreach (var flow in flows)
        {
            if (flow != node.Default && Holds(flow, scope))
            {
                Enqueue(scope, flow.Target, flow);
                return;
            }
        }

        if (node.Default is { } otherwise)
            Enqueue(scope, otherwise.Target, Otherwise(otherwise));
        else
            Stick(scope, node, true, "no-flow", $"Ни одно условие после шлюза «{node.Id}» не выполнено, потока по умолчанию нет");
    }

    /// <summary>One token from each incoming flow, however many wait on one of them (13.4.1).</summary>
    private void EnterParallel(Instance scope, Node node, Flow? via)
    {
        if (node.JoinBase >= 0 && via is not null)
        {
            var joins = scope.Joins ??= new int[scope.Node.JoinPlaces];
            joins[node.JoinBase + via.Place]++;
            if (!TakeFull(scope, node))
                return;
        }

        Passed(scope, node);
        LeaveAll(scope, node);
    }

    /// <summary>Takes one token from each incoming flow, if each has one.</summary>
    private static bool TakeFull(Instance scope, Node node)
    {
        var places = scope.Joins.AsSpan(node.JoinBase, node.Incoming.Length);
        if (places.Contains(0))
            return false;
        foreach (ref var waiting in places)
            waiting--;
        scope.Active -= node.Incoming.Length - 1;
        return true;
    }

    private void EnterInclusive(Instance scope, Node node, Flow? via)
    {
        if (node.JoinBase < 0 || via is null)
        {
            Passed(scope, node);
            LeaveInclusive(scope, node);
            return;
        }

        var joins = scope.Joins ??= new int[scope.Node.JoinPlaces];
        joins[node.JoinBase + via.Place]++;
        Pend(scope, node);
    }

    private void Pend(Instance scope, Node node)
    {
        if (!run.PendingJoins.Contains((scope, node)))
            run.PendingJoins.Add((scope, node));
    }

    private void LeaveInclusive(Instance scope, Node node)
    {
        if (node.Outgoing.Length == 0)
        {
            Release(scope);
            return;
        }

        var taken = 0;
        foreach (var flow in node.Outgoing)
        {
            if (flow != node.Default && Holds(flow, scope))
                taken += Send(scope, flow, 1);
        }

        if (taken == 0 && node.Default is { } otherwise)
            taken = Send(scope, Otherwise(otherwise), 1);
        if (taken == 0)
            Stick(scope, node, true, "no-flow", $"Ни одно условие после шлюза «{node.Id}» не выполнено, потока по умолчанию нет");
        else
            scope.Active += taken - 1;
    }

    /// <summary>When all tokens rest: the first waiting join that no further token can reach goes on.</summary>
    private bool FirePendingJoin()
    {
        for (var index = 0; index < run.PendingJoins.Count; index++)
        {
            var (scope, join) = run.PendingJoins[index];
            if (join.Kind == NodeKind.ComplexGateway ? FireComplexReset(scope, join, index) : FireInclusive(scope, join, index))
                return true;
        }

        return false;
    }

    /// <summary>
    /// An inclusive join goes on when at least one incoming flow has a token and no token elsewhere can reach an empty incoming flow,
    /// unless it can also reach one that has a token, each without passing the join (13.4.3).
    /// </summary>
    private bool FireInclusive(Instance scope, Node join, int index)
    {
        var places = scope.Joins.AsSpan(join.JoinBase, join.Incoming.Length);
        Span<bool> filled = stackalloc bool[places.Length <= 256 ? places.Length : 0];
        if (filled.Length != places.Length)
            filled = new bool[places.Length];
        for (var place = 0; place < places.Length; place++)
            filled[place] = places[place] > 0;
        if (MoreExpected(scope, join, filled, default))
            return false;
        var consumed = 0;
        var rest = 0;
        foreach (ref var waiting in places)
        {
            if (waiting > 0)
            {
                waiting--;
                consumed++;
            }

            rest += waiting;
        }

        if (rest == 0)
            run.PendingJoins.RemoveAt(index);
        scope.Active -= consumed - 1;
        Passed(scope, join);
        LeaveInclusive(scope, join);
        return true;
    }

    /// <summary>Whether a token elsewhere in the scope may still come to an empty place of a join.</summary>
    private static bool MoreExpected(Instance scope, Node join, ReadOnlySpan<bool> filled, ReadOnlySpan<bool> ignored)
    {
        for (var child = scope.FirstChild; child is not null; child = child.Next)
        {
            if (Expected(join, child.Node, filled, ignored))
                return true;
        }

        foreach (var other in scope.Node.Children)
        {
            if (other.JoinBase < 0 || other == join || !HasTokens(scope, other))
                continue;
            if (Expected(join, other, filled, ignored))
                return true;
        }

        return false;
    }

    private static bool HasTokens(Instance scope, Node join)
    {
        var places = scope.Joins.AsSpan(
            join.JoinBase,
            join.Kind is NodeKind.ParallelGateway or NodeKind.InclusiveGateway or NodeKind.ComplexGateway ? join.Incoming.Length : 1
        );
        return places.ContainsAnyExcept(0);
    }

    private static bool Expected(Node join, Node from, ReadOnlySpan<bool> filled, ReadOnlySpan<bool> ignored)
    {
        // That an activity may leave by a boundary event makes a token possible; it does not make one sure to come where one is already.
        var reachesEmpty = false;
        for (var place = 0; place < filled.Length; place++)
        {
            if (!ignored.IsEmpty && ignored[place])
                continue;
            if (filled[place])
            {
                if (join.ReachByFlow[place][from.Index])
                    return false;
            }
            else
            {
                reachesEmpty |= join.Reach[place][from.Index];
            }
        }

        return reachesEmpty;
    }

    // The complex gateway (13.4.5): places, then the phase, then which flows the first phase took a token from.

    private void EnterComplex(Instance scope, Node node, Flow? via)
    {
        if (node.JoinBase < 0 || via is null)
        {
            Passed(scope, node);
            LeaveComplex(scope, node, true, 1);
            return;
        }

        var joins = scope.Joins ??= new int[scope.Node.JoinPlaces];
        joins[node.JoinBase + via.Place]++;
        if (joins[node.JoinBase + node.Incoming.Length] == 0)
            TryActivateComplex(scope, node);
        else
            Pend(scope, node);
    }

    private void TryActivateComplex(Instance scope, Node node)
    {
        var count = node.Incoming.Length;
        var places = scope.Joins.AsSpan(node.JoinBase, count);
        var arrived = count - places.Count(0);
        var data = FeelContext.From([
            .. Visible(run, scope).Entries,
            KeyValuePair.Create("activationCount", FeelValue.From(arrived)),
            KeyValuePair.Create("waitingForStart", FeelValue.True),
        ]);
        if (arrived == 0 || !node.Activation!.Evaluate(data, Options).Value.IsTrue)
            return;
        for (var place = 0; place < count; place++)
        {
            var took = places[place] > 0;
            if (took)
                places[place]--;
            scope.Joins![node.JoinBase + count + 1 + place] = took ? 1 : 0;
        }

        if (arrived < count)
        {
            scope.Joins![node.JoinBase + count] = 1;
            Pend(scope, node);
        }

        Passed(scope, node);
        LeaveComplex(scope, node, true, arrived);
    }

    /// <summary>The gateway is ready again when every flow it has had no token from has brought one, or cannot any more.</summary>
    private bool FireComplexReset(Instance scope, Node node, int index)
    {
        var count = node.Incoming.Length;
        var joins = scope.Joins!;
        var filled = new bool[count];
        var taken = new bool[count];
        for (var place = 0; place < count; place++)
        {
            filled[place] = joins[node.JoinBase + place] > 0;
            taken[place] = joins[node.JoinBase + count + 1 + place] != 0;
        }

        if (MoreExpected(scope, node, filled, taken))
            return false;
        run.PendingJoins.RemoveAt(index);
        joins[node.JoinBase + count] = 0;
        var consumed = 0;
        for (var place = 0; place < count; place++)
        {
            joins[node.JoinBase + count + 1 + place] = 0;
            if (!taken[place] && filled[place])
            {
                joins[node.JoinBase + place]--;
                consumed++;
            }
        }

        LeaveComplex(scope, node, false, consumed);
        if (!scope.Dead && run.State == RunState.Active && HasTokens(scope, node))
            TryActivateComplex(scope, node);
        return true;
    }

    /// <summary>
    /// The first phase takes the flows whose condition holds and those without; the reset only flows whose condition holds with
    /// <c>waitingForStart</c> false: a flow without condition would otherwise be taken twice, and a discriminator could not be drawn.
    /// </summary>
    private void LeaveComplex(Instance scope, Node node, bool starting, int consumed)
    {
        var taken = 0;
        FeelContext? data = null;
        foreach (var flow in node.Outgoing)
        {
            if (flow == node.Default || (flow.Condition is null && !starting))
                continue;
            if (flow.Condition is not null)
            {
                data ??= Visible(run, scope).With("waitingForStart", FeelValue.From(starting));
                if (!Told(flow, flow.Condition, data, flow.Condition.Evaluate(data, Options).Value.IsTrue))
                    continue;
            }

            taken += Send(scope, flow, 1);
        }

        if (taken == 0 && starting && node.Default is { } otherwise)
            taken = Send(scope, Otherwise(otherwise), 1);
        if (taken == 0 && starting && node.Outgoing.Length > 0)
        {
            scope.Active -= consumed - 1;
            Stick(scope, node, true, "no-flow", $"Ни одно условие после шлюза «{node.Id}» не выполнено, потока по умолчанию нет");
            return;
        }

        scope.Active += taken - consumed;
        if (scope.Active == 0 && (taken > 0 || consumed > 0))
            ScopeEmpty(scope);
    }
}
