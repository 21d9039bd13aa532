using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>Throw and end events; errors and escalations on their way outwards (13.5).</summary>
internal sealed partial class Machine
{
    private void Throw(Instance scope, Node node)
    {
        if (!TimeToLive(scope, node, out _))
        {
            Stick(scope, node, false, "bad-time-to-live", BadTimeToLive(node));
            return;
        }

        Passed(scope, node);
        if (node.Events.Length > 0)
        {
            var payload = node.Events.Any(spec => spec.Kind is EventKind.Message or EventKind.Signal or EventKind.Escalation)
                ? Inputs(scope, node)
                : FeelContext.Empty;
            var epoch = scope.Epoch;
            foreach (var spec in node.Events)
            {
                if (spec.Kind == EventKind.Compensation && Compensate(scope, node, spec))
                    return;
                if (spec.Kind == EventKind.Link)
                {
                    Enqueue(scope, spec.Target!, null);
                    return;
                }

                ThrowDefinition(scope, node, spec, payload);
                if (scope.Epoch != epoch || run.State != RunState.Active)
                    return;
            }
        }

        Depart(scope, node);
    }

    private void ThrowDefinition(Instance scope, Node node, EventSpec spec, FeelContext payload)
    {
        switch (spec.Kind)
        {
            case EventKind.Message:
                ThrowMessage(scope, node, spec.Key!, spec.CorrelationKey, payload);
                break;
            case EventKind.Signal:
                moves += ThrowCost;
                effects.Add(new RunEffect.ThrowSignal(node.Id, spec.Key!, payload));
                Broadcast(spec.Key!, payload);
                break;
            case EventKind.Escalation:
                Escalate(scope, node, spec.Key!, payload);
                break;
            case EventKind.Error:
                if (!Catch(scope, EventKind.Error, spec.Key!, payload))
                    EndRun(RunState.Faulted, spec.Key);
                break;
            case EventKind.Terminate:
                Terminate(scope);
                break;
            case EventKind.Cancel:
                CancelTransaction(scope);
                break;
        }
    }

    private void ThrowMessage(Instance at, Node node, string name, FeelExpression? standardKey, FeelContext payload)
    {
        moves += ThrowCost;
        TimeToLive(at, node, out var kept);
        effects.Add(new RunEffect.ThrowMessage(node.Id, name, ThrownKey(node, standardKey, at, payload), payload, kept));
    }

    /// <summary>
    /// How long a message of this node is kept for who does not wait yet; false when what the drawing says is no length of time.
    /// </summary>
    private bool TimeToLive(Instance at, Node node, out IsoDuration? kept)
    {
        kept = null;
        if (node.Binding?.TimeToLive is not { } spec)
            return true;
        var value = spec.Expression is null ? spec.Constant : spec.Expression.Evaluate(Visible(run, at), Options).Value;
        kept = value.Kind switch
        {
            FeelKind.String => IsoDuration.TryParse(value.AsString()),
            FeelKind.DaysAndTimeDuration when value.AsDuration()!.ToTimeSpan() is { } span => new IsoDuration(0, span),
            FeelKind.YearsAndMonthsDuration when value.AsMonths()!.TotalMonths is > 0 and <= 120_000 and var months => new IsoDuration(
                (int)months,
                TimeSpan.Zero
            ),
            _ => null,
        };
        return kept is { Months: >= 0, Time.Ticks: >= 0 };
    }

    private static string BadTimeToLive(Node node) =>
        $"Срок жизни сообщения «{node.Id}» (timeToLive) не задаёт неотрицательной длительности";

    /// <summary>Nobody took a message within its time: an incident of the process's own, which does not hold it up.</summary>
    private StepRefusal? Expire(RunEvent.MessageExpired expired)
    {
        if (run.Definition.Find(expired.ElementId) is not { } node)
            return StepRefusal.UnknownWait;
        Raise(
            run.Root,
            node,
            Interpreter.MessageExpired,
            $"Сообщение «{expired.Name}»{(expired.CorrelationKey is null ? "" : $" с ключом «{expired.CorrelationKey}»")} от "
                + $"«{node.Id}» никто не принял за отведённое время"
        );
        return null;
    }

    /// <summary>Sends the messages of an element again, with the data that the process has now.</summary>
    private void ThrowAgain(Instance at, Node node)
    {
        if (node.MessageName is not null)
        {
            ThrowMessage(at, node, node.MessageName, node.MessageKey, Inputs(at, node));
            return;
        }

        foreach (var spec in node.Events.Where(spec => spec.Kind == EventKind.Message))
            ThrowMessage(at, node, spec.Key!, spec.CorrelationKey, Inputs(at, node));
    }

    private string? ThrownKey(Node node, FeelExpression? standard, Instance at, FeelContext payload)
    {
        if (node.Binding is { } binding)
        {
            if (binding.CorrelationKey is { } expression)
                return KeyText(expression.Evaluate(Visible(run, at), Options).Value);
            if (!binding.CorrelationConstant.IsNull)
                return KeyText(binding.CorrelationConstant);
        }

        return standard is null ? null : KeyText(standard.Evaluate(payload.Count > 0 ? payload : Visible(run, at), Options).Value);
    }

    private void Terminate(Instance scope)
    {
        Interrupt(scope);
        if (scope.Parent is null)
            EndRun(RunState.Terminated, null);
        else if (scope.Node.Kind == NodeKind.AdHocSubProcess)
            AdHocDone(scope);
        else
            ScopeEmpty(scope);
    }

    private void Escalate(Instance from, Node node, string code, FeelContext variables)
    {
        if (!Catch(from, EventKind.Escalation, code, variables))
            effects.Add(new RunEffect.PropagateEscalation(node.Id, code, variables));
    }

    /// <summary>
    /// Goes outwards from where something was thrown: in each scope first the event subprocesses, then the boundary events of the activity;
    /// of equals the one that names the code. The first that fits catches it.
    /// </summary>
    private bool Catch(Instance from, EventKind kind, string code, FeelContext? variables)
    {
        Node? cameFrom = null;
        for (var at = from; at is not null; at = at.Parent)
        {
            if (at.IsScope && !at.Interrupted && !at.Cancelling && StartFor(at.Node, kind, code, cameFrom) is { } start)
            {
                StartEventSubProcess(at, start, variables);
                return true;
            }

            if (at.Parent is { IsScope: true } && BoundaryFor(at.Node, kind, code) is { } boundary && at.Role != Role.Compensation)
            {
                FireBoundary(at, boundary, variables);
                return true;
            }

            cameFrom = at.Node;
        }

        return false;
    }

    private static Node? StartFor(Node scope, EventKind kind, string code, Node? except)
    {
        Node? general = null;
        foreach (var sub in scope.EventSubProcesses)
        {
            if (sub == except)
                continue;
            foreach (var start in sub.Children)
            {
                if (start.Kind != NodeKind.StartEvent || MatchOf(start, kind, code) is not { } match)
                    continue;
                if (match)
                    return start;
                general ??= start;
            }
        }

        return general;
    }

    private static Node? BoundaryFor(Node activity, EventKind kind, string code)
    {
        Node? general = null;
        foreach (var boundary in activity.Boundaries)
        {
            if (MatchOf(boundary, kind, code) is not { } match)
                continue;
            if (match)
                return boundary;
            general ??= boundary;
        }

        return general;
    }

    /// <summary>True when an event names the code, false when it catches every code, null when it does not catch.</summary>
    private static bool? MatchOf(Node node, EventKind kind, string code)
    {
        bool? match = null;
        foreach (var spec in node.Events)
        {
            if (spec.Kind != kind)
                continue;
            if (spec.Key == code)
                return true;
            if (spec.Key is null)
                match = false;
        }

        return match;
    }
}
