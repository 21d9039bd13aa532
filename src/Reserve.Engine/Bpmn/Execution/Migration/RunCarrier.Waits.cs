using Reserve.Engine.Bpmn.Model;

namespace Reserve.Engine.Bpmn.Execution.Migration;

/// <summary>What is waited for, and the tokens at joins.</summary>
internal sealed partial class RunCarrier
{
    private void CarryWaits(Instance from, Instance into)
    {
        Wait? last = null;
        for (var wait = from.Waits; wait is not null; wait = wait.Next)
        {
            if (Target(wait, from, into) is not { } node)
                continue;
            if (Definition(wait, node) is not { } definition)
            {
                Find(MigrationCode.EventDiffers, wait.Node, node.Id);
                continue;
            }

            var carried = new Wait(wait.Id, wait.Kind, into, node, definition)
            {
                Schedule = wait.Schedule,
                Held = wait.Held,
                Key = wait.Kind switch
                {
                    WaitKind.Message => node.Kind == NodeKind.ReceiveTask ? node.MessageName : node.Events[definition].Key,
                    WaitKind.Signal => node.Events[definition].Key,
                    _ => wait.Key,
                },
            };
            if (last is null)
                into.Waits = carried;
            else
                last.Next = carried;
            last = carried;
            Run.Waits.Add(carried.Id, carried);
            if (wait.Kind == WaitKind.Conditional)
                Run.ConditionalWaits++;
            if (wait.Kind == WaitKind.Timer && !SameTimer(wait, carried))
                Find(MigrationCode.TimerKept, wait.Node, node.Id);
        }
    }

    private static bool SameTimer(Wait old, Wait now) =>
        old.Spec?.Timer is { } was
        && now.Spec?.Timer is { } timer
        && was.Kind == timer.Kind
        && was.Expression?.Text == timer.Expression?.Text
        && was.Constant.Equals(timer.Constant);

    /// <summary>Which element a wait is for now; null when it is dropped, or a finding says why it cannot be carried.</summary>
    private Node? Target(Wait wait, Instance from, Instance into)
    {
        if (wait.Node == from.Node)
            return into.Node;
        var node = map[wait.Node];
        if (node is not null && Listens(node, into) && ElementMapping.SameEvents(wait.Node, node))
            return node;
        // A message that nobody took: an incident of the process, at the element that sent it.
        if (wait.Kind == WaitKind.Incident && into.Parent is null && !Listens(wait.Node, from))
        {
            if (node is null)
                Find(MigrationCode.Unmapped, wait.Node);
            return node;
        }

        Find(MigrationCode.EventDropped, wait.Node);
        return null;
    }

    /// <summary>Whether an instance listens to an event: on its border, as the start of an event subprocess, after its gateway.</summary>
    private static bool Listens(Node node, Instance at) =>
        at.Role == Role.Gate ? at.Node.Outgoing.Any(flow => flow.Target == node)
        : node.Kind == NodeKind.BoundaryEvent ? node.AttachedTo == at.Node && at.Parent is { IsScope: true }
        : node.Kind == NodeKind.StartEvent && node.Scope!.Kind == NodeKind.EventSubProcess && node.Scope.Scope == at.Node && at.IsScope;

    /// <summary>Which of the element's definitions: the one of the same kind and name, else the one of the same kind and place.</summary>
    private static int? Definition(Wait wait, Node node)
    {
        if (wait.Kind == WaitKind.Incident && (wait.Node.Events.Length == 0 || wait.Key == Interpreter.StepLimit))
            return wait.Key == Interpreter.StepLimit && wait.Definition > 0 ? FlowPlace(wait.Node, wait.Definition - 1, node) + 1 : 0;
        if (wait.Spec is not { } spec || node.Kind == NodeKind.ReceiveTask)
            return wait.Definition;
        var same = Enumerable.Range(0, node.Events.Length).Where(index => node.Events[index].Kind == spec.Kind).ToList();
        foreach (var index in same)
        {
            if (node.Events[index].Key == spec.Key && spec.Key is not null)
                return index;
        }

        var place = wait.Node.Events.Take(wait.Definition).Count(other => other.Kind == spec.Kind);
        return place < same.Count ? same[place] : null;
    }

    private static int FlowPlace(Node old, int place, Node target)
    {
        var id = place < old.Incoming.Length ? old.Incoming[place].Id : null;
        return Array.FindIndex(target.Incoming, flow => flow.Id == id);
    }

    // What is new to wait for.

    /// <summary>
    /// Events of the new version that no event of the old one became. What was waited for before and is no longer, because it has
    /// happened, is not waited for again.
    /// </summary>
    private void ArmNew(Instance from, Instance into)
    {
        if (into.Cancelling)
            return;
        if (into.Role == Role.Gate)
        {
            foreach (var node in into.Node.Outgoing.Select(flow => flow.Target).Where(node => !Waits(into, node)))
                Arm(into, node);
            return;
        }

        ArmScope(
            into,
            into.IsScope && !into.Interrupted ? into.Node.EventSubProcesses.SelectMany(StartsOf).Where(node => IsNew(node, from)) : [],
            into.Parent is { IsScope: true } ? into.Node.Boundaries.Where(node => IsNew(node, from)) : []
        );
    }

    private void ArmScope(Instance into, IEnumerable<Node> starts, IEnumerable<Node> boundaries)
    {
        foreach (var node in boundaries.Concat(starts))
        {
            if (node.Events.Any(spec => spec.IsAwaited))
                Arm(into, node);
        }
    }

    private void Arm(Instance owner, Node node)
    {
        Arms.Add((owner, node));
        Findings.Add(new MigrationFinding(MigrationCode.EventAdded, node.Id, node.Id));
    }

    private bool IsNew(Node node, Instance from) =>
        !old.Definition.Nodes.Any(other => map[other] == node && Listens(other, from) && ElementMapping.SameEvents(other, node));

    private static IEnumerable<Node> StartsOf(Node sub) => sub.Children.Where(child => child.Kind == NodeKind.StartEvent);

    private static bool Waits(Instance owner, Node node)
    {
        for (var wait = owner.Waits; wait is not null; wait = wait.Next)
        {
            if (wait.Node == node)
                return true;
        }

        return false;
    }

    // Joins.

    private void CarryJoins(Instance from, Instance into)
    {
        if (from.Joins is not { } counts)
            return;
        into.Joins ??= new int[into.Node.JoinPlaces];
        foreach (var join in from.Node.Children.Where(child => child.JoinBase >= 0))
        {
            var isGateway = join.Kind is NodeKind.ParallelGateway or NodeKind.InclusiveGateway or NodeKind.ComplexGateway;
            var places = counts.AsSpan(join.JoinBase, isGateway ? join.Incoming.Length : 1);
            var isPhase = join.Kind == NodeKind.ComplexGateway && counts[join.JoinBase + join.Incoming.Length] != 0;
            if (places.ContainsAnyExcept(0) || isPhase)
                CarryJoin(from, into, join);
        }
    }

    private void CarryJoin(Instance from, Instance into, Node join)
    {
        if (map[join] is not { } target)
        {
            Find(MigrationCode.Unmapped, join);
            return;
        }

        if (join.Kind != target.Kind)
        {
            Find(MigrationCode.DifferentKind, join, target.Id);
            return;
        }

        if (target.JoinBase < 0 || join.StartQuantity != target.StartQuantity)
        {
            Find(MigrationCode.JoinLost, join, target.Id);
            return;
        }

        if (Place(join, target, into) is not { } host)
            return;
        var was = from.Joins.AsSpan(join.JoinBase);
        var now = (host.Joins ??= new int[host.Node.JoinPlaces]).AsSpan(target.JoinBase);
        joins.TryAdd((from, join), (host, target));
        if (join.Kind is not (NodeKind.ParallelGateway or NodeKind.InclusiveGateway or NodeKind.ComplexGateway))
        {
            now[0] += was[0];
            Move(into, host, was[0]);
            return;
        }

        var flows = Flows(join, target);
        var (count, size) = (join.Incoming.Length, target.Incoming.Length);
        for (var place = 0; place < count; place++)
        {
            var isTaken = join.Kind == NodeKind.ComplexGateway && was[count + 1 + place] != 0;
            if (was[place] == 0 && !isTaken)
                continue;
            if (flows[place] < 0)
            {
                Find(MigrationCode.JoinLost, join, target.Id);
                return;
            }

            now[flows[place]] += was[place];
            Move(into, host, was[place]);
            if (isTaken)
                now[size + 1 + flows[place]] = 1;
        }

        if (join.Kind == NodeKind.ComplexGateway)
            now[size] = was[count];
    }

    /// <summary>
    /// Which incoming flow each one has become: of the same id, else from what its source has become, else the only one that is left.
    /// </summary>
    private int[] Flows(Node join, Node target)
    {
        var found = new int[join.Incoming.Length];
        for (var place = 0; place < found.Length; place++)
            found[place] = FlowPlace(join, place, target);
        for (var place = 0; place < found.Length; place++)
        {
            if (found[place] < 0 && map[join.Incoming[place].Source] is { } source)
                found[place] = Array.FindIndex(target.Incoming, flow => flow.Source == source && !found.Contains(flow.Place));
        }

        var left = Enumerable.Range(0, target.Incoming.Length).Except(found).ToList();
        if (left is [var only] && found.Count(place => place < 0) == 1)
            found[Array.IndexOf(found, -1)] = only;
        return found;
    }
}
