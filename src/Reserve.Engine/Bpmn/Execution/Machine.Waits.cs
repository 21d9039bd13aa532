using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>What is waited for: subscriptions and timers asked for and withdrawn, correlation keys, incidents.</summary>
internal sealed partial class Machine
{
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

    /// <summary>Waits for a message; a key that the drawing asks for and that is null now would take everybody's message, so it is an incident.</summary>
    private void AwaitMessage(Instance owner, Node node, int definition, string name)
    {
        var (isKeyed, key) = CorrelationKey(node, definition, owner);
        if (isKeyed && key is null)
        {
            Raise(owner, node, "no-key", $"Ключ сообщения «{name}», которого ждёт «{node.Id}», пуст: неизвестно, чьё сообщение принять");
            return;
        }

        var wait = AddWait(owner, WaitKind.Message, node, definition, name);
        effects.Add(new RunEffect.SubscribeMessage(wait.Id, node.Id, name, key));
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
        RunEffect? effect = wait.Kind switch
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
        if (effect is not null)
            effects.Add(effect);
    }

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

    /// <summary>A key as text: strings as they are, a list of parts joined, null for nothing.</summary>
    internal static string? KeyText(FeelValue value) =>
        value.Kind switch
        {
            FeelKind.Null => null,
            FeelKind.String => value.AsString(),
            FeelKind.List => value.AsList() is [var only]
                ? KeyText(only)
                : string.Join('|', value.AsList()!.Select(part => KeyText(part) ?? "")),
            _ => value.ToString(),
        };

    // Incidents.

    private void Stick(Instance scope, Node node, bool leaving, string code, string message)
    {
        var stuck = Create(node, Role.Stuck, scope);
        stuck.Flag = leaving;
        Raise(stuck, node, code, message);
    }

    private void Raise(Instance owner, Node node, string code, string message)
    {
        var wait = AddWait(owner, WaitKind.Incident, node, 0, code);
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
            var scope = owner.Parent!;
            Detach(owner);
            if (owner.Flag)
                Depart(scope, node);
            else
                Enqueue(scope, node, null);
        }
        else if (node != owner.Node || owner.Role == Role.Gate || node.Kind == NodeKind.CatchEvent)
        {
            // A timer that could not be set, a message whose key was null.
            if (node.Kind == NodeKind.ReceiveTask)
                Arm(owner, node);
            for (var index = 0; index < node.Events.Length && !owner.Dead; index++)
            {
                if (node.Events[index].Kind is EventKind.Timer or EventKind.Message && !IsAwaited(owner, node, index))
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
            if (wait.Kind is WaitKind.Timer or WaitKind.Message && wait.Node == node && wait.Definition == index)
                return true;
        }

        return false;
    }
}
