using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;

namespace Reserve.Engine.Bpmn.Lint;

/// <summary>
/// Explores every way that tokens can go through each scope, decisions and events taken every way. A scope is sound when from every state
/// all tokens can be consumed. A subprocess is one activity to the scope around it and is explored by itself. Independent moves are not
/// interleaved: the next state is made by one node at a time, for what a node does with its token does not depend on the others, inclusive
/// joins excepted, which move last.
/// </summary>
internal sealed class Soundness
{
    private const int MaximumStates = 20_000;
    private const int MaximumTokens = 3;
    private readonly Node scope;
    private readonly Flow[] flows;
    private readonly Dictionary<Flow, int> place = [];
    private readonly Dictionary<Node, int> busy = [];
    private readonly int size;
    private readonly Node[] order;
    private readonly Dictionary<State, int> numbers = [];
    private readonly List<State> states = [];
    private readonly List<(int From, Node By)> origins = [];
    private readonly List<List<int>> next = [];
    private readonly HashSet<Node> moved = [];
    private readonly HashSet<int> stuck = [];
    private Node? unbounded;

    private Soundness(Node scope, Flow[] flows)
    {
        this.scope = scope;
        this.flows = [.. flows.Where(flow => flow.Source.Scope == scope)];
        foreach (var flow in this.flows)
            place.Add(flow, place.Count);
        foreach (var host in scope.Children.Where(node => node.Boundaries.Any(boundary => boundary.Outgoing.Length > 0)))
            busy.Add(host, this.flows.Length + busy.Count);
        size = this.flows.Length + busy.Count;
        order = [.. scope.Children.OrderBy(Distances(scope).GetValueOrDefault)];
    }

    /// <summary>How many flows away the nearest end is, for each node that has one.</summary>
    private static Dictionary<Node, int> Distances(Node scope)
    {
        var distances = scope.Children.Where(node => node.Outgoing.Length == 0).ToDictionary(node => node, _ => 0);
        var queue = new Queue<Node>(distances.Keys);
        while (queue.TryDequeue(out var node))
        {
            foreach (var source in node.Incoming.Select(flow => flow.Source).Where(source => distances.TryAdd(source, distances[node] + 1)))
                queue.Enqueue(source);
        }

        foreach (var node in scope.Children)
            distances.TryAdd(node, int.MaxValue);
        return distances;
    }

    /// <summary>Checks every scope of a process; true when all are sound, null when one could not be checked and none is unsound.</summary>
    public static bool? Check(ProcessDefinition definition, List<BpmnDiagnostic> found)
    {
        bool? result = true;
        foreach (var scope in definition.Nodes.Where(node => node.IsScope && node.Kind != NodeKind.AdHocSubProcess))
        {
            var one = Known(scope) ? new Soundness(scope, definition.Flows).Explore(found) : null;
            if (one == false)
                result = false;
            else if (one is null && result == true)
                result = null;
        }

        return result;
    }

    private static bool Known(Node scope) =>
        scope.Children.All(node =>
            node.StartQuantity == 1 && node.CompletionQuantity == 1 && !(node.Kind == NodeKind.ComplexGateway && node.Incoming.Length > 1)
        );

    private bool? Explore(List<BpmnDiagnostic> found)
    {
        var entries = scope
            .Children.Where(node =>
                node.Kind == NodeKind.StartEvent
                || scope.Starts.Contains(node)
                || (
                    scope.Kind == NodeKind.Process && node is { Kind: NodeKind.ReceiveTask, Incoming.Length: 0 } && scope.Starts.Length == 0
                )
            )
            .ToList();
        var separate = entries.Count > 0 && entries.All(node => node.Kind == NodeKind.StartEvent);
        var starts = separate
            ? entries.Select(node => new[] { node })
            :
            [
                [.. entries],
            ];
        foreach (var together in starts)
        {
            var state = new byte[size];
            var options = new List<byte[]> { state };
            foreach (var node in together)
                options = [.. options.SelectMany(one => Produce(one, node, node))];
            foreach (var option in options)
                Visit(option, -1, together.Length > 0 ? together[0] : scope);
        }

        for (var number = 0; number < states.Count; number++)
        {
            if (states.Count > MaximumStates)
                return null;
            Expand(number);
            if (unbounded is not null)
            {
                Report(found, "unbounded", number, unbounded, $"Маркеры у «{unbounded.Id}» могут копиться без предела");
                return false;
            }
        }

        var sound = ReportStuck(found);
        sound &= ReportLivelock(found);
        foreach (
            var node in scope.Children.Where(node =>
                !moved.Contains(node) && node.JoinBase >= 0 && node.Incoming.Length > 1 && Reachable(node)
            )
        )
        {
            found.Add(
                new BpmnDiagnostic(
                    "join-never-fires",
                    BpmnSeverity.Warning,
                    node.Id,
                    node.Source!.Line,
                    $"Соединение «{node.Id}» не сработает ни при каком ходе процесса"
                )
            );
            sound = false;
        }

        return sound;
    }

    private bool Reachable(Node node) => node.Incoming.Any(flow => states.Exists(state => state.Tokens[place[flow]] > 0));

    private void Expand(int number)
    {
        var state = states[number].Tokens;
        if (Array.TrueForAll(state, tokens => tokens == 0))
            return;
        // Moves without a choice first, then what is nearest to an end: so that side branches are played out before a cycle comes round
        // again.
        Node? mover = null;
        List<byte[]>? moves = null;
        foreach (var node in order)
        {
            if (Options(state, node) is not { Count: > 0 } options || (moves is not null && options.Count > 1))
                continue;
            (mover, moves) = (node, options);
            if (options.Count == 1)
                break;
        }

        if (moves is not null)
        {
            moved.Add(mover!);
            foreach (var option in moves)
                Visit(option, number, mover!);
            return;
        }

        foreach (var node in scope.Children.Where(node => node.Kind == NodeKind.InclusiveGateway && node.Incoming.Length > 1))
        {
            if (!CanJoin(state, node))
                continue;
            moved.Add(node);
            var taken = (byte[])state.Clone();
            foreach (var flow in node.Incoming.Where(flow => taken[place[flow]] > 0))
                taken[place[flow]]--;
            foreach (var option in Leave(taken, node))
                Visit(option, number, node);
            return;
        }

        stuck.Add(number);
    }

    /// <summary>The states after this node's next move; null when it cannot move.</summary>
    private List<byte[]>? Options(byte[] state, Node node)
    {
        if (this.busy.TryGetValue(node, out var busy) && state[busy] > 0)
        {
            var after = new List<byte[]>();
            var ended = With(state, busy, -1);
            after.AddRange(Leave(ended, node));
            foreach (var boundary in node.Boundaries.Where(boundary => boundary.Outgoing.Length > 0))
            {
                // A boundary event that does not interrupt is followed through once: again and again adds no new way.
                after.AddRange(
                    boundary.Interrupting
                        ? Produce(ended, boundary, boundary)
                        : Produce(ended, boundary, boundary).SelectMany(one => Leave(one, node))
                );
            }

            return after;
        }

        if (node.Incoming.Length == 0)
            return null;
        if (node.Kind == NodeKind.ParallelGateway && node.Incoming.Length > 1)
        {
            if (!Array.TrueForAll(node.Incoming, flow => state[place[flow]] > 0))
                return null;
            var joined = (byte[])state.Clone();
            foreach (var flow in node.Incoming)
                joined[place[flow]]--;
            return Leave(joined, node);
        }

        if (node.Kind == NodeKind.InclusiveGateway && node.Incoming.Length > 1)
            return null;
        var from = Array.Find(node.Incoming, flow => state[place[flow]] > 0);
        if (from is null)
            return null;
        var taken = With(state, place[from], -1);
        if (this.busy.ContainsKey(node))
            return [With(taken, busy, 1)];
        return Leave(taken, node);
    }

    private List<byte[]> Leave(byte[] state, Node node)
    {
        switch (node.Kind)
        {
            case NodeKind.EndEvent when node.Events.Any(spec => spec.Kind is EventKind.Terminate or EventKind.Error or EventKind.Cancel):
                return [new byte[size]];
            case NodeKind.ThrowEvent when node.Events.FirstOrDefault(spec => spec.Kind == EventKind.Link)?.Target is { } target:
                return Produce(state, target, node);
            case NodeKind.ExclusiveGateway:
                return node.Outgoing.Length == 0 ? [state] : [.. node.Outgoing.Select(flow => Put(state, flow, node))];
            case NodeKind.EventGateway:
                return [.. node.Outgoing.SelectMany(flow => Leave(state, flow.Target))];
            case NodeKind.InclusiveGateway or NodeKind.ComplexGateway:
                return Subsets(state, node, false);
            default:
                return Produce(state, node, node);
        }
    }

    private List<byte[]> Produce(byte[] state, Node node, Node by)
    {
        if (node.Conditional && node.Kind is not (NodeKind.ParallelGateway or NodeKind.EventGateway))
            return Subsets(state, node, true);
        var made = state;
        foreach (var flow in node.Outgoing)
            made = Put(made, flow, by);
        return [made];
    }

    /// <summary>Every choice of conditions: for a gateway at least one flow, for an activity unconditional flows always.</summary>
    private List<byte[]> Subsets(byte[] state, Node node, bool unconditionalAlways)
    {
        var always = node.Outgoing.Where(flow => unconditionalAlways && flow.Condition is null && flow != node.Default).ToList();
        var free = node.Outgoing.Where(flow => flow != node.Default && !always.Contains(flow)).ToList();
        if (node.Outgoing.Length == 0)
            return [state];
        var basis = state;
        foreach (var flow in always)
            basis = Put(basis, flow, node);
        var made = new List<byte[]>();
        if (node.Default is { } otherwise)
            made.Add(Put(basis, otherwise, node));
        else if (always.Count > 0)
            made.Add(basis);
        if (free.Count > 8)
        {
            made.AddRange(free.Select(flow => Put(basis, flow, node)));
            made.Add(free.Aggregate(basis, (one, flow) => Put(one, flow, node)));
            return made;
        }

        for (var choice = 1; choice < 1 << free.Count; choice++)
            made.Add(free.Where((_, index) => (choice & (1 << index)) != 0).Aggregate(basis, (one, flow) => Put(one, flow, node)));
        return made;
    }

    private bool CanJoin(byte[] state, Node join)
    {
        if (!Array.Exists(join.Incoming, flow => state[place[flow]] > 0))
            return false;
        foreach (var flow in flows)
        {
            if (state[place[flow]] > 0 && flow.Target != join && Expected(state, join, flow.Target))
                return false;
        }

        return !busy.Any(pair => state[pair.Value] > 0 && Expected(state, join, pair.Key));
    }

    private bool Expected(byte[] state, Node join, Node from)
    {
        var empty = false;
        for (var place = 0; place < join.Incoming.Length; place++)
        {
            if (state[this.place[join.Incoming[place]]] > 0)
            {
                if (join.ReachByFlow[place][from.Index])
                    return false;
            }
            else
            {
                empty |= join.Reach[place][from.Index];
            }
        }

        return empty;
    }

    private byte[] Put(byte[] state, Flow flow, Node by)
    {
        var made = With(state, place[flow], 1);
        if (made[place[flow]] > MaximumTokens)
            unbounded ??= by;
        return made;
    }

    private static byte[] With(byte[] state, int place, int change)
    {
        var made = (byte[])state.Clone();
        made[place] = (byte)Math.Clamp(made[place] + change, 0, MaximumTokens + 1);
        return made;
    }

    private void Visit(byte[] tokens, int from, Node by)
    {
        var state = new State(tokens);
        if (!numbers.TryGetValue(state, out var number))
        {
            number = states.Count;
            numbers.Add(state, number);
            states.Add(state);
            origins.Add((from, by));
            next.Add([]);
        }

        if (from >= 0)
            next[from].Add(number);
    }

    private bool ReportStuck(List<BpmnDiagnostic> found)
    {
        foreach (var number in stuck.GroupBy(number => Waiting(number).Id).Select(group => group.Min()))
        {
            var at = Waiting(number);
            var path = PathTo(number);
            var ended = path.Exists(id => scope.Children.Any(node => node.Id == id && node.Kind == NodeKind.EndEvent));
            Report(
                found,
                ended ? "tokens-left" : "deadlock",
                number,
                at,
                ended
                    ? $"Маркер остаётся у «{at.Id}» навсегда, хотя часть процесса уже закончилась"
                    : $"Процесс останавливается у «{at.Id}»: маркеров, которых оно ждёт, больше не будет"
            );
        }

        return stuck.Count == 0;
    }

    private Node Waiting(int number) => flows.First(flow => states[number].Tokens[place[flow]] > 0).Target;

    private bool ReportLivelock(List<BpmnDiagnostic> found)
    {
        var back = new List<int>[states.Count];
        for (var number = 0; number < states.Count; number++)
            back[number] = [];
        for (var number = 0; number < states.Count; number++)
        {
            foreach (var next in next[number])
                back[next].Add(number);
        }

        var ends = new HashSet<int>();
        var stack = new Stack<int>(
            Enumerable
                .Range(0, states.Count)
                .Where(number => stuck.Contains(number) || Array.TrueForAll(states[number].Tokens, tokens => tokens == 0))
        );
        while (stack.TryPop(out var number))
        {
            if (!ends.Add(number))
                continue;
            foreach (var before in back[number])
                stack.Push(before);
        }

        for (var number = 0; number < states.Count; number++)
        {
            if (ends.Contains(number))
                continue;
            var at = Array.Exists(states[number].Tokens[..flows.Length], tokens => tokens > 0) ? Waiting(number) : scope;
            Report(found, "livelock", number, at, $"От «{at.Id}» процесс ходит по кругу и не может закончиться");
            return false;
        }

        return true;
    }

    private List<string> PathTo(int number)
    {
        var path = new List<string>();
        for (var at = number; at >= 0; at = origins[at].From)
            path.Add(origins[at].By.Id);
        path.Reverse();
        return path;
    }

    private void Report(List<BpmnDiagnostic> found, string code, int number, Node at, string message) =>
        found.Add(new BpmnDiagnostic(code, BpmnSeverity.Warning, at.Id, at.Source?.Line ?? 0, message) { Path = PathTo(number) });

    private readonly struct State(byte[] tokens) : IEquatable<State>
    {
        public byte[] Tokens => tokens;

        public bool Equals(State other) => tokens.AsSpan().SequenceEqual(other.Tokens);

        public override bool Equals(object? obj) => obj is State other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.AddBytes(tokens);
            return hash.ToHashCode();
        }
    }
}
