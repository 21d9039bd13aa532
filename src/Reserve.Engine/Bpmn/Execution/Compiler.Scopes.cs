using Reserve.Engine.Bpmn.Model;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>What can be said only when all nodes are known: links, join places, starts, reachability.</summary>
internal sealed partial class Compiler
{
    private void Finish(Node node)
    {
        if (node.Kind is NodeKind.ThrowEvent)
        {
            foreach (var spec in node.Events.Where(spec => spec.Kind == EventKind.Link))
            {
                var targets = node.Scope!.Children.Where(other =>
                        other.Kind == NodeKind.CatchEvent
                        && other.Events.Any(target => target.Kind == EventKind.Link && target.Key == spec.Key)
                    )
                    .ToList();
                if (targets.Count == 0)
                    Refuse(node.Id, node.Source!.Line, $"У ссылки «{spec.Key}» («{node.Id}») нет места, куда она ведёт (10.5.5)");
                else
                    spec.Target = targets[0];
                if (node.Outgoing.Length > 0 && node.Events.Length == 1)
                    Refuse(node.Id, node.Source!.Line, $"Из ссылки «{node.Id}» не может выходить поток (10.5.5)");
            }
        }
        else if (node.Kind == NodeKind.CatchEvent)
        {
            foreach (var spec in node.Events.Where(spec => spec.Kind == EventKind.Link))
            {
                if (
                    node.Scope!.Children.Any(other =>
                        other.Index < node.Index
                        && other.Kind == NodeKind.CatchEvent
                        && other.Events.Any(target => target.Kind == EventKind.Link && target.Key == spec.Key)
                    )
                )
                    Refuse(node.Id, node.Source!.Line, $"Ссылка «{spec.Key}» ведёт сразу в несколько мест (10.5.5)");
            }
        }

        if (node.Scope is not { } scope)
            return;
        var places = node.Kind switch
        {
            NodeKind.ParallelGateway or NodeKind.InclusiveGateway when node.Incoming.Length > 1 => node.Incoming.Length,
            // Tokens, phase, and for each flow whether the first phase took its token.
            NodeKind.ComplexGateway when node.Incoming.Length > 1 => (node.Incoming.Length * 2) + 1,
            _ => node.StartQuantity > 1 ? 1 : 0,
        };
        if (places == 0)
            return;
        node.JoinBase = scope.JoinPlaces;
        scope.JoinPlaces += places;
    }

    private void FinishScope(Node scope)
    {
        scope.EventSubProcesses = [.. scope.Children.Where(child => child.Kind == NodeKind.EventSubProcess)];
        var starts = scope.Children.Where(child => child.Kind == NodeKind.StartEvent).ToList();
        var none = starts.Where(start => start.Events.Length == 0).ToList();
        var line = scope.Source?.Line ?? process.Line;
        if (none.Count > 1)
            Refuse(
                scope.Id,
                line,
                $"У «{scope.Id}» несколько простых начальных событий ({string.Join(", ", none.Select(start => start.Id))}): "
                    + "которое начинает, не определено"
            );
        if (scope.Children.Length == 0 && scope.Kind != NodeKind.AdHocSubProcess && scope.Kind == NodeKind.Process)
            Refuse(scope.Id, line, $"Процесс «{scope.Id}» пуст");

        var withoutIncoming = scope
            .Children.Where(child =>
                child.Incoming.Length == 0
                && !child.IsForCompensation
                && child.Kind is not (NodeKind.BoundaryEvent or NodeKind.EventSubProcess or NodeKind.StartEvent)
                && !child.Events.Any(spec => spec.Kind == EventKind.Link && child.Kind == NodeKind.CatchEvent)
            )
            .ToList();
        var instantiating =
            scope.Kind == NodeKind.Process
                ? withoutIncoming
                    .Where(child => child.Source is ActivityTask { Instantiate: true } or Gateway { Instantiate: true })
                    .ToList()
                : [];
        scope.Starts = scope.Kind switch
        {
            NodeKind.AdHocSubProcess or NodeKind.EventSubProcess => [],
            _ when none.Count > 0 => [none[0]],
            _ when starts.Count > 0 || instantiating.Count > 0 => [],
            // Without start events everything without incoming flow starts (13.2, 10.5.2).
            _ => [.. withoutIncoming],
        };
        if (scope.Kind == NodeKind.AdHocSubProcess)
        {
            scope.AdHocActivities = [.. withoutIncoming.Where(child => child.IsActivity)];
            if (starts.Count > 0 || scope.Children.Any(child => child.Kind == NodeKind.EndEvent))
                Refuse(
                    scope.Id,
                    line,
                    $"В подпроцессе «{scope.Id}» с произвольным порядком не может быть начальных и конечных событий (10.3.5)"
                );
        }

        foreach (var gateway in instantiating)
        {
            foreach (var flow in gateway.Kind == NodeKind.EventGateway ? gateway.Outgoing : [])
                flow.Target.InstantiatingGateway = gateway;
        }

        if (scope.Kind == NodeKind.Process)
        {
            var duplicate = starts
                .SelectMany(start => start.Events.Where(spec => spec.Kind == EventKind.Message).Select(spec => (start, spec.Key)))
                .GroupBy(pair => pair.Key, StringComparer.Ordinal)
                .FirstOrDefault(group => group.Count() > 1);
            if (duplicate is not null)
                Refuse(
                    duplicate.Last().start.Id,
                    duplicate.Last().start.Source!.Line,
                    $"Сообщение «{duplicate.Key}» начинает процесс в нескольких местах"
                );
        }

        CheckEventSubProcesses(scope);
        foreach (
            var join in scope.Children.Where(child =>
                child.JoinBase >= 0 && child.Kind is NodeKind.InclusiveGateway or NodeKind.ComplexGateway && child.Incoming.Length > 1
            )
        )
        {
            join.Reach = [.. join.Incoming.Select(flow => ReachOf(join, flow, true))];
            join.ReachByFlow = [.. join.Incoming.Select(flow => ReachOf(join, flow, false))];
        }
    }

    private void CheckEventSubProcesses(Node scope)
    {
        var starts = scope
            .EventSubProcesses.Select(sub => sub.Children.FirstOrDefault(child => child.Kind == NodeKind.StartEvent))
            .OfType<Node>()
            .ToList();
        for (var later = 1; later < starts.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                if (
                    SameCode(starts[earlier], starts[later], EventKind.Message)
                    || SameCode(starts[earlier], starts[later], EventKind.Compensation)
                )
                    Refuse(
                        starts[later].Id,
                        starts[later].Source!.Line,
                        $"«{starts[earlier].Id}» и «{starts[later].Id}» начинают событийные подпроцессы одним и тем же "
                            + "событием: который начнётся, не определено"
                    );
                if (
                    SameCode(starts[earlier], starts[later], EventKind.Error)
                    || SameCode(starts[earlier], starts[later], EventKind.Escalation)
                )
                    Refuse(
                        starts[later].Id,
                        starts[later].Source!.Line,
                        $"«{starts[earlier].Id}» и «{starts[later].Id}» начинают событийные подпроцессы одним и тем же кодом: "
                            + "который начнётся, не определено"
                    );
            }
        }

        foreach (var start in starts.Where(start => !start.Interrupting && start.Events.Any(spec => spec.Kind == EventKind.Error)))
            Refuse(start.Id, start.Source!.Line, $"Начало «{start.Id}» по ошибке всегда прерывает (10.5.2)");
    }

    /// <summary>
    /// From which nodes a token can come to an incoming flow of a join without passing the join; links count as ways, boundary events when
    /// asked.
    /// </summary>
    private bool[] ReachOf(Node join, Flow flow, bool boundaries)
    {
        var reach = new bool[nodes.Count];
        var stack = new Stack<Node>();
        Visit(flow.Source);
        while (stack.TryPop(out var node))
        {
            foreach (var incoming in node.Incoming)
                Visit(incoming.Source);
            if (boundaries && node.AttachedTo is { } host)
                Visit(host);
            if (node.Kind == NodeKind.CatchEvent)
            {
                foreach (var spec in node.Events.Where(spec => spec.Kind == EventKind.Link))
                {
                    foreach (
                        var source in join.Scope!.Children.Where(other =>
                            other.Kind == NodeKind.ThrowEvent && other.Events.Any(link => link.Target == node)
                        )
                    )
                        Visit(source);
                }
            }
        }

        return reach;

        void Visit(Node node)
        {
            if (node == join || reach[node.Index])
                return;
            reach[node.Index] = true;
            stack.Push(node);
        }
    }

    private static List<StartPoint> StartPoints(Node root)
    {
        var points = new List<StartPoint>();
        foreach (var node in root.Children)
        {
            switch (node.Kind)
            {
                case NodeKind.StartEvent when node.Events.Length == 0:
                    points.Add(new StartPoint(node.Id, StartKind.None, null));
                    break;
                case NodeKind.StartEvent:
                    points.AddRange(node.Events.Select(spec => Point(node, spec)));
                    break;
                case NodeKind.ReceiveTask
                    when node.Source is ActivityTask { Instantiate: true } && node.Incoming.Length == 0 && node.MessageName is not null:
                    points.Add(new StartPoint(node.Id, StartKind.Message, node.MessageName));
                    break;
                case NodeKind.CatchEvent when node.InstantiatingGateway is not null:
                    points.AddRange(node.Events.Select(spec => Point(node, spec)));
                    break;
                case NodeKind.ReceiveTask when node.InstantiatingGateway is not null && node.MessageName is not null:
                    points.Add(new StartPoint(node.Id, StartKind.Message, node.MessageName));
                    break;
            }
        }

        if (points.Count == 0 && root.Starts.Length > 0)
            points.Add(new StartPoint(null, StartKind.None, null));
        return points;
    }

    private static StartPoint Point(Node node, EventSpec spec) =>
        new(
            node.Id,
            spec.Kind switch
            {
                EventKind.Message => StartKind.Message,
                EventKind.Signal => StartKind.Signal,
                EventKind.Timer => StartKind.Timer,
                _ => StartKind.Conditional,
            },
            spec.Key
        )
        {
            Timer = spec.Timer,
            Condition = spec.Condition,
        };
}
