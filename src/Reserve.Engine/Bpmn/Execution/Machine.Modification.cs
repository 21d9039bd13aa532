using Reserve.Engine.Bpmn.Execution.Modification;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>What an operator does to a run: tokens moved, added and cancelled, incidents skipped, events made to happen.</summary>
internal sealed partial class Machine
{
    private StepRefusal? Modify(IReadOnlyList<RunChange> changes)
    {
        if (RunModification.Check(run, changes).Count > 0)
            return StepRefusal.NotPossible;
        // First what begins, so that nothing is empty and ends while the rest is taken away.
        var leaving = new List<(Instance Scope, Node Node)>();
        foreach (var change in changes)
        {
            switch (change)
            {
                case RunChange.StartBefore start:
                    var before = Within(start.ElementId, start.Scope, null);
                    Enqueue(before.Scope, before.Node, null);
                    break;
                case RunChange.StartAfter start:
                    leaving.Add(Within(start.ElementId, start.Scope, null));
                    break;
                case RunChange.Move move:
                    var id = move.Token.Instance == 0 ? move.Token.Scope : move.Token.Instance;
                    var moved = Within(move.ElementId, 0, RunModification.ById(run.Root, id));
                    Enqueue(moved.Scope, moved.Node, null);
                    break;
            }
        }

        foreach (var change in changes)
        {
            if (change is RunChange.Cancel or RunChange.Move)
                TakeAway(change is RunChange.Cancel cancel ? cancel.Token : ((RunChange.Move)change).Token);
        }

        foreach (var (scope, node) in leaving)
        {
            if (!scope.Dead)
                Depart(scope, node);
        }

        return null;
    }

    /// <summary>The instance in which a token begins, with a unit for it; subprocesses that are not open are entered.</summary>
    private (Instance Scope, Node Node) Within(string element, int scope, Instance? from)
    {
        var node = run.Definition.Find(element)!;
        var (at, enter, _) = RunModification.Find(run, node, scope, from);
        foreach (var inner in enter)
        {
            at!.Active++;
            var entered = Create(inner, Role.Scope, at, Declared(inner, null));
            Entered(at, inner, entered.Id);
            ArmBoundaries(entered);
            if (!entered.Dead)
                ArmEventSubProcesses(entered);
            at = entered;
        }

        at!.Active++;
        return (at, node);
    }

    private void TakeAway(TokenPlace token)
    {
        if (token.Instance != 0)
        {
            // Gone already when something around it was emptied.
            if (RunModification.ById(run.Root, token.Instance) is { } instance)
                TakeAway(instance);
            return;
        }

        if (RunModification.ById(run.Root, token.Scope) is not { } scope)
            return;
        var join = run.Definition.Find(token.ElementId)!;
        var places = RunModification.Places(scope, join);
        places[places.IndexOfAnyExcept(0)]--;
        if (!places.ContainsAnyExcept(0))
            run.PendingJoins.RemoveAll(pending => pending == (scope, join) && join.Kind == NodeKind.InclusiveGateway);
        effects.Add(new RunEffect.History(join.Id, HistoryKind.Cancelled, 0, scope.Id));
        Lighten(scope, 1);
    }

    private void TakeAway(Instance instance)
    {
        var parent = instance.Parent!;
        var units = RunModification.Units(instance);
        Cancel(instance);
        if (parent.Loop is { } loop)
        {
            loop.Terminated++;
            run.ContextVersion++;
        }

        Lighten(parent, units);
    }

    /// <summary>A scope loses units; one that is left without any is cancelled, a loop goes on to its next round or ends.</summary>
    private void Lighten(Instance scope, int units)
    {
        scope.Active -= units;
        if (scope.Active > 0 || scope.Parent is null || scope.Dead)
            return;
        if (scope.Loop is not { } loop)
            TakeAway(scope);
        else if (!scope.Node.Loop!.Standard && loop.Started < loop.Total && scope.Node.Loop.Sequential)
            Enqueue(scope, scope.Node, null);
        else if (loop.Completed > 0)
            LoopDone(scope);
        else
            TakeAway(scope);
    }

    /// <summary>What an activity should have done was done otherwise: it completes with these variables.</summary>
    private StepRefusal? Skip(Wait wait, FeelContext variables)
    {
        var owner = wait.Owner;
        if (wait.Kind == WaitKind.Incident && wait.Node != owner.Node)
        {
            // An event that could not be waited for is not waited for.
            Close(wait);
            Merge(owner, variables);
            return null;
        }

        switch (owner.Role)
        {
            case Role.Activity:
                Complete(owner, variables, null);
                return null;
            case Role.Stuck when !owner.Flag && owner.Node.Kind is not (NodeKind.ParallelGateway or NodeKind.InclusiveGateway):
                var scope = owner.Parent!;
                var node = owner.Node;
                scope.Active -= RunModification.Units(owner) - 1;
                CloseWaits(owner);
                Detach(owner);
                Merge(scope, variables);
                Completed(scope, node, 0);
                Depart(scope, node);
                return null;
            case Role.Loop when wait.Kind == WaitKind.Incident:
                Merge(owner.Parent!, variables);
                LoopDone(owner);
                return null;
            default:
                return StepRefusal.WrongKind;
        }
    }

    /// <summary>Makes an event happen that an instance listens to, whatever it waits for.</summary>
    private StepRefusal? Listen(int instance, string element, FeelContext variables)
    {
        if (RunModification.ById(run.Root, instance) is not { } owner || run.Definition.Find(element) is not { } node)
            return StepRefusal.UnknownWait;
        if (!Listening.Hears(owner, node))
            return StepRefusal.NotEnabled;
        for (var wait = owner.Waits; wait is not null; wait = wait.Next)
        {
            if (
                wait.Node != node
                || wait.Kind is not (WaitKind.Timer or WaitKind.Message or WaitKind.Signal or WaitKind.Conditional or WaitKind.Trigger)
            )
                continue;
            var timer = wait.Kind == WaitKind.Timer ? wait.Id : 0;
            Trigger(wait, variables);
            if (timer != 0 && !run.Waits.ContainsKey(timer))
                effects.Add(new RunEffect.CancelTimer(timer));
            return null;
        }

        React(owner, node, variables);
        return null;
    }
}
