using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>Events from outside, and what they trigger (13.5).</summary>
internal sealed partial class Machine
{
    private StepRefusal? Apply(RunEvent happened)
    {
        if (happened is RunEvent.Start start)
            return run.State == RunState.New ? Start(start) : StepRefusal.AlreadyStarted;
        if (run.State != RunState.Active)
            return run.State == RunState.New ? StepRefusal.NotStarted : StepRefusal.Ended;
        switch (happened)
        {
            case RunEvent.TaskCompleted completed:
                return Answer(completed.WaitId, wait => Answered(wait, completed.Variables), WaitKind.UserTask);
            case RunEvent.ServiceCompleted completed:
                return Answer(completed.WaitId, wait => Answered(wait, completed.Variables), WaitKind.Service);
            case RunEvent.ServiceFailed failed:
                return Answer(
                    failed.WaitId,
                    wait => Fail(wait, failed.ErrorCode, failed.Message),
                    WaitKind.Service,
                    WaitKind.UserTask,
                    WaitKind.Decision,
                    WaitKind.Called
                );
            case RunEvent.EscalationRaised raised:
                return Answer(
                    raised.WaitId,
                    wait => Escalate(wait.Owner, wait.Node, raised.EscalationCode, raised.Variables),
                    WaitKind.Service,
                    WaitKind.UserTask
                );
            case RunEvent.DecisionEvaluated evaluated:
                return Answer(evaluated.WaitId, wait => Answered(wait, DecisionResult(wait.Node, evaluated.Value)), WaitKind.Decision);
            case RunEvent.TimerFired fired:
                return Answer(fired.WaitId, wait => Trigger(wait, null), WaitKind.Timer);
            case RunEvent.MessageArrived arrived:
                return Answer(arrived.WaitId, wait => Trigger(wait, arrived.Variables), WaitKind.Message, WaitKind.Trigger);
            case RunEvent.SignalArrived arrived:
                Broadcast(arrived.Name, arrived.Variables);
                return null;
            case RunEvent.CalledProcessEnded ended:
                return Answer(ended.WaitId, wait => CallEnded(wait, ended), WaitKind.Called);
            case RunEvent.CalledProcessEscalated escalated:
                return Answer(
                    escalated.WaitId,
                    wait => Escalate(wait.Owner, wait.Node, escalated.EscalationCode, escalated.Variables),
                    WaitKind.Called
                );
            case RunEvent.ActivateAdHoc activate:
                return run.Waits.TryGetValue(activate.WaitId, out var open)
                    ? ActivateAdHoc(open, activate.ElementId)
                    : StepRefusal.UnknownWait;
            case RunEvent.CompleteAdHoc complete:
                return Answer(complete.WaitId, wait => AdHocDone(wait.Owner), WaitKind.AdHoc);
            case RunEvent.SetVariables set:
                Merge(run.Root, set.Variables);
                return null;
            case RunEvent.MessageExpired expired:
                return Expire(expired);
            case RunEvent.Retry retry:
                return Answer(retry.WaitId, Retry, WaitKind.Incident, WaitKind.Called);
            case RunEvent.MoreChildren more:
                return run.Waits.TryGetValue(more.WaitId, out var asked) && asked is not { Kind: WaitKind.Service, Owner.Role: Role.Loop }
                    ? StepRefusal.WrongKind
                    : Answer(more.WaitId, OpenMore, WaitKind.Service);
            case RunEvent.Modify modify:
                return Modify(modify.Changes);
            case RunEvent.Skip skip:
                return run.Waits.TryGetValue(skip.WaitId, out var skipped) ? Skip(skipped, skip.Variables) : StepRefusal.UnknownWait;
            case RunEvent.Listen listen:
                return Listen(listen.Instance, listen.ElementId, listen.Variables);
            case RunEvent.Cancel:
                EndRun(RunState.Cancelled, null);
                return null;
            default:
                throw new ArgumentException($"unknown event {happened.GetType().Name}", nameof(happened));
        }
    }

    private StepRefusal? Answer(int waitId, Action<Wait> then, params ReadOnlySpan<WaitKind> kinds)
    {
        if (!run.Waits.TryGetValue(waitId, out var wait))
            return StepRefusal.UnknownWait;
        if (!kinds.Contains(wait.Kind))
            return StepRefusal.WrongKind;
        then(wait);
        return null;
    }

    /// <summary>What was asked for has come: the wait is over without being withdrawn.</summary>
    private void Answered(Wait wait, FeelContext? result)
    {
        Unlink(wait);
        Complete(wait.Owner, result, wait.Node);
    }

    private StepRefusal? Start(RunEvent.Start start)
    {
        var root = run.Root;
        Node? at = null;
        if (start.StartElement is not null)
        {
            at = run.Definition.Find(start.StartElement);
            if (at is null || !run.Definition.Starts.Any(point => point.ElementId == start.StartElement))
                return StepRefusal.NoSuchStart;
        }
        else if (root.Node.Starts.Length == 0)
        {
            return StepRefusal.NoSuchStart;
        }

        run.State = RunState.Active;
        run.IsCalled = start.IsCalled;
        root.Variables = Declared(root.Node, start.Variables);
        root.Active = 1;
        var epoch = root.Epoch;
        ArmEventSubProcesses(root);
        if (root.Epoch != epoch || root.Dead)
            return null;
        if (at is null)
        {
            StartScope(root);
            return null;
        }

        if (at.InstantiatingGateway is { } gateway)
        {
            Passed(root, gateway);
            if (gateway.Source is Gateway { ParallelStart: true })
            {
                // All the other events are awaited too before the process can end (10.6.6).
                foreach (var flow in gateway.Outgoing.Where(flow => flow.Target != at))
                {
                    root.Active++;
                    Enqueue(root, flow.Target, flow);
                }
            }
        }

        Passed(root, at);
        if (at.IsActivity)
            Finish(root, at, null);
        else
            Depart(root, at);
        return null;
    }

    private void StartScope(Instance scope)
    {
        var starts = scope.Node.Starts;
        scope.Active = starts.Length;
        if (starts.Length == 0)
        {
            ScopeEmpty(scope);
            return;
        }

        foreach (var node in starts)
            Enqueue(scope, node, null);
    }

    // Catching.

    private void EnterCatch(Instance scope, Node node)
    {
        if (node.Events is [{ Kind: EventKind.Link }])
        {
            Passed(scope, node);
            Depart(scope, node);
            return;
        }

        var instance = Create(node, Role.Activity, scope);
        Entered(scope, node, instance.Id);
        Arm(instance, node);
    }

    private void EnterEventGateway(Instance scope, Node node)
    {
        var gate = Create(node, Role.Gate, scope);
        Entered(scope, node, gate.Id);
        foreach (var flow in node.Outgoing)
        {
            Arm(gate, flow.Target);
            if (gate.Dead)
                return;
        }
    }

    /// <summary>
    /// Begins to wait for everything that an event (or receive task) waits for; a condition that holds already triggers at once.
    /// </summary>
    private void Arm(Instance owner, Node node)
    {
        if (node.Kind == NodeKind.ReceiveTask)
        {
            if (node.MessageName is { } awaited)
                AwaitMessage(owner, node, 0, awaited);
            else
                AddWait(owner, WaitKind.Trigger, node, 0, null);
            return;
        }

        for (var index = 0; index < node.Events.Length && !owner.Dead; index++)
            ArmDefinition(owner, node, index);
        if (node.ParallelMultiple)
            TriggerHeld(owner, node);
    }

    /// <summary>
    /// Conditions that hold already when a parallel multiple event begins to wait: looked at when all its definitions wait, for the last of
    /// them makes it happen.
    /// </summary>
    private void TriggerHeld(Instance owner, Node node)
    {
        var epoch = owner.Epoch;
        for (var wait = owner.Waits; wait is not null && !owner.Dead && owner.Epoch == epoch; )
        {
            var next = wait.Next;
            if (wait.Node == node && wait is { Kind: WaitKind.Conditional, Held: true } && run.Waits.ContainsKey(wait.Id))
                Trigger(wait, null);
            wait = next;
        }
    }

    private void ArmDefinition(Instance owner, Node node, int index)
    {
        var spec = node.Events[index];
        switch (spec.Kind)
        {
            case EventKind.Message:
                AwaitMessage(owner, node, index, spec.Key!);
                break;
            case EventKind.Signal:
                AddWait(owner, WaitKind.Signal, node, index, spec.Key);
                break;
            case EventKind.Timer:
                var timer = spec.Timer!;
                var value = timer.Expression is null ? timer.Constant : timer.Expression.Evaluate(Visible(run, owner), Options).Value;
                if (TimerSchedule.From(value, timer.Kind, Options) is { } schedule)
                    AddWait(owner, WaitKind.Timer, node, index, null, schedule);
                else
                    Raise(owner, node, "bad-timer", $"Таймер «{node.Id}»: значение {value} не задаёт времени", index);
                break;
            case EventKind.Conditional:
                var wait = AddWait(owner, WaitKind.Conditional, node, index, null);
                wait.Held = Holds(spec.Condition!, owner);
                if (wait.Held && !node.ParallelMultiple)
                    Trigger(wait, null);

                break;
        }
    }

    private void ArmBoundaries(Instance host)
    {
        foreach (var boundary in host.Node.Boundaries)
        {
            if (host.Dead)
                return;
            Arm(host, boundary);
        }
    }

    private void ArmEventSubProcesses(Instance scope)
    {
        foreach (var sub in scope.Node.EventSubProcesses)
        {
            foreach (var start in sub.Children)
            {
                if (start.Kind == NodeKind.StartEvent && !scope.Interrupted && !scope.Dead)
                    Arm(scope, start);
            }
        }
    }

    private void CheckConditions()
    {
        conditionsSeen = run.DataVersion;
        foreach (var wait in run.Waits.Values.Where(wait => wait.Kind == WaitKind.Conditional).OrderBy(wait => wait.Id).ToList())
        {
            if (!run.Waits.ContainsKey(wait.Id))
                continue;
            var holds = Holds(wait.Spec!.Condition!, wait.Owner);
            var became = holds && !wait.Held;
            wait.Held = holds;
            if (became)
                Trigger(wait, null);
        }
    }

    private void Broadcast(string name, FeelContext? variables)
    {
        foreach (
            var wait in run.Waits.Values.Where(wait => wait.Kind == WaitKind.Signal && wait.Key == name).OrderBy(wait => wait.Id).ToList()
        )
        {
            if (run.Waits.ContainsKey(wait.Id))
                Trigger(wait, variables);
        }
    }

    private void Trigger(Wait wait, FeelContext? variables)
    {
        var node = wait.Node;
        var owner = wait.Owner;
        if (node.ParallelMultiple)
        {
            // Each definition is waited for on its own; the event happens with the last of them.
            Merge(owner, Narrow(owner, node, variables));
            variables = null;
            if (wait.Kind == WaitKind.Timer)
                Unlink(wait);
            else
                Close(wait);
            for (var other = owner.Waits; other is not null; other = other.Next)
            {
                if (other.Node == node)
                    return;
            }

            if (!node.Interrupting && node.Kind is (NodeKind.BoundaryEvent or NodeKind.StartEvent))
            {
                React(owner, node, null);
                Rearm(owner, node);
                return;
            }
        }
        else if (wait.Kind == WaitKind.Timer)
        {
            if (!node.Interrupting && node.Kind is (NodeKind.BoundaryEvent or NodeKind.StartEvent))
                Repeat(wait);
            else
                Unlink(wait);
        }

        React(owner, node, variables);
    }

    /// <summary>
    /// A parallel multiple event waits again. When it waits for conditions alone, one of them has to become true anew: else it would happen
    /// for ever.
    /// </summary>
    private void Rearm(Instance owner, Node node)
    {
        for (var index = 0; index < node.Events.Length && !owner.Dead; index++)
            ArmDefinition(owner, node, index);
        if (!owner.Dead && node.Events.Any(spec => spec.Kind != EventKind.Conditional))
            TriggerHeld(owner, node);
    }

    private void React(Instance owner, Node node, FeelContext? variables)
    {
        if (owner.Role == Role.Gate)
        {
            var scope = owner.Parent!;
            CloseWaits(owner);
            Completed(scope, owner.Node, owner.Id);
            Detach(owner);
            Merge(scope, Narrow(scope, node, variables));
            Passed(scope, node);
            if (node.IsActivity)
                Finish(scope, node, null);
            else
                Depart(scope, node);
        }
        else if (node.Kind == NodeKind.BoundaryEvent)
        {
            FireBoundary(owner, node, variables);
        }
        else if (node.Kind == NodeKind.StartEvent)
        {
            StartEventSubProcess(owner, node, variables);
        }
        else
        {
            Complete(owner, variables, node);
        }
    }

    /// <summary>Sets a repeating timer again; the last time it goes.</summary>
    private void Repeat(Wait wait)
    {
        if (wait.Schedule.Next() is { } next)
        {
            wait.Schedule = next;
            effects.Add(new RunEffect.ScheduleTimer(wait.Id, next.DueAt, wait.Node.Id));
            return;
        }

        Unlink(wait);
    }

    private void FireBoundary(Instance host, Node boundary, FeelContext? variables)
    {
        var scope = host.Parent!;
        Entered(scope, boundary, 0);
        Merge(scope, Narrow(scope, boundary, variables));
        if (boundary.Interrupting)
            Cancel(host);
        else
            scope.Active++;
        Completed(scope, boundary, 0);
        Depart(scope, boundary);
    }

    private void StartEventSubProcess(Instance scope, Node start, FeelContext? variables)
    {
        if (start.Interrupting)
        {
            Interrupt(scope);
            for (var wait = scope.Waits; wait is not null; )
            {
                var next = wait.Next;
                if (wait.Node.Kind == NodeKind.StartEvent)
                    Close(wait);
                wait = next;
            }

            scope.Interrupted = true;
        }

        scope.Active++;
        BeginEventSubProcess(scope, start, variables);
    }

    private void BeginEventSubProcess(Instance scope, Node start, FeelContext? variables)
    {
        var sub = Create(start.Scope!, Role.Scope, scope, Declared(start.Scope!, null));
        Entered(scope, sub.Node, sub.Id);
        sub.Active = 1;
        Merge(sub, Narrow(sub, start, variables));
        var epoch = sub.Epoch;
        ArmEventSubProcesses(sub);
        if (sub.Dead || sub.Epoch != epoch)
            return;
        Passed(sub, start);
        Depart(sub, start);
    }
}
