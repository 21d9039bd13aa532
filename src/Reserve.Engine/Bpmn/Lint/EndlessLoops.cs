using Reserve.Engine.Bpmn.Execution;
using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Bpmn.Xml;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Lint;

/// <summary>
/// Loops that never wait, as far as a drawing shows them: circles of elements that pass at once, by flows that are taken whatever the data;
/// processes that call
/// themselves or start themselves by a signal before anything in them waits. What the data decide is left to the bound of a step.
/// </summary>
internal static class EndlessLoops
{
    /// <summary>Looks at each scope of a process by itself.</summary>
    public static void Check(ProcessDefinition definition, List<BpmnDiagnostic> found)
    {
        foreach (var scope in definition.Nodes.Where(node => node.IsScope))
        {
            var nodes = scope.Children.Where(node => Passes(node) || IsZeroTimer(node)).ToHashSet();
            var reported = new HashSet<Node>();
            foreach (var circle in Circles(nodes, Certain, reported))
                found.Add(Finding("endless-loop", MayBeStopped(definition, circle), circle, "ходит по кругу без ожидания и без выхода"));
            foreach (var circle in Circles(nodes, Possible, [.. reported]).Where(circle => circle.Exists(IsZeroTimer)))
            {
                reported.UnionWith(circle);
                found.Add(Finding("zero-timer-loop", true, circle, "ждёт по кругу таймера без длительности: он срабатывает сразу"));
            }
            var still = nodes.Where(node => node.Kind != NodeKind.ScriptTask && !IsZeroTimer(node)).ToHashSet();
            foreach (var circle in Circles(still, Possible, reported))
                found.Add(
                    Finding(
                        "loop-without-wait",
                        true,
                        circle,
                        "ходит по кругу без ожидания и ничего не меняя в данных: если условие выполнилось раз, оно выполнится и дальше"
                    )
                );
        }
    }

    /// <summary>Looks at the processes of a file that begin one another.</summary>
    public static void CheckChains(IReadOnlyList<ProcessDefinition> definitions, List<BpmnDiagnostic> found)
    {
        var links = new Dictionary<Begin, List<(Begin To, Node By)>>();
        foreach (var definition in definitions)
        {
            foreach (
                var start in definition.Nodes[0].Starts.Select(node => (Node: node, Signal: (string?)null)).Concat(SignalStarts(definition))
            )
                links[new Begin(definition, start.Signal)] = [.. Follow(start.Node).SelectMany(node => Begun(node, definitions))];
        }

        var reported = new HashSet<Begin>();
        foreach (var begin in links.Keys)
        {
            if (
                Circle(begin, at => links.GetValueOrDefault(at, []).Select(link => link.To)) is not { } circle
                || circle.Exists(reported.Contains)
            )
                continue;
            reported.UnionWith(circle);
            var by = circle.Select((at, index) => links[at].First(link => link.To == circle[(index + 1) % circle.Count]).By).ToList();
            found.Add(
                Finding(
                    "endless-chain",
                    false,
                    by,
                    "начинает всё новые экземпляры без ожидания (процессы "
                        + $"{string.Join(", ", circle.Select(at => $"«{at.Process.Id}»").Distinct())})"
                )
            );
        }
    }

    private sealed record Begin(ProcessDefinition Process, string? Signal);

    private static IEnumerable<(Node Node, string? Signal)> SignalStarts(ProcessDefinition definition) =>
        definition
            .Nodes[0]
            .Children.Where(node => node.Kind == NodeKind.StartEvent)
            .SelectMany(node => node.Events.Where(spec => spec.Kind == EventKind.Signal).Select(spec => (node, spec.Key)));

    /// <summary>Everything that a token is sure to come to before it waits.</summary>
    private static HashSet<Node> Follow(Node start)
    {
        var reached = new HashSet<Node>();
        var stack = new Stack<Node>([start]);
        while (stack.TryPop(out var node))
        {
            if (reached.Add(node) && (node == start || Passes(node)))
            {
                foreach (var next in Certain(node))
                    stack.Push(next);
            }
        }

        return reached;
    }

    private static IEnumerable<(Begin To, Node By)> Begun(Node node, IReadOnlyList<ProcessDefinition> definitions)
    {
        if (node is { Kind: NodeKind.CallActivity, CalledExpression: null, Loop: null })
            return definitions
                .Where(definition => definition.Id == node.Called && definition.Nodes[0].Starts.Length > 0)
                .Select(definition => (new Begin(definition, null), node));
        if (node.Kind is not (NodeKind.ThrowEvent or NodeKind.EndEvent))
            return [];
        return from spec in node.Events
            where spec.Kind == EventKind.Signal
            from definition in definitions
            from start in SignalStarts(definition)
            where start.Signal == spec.Key
            select (new Begin(definition, start.Signal), node);
    }

    /// <summary>Whether a token goes through without waiting and without asking anybody.</summary>
    private static bool Passes(Node node) =>
        node.Kind switch
        {
            NodeKind.StartEvent => node.Events.Length == 0,
            NodeKind.ExclusiveGateway or NodeKind.InclusiveGateway => true,
            NodeKind.ParallelGateway => node.JoinBase < 0,
            NodeKind.PassTask or NodeKind.ScriptTask or NodeKind.SendTask => node.Loop is null && node.StartQuantity == 1,
            NodeKind.ThrowEvent => node.Events.All(spec => spec.Kind != EventKind.Compensation),
            NodeKind.CatchEvent => node.Events is [{ Kind: EventKind.Link }],
            _ => false,
        };

    private static bool IsZeroTimer(Node node) =>
        node is { Kind: NodeKind.CatchEvent, Events: [{ Kind: EventKind.Timer, Timer: { } timer }] }
        && (timer.Expression is null ? timer.Constant : Constant(timer.Expression)) is { IsNull: false } value
        && TimerSchedule.From(value, timer.Kind, DateTimeOffset.UnixEpoch) is { } schedule
        && IsDuration(value)
        && schedule.DueAt <= DateTimeOffset.UnixEpoch;

    private static bool IsDuration(FeelValue value) =>
        value.Kind is FeelKind.DaysAndTimeDuration or FeelKind.YearsAndMonthsDuration
        || (value.AsString() is { } text && IsoDuration.TryParse(text) is not null);

    private static FeelValue? Constant(FeelExpression expression) =>
        expression.FreeVariables.Count > 0
        || expression.Text.Contains("now(", StringComparison.Ordinal)
        || expression.Text.Contains("today(", StringComparison.Ordinal)
            ? null
            : expression.Evaluate(FeelContext.Empty, new FeelOptions(DateTimeOffset.UnixEpoch)).Value;

    private static IEnumerable<Node> Links(Node node) =>
        node.Kind == NodeKind.ThrowEvent
            ? node.Events.Where(spec => spec is { Kind: EventKind.Link, Target: not null }).Select(spec => spec.Target!)
            : [];

    private static IEnumerable<Node> Possible(Node node) => node.Outgoing.Select(flow => flow.Target).Concat(Links(node));

    /// <summary>The nodes that a token comes to after this one whatever the data are.</summary>
    private static IEnumerable<Node> Certain(Node node)
    {
        if (node.Kind == NodeKind.ExclusiveGateway)
            return Chosen(node) is { } flow ? [flow.Target] : [];
        if (node.Kind == NodeKind.InclusiveGateway || node.Conditional)
        {
            var others = node.Outgoing.Where(flow => flow != node.Default).ToList();
            var taken = others.Where(flow => flow.Condition is null || Constant(flow.Condition) is { IsTrue: true }).ToList();
            var isDefault =
                node.Default is not null
                && (node.Kind != NodeKind.InclusiveGateway || taken.Count == 0)
                && others.TrueForAll(flow => flow.Condition is null || Constant(flow.Condition) is { IsTrue: false });
            return taken.Concat(isDefault ? [node.Default!] : []).Select(flow => flow.Target);
        }

        return Possible(node);
    }

    private static Flow? Chosen(Node gateway)
    {
        foreach (var flow in gateway.Outgoing.Where(flow => flow != gateway.Default))
        {
            if (flow.Condition is null)
                return flow;
            if (Constant(flow.Condition) is not { } value)
                return null;
            if (value.IsTrue)
                return flow;
        }

        return gateway.Default;
    }

    /// <summary>Whether something drawn may end the circle from outside it: then it is unwise, and not surely wrong.</summary>
    private static bool MayBeStopped(ProcessDefinition definition, List<Node> circle) =>
        circle.Exists(node => Possible(node).Count() > 1 || IsZeroTimer(node) || node.Events.Any(spec => spec.Kind != EventKind.Link))
        || definition.Nodes.Any(node =>
            node.Events.Any(spec => spec.Kind is EventKind.Conditional or EventKind.Terminate or EventKind.Cancel)
        );

    private static IEnumerable<List<Node>> Circles(HashSet<Node> nodes, Func<Node, IEnumerable<Node>> next, HashSet<Node> reported)
    {
        foreach (var node in nodes.OrderBy(node => node.Index))
        {
            if (
                reported.Contains(node)
                || Circle(node, at => next(at).Where(nodes.Contains)) is not { } circle
                || circle.Exists(reported.Contains)
            )
                continue;
            reported.UnionWith(circle);
            yield return circle;
        }
    }

    /// <summary>The shortest way from a place back to it; null when there is none.</summary>
    private static List<T>? Circle<T>(T start, Func<T, IEnumerable<T>> next)
        where T : class
    {
        var from = new Dictionary<T, T>();
        var queue = new Queue<T>([start]);
        while (queue.TryDequeue(out var at))
        {
            foreach (var to in next(at))
            {
                if (to.Equals(start))
                {
                    var circle = new List<T> { at };
                    while (!circle[^1].Equals(start))
                        circle.Add(from[circle[^1]]);
                    circle.Reverse();
                    return circle;
                }

                if (from.TryAdd(to, at))
                    queue.Enqueue(to);
            }
        }

        return null;
    }

    private static BpmnDiagnostic Finding(string code, bool isWarning, List<Node> circle, string what)
    {
        var ids = circle.Select(node => $"«{node.Id}»").Distinct().ToList();
        return new BpmnDiagnostic(
            code,
            isWarning ? BpmnSeverity.Warning : BpmnSeverity.Error,
            circle[0].Id,
            circle[0].Source?.Line ?? 0,
            $"{string.Join(" → ", ids)} {what}"
        )
        {
            Path = [.. circle.Select(node => node.Id)],
        };
    }
}
