using Reserve.Engine.Bpmn.Model;
using Reserve.Engine.Feel;

namespace Reserve.Engine.Bpmn.Execution;

/// <summary>Activities (13.3): beginning, completing, data in and out, ad-hoc subprocesses.</summary>
internal sealed partial class Machine
{
    private void EnterActivity(Instance scope, Node node, Flow? via)
    {
        if (node.StartQuantity > 1 && via is not null)
        {
            // Tokens gather until there are enough (10.3.1, startQuantity).
            var joins = scope.Joins ??= new int[scope.Node.JoinPlaces];
            if (++joins[node.JoinBase] < node.StartQuantity)
                return;
            joins[node.JoinBase] = 0;
            scope.Active -= node.StartQuantity - 1;
        }

        BeginOrLoop(scope, node);
    }

    private void BeginOrLoop(Instance parent, Node node)
    {
        if (node.Loop is null)
            Begin(parent, node, null);
        else
            BeginLoop(parent, node);
    }

    /// <summary>Begins one execution of an activity. The parent's count holds a unit for it.</summary>
    private void Begin(Instance parent, Node node, FeelContext? locals)
    {
        if (
            locals is null
            && node.LocalData.Length == 0
            && node.Kind is NodeKind.PassTask or NodeKind.SendTask or NodeKind.ScriptTask
            && TimeToLive(parent, node, out _)
        )
        {
            Entered(parent, node, 0);
            var result = node.Kind == NodeKind.PassTask ? null : Perform(parent, node);
            Merge(parent, result);
            Completed(parent, node, 0);
            Record(parent, node, null);
            Finish(parent, node, null);
            return;
        }

        var instance = Create(node, node.IsScope ? Role.Scope : Role.Activity, parent, Declared(node, locals));
        Entered(parent, node, instance.Id);
        if (parent.IsScope)
        {
            ArmBoundaries(instance);
            if (instance.Dead)
                return;
        }

        Activate(instance);
    }

    /// <summary>Does what an activity does, or asks for it; again when an incident is retried.</summary>
    private void Activate(Instance instance)
    {
        var node = instance.Node;
        switch (node.Kind)
        {
            case NodeKind.UserTask:
                effects.Add(
                    new RunEffect.OpenUserTask(
                        OwnWait(instance, WaitKind.UserTask),
                        node.Id,
                        node.Binding?.ActivityType,
                        Inputs(instance, node)
                    )
                );
                break;
            case NodeKind.ServiceTask:
                effects.Add(
                    new RunEffect.InvokeService(
                        OwnWait(instance, WaitKind.Service),
                        node.Id,
                        node.Binding?.ActivityType,
                        Inputs(instance, node)
                    )
                );
                break;
            case NodeKind.DecisionTask:
                var given = Inputs(instance, node);
                var wait = OwnWait(instance, WaitKind.Decision);
                effects.Add(
                    new RunEffect.EvaluateDecision(
                        wait,
                        node.Id,
                        node.Binding!.DecisionRef!,
                        node.Binding.Model,
                        given.Count > 0 ? given : Visible(run, instance)
                    )
                );
                break;
            case NodeKind.CallActivity:
                Call(instance, node);
                break;
            case NodeKind.ReceiveTask:
                Arm(instance, node);
                break;
            case NodeKind.AdHocSubProcess:
                ArmEventSubProcesses(instance);
                if (!instance.Dead && !instance.Interrupted)
                    OpenAdHoc(instance);
                break;
            case NodeKind.SubProcess:
                var epoch = instance.Epoch;
                ArmEventSubProcesses(instance);
                if (!instance.Dead && instance.Epoch == epoch)
                    StartScope(instance);
                break;
            case NodeKind.SendTask when !TimeToLive(instance, node, out _):
                Raise(instance, node, "bad-time-to-live", BadTimeToLive(node));
                break;
            default:
                Complete(instance, Perform(instance, node), null);
                break;
        }
    }

    /// <summary>
    /// The called process sees nothing of its caller but what is mapped (10.3.6); an input named <c>*</c> maps every visible variable.
    /// </summary>
    private void Call(Instance instance, Node node)
    {
        var called = node.CalledExpression is null
            ? node.Called
            : node.CalledExpression.Evaluate(Visible(run, instance), Options).Value.AsString();
        if (called is null)
        {
            Raise(instance, node, "bad-call", $"Выражение вызова «{node.Id}» не даёт идентификатора процесса");
            return;
        }

        var inputs = Inputs(instance, node);
        if (node.Binding is { AllInputs: true })
            inputs = FeelContext.From([.. Visible(run, instance).Entries, .. inputs.Entries]);
        moves += ThrowCost;
        effects.Add(new RunEffect.StartCalledProcess(OwnWait(instance, WaitKind.Called), node.Id, called, inputs));
    }

    /// <summary>The wait of the activity itself; the one it has already when an incident is retried.</summary>
    private int OwnWait(Instance instance, WaitKind kind)
    {
        for (var wait = instance.Waits; wait is not null; wait = wait.Next)
        {
            if (wait.Kind == kind && wait.Node == instance.Node)
                return wait.Id;
        }

        return AddWait(instance, kind, instance.Node, 0, null).Id;
    }

    /// <summary>What passes at once: a FEEL script, a message sent, a manual task.</summary>
    private FeelContext? Perform(Instance at, Node node)
    {
        switch (node.Kind)
        {
            case NodeKind.ScriptTask when node.Script is not null:
                // A script's result is a context of variables; anything else is dropped.
                return Narrow(at, node, node.Script.Evaluate(Visible(run, at), Options).Value.AsContext());
            case NodeKind.SendTask:
                ThrowMessage(at, node, node.MessageName!, node.MessageKey, Inputs(at, node));
                return null;
            default:
                return null;
        }
    }

    private FeelContext Inputs(Instance at, Node node)
    {
        if (node.DataInputs.Length == 0 && node.Binding is not { Inputs.Length: > 0 })
            return FeelContext.Empty;
        var data = Visible(run, at);
        var values = new List<KeyValuePair<string, FeelValue>>();
        foreach (var input in node.DataInputs)
            values.Add(KeyValuePair.Create(input.Name, Evaluate(input, data)));
        foreach (var input in node.Binding?.Inputs ?? [])
            values.Add(KeyValuePair.Create(input.Name, Evaluate(input, data)));
        return FeelContext.From(values);
    }

    /// <summary>
    /// What of a result becomes variables: what the binding's outputs and the output associations say; when they say nothing everything,
    /// but nothing of a called process.
    /// </summary>
    private FeelContext? Narrow(Instance at, Node node, FeelContext? result)
    {
        var outputs = node.Binding?.Outputs ?? [];
        var associations =
            node.IsActivity ? node.DataOutputs
            : node.Kind is NodeKind.ThrowEvent or NodeKind.EndEvent ? []
            : node.DataInputs;
        if (outputs.Length == 0 && associations.Length == 0)
            return node.Kind == NodeKind.CallActivity && node.Binding is not { AllOutputs: true } ? null : result;
        result ??= FeelContext.Empty;
        var data = FeelContext.From([.. Visible(run, at).Entries, .. result.Entries]);
        var values = new List<KeyValuePair<string, FeelValue>>();
        if (node.Binding is { AllOutputs: true })
            values.AddRange(result.Entries);
        foreach (var output in outputs)
            values.Add(KeyValuePair.Create(output.Name, Evaluate(output, data)));
        foreach (var output in associations)
        {
            var value =
                output.Variable is null ? Evaluate(output, data)
                : result.TryGet(output.Variable, out var found) || result.TryGet(output.Name, out found) ? found
                // An activity with one unnamed result.
                : result.Count == 1 ? result.Entries[0].Value
                : Evaluate(output, data);
            values.Add(KeyValuePair.Create(output.Name, value));
        }

        return FeelContext.From(values);
    }

    private static FeelContext DecisionResult(Node node, FeelValue value) =>
        node.Binding!.ResultVariable is { } variable
            ? FeelContext.Of((variable, value))
            : value.AsContext() ?? FeelContext.Of((node.Binding.DecisionRef!, value));

    /// <summary>Completes a waiting activity, a catch event or a scope: waits go, results become variables, the flow goes on.</summary>
    private void Complete(Instance instance, FeelContext? result, Node? narrowedBy)
    {
        var parent = instance.Parent!;
        var node = instance.Node;
        CloseWaits(instance);
        var values = narrowedBy is null ? result : Narrow(instance, narrowedBy, result);
        Detach(instance);
        Merge(instance, values);
        Completed(parent, node, instance.Id);
        if (node.IsActivity)
            Record(parent, node, instance);
        Finish(parent, node, instance);
    }

    /// <summary>What comes after an activity: the next round, the next handler, or the flow.</summary>
    private void Finish(Instance parent, Node node, Instance? instance)
    {
        if (parent.Role == Role.Loop)
        {
            RoundDone(parent, instance);
        }
        else if (parent.Role == Role.Compensation)
        {
            parent.Active--;
            Enqueue(parent, parent.Node, null);
        }
        else if (node.Kind == NodeKind.EventSubProcess)
        {
            Release(parent);
        }
        else if (parent.Node.Kind == NodeKind.AdHocSubProcess && AdHocStops(parent))
        {
            Release(parent);
        }
        else if (node.Conditional)
        {
            LeaveConditional(parent, node);
        }
        else
        {
            LeaveAll(parent, node);
        }
    }

    private void CallEnded(Wait wait, RunEvent.CalledProcessEnded ended)
    {
        if (ended.ErrorCode is null)
        {
            Answered(wait, ended.Variables);
            return;
        }

        var owner = wait.Owner;
        Unlink(wait);
        if (!Caught(owner, ended.ErrorCode, ended.Variables))
            Raise(owner, owner.Node, "uncaught-error", $"Вызванный процесс завершился ошибкой «{ended.ErrorCode}», которую никто не ловит");
    }

    /// <summary>Whether an error is caught in this run, or goes out of it to the run that called it.</summary>
    private bool Caught(Instance from, string errorCode, FeelContext? variables)
    {
        if (Catch(from, EventKind.Error, errorCode, variables))
            return true;
        if (!run.IsCalled)
            return false;
        EndRun(RunState.Faulted, errorCode);
        return true;
    }

    /// <summary>
    /// An error that the application reports: caught as a BPMN error when it has a code and somebody catches it, an incident otherwise.
    /// </summary>
    private void Fail(Wait wait, string? errorCode, string message)
    {
        var owner = wait.Owner;
        if (errorCode is not null && Caught(owner, errorCode, null))
            return;
        for (var other = owner.Waits; other is not null; other = other.Next)
        {
            if (other.Kind == WaitKind.Incident && other.Node == owner.Node)
            {
                Close(other);
                break;
            }
        }

        Raise(owner, owner.Node, errorCode ?? "technical", message);
    }

    // Ad-hoc subprocesses (13.3.5).

    private void OpenAdHoc(Instance adHoc)
    {
        for (var known = adHoc.Waits; known is not null; known = known.Next)
        {
            // It is open already: an incident of it is retried.
            if (known.Kind == WaitKind.AdHoc)
                return;
        }

        var wait = AddWait(adHoc, WaitKind.AdHoc, adHoc.Node, 0, null).Id;
        effects.Add(
            new RunEffect.AdHocOpened(
                wait,
                adHoc.Node.Id,
                [.. adHoc.Node.AdHocActivities.Select(node => node.Id)],
                adHoc.Node.Binding?.ActivityType,
                Inputs(adHoc, adHoc.Node)
            )
        );
    }

    private StepRefusal? ActivateAdHoc(Wait wait, string elementId)
    {
        if (wait.Kind != WaitKind.AdHoc)
            return StepRefusal.WrongKind;
        var adHoc = wait.Owner;
        var node = adHoc.Node.AdHocActivities.FirstOrDefault(candidate => candidate.Id == elementId);
        if (node is null || adHoc.Flag || (adHoc.Node.AdHocSequential && adHoc.Active > 0))
            return StepRefusal.NotEnabled;
        adHoc.Active++;
        BeginOrLoop(adHoc, node);
        return null;
    }

    /// <summary>Whether a completed activity ends its ad-hoc subprocess, so that no flow is taken after it.</summary>
    private bool AdHocStops(Instance adHoc)
    {
        if (!adHoc.Flag && adHoc.Node.AdHocCompletion is { } condition && Holds(condition, adHoc))
            CloseAdHoc(adHoc, 1);
        return adHoc.Flag;
    }

    private void AdHocDone(Instance adHoc)
    {
        adHoc.Active++;
        CloseAdHoc(adHoc, 1);
        Release(adHoc);
    }

    private void CloseAdHoc(Instance adHoc, int held)
    {
        adHoc.Flag = true;
        if (adHoc.Node.AdHocCancelRemaining)
        {
            Interrupt(adHoc);
            adHoc.Active = held;
        }

        for (var wait = adHoc.Waits; wait is not null; wait = wait.Next)
        {
            if (wait.Kind == WaitKind.AdHoc)
            {
                Close(wait);
                break;
            }
        }
    }
}
