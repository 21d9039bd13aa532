using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>What is waited for: subscriptions and timers asked for and withdrawn, correlation keys, incidents.</summary>
internal sealed partial class Machine
{
    /// <summary>
    /// Waits for a message; a correlation key that is drawn but gives null would take everybody's message, and is an incident instead.
    /// </summary>
    private void AwaitMessage(Instance owner, Node node, int definition, string name)
    {
        var (isKeyed, key) = CorrelationKey(node, definition, owner);
        if (isKeyed && key is null)
        {
            Raise(
                owner,
                node,
                Interpreter.NoCorrelationKey,
                $"«{node.Id}» ждёт сообщения «{name}», но ключ корреляции не вычислен (null): такое ожидание забрало бы чужое сообщение",
                definition
            );
            return;
        }

        var wait = AddWait(owner, WaitKind.Message, node, definition, name);
        effects.Add(new RunEffect.SubscribeMessage(wait.Id, node.Id, name, key));
    }

    private Wait AddWait(Instance owner, WaitKind kind, Node node, int definition, string? key, TimerSchedule schedule = default)
    {
        var wait = new Wait(++run.LastId, kind, owner, node, definition) { Key = key, Schedule = schedule };
        Link(wait);
        switch (kind)
        {
            case WaitKind.Timer:
                effects.Add(new RunEffect.ScheduleTimer(wait.Id, schedule.DueAt, node.Id));
                break;
            case WaitKind.Signal:
                effects.Add(new RunEffect.SubscribeSignal(wait.Id, node.Id, key!));
                break;
            case WaitKind.Conditional:
                run.ConditionalWaits++;
                break;
        }

        return wait;
    }

    private void Link(Wait wait)
    {
        // In order of age: effects and serialised states stay the same whoever asks.
        if (wait.Owner.Waits is not { } last)
        {
            wait.Owner.Waits = wait;
        }
        else
        {
            while (last.Next is not null)
                last = last.Next;
            last.Next = wait;
        }

        run.Waits.Add(wait.Id, wait);
    }

    private void Unlink(Wait wait)
    {
        run.Waits.Remove(wait.Id);
        if (wait.Kind == WaitKind.Conditional)
            run.ConditionalWaits--;
        if (wait.Owner.Waits == wait)
        {
            wait.Owner.Waits = wait.Next;
            return;
        }

        for (var before = wait.Owner.Waits; before is not null; before = before.Next)
        {
            if (before.Next == wait)
            {
                before.Next = wait.Next;
                return;
            }
        }
    }

    /// <summary>Stops waiting and withdraws what was asked for.</summary>
    private void Close(Wait wait)
    {
        Unlink(wait);
        if (Withdrawal(wait) is { } effect)
            effects.Add(effect);
    }

    private static RunEffect? Withdrawal(Wait wait) =>
        wait.Kind switch
        {
            WaitKind.UserTask => new RunEffect.CloseUserTask(wait.Id),
            WaitKind.Service or WaitKind.Decision => new RunEffect.CancelService(wait.Id),
            WaitKind.Timer => new RunEffect.CancelTimer(wait.Id),
            WaitKind.Message or WaitKind.Signal => new RunEffect.Unsubscribe(wait.Id),
            WaitKind.Called => new RunEffect.CancelCalledProcess(wait.Id),
            WaitKind.AdHoc => new RunEffect.AdHocClosed(wait.Id),
            WaitKind.Incident => new RunEffect.IncidentClosed(wait.Id),
            WaitKind.Conditional or WaitKind.Trigger => null,
        };

    private void CloseWaits(Instance instance)
    {
        while (instance.Waits is { } wait)
            Close(wait);
    }

    private (bool IsKeyed, string? Key) CorrelationKey(Node node, int definition, Instance at)
    {
        if (node.Binding is { } binding)
        {
            if (binding.CorrelationKey is { } expression)
                return (true, KeyText(expression.Evaluate(Visible(run, at), Options).Value));
            if (!binding.CorrelationConstant.IsNull)
                return (true, KeyText(binding.CorrelationConstant));
        }

        var standard = node.Kind is NodeKind.ReceiveTask or NodeKind.SendTask ? node.MessageKey : node.Events[definition].CorrelationKey;
        return standard is null ? (false, null) : (true, KeyText(standard.Evaluate(Visible(run, at), Options).Value));
    }

    /// <summary>
    /// A key as text: strings as they are, several parts joined, each with its own bars marked by a backslash, so that no two keys have one
    /// text; null when it or a part of it is null (8.4.2: every property of a key has
    /// a value).
    /// </summary>
    internal static string? KeyText(FeelValue value)
    {
        switch (value.Kind)
        {
            case FeelKind.Null:
                return null;
            case FeelKind.String:
                return value.AsString();
            case FeelKind.List:
                var parts = value.AsList()!.Select(KeyText).ToList();
                return parts.Count == 0 || parts.Contains(null) ? null
                    : parts.Count == 1 ? parts[0]
                    : string.Join('|', parts.Select(Marked));
            default:
                return value.ToString();
        }
    }

    private static string Marked(string? part) =>
        part!.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("|", @"\|", StringComparison.Ordinal);

    // Incidents.

    private void Stick(Instance scope, Node node, bool leaving, string code, string message)
    {
        var stuck = Create(node, Role.Stuck, scope);
        stuck.Flag = leaving;
        Raise(stuck, node, code, message);
    }

    private void Raise(Instance owner, Node node, string code, string message, int definition = 0)
    {
        var wait = AddWait(owner, WaitKind.Incident, node, definition, code);
        effects.Add(new RunEffect.IncidentRaised(wait.Id, node.Id, code, message));
    }

    private void Retry(Wait incident)
    {
        var owner = incident.Owner;
        var node = incident.Node;
        if (incident.Kind == WaitKind.Called)
        {
            Activate(owner);
            return;
        }

        Close(incident);
        if (owner.Role == Role.Stuck)
        {
            Unstick(owner, incident);
        }
        else if (incident.Key == Interpreter.MessageExpired)
        {
            ThrowAgain(owner, node);
        }
        else if (node.Kind == NodeKind.ReceiveTask && owner.Role != Role.Loop)
        {
            Arm(owner, node);
        }
        else if (node != owner.Node || owner.Role == Role.Gate || node.Kind == NodeKind.CatchEvent)
        {
            // A timer or message that could not be waited for.
            for (var index = 0; index < node.Events.Length && !owner.Dead; index++)
            {
                if ((index == incident.Definition || node.Events[index].Kind == EventKind.Timer) && !IsAwaited(owner, node, index))
                    ArmDefinition(owner, node, index);
            }
        }
        else if (owner.Role == Role.Loop)
        {
            BeginRounds(owner);
        }
        else
        {
            Activate(owner);
        }
    }

    private static bool IsAwaited(Instance owner, Node node, int index)
    {
        for (var wait = owner.Waits; wait is not null; wait = wait.Next)
        {
            if (wait.Node == node && wait.Definition == index && wait.Kind != WaitKind.Incident)
                return true;
        }

        return false;
    }
}
